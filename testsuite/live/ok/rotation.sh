# modules: switch_file.stp flood.stp
# turns: 6
# -S and switch_file(): files one after the other, by size, by the script and by SIGUSR2.
fail() { echo "$1"; ls -l; cat out err; exit 1; }
is() { [ "$(cat $2 | tr '\n' ,)" = "$3" ] || fail "$1, $2: $(cat $2)"; }
mytap-run -T 0.1 -o f t_switch_file.ko > out 2> err || fail status
is "without a size" f zero, && is "without a size" f.1 "one,the last of one," && is "without a size" f.2 two,
[ ! -s out ] && [ ! -s err ] && [ ! -e f.3 ] || fail "messages"
mytap-run -T 0.1 -S 1,2 -o s t_switch_file.ko > out 2> err || fail status
[ ! -e s ] && [ ! -e s.0 ] && is "the last two" s.1 "one,the last of one," && is "the last two" s.2 two,
mytap-run -T 0.1 t_switch_file.ko > out 2> err || fail status
is "not a file" out "zero,one,the last of one,two,"
# By signal: what comes behind it is in the next file.
mytap-run -o u t_switch_file.ko > out 2> err & run=$!
i=0
while ! grep -qs one u.1 && [ $i -lt 100 ]; do sleep 0.1; i=$((i + 1)); done
kill -USR2 $run
i=0
while [ ! -e u.2 ] && [ $i -lt 100 ]; do sleep 0.1; i=$((i + 1)); done
kill -INT $run; wait $run || fail "the signal"
is "the signal" u.1 one, && is "the signal" u.2 "the last of one," && is "the signal" u.3 two,
# By size.
mytap-run -S 1 -o b -c 'reads 40000' t_flood.ko > out 2> err || fail flood
n=$(cat b.* | grep -c ' reads a line of some length to fill the buffer quickly$')
lost=$(sed -n 's/^WARNING: .*\([0-9][0-9]*\) records.*/\1/p' err)
[ "$n" = 40000 ] || [ -n "$lost" ] || fail "$n lines"
[ "$(cat b.? | wc -c)" -gt 2097152 ] || fail "$(cat b.? | wc -c) bytes"
for f in b.0 b.1; do
	size=$(wc -c < $f)
	[ $size -le 1048576 ] && [ $size -gt 1048400 ] && [ "$(tail -c1 $f | wc -l)" = 1 ] || fail "$f has $size bytes"
done
mytap-run -S 0 -o b t_flood.ko > out 2> err && fail "-S 0"
grep -q "^mytap-run: -S takes SIZE (in MB) or SIZE,N, not '0'\|^ERROR: -S takes SIZE (in MB) or SIZE,N, not '0'" err || fail "-S 0"
mytap-run -S 1 t_flood.ko > out 2> err && fail "-S alone"
grep -q -- "-S is about the files of -o FILE" err || fail "-S alone"
