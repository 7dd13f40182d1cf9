# guest: --vmlinuz
# modules: addresses.stp hostile.stp
# turns: 16
# The same sweep and the same calls with page tables of five levels: a processor that has them uses them when the
# packed image starts, and addresses that were not canonical are.
grep -qw la57 /proc/cpuinfo || { echo "the processor has no page tables of five levels"; exit 77; }
mytap-run -c "reads 1000000" t_addresses.ko > out 2> err || { cat err; exit 1; }
tail -1 out | grep -qx '0 bad, [0-9]* accesses of 204 addresses, enough' || { grep -v '^ 0x' out; cat err; exit 1; }
mytap-run -c hostile t_hostile.ko > out 2> err || { cat err; exit 1; }
tail -1 out | grep -qx 11 || { cat out err; exit 1; }
grep -q '10101 own, 0 others; .*, 0 of the kernel' out || { cat out err; exit 1; }
[ ! -s err ] || { cat err; exit 1; }
