# modules: burst.stp hello.stp
# cpus: 1 2
# timeout: 120
# turns: 20
# 100,000 lines and the end of who caused them: every line, in order; or the loss to the line, by probe, said once.
burst() {
	mytap-run $1 -c 'reads 50000' t_burst.ko > out 2> err || { echo "status $?"; cat err; exit 1; }
	lost_in=$(sed -n 's/^WARNING: kernel.function("vfs_read[^.]*: \([0-9]*\) output records* lost.*/\1/p' err)
	lost_out=$(sed -n 's/^WARNING: kernel.function("vfs_read.*return.*: \([0-9]*\) output records* lost.*/\1/p' err)
	echo "$1: $(grep -c ' in ' out) in, ${lost_in:-0} lost; $(grep -c ' out ' out) out, ${lost_out:-0} lost"
	cat err
	awk -v lost_in="${lost_in:-0}" -v lost_out="${lost_out:-0}" '
		{ is_in = $2 == "in" }
		$1 <= last || is_in != $1 % 2 || (is_in ? $3 != "reads" : $3 != 1) { print "line " NR ": " $0 " after " last; bad = 1; exit }
		{ last = $1; n[$2]++ }
		END { if (bad || n["in"] + lost_in != 50000 || n["out"] + lost_out != 50000) exit 1 }' out || exit 1
	grep -v 'output records* lost' err && exit 1
	:
}
burst
# A small buffer for that many, on purpose.
burst "-b 1"
[ "$(mytap-run t_hello.ko)" = hello ]
