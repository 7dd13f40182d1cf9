# The same returns by every back end of this kernel: the same hits and values, none missed; calls from one place (where debuginfo knows them: 6.1).
# scripts: backend.stp kretprobe=-DMYTAP_RETURN=kretprobe rethook=-DMYTAP_RETURN=rethook fprobe=-DMYTAP_RETURN=fprobe direct=-DMYTAP_RETURN=direct best=
case $(uname -r) in 6.1.*) calls=2000 others=rethook;; *) calls=0 others=fprobe;; esac
for by in kretprobe $others direct best; do
	mytap-run -c "reads 2000" backend_$by.ko >out 2>err || { echo "$by:"; cat out err; exit 1; }
	[ "$(cat out)" = "2000 2000 2000 $calls 1000 2000" ] || { echo "$by: $(cat out)"; exit 1; }
	[ ! -s err ] || { echo "$by:"; cat err; exit 1; }
done
