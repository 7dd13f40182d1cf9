# modules: nfs_all.stp
# needs: long nfs
# cpus: 1
# timeout: 150
# Every point of nfs, nfsd and sunrpc is hit by targets/nfsserve.c, which does each operation by versions 3 and 4, but for those listed.
# Version 4 waits 10 seconds: for so long a server that starts lets nobody open files.
modprobe -q nfsd && modprobe -q nfsv3 && modprobe -q nfsv4 || { echo "the kernel has no nfsd, nfsv3 or nfsv4"; exit 77; }
mytap-run -c "nfsserve all" t_nfs_all.ko > out 2> err || { cat out err; exit 1; }
! grep nfsserve err || exit 1
cat > never <<'EOF'
# by the kernel's search for memory only, and gone from newer kernels
nfs.aop.writepage
# of a copy by the server that is not on its disk yet
nfs.proc.commit nfs.proc4.commit
# another way to log in; a server that is busy, or ends in between, or leaves a call without an answer
sunrpc.clnt.clone_client sunrpc.clnt.restart_call sunrpc.sched.delay sunrpc.svc.drop
EOF
# No server of Debian's kernels speaks version 2.
awk 'FILENAME == "never" { if ($0 !~ /^#/) for (i = 1; i <= NF; i++) never[$i] = 1; next }
	{ p = $1; sub(/\.return$/, "", p); if (p in never || p ~ /^nfs\.proc2\./) { print p " is listed, and was hit"; bad = 1 } else n++ }
	END { if (n != 233) { print n " points were hit, not 233"; bad = 1 } exit bad }' never out || { cat out; exit 1; }
# What a version does is counted once for it and once for all versions; an operation on
# pages ends as often as it begins.
awk '{ n[$1] = $2 }
	END {
		for (p in n) if (p ~ /^nfs\.aop\..*\.return$/) {
			of = substr(p, 1, length(p) - 7)
			if (of in n && n[of] != n[p]) { print of " " n[of] ", " p " " n[p]; bad = 1 }
		}
		for (p in n) if (p ~ /^nfs\.proc3\./) {
			of = substr(p, 11)
			all = n["nfs.proc." of]
			if (all != n[p] + n["nfs.proc4." of]) { print p " " n[p] " and " n["nfs.proc4." of] " are not " all; bad = 1 }
		}
		exit bad
	}' out || { cat out; exit 1; }
