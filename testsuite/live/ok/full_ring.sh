# modules: flood_reads.stp hello.stp
# timeout: 120
# The reader is stopped until the ring is full: what is lost is counted, to the record, and said.
mytap-run -c 'sh -c "read x < /tmp/go; reads 300000"' t_flood_reads.ko > out 2> err & run=$!
mkfifo /tmp/go
n=0
until [ -n "$(pidof sh)" ] && grep -q '^t_flood_reads ' /proc/modules || [ $n -gt 100 ]; do sleep 0.1; n=$((n + 1)); done
sleep 1
for p in $(pidof mytap-run); do kill -STOP "$p"; done
echo go > /tmp/go
sleep 20
for p in $(pidof mytap-run); do kill -CONT "$p"; done
wait $run
rm -f /tmp/go
printed=$(grep -c ' reads a line' out)
lost=$(sed -n 's/.*: \([0-9]*\) output records lost.*/\1/p' err)
echo "printed $printed, lost ${lost:-0}"
cat err
[ -n "$lost" ] && [ "$lost" -gt 0 ] && [ "$((printed + lost))" = 300000 ] || exit 1
[ "$(mytap-run t_hello.ko)" = hello ]
