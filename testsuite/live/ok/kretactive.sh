# modules: kretactive.stp kretactive_kretprobe.stp kretactive_default.stp
# needs: linux-6.1
# -D KRETACTIVE=N: so many returns of a function are awaited at a time, whichever way they are probed; the others are missed.
fail() { echo "$1:"; cat out err; exit 1; }
cat > five <<'X'
for i in 1 2 3 4 5; do sleep 1 & done
wait
X
for i in kretactive kretactive_kretprobe; do
	mytap-run -c 'sh five' t_$i.ko > out 2> err || fail "$i"
	[ "$(cat out)" -ge 1 ] && [ "$(cat out)" -le 2 ] || fail "$i"
	grep -q '^WARNING: kernel.function("hrtimer_nanosleep.*: [3-9] hits missed (the kernel could not run the probe' err || fail "$i"
done
mytap-run -c 'sh five' t_kretactive_default.ko > out 2> err || fail "default"
[ "$(cat out)" = 5 ] && [ ! -s err ] || fail "default"
