# modules: bridged.stp
# needs: netfilter
# cpus: 1
# netdev.*, netfilter.arp.*, netfilter.ipv6.* and netfilter.bridge.* beside what targets/bridged.c makes and sends.
modprobe -q tun && modprobe -q br_netfilter || { echo "the kernel has no tun or br_netfilter"; exit 77; }
mytap-run -c 'bridged' t_bridged.ko > out 2> err || { cat out err; exit 1; }
[ ! -s err ] || { cat err; exit 1; }
# Packets in their order, devices as kernels take them down: one kernel closes them first.
grep -v '^netdev.*\(close\|unregister\|-1 0 1\)' out > got
# br_netfilter takes the ARP request and the packet of IPv6 from the bridge's hook "forward" to that of its protocol.
cat > want <<'END'
netdev.register
netdev.change_mac tap0 6 02:00:00:00:00:0a 17
netdev.register
netdev.change_mac tap1 6 02:00:00:00:00:0b 17
netdev.register
netdev.set_promiscuity tap0 1 1 0
netdev.set_promiscuity tap1 1 1 0
netdev.open br0
netdev.open tap0
netdev.open tap1
bridge.pre_routing tap0  0806 46 00010800
arp.forward tap0 tap1 1 10.9.0.2 > 10.9.0.1
bridge.post_routing tap1 0806 46
bridge.local_in tap0 0806 46
arp.in br0 1 1 0800 6+4 02:00:00:00:00:02 10.9.0.2 > 00:00:00:00:00:00 10.9.0.1
arp.out br0 2 1 0800 6+4 02:00:00:00:00:0a 10.9.0.1 > 02:00:00:00:00:02 10.9.0.2
bridge.local_out tap0 0806 28
bridge.post_routing tap0 0806 28
bridge.pre_routing tap0  88b5 46 78000000
bridge.forward tap0 tap1 88b5 46
bridge.post_routing tap1 88b5 46
ipv6.pre_routing br0 fd00::2 > fd00::99 46
bridge.pre_routing tap0  86dd 46 60000000
ipv6.forward br0 br0 fd00::2 > fd00::99 46
bridge.post_routing tap1 86dd 46
ipv6.post_routing br0 fd00::2 > fd00::99 46
bridge.pre_routing tap0  0004 46 42420300
0 0 0 0, 8001 02:00:00:00:00:11, 19, 8003 02:00:00:00:00:12, 8002, 0 20 2 15
bridge.forward tap0 tap1 0004 46
bridge.post_routing tap1 0004 46
bridge.local_in tap0 0004 46
stats 1, rx_flags tap0 1 tap1 1
END
diff want got || exit 1
grep '^netdev.*\(close\|unregister\|-1 0 1\)' out | sort > got
cat > want <<'END'
netdev.close br0
netdev.close tap0
netdev.close tap1
netdev.set_promiscuity tap0 -1 0 1
netdev.set_promiscuity tap1 -1 0 1
netdev.unregister br0
netdev.unregister tap0
netdev.unregister tap1
END
diff want got
