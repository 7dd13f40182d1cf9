# modules: clock.stp clock_kernel.stp
# timeout: 120
# turns: 8
# The time of a record, made of the TSC, is the kernel's clock, which the script reads right afterwards; also while the kernel's
# clock is made to go faster and slower, by 500 of a million, for a second each: a rate that is not followed is wrong by 500 us then.
fail() { echo "$*"; head -5 out; cat err; exit 1; }
SLEWED="sh -c 'sleep 0.5; adjtimex -f 32768000; sleep 1; adjtimex -f -32768000; sleep 1; adjtimex -f 0; sleep 0.5'"
# run MODULE FILE: CPU, the record's time, and how much later the kernel's clock was read; ns
run() {
	mytap-run -v --json -c "$SLEWED" "$1" > out 2> err || fail "$1"
	sed -n 's/.*"type":"print","time":\([0-9]*\),"text":"\([0-9]*\) \([0-9]*\)\\n".*/\2 \1 \3/p' out | awk '{ printf "%d %.0f %.0f\n", $1, $2, $3 - $2 }' > "$2"
	[ "$(wc -l < "$2")" -ge 500 ] || fail "$1: $(wc -l < "$2") records"
	[ "$(cut -d' ' -f1 "$2" | sort -u | wc -l)" -ge 2 ] || fail "$1: not on each CPU"
	awk '$2 < last { exit 1 } { last = $2 }' "$2" || fail "$1: not in the order of time"
	# The host may take the processor away between the two readings, so most are looked at.
	cut -d' ' -f3 "$2" | sort -n | awk '{ d[NR] = $1 } END {
		printf "least %d, median %d, 9 of 10 %d\n", d[1], d[int((NR + 1) / 2)], d[int(NR * 0.9)]
		exit d[1] < -60000 || d[int((NR + 1) / 2)] > 60000 }' > spread || fail "$1: not the kernel's clock: $(cat spread)"
}
run t_clock.ko by_tsc
grep -q "the kernel's own clock" err && fail "the TSC is not used"
run t_clock_kernel.ko by_kernel
grep -q "the times of records are read from the kernel's own clock, which takes longer: -D MYTAP_CLOCK=kernel is set" err || fail "what clock it is"
awk '$3 < 0 { exit 1 }' by_kernel || fail "the kernel's clock went back"
