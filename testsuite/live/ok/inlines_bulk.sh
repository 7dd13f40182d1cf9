# modules: inlines_bulk.stp inlines_single.stp inlines_untrusted.stp
# needs: dwarf linux-6.1
# timeout: 400
# Places set all at once count what the same places count when the kernel sets them one by one; also where they get
# hot and are optimised. Others may probe the same places meanwhile, and go on when we have gone.
mkdir -p /tmp/bulk
mount -t debugfs d /sys/kernel/debug 2> /dev/null
mount -t tracefs t /sys/kernel/tracing 2> /dev/null
list=/sys/kernel/debug/kprobes/list
files 2 /tmp/bulk || exit 1
mytap-run -v -c "files 300 /tmp/bulk" t_inlines_bulk.ko > bulk 2> bulk.err &
run=$!
best=0
while kill -0 $run 2> /dev/null; do
	n=$(grep -c OPTIMIZED $list)
	[ "$n" -le "$best" ] || best=$n
	sleep 0.2
done
wait $run || { cat bulk.err; exit 1; }
mytap-run -w -c "files 300 /tmp/bulk" t_inlines_single.ko > single 2> err || { cat err; exit 1; }
grep 'the self-test passed: .* places set at once' bulk.err || { echo "not set at once"; cat bulk.err; exit 1; }
grep 'WARNING\|missed' bulk.err | grep -v 'jump label' && exit 1
cmp bulk single || { diff bulk single; exit 1; }
# A self-test that fails: one by one, with the same result, and it says so.
mytap-run -v -c "files 300 /tmp/bulk" t_inlines_untrusted.ko > untrusted 2> err || { cat err; exit 1; }
grep -q 'places are set one by one.*: the self-test of setting them at once failed: its place was not hit' err || { cat err; exit 1; }
cmp bulk untrusted || { diff bulk untrusted; exit 1; }
[ "$(wc -l < bulk)" -ge 100 ] || { echo "hardly a place was hit"; cat bulk; exit 1; }
echo "$(wc -l < bulk) places hit, $best optimised"
[ "$best" -ge 1 ] || exit 1
[ "$(wc -l < $list)" = 0 ] || { echo "left behind:"; head $list; exit 1; }

# Places that were hit a few times are jumps soon after; what is not is named by -v. The kernel's list is asked.
mytap-run -v -c "usleep 600000000" t_inlines_bulk.ko > out 2> err &
run=$!
i=0 n=0 trail=
while [ "$n" -lt 60 ] && [ $i -lt 300 ] && kill -0 $run; do
	files 2 /tmp/bulk
	usleep 100000
	n=$(grep -c OPTIMIZED $list)
	trail="$trail $n" i=$((i + 1))
done
cp $list now
kill -INT $run
wait $run
grep -o 'stayed a breakpoint.*: [^ ]*+0x[0-9a-f]*' err | sed 's/.*: //' | sort > stayed
sed -n 's/^[0-9a-f]*  *k  *\([^ ]*+0x[0-9a-f]*\) .*OPTIMIZED.*/\1/p' now | sort > jumps
echo "after $i rounds of two files jumps:$trail; $(wc -l < stayed) places stayed breakpoints"
[ "$n" -ge 60 ] && [ "$(wc -l < jumps)" -ge 60 ] || { echo "few jumps:"; head -3 now; exit 1; }
sed -n 's/^[0-9a-f]*  *k  *\([^ ]*+0x[0-9a-f]*\) .*/\1/p' now | sort > all
while read -r place; do
	grep -qxF "$place" all || { echo "$place stayed a breakpoint, and the kernel has none"; exit 1; }
	! grep -qxF "$place" jumps || { echo "$place is said to have stayed a breakpoint, and is a jump"; exit 1; }
done < stayed

# A probe of the kernel's own on one of our places, and on one behind another of ours.
place=$(awk '$2 == 300 && seen++ == 5 { print $1 }' bulk)
mytap-run -w -c "usleep 3000000" t_inlines_bulk.ko > out 2> err &
run=$!
i=0
while [ "$(wc -l < $list)" -lt 100 ] && [ $i -lt 100 ]; do usleep 100000; i=$((i + 1)); done
[ "$(wc -l < $list)" -ge 100 ] || { echo "never attached"; exit 1; }
echo "p:mine 0x$place" > /sys/kernel/tracing/kprobe_events || { echo "no kprobe at $place"; exit 1; }
echo 1 > /sys/kernel/tracing/events/kprobes/mine/enable || exit 1
hits() { awk '$1 == "mine" { print $2 }' /sys/kernel/tracing/kprobe_profile; }
files 10 /tmp/bulk
both=$(hits)
wait $run || { cat err; exit 1; }
before=$(hits)
files 10 /tmp/bulk
alone=$(($(hits) - before))
echo 0 > /sys/kernel/tracing/events/kprobes/mine/enable
echo > /sys/kernel/tracing/kprobe_events
# other processes run through it, too
[ "$both" -ge 10 ] && [ "$both" -lt 30 ] && [ $alone -ge 10 ] && [ $alone -lt 30 ] ||
	{ echo "the kernel's own probe at $place: $both hits, then $alone"; exit 1; }
[ "$(wc -l < $list)" = 0 ] || { echo "left behind:"; head $list; exit 1; }
