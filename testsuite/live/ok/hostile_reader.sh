# modules: hostile_reader.stp hello.stp
# timeout: 480
# Whatever a reader writes where it may, and tries to write where it must not, the kernel and the session get through it. MYTAP_TEST_LONG: for longer.
seconds=2
[ ! -e /t/rounds ] || seconds=20
i=0
while [ $i -lt 3 ]; do
	insmod ko/t_hostile_reader.ko 2> /dev/null || insmod t_hostile_reader.ko || exit 1
	scribble t_hostile_reader $seconds > out || { cat out; rmmod t_hostile_reader; exit 1; }
	n=0
	until rmmod t_hostile_reader 2> err; do
		n=$((n + 1))
		[ $n -lt 600 ] || { cat err; exit 1; }
		sleep 0.1
	done
	i=$((i + 1))
done
[ "$(mytap-run t_hello.ko)" = hello ]
