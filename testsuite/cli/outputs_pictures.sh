# What --perfetto, --folded, --flamegraph and --report make of a session of known records (unit/loader_outputs), read by others:
# python, and a browser, in light and dark.
make_raw=$(dirname "$MYTAP")/testsuite/unit/loader_outputs
[ -x "$make_raw" ] || skip "$make_raw is not built: make check-programs"
command -v python3 > /dev/null || skip "needs python3"
"$make_raw" known.raw || fail "no raw file"
run "$MYTAP" -w replay known.raw -o text --perfetto t.json --folded t.folded --flamegraph t.svg --report t.html
expect_status 0

# The timeline: begin and end balanced, complete events within each other, and the times that were put in.
python3 "$TESTDIR/timeline.py" t.json > verdict 2>&1 || { cat verdict; fail "the timeline"; }
sed '/"ph":"E","name":"parse"/d' t.json > broken.json
python3 "$TESTDIR/timeline.py" broken.json > verdict 2>&1 && fail "the reader lets everything pass"
cat > values.py << 'END'
import json
t = json.load(open('t.json'))
calls = [(e['tid'], e['name'], e['ts'], e['dur'], e['args'].get('own_us')) for e in t['traceEvents'] if e['ph'] == 'X' and e['pid'] == 1 and 'own_us' in e['args']]
want = []
for tid, late in ((100, 0), (200, 10)):
    want += [(tid, 'rw_verify_area', 10000200 + late, 100, 100), (tid, 'rw_verify_area', 10000400 + late, 50, 50),
             (tid, 'vfs_read', 10000100 + late, 600, 450), (tid, 'ksys_read', 10000000 + late, 1000, 400)]
assert sorted(calls) == sorted(want), calls
slices = [(e['ph'], e['name'], e['ts']) for e in t['traceEvents'] if e['ph'] in 'BE']
assert slices[:4] == [('B', 'request', 8000000), ('B', 'parse', 8000100), ('E', 'parse', 8000200), ('E', 'request', 8000300)], slices
counters = [(e['name'], e['ts'], e['args']['value']) for e in t['traceEvents'] if e['ph'] == 'C']
assert counters == [('queue', 8000000, 3), ('queue', 8000200, -1)], counters
cpus = [(e['tid'], e['name'], e['ts'], e['dur']) for e in t['traceEvents'] if e['ph'] == 'X' and e['pid'] == 2]
assert (0, 'task100 100', 10000000, 1000) in cpus and (1, 'task200 200', 10000010, 1000) in cpus, cpus
flows = [(e['ph'], e['tid'], e['name'], e['ts'], e['id'], e.get('bp')) for e in t['traceEvents'] if e['ph'] in 'sf']
assert flows == [('s', 300, 'wake', 8000300, 1234567, None), ('f', 400, 'wake', 8000400, 1234567, 'e'), ('s', 400, 'never came', 8000400, -2, None)], flows
at = [(e['tid'], e['name'], e['ts'], e['dur'], e['args']) for e in t['traceEvents'] if e['ph'] == 'X' and e['pid'] == 1 and 'own_us' not in e['args']]
assert at == [(f[1], f[2], f[3], 0, {'cpu': 0}) for f in flows], at
other = t['otherData']
assert (other['slices_without_begin'], other['slices_without_end'], other['lost_records']) == (1, 1, 120), other
END
python3 values.py > verdict 2>&1 || { cat verdict; fail "the timeline's values"; }

# The page has the same times, by function, and the flame graph as --flamegraph writes it.
cat > graph.py << 'END'
import base64, re
t = open('t.html').read()
times = t.split('<section id="times">')[1].split('</section>')[0]
rows = re.findall(r'<tr><td class="k">(\w+)</td>' + r'<td class="n">(\d+)</td>' * 7 + '</tr>', times)
rows = {r[0]: [int(x) for x in r[1:]] for r in rows}
assert list(rows) == ['vfs_read', 'ksys_read', 'rw_verify_area'], rows
for name, count, total, own, longest in (('vfs_read', 2, 1200000, 900000, 600000), ('ksys_read', 2, 2000000, 800000, 1000000),
                                         ('rw_verify_area', 4, 300000, 300000, 100000)):
    r = rows[name]
    assert r[:3] == [count, total, own] and r[3] == total // count and r[6] == longest and r[4] <= r[5] <= longest, (name, r)
