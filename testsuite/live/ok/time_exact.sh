# modules: time_exact.stp time_exact_kernel.stp
# timeout: 120
# turns: 6
# What a script reads as time is what the kernel would have said at that moment, also while its clock is made to go faster and slower,
# and is put forward and back.
fail() { echo "$*"; cat out err; exit 1; }
CHANGED="sh -c 'reads 300; adjtimex -f 32768000; reads 300; sleep 0.3; date -s @1900000000; reads 300; sleep 0.2; adjtimex -f -32768000; reads 300; date -s @1700000000; reads 300; adjtimex -f 0; reads 100; sleep 0.2'"
for m in t_time_exact.ko t_time_exact_kernel.ko; do
	mytap-run -c "$CHANGED" $m > out 2> err || fail "$m"
	grep -v '^[A-Z][a-z][a-z] ' out > told		# what date prints
	awk '/^(monotonic|real): / { if ($2 < 50000 || $5 != 0) bad = 1; n++ } END { exit bad || n != 2 }' told || fail "$m"
done
