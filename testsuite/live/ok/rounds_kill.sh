# modules: flood.stp begin_writes.stp hello.stp
# needs: long
# timeout: 20000
# $ROUNDS times kill -9 of the loader, before, while and after it attaches: the module goes each time, and the next works. Every
# second script is in a begin probe for long, and in an end probe then.
# A load goes on behind the loader's back: nothing is gone before its processes are.
is_left() { ps | grep -q '[m]ytap-' || grep -q '^t_flood \|^t_begin_writes ' /proc/modules; }
(while :; do reads 500; usleep 2000; done) & load=$!
i=0
while [ $i -lt "$ROUNDS" ]; do
	script='t_flood.ko'
	[ $((i % 2)) = 0 ] || script='t_begin_writes.ko wait=1'
	mytap-run $script > out 2>&1 & run=$!
	usleep $((i % 50 * 4000))
	kill -9 $run 2> /dev/null
	wait $run 2> /dev/null
	n=0
	while is_left && [ $n -lt 300 ]; do usleep 50000; n=$((n + 1)); done
	is_left && { echo "round $i: the module is still there"; grep '^t_' /proc/modules; ps; kill $load; exit 1; }
	i=$((i + 1))
done
kill $load
[ "$(mytap-run t_hello.ko)" = hello ]
