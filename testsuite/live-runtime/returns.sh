# Returns of 300 functions, by each back end there is: loaded and removed under load, with tasks asleep in hooked functions.
# scripts: returns.stp
rounds=${ROUNDS:-30}
for what in read getppid; do
	(while :; do calls 2000 $what; done) & load="$load $!"
done
(while :; do sleep 0.3; echo x; done | while read -r x; do :; done) & load="$load $!"
trap 'kill $load' EXIT
i=0
while [ $i -lt $rounds ]; do
	mytap-run -o out -c "reads 20" returns.ko >err 2>&1 || { echo "round $i"; cat err; exit 1; }
	grep -q '^end 1 0$' out || { echo "round $i: wrong end"; tail -n 3 out; exit 1; }
	grep -q '^returns' /proc/modules && { echo "round $i: still there"; exit 1; }
	i=$((i + 1))
done
echo "$i rounds"
cat err
