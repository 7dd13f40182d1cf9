# modules: rpc.stp
# needs: sunrpc
# cpus: 1
# sunrpc.* of a client that wants a mount from a server that is not there (targets/nfsmount.c): what it asks for, and that it ends.
modprobe -q nfsv3 || { echo "the kernel has no nfsv3"; exit 77; }
mytap-run -c 'nfsmount' t_rpc.ko > out 2> err || { cat out err; exit 1; }
cat > want <<'EOF'
sunrpc.clnt.create_client 127.0.0.1 100005 mount 3 6 4651
sunrpc.sched.new_task 100005 3 6 127.0.0.1 4651 6
1111110 0 30
sunrpc.sched.execute 100005 127.0.0.1 6 16
sunrpc.clnt.shutdown_client mount 3 4651 1
sunrpc.clnt.create_client.return 1
11
0000000000000000
EOF
diff want out
