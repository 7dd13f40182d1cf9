# modules: reads_exact.stp
# timeout: 120
# turns: 6
# Exactly the reads of a known workload, in order, none lost.
mytap-run -c 'reads 100000' t_reads_exact.ko > out 2> err || { cat err; exit 1; }
[ -s err ] && { cat err; exit 1; }
awk '$1 != NR || $2 != "reads" || $3 != 1 || $4 != 1 { print "line " NR ": " $0; bad = 1; exit }
	END { if (bad || NR != 100000) { print NR " lines"; exit 1 } }' out