assert 50000 <= rows['rw_verify_area'][4] <= 50000 * 33 // 32, rows
svg = re.search(r'<object type="image/svg\+xml" aria-label="flame graph" data="data:image/svg\+xml;base64,([^"]*)">', t)
assert base64.b64decode(svg.group(1), validate=True) == open('t.svg', 'rb').read()
END
python3 graph.py > verdict 2>&1 || { cat verdict; fail "times and flame graph of the page"; }

printf '%s\n' 'task100;ksys_read 400000' 'task100;ksys_read;vfs_read 450000' 'task100;ksys_read;vfs_read;rw_verify_area 150000' \
	'task200;ksys_read 400000' 'task200;ksys_read;vfs_read 450000' 'task200;ksys_read;vfs_read;rw_verify_area 150000' > want
expect_same want t.folded

# A program's stack and the kernel's are one: printed by one hit, or both in a key.
"$make_raw" joined.raw - joined || fail "no raw file"
run "$MYTAP" -w replay joined.raw -o text --folded t.folded
expect_status 0
printf '%s\n' 'ksys_read;vfs_read 1' 'prog;inner 1' 'prog;inner;ksys_read;vfs_read 2' > want
expect_same want t.folded
"$make_raw" joined.raw - joined_keys || fail "no raw file"
run "$MYTAP" -w replay joined.raw -o text --folded t.folded
expect_status 0
printf '%s\n' 'cat;0x555500002020;0x555500001010;ksys_read;rw_verify_area 2' 'cat;0x555500002020;0x555500001010;ksys_read;vfs_read 5' > want
expect_same want t.folded

