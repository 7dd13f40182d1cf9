# modules: target_namespaces.stp
# Processes as they are numbered in other namespaces: in those of mytap-run, in those of a process that is named, and in those where
# a process has no number. The users' map has more ranges than the kernel keeps in one struct.
fail() { echo "$*"; cat out err 2> /dev/null; exit 1; }
for i in 1 2; do
	mkfifo in$i
	state inside < in$i > pid$i &
	eval "exec $((i + 3))> in$i"
	until [ -s pid$i ]; do usleep 10000; done
done
# Each process calls in turn; the next one when the line of the one before is there.
cat > calls << 'EOF'
came() { until [ "$(wc -l < out)" = $1 ]; do usleep 10000; done; }
printf x > in1; came 1
printf x > in2; came 2
state outside 1004; came 3
state outside 4321; came 4
EOF
# watch OPTIONS: what the session prints in out
watch() { mytap-run "$@" -c 'sh calls' t_target_namespaces.ko > out 2> err && [ ! -s err ] || fail "mytap-run $*"; }
watch
cat > want << 'EOF'
same 1 1 1005 1005 1006 1006 1 1005
same 1 1 1005 1005 1006 1006 1 1005
same 1 1 1004 0 0 0 1 1004
same 1 1 4321 0 0 0 1 4321
EOF
cmp out want || fail "in mytap-run's own"
watch --target-namespaces "$(cat pid1)"
cat > want << 'EOF'
1 1 0 905 905 906 906 1 905
0 1 0 905 905 906 906 1 905
0 1 0 904 77 78 78 1 904
0 1 0 65534 77 78 78 1 65534
EOF
cmp out want || fail "in the first one's"
mytap-run --target-namespaces 999999 -c true t_target_namespaces.ko > out 2> err && fail "no such process"
grep -qx 'ERROR: --target-namespaces: there is no process 999999' err || fail "the message"
