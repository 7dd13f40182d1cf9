# The same returns by every back end of this kernel: the same hits, values and none missed; nodes that run out are counted.
# scripts: backend.stp kretprobe=-DMYTAP_RETURN=kretprobe best=
for by in kretprobe best; do
	mytap-run -c "reads 2000" backend_$by.ko >out 2>err || { echo "$by:"; cat out err; exit 1; }
	[ "$(cat out)" = "2000 2000 2000 2000 1000" ] || { echo "$by: $(cat out)"; exit 1; }
	[ ! -s err ] || { echo "$by:"; cat err; exit 1; }
done
