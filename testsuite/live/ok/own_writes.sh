# modules: own_writes.stp
# What the reader writes makes no output that it would have to write: neither those to a file
# nor any other.
mytap-run t_own_writes.ko > out 2> err || { cat err; exit 1; }
grep -q 'mytap-run' out && { sort out | uniq -c; echo "the reader's own writes were seen"; exit 1; }
tail -1 out | grep -q ' writes$' || { cat out err; exit 1; }
lines=$(wc -l < out)
[ "$lines" -lt 500 ] || { sort out | uniq -c; echo "$lines lines"; exit 1; }
# Those of others are.
mytap-run -c 'sh -c "echo one; echo two; echo three" > other' t_own_writes.ko > out 2> err || { cat err; exit 1; }
[ "$(grep -cx sh out)" -ge 6 ] || { cat out err; exit 1; }
[ ! -s err ] || { cat err; exit 1; }
