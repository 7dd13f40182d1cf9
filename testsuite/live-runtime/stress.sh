# Load, run, remove, over and over under load; then kill -9 of the reader, rmmod in between, removal while stopping.
# modules: stress
rounds=${ROUNDS:-40}
for what in read rename; do
	(while :; do calls 2000 $what; done) & load="$load $!"
done
trap 'kill $load' EXIT
i=0
while [ $i -lt $rounds ]; do
	mytap-run -o out -c "reads 20" stress.ko >err 2>&1 || { echo "round $i"; cat err; exit 1; }
	grep -q '^end 1' out || { echo "round $i: no end"; tail -n 3 out; exit 1; }
	grep -q '^stress' /proc/modules && { echo "round $i: still there"; exit 1; }
	i=$((i + 1))
done
echo "$i rounds"
i=0
while [ $i -lt 5 ]; do
	mytap-run -o out stress.ko 2>err & reader=$!
	while ! grep -q '^stress.*Live' /proc/modules; do sleep 0.1; done
	rmmod stress 2>/dev/null && { echo "removed under its reader"; exit 1; }
	kill -9 $reader
	tries=0
	while grep -q '^stress' /proc/modules; do
		rmmod stress 2>/dev/null
		tries=$((tries + 1))
		[ $tries -lt 200 ] || { echo "stuck after kill -9"; exit 1; }
		sleep 0.1
	done
	i=$((i + 1))
done
echo "$i killed"
