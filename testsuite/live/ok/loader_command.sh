# modules: loader_ticks.stp loader_exit.stp
# timeout: 60
# -c: target() is its process, its end ends the session, a bad end is a warning and status 1; -x, -T, system().
# turns: 8
fail() { echo "$1:"; cat out err; exit 1; }
# for a line of the script's: how long a busy host takes until then is not known
waits_for() { echo "n=0; until grep -q $1 out || [ \$n -gt 1200 ]; do sleep 0.05; n=\$((n + 1)); done"; }
mytap-run -c "$(waits_for ticks)" t_loader_ticks.ko n=7 'who="a b"' > out 2> err || fail "status"
grep -qx 'begin 7 a b [1-9][0-9]*' out && grep -qx 'end 1' out && [ ! -s err ] || fail "a command"
mytap-run -c 'echo $$ > pid; sleep 0.1; exit 3' t_loader_ticks.ko > out 2> err && fail "status with exit 3"
grep -qx "begin 1 nobody $(cat pid)" out || fail "target() of a shell"
[ "$(cat err)" = "WARNING: Child process exited with status 3" ] || fail "exit 3"
grep -qx 'end [01]' out || fail "the end probe with exit 3"
mytap-run -c 'kill -9 $$' t_loader_ticks.ko > out 2> err && fail "status with a killed command"
[ "$(cat err)" = "WARNING: Child process exited with signal 9 (Killed)" ] || fail "a killed command"
mytap-run -w -c 'kill -9 $$' t_loader_ticks.ko > out 2> err && fail "status with a killed command and -w"
[ ! -s err ] || fail "-w"
mytap-run -c 'no-such-program' t_loader_ticks.ko > out 2> err && fail "a program that is not there"
grep -q 'no program no-such-program' err && [ ! -s out ] || fail "said before anything is loaded"
mytap-run -x 1 -T 0.2 t_loader_ticks.ko > out 2> err || fail "-x -T"
grep -qx 'begin 1 nobody 1' out && grep -qx 'end [01]' out || fail "-x"
mytap-run -x 1 -c true t_loader_ticks.ko > out 2> err && fail "-x and -c"
mytap-run t_loader_ticks.ko n=x other=1 > out 2> err && fail "settings that are none"
grep -q 'is a number' err && grep -q 'no global variable other' err || fail "both mistakes are said"
# The script ends first: the command may finish. The time ends first: it must not go on.
mytap-run -c "$(waits_for end); echo done" t_loader_exit.ko > out 2> err || fail "exit()"
[ "$(cat out)" = "begin
end
done" ] || fail "the command goes on after exit()"
# Output and command share a file: a program that copies by the file's position, taken before our line, loses none.
mytap-run -c "{ $(waits_for end); echo done; } | splices" t_loader_exit.ko > out 2> err || fail "a command that splices"
[ "$(cat out)" = "begin
end
done" ] || fail "what a command splices goes behind our lines"
echo before > out
mytap-run -c "{ $(waits_for end); echo done; } | splices" t_loader_exit.ko 1<> out 2> err || fail "a position within the file"
grep -qx 'begi.*' out && ! grep -q before out || fail "a position within the file is kept"
mytap-run -c "$(waits_for end); exit 4" t_loader_exit.ko > out 2> err && fail "a command that fails after exit()"
[ "$(cat err)" = "WARNING: Child process exited with status 4" ] || fail "fails after exit()"
mytap-run -T 0.2 -c 'sleep 50' t_loader_ticks.ko > out 2> err || fail "-T with -c"
mytap-run t_loader_exit.ko system_too=1 > out 2> err || fail "system()"
grep -qx 'from system' out || fail "waits for system()"
[ ! -s err ] || fail "silence"
