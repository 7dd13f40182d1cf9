# SPDX-License-Identifier: GPL-2.0-or-later
# needs: guest headers
# timeout: 600
# A script made for one build of a module leaves another build of it alone, says so once each time, and works when the
# right one is loaded: loaded before, later, known by its places, its variables or its tracepoints only.
build=/lib/modules/$KERNEL/build
mkdir right other
cp "$TESTDIR/tapmod"/* right
cp "$TESTDIR/tapmod"/* other
# Everything behind it is elsewhere.
sed -i 's/^noinline int tapmod_leaf/noinline int tapmod_more(int x)\n{\n\tbarrier();\n\treturn 3 * x;\n}\n\n&/' other/tapmod_a.c
for i in right other; do
	make -C "$build" M="$PWD/$i" modules > make.log 2>&1 || skip "no module can be built: $(tail -1 make.log)"
done
id() { readelf -n "$1/tapmod.ko" | sed -n 's/.*Build ID: //p'; }
right=$(id right) other=$(id other)
[ -n "$right" ] || skip "modules have no build-ids here"
[ "$right" != "$other" ] || fail "the two builds have one build-id"

cat > places.stp <<'STP'
probe module(@1).function("tapmod_top") { printf("top %d\n", $item->number) }
probe module(@1).function("tapmod_top").return { printf("returns %d\n", $return) }
probe module(@1).statement("tapmod_middle@tapmod_a.c+5") { printf("r=%d\n", $r) }
probe module(@1).tracepoint("tapmod_step") { printf("step %d\n", $step) }
STP
cat > variable.stp <<'STP'
probe kernel.function("vfs_write") {
	if (execname() == "sh" && $count == 2)
		try { printf("last=%d\n", @var("last", @1)->number) } catch { println("cannot be read") }
}
STP
echo 'probe module(@1).tracepoint("tapmod_step") { printf("step %d\n", $step) }' > trace.stp
for i in places variable trace; do
	run "$MYTAP" -r "$KERNEL" -p4 -m "$i" "$i.stp" "$PWD/right/tapmod.ko"
	expect_status 0
done
run "$MYTAP" -r "$KERNEL" -p3 trace.stp "$PWD/right/tapmod.ko"
expect_out '\.nmodules = 1'
run "$MYTAP" -r "$KERNEL" -p3 -D STP_NO_BUILDID_CHECK trace.stp "$PWD/right/tapmod.ko"
! grep -q nmodules out || fail "-D STP_NO_BUILDID_CHECK: checked"
run "$MYTAP" -r "$KERNEL" -p3 -e 'probe module(@1).tracepoint("tapmod_step"), module(@2).function("tapmod_top") { next }' \
	"$PWD/right/tapmod.ko" "$PWD/other/tapmod.ko"
expect_status 1
expect_err 'for two builds of module tapmod, of which only one can be loaded: .*right/tapmod.ko and .*other/tapmod.ko'

cat > guest.sh <<'GUEST'
cd /t
. ./in_background
use() { insmod "$1.ko"; echo "$2" > /proc/tapmod; }

for script in places variable trace; do
	echo "== $script, loaded before"
	use other 1
	begin $script.ko
	echo 2 > /proc/tapmod
	rmmod tapmod
	use right 3
	rmmod tapmod
	finish
	echo "== $script, later"
	begin $script.ko
	use other 4
	rmmod tapmod
	use right 5
	rmmod tapmod
	use other 6
	rmmod tapmod
	finish
done
is_clean 'places|variable|trace|tapmod'
GUEST
add=()
for i in places variable trace; do add+=(--add="$i.ko:/t/$i.ko"); done
run "$MYTAP_GUEST" --kernel="$KERNEL" --memory=512 --timeout=240 --log=log "${add[@]}" --add=right/tapmod.ko:/t/right.ko \
	--add=other/tapmod.ko:/t/other.ko --add=guest.sh:/t/guest.sh \
	--add="$TESTDIR/in_background.guest:/t/in_background" --add="$MYTAP_RUN:/bin/mytap-run" -- 'sh /t/guest.sh'
expect_status 0
sed -i "s/$right/RIGHT/; s/$other/OTHER/" out
[ -z "${UPDATE-}" ] || cp out "$TESTDIR/module_builds.want"
expect_same "$TESTDIR/module_builds.want" out
