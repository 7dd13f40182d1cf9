# needs: guest headers
# timeout: 600
# mytap trace -p osnoise: its counts lie between those of /proc/interrupts and /proc/softirqs as they were seen within the session and
# as they were seen around it; times nest, so that a CPU's parts are its sum.
command -v python3 > /dev/null || skip "needs python3"
run "$MYTAP" -r "$KERNEL" trace -p osnoise -p4 -m noise
expect_status 0
cat > look.sh << 'END'
grep -E 'LOC:|CAL:|RES:|IWI:' /proc/interrupts > "$1.irq"; cat /proc/softirqs > "$1.soft"
END
cat > inner.sh << 'END'
sh look.sh b
i=0; while [ $i -lt 100 ]; do cat /proc/version > x; sleep 0.005; i=$((i + 1)); done
sh look.sh c
END
cat > outer.sh << 'END'
sh look.sh a
mytap-run -c 'sh inner.sh' noise.ko > out 2> err; echo status $?
cat err
sh look.sh d
tar cf result.tar out [abcd].irq [abcd].soft
END
run timeout 300 "$MYTAP_GUEST" --kernel="$KERNEL" --smp=2 --timeout=250 --add="$MYTAP_RUN:/bin/mytap-run" --add=noise.ko --add=look.sh --add=inner.sh \
	--add=outer.sh --get=/root/result.tar:result.tar -- 'sh outer.sh'
expect_status 0
expect_out '^status 0$'
tar xf result.tar
cat > noise.py << 'END'
import re
rows = {}
for line in open('out'):
    m = re.match(r'  \[(\d+)\]  (\S.*?) +(\d+) +(\d+)\.(\d+) +(\d+)\.(\d+) +(\d+)\.(\d+) +(\d+)\.(\d+)$', line)
    if m:
        g = [int(x) for x in m.groups()[2:]]
        rows[int(m.group(1)), m.group(2)] = (g[0], g[1] * 1000 + g[2], g[3] * 1000 + g[4], g[5] * 1000 + g[6], g[7] + g[8] / 1000)
assert {c for c, _ in rows} == {0, 1}, open('out').read()
for c in (0, 1):
    parts = [r for (i, what), r in rows.items() if i == c and what != 'all']
    total = rows[c, 'all']
    assert total[0] == sum(p[0] for p in parts) and total[1] == sum(p[1] for p in parts) and total[3] == max(p[3] for p in parts), (c, parts, total)
    assert all(r[2] == r[1] // r[0] and r[3] * r[0] >= r[1] for r in parts)
    assert 0 < total[4] < 100, total
def irqs(when):
    return {l.split(':')[0].strip(): [int(x) for x in l.split(':')[1].split()[:2]] for l in open(when + '.irq')}
def softs(when):
    return {l.split(':')[0].strip(): [int(x) for x in l.split(':')[1].split()[:2]] for l in list(open(when + '.soft'))[1:]}
seen = 0
for look, names in ((irqs, {'LOC': ['local timer']}), (softs, {n: ['softirq ' + n] for n in ('TIMER', 'SCHED', 'RCU', 'NET_RX', 'HRTIMER', 'BLOCK')})):
    a, b, c, d = (look(w) for w in 'abcd')
    for name, whats in names.items():
        for cpu in (0, 1):
            got = sum(rows.get((cpu, w), (0,))[0] for w in whats)
            low, high = c[name][cpu] - b[name][cpu], d[name][cpu] - a[name][cpu]
            # One may be under way when it is looked at.
            assert low - 1 <= got <= high + 1, (name, cpu, low, got, high)
            seen += got
assert seen > 100, seen
print(seen, 'interrupts')
END
python3 noise.py > verdict 2>&1 || { cat out verdict; fail "osnoise"; }
