# modules: nfs.stp
# needs: nfs
# cpus: 1
# nfs.* and nfsd.* of a client and a server in one machine (targets/nfsserve.c), which create, write, read and remove.
modprobe -q nfsd && modprobe -q nfsv3 || { echo "the kernel has no nfsd or nfsv3"; exit 77; }
mytap-run -c nfsserve t_nfs.ko > out 2> err || { cat out err; exit 1; }
! grep nfsserve err || exit 1
cat > want <<'EOF'
nfs.proc3.create one 3 127.0.0.1 3
nfsd.proc3.create one 127.0.0.1 3
nfs.fop.open one
nfs.proc3.write 5000 0 127.0.0.1 3
nfsd.proc3.write 5000 0 127.0.0.1 3
nfs.fop.open one
nfs.proc3.read 5000 0 127.0.0.1 3
nfsd.proc3.read 5000 0 127.0.0.1 3
nfsd.unlink two 127.0.0.1
nfs.proc3.remove one 3
nfsd.proc3.remove one 127.0.0.1 3
nfsd.unlink one 127.0.0.1
calls of version 3: 1
1
EOF
diff want out || { cat err; exit 1; }
