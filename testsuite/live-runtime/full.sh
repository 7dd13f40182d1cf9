# A reader that sleeps: the ring fills; what arrives and what is reported lost make all hits.
# modules: full
mytap-run -b 1 -o out full.ko 2>err & reader=$!
while [ "$(grep -c '^full.*Live' /proc/modules)" = 0 ]; do sleep 0.1; done
sleep 1
kill -STOP $reader
calls 60000 getppid
kill -CONT $reader
sleep 1
kill -INT $reader
wait $reader || { cat err; exit 1; }
hits=$(sed -n 's/^hits //p' out)
printed=$(grep -c '^hit ' out)
lost=$(sed -n 's/.*: \([0-9]*\) output records lost.*/\1/p' err)
echo "hits $hits printed $printed lost $lost"
[ "$lost" -gt 0 ] && [ $((printed + lost)) = "$hits" ]
