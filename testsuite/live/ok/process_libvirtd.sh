# modules: process_libvirtd.stp
# needs: libvirtd long
# guest: $(libvirt_adds)
# timeout: 240
# libvirtd as packaged: each message between it and virsh, and that it refuses a user, by their marks, as the two write it to their logs.
fail() { echo "$1:"; tail -n 40 out err said; exit 1; }
find_file() { find / \( -path /proc -o -path /sys \) -prune -o -name "$1" -type f -print | head -n 1; }
daemon=$(find_file libvirtd) shell=$(find_file virsh) library=$(find_file libvirt.so.0)
mkdir -p -m 777 for_all /run /var/lib /var/cache /var/log
cd for_all || exit 1
cat > conf <<END
unix_sock_dir = "$PWD/sock"
auth_unix_rw = "none"
auth_unix_ro = "polkit"
unix_sock_ro_perms = "0777"
host_uuid = "11111111-2222-3333-4444-555555555556"
log_filters = "1:rpc 1:daemon"
log_outputs = "1:file:$PWD/log"
END
mkdir -m 755 sock
cat > run <<END
#!/bin/sh
cd $PWD
export LD_LIBRARY_PATH=${library%/*} LIBVIRT_DRIVER_DIR=/none
$daemon -f conf > daemon.out 2>&1 &
while [ ! -S sock/libvirt-sock-ro ]; do kill -0 \$! || exit 1; sleep 0.1; done
virsh="$shell -c test+unix:///default?socket=$PWD/sock/libvirt-sock"
export LIBVIRT_LOG_FILTERS=1:rpc LIBVIRT_LOG_OUTPUTS=1:file:$PWD/client.log
\$virsh 'list --all; dominfo test; suspend test; resume test; version' > said 2>&1
su user -c "LIBVIRT_LOG_OUTPUTS=1:file:$PWD/user.log \$virsh-ro -r list" >> said 2>&1
kill \$!
wait \$!
END
chmod 755 run
cd .. || exit 1
mytap-run -c "$PWD/for_all/run" t_process_libvirtd.ko > out 2> err || { cat for_all/daemon.out; fail status; }
cp for_all/said .
[ ! -s err ] || fail messages
grep -q "Domain 'test' resumed" said || fail "what it says"
sed -n 's/.* \(RPC_SERVER_CLIENT_MSG_[A-Z_]*:\|RPC_CLIENT_MSG_[A-Z_]*:\|RPC_SERVER_CLIENT_AUTH_[A-Z]*:\) client=[^ ]*/\1/p' for_all/*.log for_all/log | tr A-Z a-z | sort > logged
[ "$(grep -c server_client_msg_rx logged)" -ge 20 ] && grep -q auth logged || { cat logged; tail for_all/log; fail "their logs"; }
grep -v '^$' out | sort | diff logged - || fail messages
