# needs: guest headers
# timeout: 600
# Options of mytap trace in a guest. Of a function graph the tables of --times, and which trees --failed and --slower show, beside what
# python makes of the single records, by their times alone; the columns; -n. Of the function tracer --args, --lines and --until.
command -v python3 > /dev/null || skip "needs python3"
guest() { run timeout 300 "$MYTAP" --vm="$KERNEL" -r "$KERNEL" --vm-idle=off trace "$@"; }
guest -p function_graph --retval --abstime --proc 'vfs_*' -n 'vfs_open' 'ksys_*' path_openat rw_verify_area \
	-c 'while read -r x; do true; done < /proc/version; true < /nowhere; true < /proc/nothing; true' \
	--raw g.raw
expect_status 0
cp out printed
run "$MYTAP" replay --abstime --proc g.raw
expect_same printed out
run "$MYTAP" replay --json g.raw -o g.json
expect_status 0
for o in '--times=only' '--failed' '--slower 20us' '--failed --slower 5us'; do
	# shellcheck disable=SC2086
	run "$MYTAP" -w replay $o g.raw -o "text$(echo "$o" | tr -d ' =-')"
	expect_status 0
done
cat > graph.py << 'END'
import json, math, re
records = [r for r in map(json.loads, open('g.json')) if r.get('type') == 'trace']
leaves = [r for r in records if r.get('what') == 'leave']
assert len(leaves) > 100, len(leaves)
threads, calls = {}, {}
for r in leaves:
    threads.setdefault(r['pid'], []).append((r['entered'], r['time'], r['function'], r.get('value')))
roots = []
for pid, spans in threads.items():
    spans.sort(key=lambda s: (s[0], -s[1]))
    stack = []
    for start, end, name, value in spans:
        while stack and stack[-1]['end'] <= start:
            stack.pop()
        call = {'name': name, 'start': start, 'end': end, 'own': end - start, 'value': value}
        if stack:
            stack[-1]['own'] -= end - start
        else:
            roots.append(call)
        stack.append(call)
        calls.setdefault(name, []).append(call)
assert 'vfs_open' not in calls and 'vfs_read' in calls, calls.keys()
rows = {}
for line in open('texttimesonly'):
    m = re.match(r' *(\d+) +([0-9.]+) +([0-9.]+) +([0-9.]+) +([0-9.]+) +([0-9.]+) +([0-9.]+)  (\S+)$', line)
    if m:
        rows[m.group(8)] = [int(m.group(1))] + [round(float(x) * 1000) for x in m.groups()[1:7]]
assert set(rows) == set(calls), (set(rows) ^ set(calls))
for name, row in rows.items():
    spans = sorted(c['end'] - c['start'] for c in calls[name])
    n = len(spans)
    assert row[0] == n and row[1] == sum(spans) and row[3] == sum(spans) // n and row[6] == spans[-1], (name, row, spans)
    assert row[2] == sum(c['own'] for c in calls[name]), (name, row)
    for percent, got in ((50, row[4]), (99, row[5])):
        want = spans[math.ceil(n * percent / 100) - 1]
        assert want <= got <= want * 33 / 32 + 1, (name, percent, got, want)
own = [rows[line.split()[-1]][2] for line in open('texttimesonly') if re.match(r' *\d+ +[0-9.]+ +[0-9.]+ ', line)]
assert own == sorted(own, reverse=True), own
def wanted(failed, slower):
    return sum(1 for r in roots if (not failed or (r['value'] is not None and -4095 <= r['value'] < 0)) and r['end'] - r['start'] > slower)
# A tree's last line stands without indentation.
def shown(path):
    return sum(1 for line in open(path) if re.match(r' +\d+\) [+!#*@$ ] [0-9.]+ us +\|  \S', line))
kept = {o: shown('text' + o) for o in ('failed', 'slower20us', 'failedslower5us')}
want = {'failed': wanted(True, 0), 'slower20us': wanted(False, 20000), 'failedslower5us': wanted(True, 5000)}
assert kept == want and 0 < want['failed'] < len(roots) and 0 < want['slower20us'] < len(roots), (kept, want, len(roots))
# The columns: of each line time and thread are those of a record, in order.
def us(ns):
    return '%d.%06d' % divmod((ns + 500) // 1000, 1000000)
there = set()
for r in records:
    there.add((us(r['time']), r['cpu'], '%s-%d' % (r['comm'], r['pid'])))
lines = [re.match(r' *(\d+\.\d{6}) \|   +(\d+)\)  *(\S+-\d+)  \| ', line) for line in open('printed')]
lines = [(m.group(1), int(m.group(2)), m.group(3)) for m in lines if m]
assert len(lines) >= len(leaves) and all(l in there for l in lines), [l for l in lines if l not in there][:5]
head = [line for line in open('printed') if line.startswith('#')]
assert head[2].split() == ['#', 'TIME', 'CPU', 'TASK/PID', 'DURATION', 'FUNCTION', 'CALLS'], head
print(len(leaves), 'calls', want)
END
python3 graph.py > verdict 2>&1 || { cat verdict; fail "times, trees and columns"; }

guest --args --lines 7 vfs_read ksys_read -c 'while read -r x; do true; done < /proc/version'
expect_status 0
grep -v '^#' out > lines
[ "$(wc -l < lines)" = 7 ] || { cat out; fail "--lines 7"; }
[ "$(grep -cE ': ksys_read\(fd=0x[0-9a-f]+ buf=0x[0-9a-f]+ count=0x1\) <-|: vfs_read\(file=0x[0-9a-f]+ buf=0x[0-9a-f]+ count=0x1 pos=0x[0-9a-f]+\) <-ksys_read$' lines)" = 7 ] ||
	{ cat lines; fail "--args"; }
guest -p function_graph --args --until '$count == 77' vfs_read \
	-c 'while read -r x; do true; done < /proc/version; exec dd if=/dev/zero of=/dev/null bs=77 count=3'
expect_status 0
grep 'vfs_read(' out > lines
[ "$(grep -c ' count=0x1 ' lines)" -gt 9 ] && [ "$(grep -c ' count=0x4d ' lines)" = 1 ] && tail -n 1 out | grep -q ' us .* count=0x4d .*);$' ||
	{ cat out; fail "--until"; }
