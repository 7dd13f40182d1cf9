# modules: load_hangs.stp hello.stp
# timeout: 180
# turns: 4
# The kernel hangs in the load of a module: mytap-run says so when its patience is over, and where it hangs; when the load
# comes to its end after all, the module does not stay.
fail() { echo "$1:"; cat hook out err; cat /proc/modules; exit 1; }
wait_for() { n=0; while ! eval "$1"; do n=$((n + 1)); [ $n -lt 300 ] || return 1; sleep 0.1; done; }
: > out; : > err
mytap-run t_load_hangs.ko > hook 2>&1 & hook=$!
wait_for 'grep -q hooked hook' || fail "not begun"
began=$(cut -d. -f1 /proc/uptime)
timeout -s KILL 60 mytap-run --patience=3 t_hello.ko > out 2> err
status=$?
took=$(($(cut -d. -f1 /proc/uptime) - began))
[ $status = 1 ] && [ ! -s out ] || fail "status $status"
[ $took -ge 2 ] && [ $took -le 12 ] || fail "it took $took s"
grep -q '^ERROR: the kernel has been loading the module for 3 s now (process [0-9]*, in msleep[a-z_]*)' err ||
	grep -q '^ERROR: the kernel has been loading the module for 3 s now (process [0-9]*, in schedule_timeout[a-z_]*)' err ||
	fail "what it says"
grep -q '^ERROR: the kernel does not take the module t_hello: loading it hangs in the kernel' err || fail "what came of it"
# The load is still under way.
grep -q '^t_hello .* Loading' /proc/modules || fail "it does not hang"
kill -INT $hook
wait $hook || fail "the other session"
wait_for '! grep -q "^t_hello " /proc/modules' || fail "it stays"
mytap-run t_hello.ko > out 2> err || fail "the next load"
[ "$(cat out)" = hello ] && [ ! -s err ] || fail "the next load"
