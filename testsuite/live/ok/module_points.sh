# modules: module_points.stp
# timeout: 120
# .args and .fault of a module's functions, as the program tells them that works in its file system: of a module that is loaded
# while the session runs, and of one that is there.
fail() { echo "$*"; cat out err; exit 1; }
modprobe -q overlay || { echo "the guest's kernel has no overlay file system"; exit 77; }
rmmod overlay 2> /dev/null
! grep -q '^overlay ' /proc/modules || fail "the module is there already"
mkdir -p over && mount -t tmpfs t over && mkdir over/low over/up over/work over/all || fail "folders"
cat > go <<END
modprobe overlay && mount -t overlay o -o "lowerdir=$PWD/over/low,upperdir=$PWD/over/up,workdir=$PWD/over/work" over/all || exit 1
told=$PWD/told
cd over/all && exec vfs_faults 16 \$told
END
for when in later there; do
	mytap-run -c 'sh go' t_module_points.ko > out 2> err || fail "$when: status"
	umount over/all || fail "$when: not mounted"
	grep -vx 'WARNING: module overlay is not loaded: its probes and variables wait until it is' err && fail "$when: messages"
	[ "$when $(wc -l < err)" = "later 1" ] || [ "$when $(wc -l < err)" = "there 0" ] || fail "$when: messages"
	! grep wrong out || fail "$when: what is told of one"
	grep '^vfs_write 0x' told | sort > want; grep '^vfs_write 0x' out | sort -u > got
	[ "$(wc -l < want)" = 16 ] && cmp -s want got || { diff want got; fail "$when: the faults"; }
	grep -qx '16 writes, 16 of them as told, 16 the same, 1 mounts' out || fail "$when: the arguments"
done
umount over
rmmod overlay || fail "the module cannot go"