command -v chromium > /dev/null || skip "the rest needs chromium (the timeline and the folded stacks are right)"
# Its sockets take a short path.
page() { TMPDIR=/tmp timeout 120 chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$PWD/browser" "$@" 2> browser.err; }
page --dump-dom about:blank > blank
grep -q '<html' blank || skip "chromium does not run here"

# The flame graph: each function is there with its weight; search marks, zoom leaves what is around and what is within.
page --dump-dom "file://$PWD/t.svg#s=^rw_&z=vfs_read" > svg
cat > svg.py << 'END'
import re
t = open('svg').read()
frames = re.findall(r'<g class="([^"]*)" tabindex="0" data-x="(\d+)" data-w="(\d+)" data-d="(\d+)" data-n="([^"]*)"( style="[^"]*")?>', t)
assert len(frames) == 8, frames
shown = [f for f in frames if 'none' not in f[5]]
assert sorted(f[4] for f in shown) == ['ksys_read', 'rw_verify_area', 'task100', 'vfs_read'], shown
assert [f[4] for f in frames if 'hit' in f[0]] == ['rw_verify_area'] * 2, frames
assert sorted(f[4] for f in frames if 'outer' in f[0]) == ['ksys_read', 'task100'], frames
assert {f[4]: int(f[2]) for f in frames} == {'task100': 1000000, 'task200': 1000000, 'ksys_read': 1000000, 'vfs_read': 600000,
                                             'rw_verify_area': 150000}, frames
assert 'data-matched="300000"' in t and 'matched: 15.0 %' in t, 'matched'
width = re.search(r'data-n="vfs_read">.*?<rect x="([0-9.]+)" y="\d+" width="([0-9.]+)"', t)
assert abs(float(width.group(2)) - 1180) < 1 and abs(float(width.group(1)) - 10) < 0.1, width.groups()
assert '(600.000 us, 30.00 %)' in t, 'title'
END
python3 svg.py > verdict 2>&1 || { cat verdict; fail "the flame graph"; }
python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse("t.svg")' || fail "the flame graph is no XML"

# The page: tables sort by a click (the second column by number), nothing is asked of the network.
sed 's|</body>|<script>var t = document.querySelector("#map-reads table"); function keys() { return [].map.call(t.tBodies[0].rows, function (r) { return r.cells[0].textContent; }).join(); } var seen = []; [2, 2, 0, 1].forEach(function (c) { t.querySelectorAll("th")[c].click(); seen.push(keys()); }); document.title = "sorted " + seen.join(" ");</script></body>|' t.html > sorted.html
page --dump-dom "file://$PWD/sorted.html" > dom
grep -q '<title>sorted cat,dd dd,cat cat,dd dd,cat</title>' dom || fail "$(grep '<title>' dom)"
sed 's|</body>|<script>onload = function () { var r = document.querySelector("#flames object").getBoundingClientRect(); document.title = r.width > 500 \&\& r.height > 100 ? "is drawn" : "is " + r.width + " x " + r.height; }</script></body>|' t.html > drawn.html
page --dump-dom "file://$PWD/drawn.html" > dom
grep -q '<title>is drawn</title>' dom || fail "the flame graph in the page: $(grep '<title>' dom)"
page --dump-dom "file://$PWD/sorted.html" > dom
! grep -qE 'https?://|src=|url\(' t.html || fail "the page asks for something"
for want in '<td class="n">9007199254740993</td>' 'probe begin { a &lt; ' 'division by 0' '&lt;b&gt;' '<span>4096</span><i style="width:100.00%"></i><span>33</span>' \
	'<span>&lt;10</span>' '<p>sizes:</p>' 'vfs_read$' '<td class="n">120</td>'; do
	grep -q -- "$want" dom || { cat dom; fail "the page lacks $want"; }
done
# Of what it looks like: something is drawn, in colors that fit light and dark.
cat > colors.py << 'END'
import struct, sys, zlib
def pixels(path):
    d = open(path, 'rb').read(); at = 8; data = b''
    while at < len(d):
        n, kind = struct.unpack('>I4s', d[at:at + 8]); body = d[at + 8:at + 8 + n]; at += 12 + n
        if kind == b'IHDR':
            w, h, depth, color = struct.unpack('>IIBB', body[:10])
        if kind == b'IDAT':
            data += body
    raw = zlib.decompress(data); bpp = {2: 3, 6: 4}[color]; line = w * bpp; prev = bytearray(line); at = 0
    for y in range(h):
        f = raw[at]; cur = bytearray(raw[at + 1:at + 1 + line]); at += 1 + line
        for i in range(line):
            a = cur[i - bpp] if i >= bpp else 0; b = prev[i]; c = prev[i - bpp] if i >= bpp else 0
            if f == 1: cur[i] = (cur[i] + a) & 255
            elif f == 2: cur[i] = (cur[i] + b) & 255
            elif f == 3: cur[i] = (cur[i] + (a + b) // 2) & 255
            elif f == 4:
                p = a + b - c; pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
                cur[i] = (cur[i] + (a if pa <= pb and pa <= pc else b if pb <= pc else c)) & 255
        prev = cur
        for x in range(w):
            yield tuple(cur[x * bpp:x * bpp + 3])
def count(path):
    c = {}
    for p in pixels(path):
        c[p] = c.get(p, 0) + 1
    return c
light, dark, flame = count('light.png'), count('dark.png'), count('flame.png')
def ground(c): return max(c, key=c.get)
assert min(ground(light)) > 240 and light.get((0x3b, 0x78, 0xc4), 0) > 300, ground(light)
assert max(ground(dark)) < 50 and dark.get((0x6e, 0xa3, 0xe8), 0) > 300, ground(dark)
assert min(ground(flame)) > 240 and len([c for c, n in flame.items() if n > 300]) >= 4, 'flame'
END
page --force-device-scale-factor=0.5 --window-size=640,1500 --screenshot=light.png "file://$PWD/t.html" > /dev/null
page --force-device-scale-factor=0.5 --window-size=640,1500 --blink-settings=preferredColorScheme=0 --screenshot=dark.png "file://$PWD/t.html" > /dev/null
page --force-device-scale-factor=0.5 --window-size=1220,180 --screenshot=flame.png "file://$PWD/t.svg" > /dev/null
python3 colors.py > verdict 2>&1 || { cat verdict; fail "the pictures"; }
