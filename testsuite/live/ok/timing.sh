# row: 1.9 timing
# modules: timing.stp interruptible.stp hello.stp
# timeout: 240
# -t: hits are what the script counted itself, and times what it measured itself, each value kept and sorted.
fail() { echo "$1:"; cat out err; exit 1; }
mytap-run -t -c 'reads 1000' t_timing.ko > out 2> err || fail "it does not run"
[ ! -s err ] || fail "messages"
grep -A1 '^----- probe hit report: ns in each handler -----$' out | tail -1 | grep -q '^ *hits  *min  *avg  *p50  *p90  *p99  *max  probe$' || fail "the heads"
sed '1,/^ *hits  *min/d' out > table
awk '
	function near(what, is, want, low, high, more) {
		if (is < want * low || is > want * high + (more ? more : 3000)) { printf "%s is %d, by the script %d\n", what, is, want; bad = 1 }
	}
	FILENAME == "out" && $1 == "count" { count[$2] = $3 }
	FILENAME == "out" && $1 == "list" { for (i = 2; i <= 7; i++) list[i] = $i }
	FILENAME == "table" {
		if (last && $1 * $3 > last * 1.001 + $1) { print "not by the time in all: " $0; bad = 1 }
		last = $1 * $3
		if ($2 > $4 || $4 > $5 || $5 > $6 || $6 > $7 || $2 > $3 || $3 > $7) { print "no order: " $0; bad = 1 }
		place = $NF; sub(/.*timing\.stp:/, "", place)
		hits[place] = $1
		if (place == "4:7") {
			near("min", $2, list[2], 0.98, 1.02, 12000); near("avg", $3, list[3], 0.98, 1.05)
			# a percentile is within 1/16
			near("p50", $4, list[4], 0.92, 1.08); near("p90", $5, list[5], 0.92, 1.08); near("p99", $6, list[6], 0.92, 1.08)
			near("max", $7, list[7], 0.98, 1.5)
			if ($7 < 3000000 || $6 < 2500000 || $5 < 350000) { print "no spread"; bad = 1 }
		}
		if (place == "18:7" && $4 < 1900000) { print "an end probe of 2 ms took " $4; bad = 1 }
	}
	END {
		for (p in count) { n++; if (count[p] != hits[p] || !count[p]) { printf "%s: %d hits, %d counted\n", p, hits[p], count[p]; bad = 1 } }
		if (n != 6 || !(4 in list)) { print "the script said too little"; bad = 1 }
		exit bad
	}' out table || fail "the table"
[ "$(wc -l < table)" = 7 ] || fail "rows: one for each probe, and end(1)"

# Without it there is no table, and one whose handlers run with interrupts on is timed, too.
mytap-run -c 'reads 10' t_timing.ko > out 2> err || fail "without -t"
grep -q 'hit report' out && fail "a table that nobody asked for"
mytap-run -t -w -c 'reads 300' t_interruptible.ko > out 2> err || fail "interruptible"
sed '1,/^ *hits  *min/d' out | awk '$1 > 0 { n++ } END { exit n < 2 }' || fail "interruptible"
[ "$(mytap-run -t t_hello.ko | awk '{ print $1 == "1" ? "begin of " $1 : $1 }' | tr '\n' ' ')" = "hello ----- hits begin of 1 " ] || fail "hello"
