# modules: flood.stp loader_ticks.stp
# timeout: 60
# turns: 7
# Output that ends early, cannot be written, goes to a file.
fail() { echo "$1:"; cat out err; exit 1; }
mytap-run -c 'sh -c "reads 20000 > /dev/null; sleep 50"' t_flood.ko 2> err | head -3 > out || fail "head"
[ "$(grep -c 'a line of some length' out)" = 3 ] && [ ! -s err ] || fail "head"
# Whoever reads has enough: silence and status 0, however the command takes it.
for command in 'reads 20000' 'yes' 'trap "" PIPE; while echo y; do :; done 2> /dev/null; exit 3'; do
	for o in '' '-o file'; do
		{ mytap-run $o -c "$command" t_flood.ko 2> err; echo $? > status; } | head -1 > out
		[ "$(cat status)" = 0 ] && [ ! -s err ] || fail "head -1, $o $command: status $(cat status)"
		[ "$o$command" = "-o filereads 20000" ] || [ "$(wc -l < out)" = 1 ] || fail "head -1, $o $command"
		rm -f file
	done
done
# What the command prints is not for the file of -o.
mytap-run -o file -c 'sleep 0.2; echo from the command' t_loader_ticks.ko > out 2> err || fail "-o with -c"
[ "$(cat out)" = 'from the command' ] && ! grep -q command file && grep -qx 'end [01]' file || fail "-o with -c"
mytap-run -c 'reads 20000' t_flood.ko > /dev/full 2> err && fail "a full device"
[ "$(grep -c 'No space left on device; the session ends here' err)" = 1 ] || fail "said once"
mytap-run -o 'file-%Y' -T 0.1 t_loader_ticks.ko > out 2> err || fail "-o"
[ ! -s out ] && grep -qx 'end [01]' "file-$(date +%Y)" || fail "-o with a date"
mytap-run -o /no/such/folder/x t_loader_ticks.ko > out 2> err && fail "no such folder"
grep -q 'cannot write to /no/such/folder/x: No such file' err || fail "no such folder"
[ ! -d /sys/module/t_flood ] && [ ! -d /sys/module/t_loader_ticks ]
