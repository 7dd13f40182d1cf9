# modules: flood_reads.stp hello.stp
# timeout: 120
# turns: 10
# The reader is stopped until the ring is full: what is lost is counted, to the record, and said.
# A loader that is stopped before it has started its command starts none, and nobody ever reads the pipe.
rm -f /tmp/go waits read
mkfifo /tmp/go
mytap-run -c 'sh -c "touch waits; read x < /tmp/go; reads 300000; : > read"' t_flood_reads.ko > out 2> err & run=$!
n=0
until [ -e waits ] || [ $n -gt 600 ]; do sleep 0.1; n=$((n + 1)); done
[ -e waits ] || { echo "its command does not start"; cat err; kill $run; exit 1; }
for p in $(pidof mytap-run); do kill -STOP "$p"; done
echo go > /tmp/go
n=0
until [ -e read ] || [ $n -gt 900 ]; do sleep 0.1; n=$((n + 1)); done
[ -e read ] || { echo "its command waits for a reader"; exit 1; }
for p in $(pidof mytap-run); do kill -CONT "$p"; done
wait $run
rm -f /tmp/go
printed=$(grep -c ' reads a line' out)
lost=$(sed -n 's/.*: \([0-9]*\) output records lost.*/\1/p' err)
echo "printed $printed, lost ${lost:-0}"
cat err
[ -n "$lost" ] && [ "$lost" -gt 0 ] && [ "$((printed + lost))" = 300000 ] || exit 1
[ "$(mytap-run t_hello.ko)" = hello ]
