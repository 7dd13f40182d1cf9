# modules: syscall_storm.stp
# timeout: 200
# turns: 6
# syscall.* and its returns with argstr and retstr while three processes of uid 1000 hand over anything; 60 s with MYTAP_TEST_LONG.
# The guest's log stays clean, nothing is skipped or said, and every call of the program is counted: it counts them itself.
seconds=5
[ -e /t/rounds ] && seconds=60
mytap-run -c "syscall_storm $seconds" t_syscall_storm.ko > out 2> err || { cat out err; exit 1; }
cat out
[ ! -s err ] || { cat err; exit 1; }
set -- $(cat out)	# begun N numbers N starts N all N calls N returns N names N length N nameless N
begun=$2 numbers=$4 starts=$6 all=$8
shift 8
calls=$2 returns=$4 names=$6 length=$8 nameless=${10}
# Of each process the return of setuid() and the mmap() before its first call are seen, too; its last call may be counted by it only.
[ "$all" -ge "$begun" ] && [ "$all" -le $((begun + starts)) ] || { echo "$begun begun by $starts, $all seen"; exit 1; }
# Numbers that this kernel has no call for have no name: 0.9 of 944 have one.
[ "$calls" -ge $((all / 4 * 3)) ] && [ "$calls" -le "$all" ] || { echo "$calls of $all calls named"; exit 1; }
[ "$returns" -ge "$calls" ] && [ "$returns" -le $((calls + starts)) ] || { echo "$calls calls, $returns returned"; exit 1; }
[ "$begun" -ge $((200 * seconds)) ] && [ "$numbers" -ge 500 ] && [ "$names" -ge 250 ] && [ "$length" -gt "$calls" ] &&
	[ "$nameless" = 0 ]
