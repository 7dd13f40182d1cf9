# SPDX-License-Identifier: GPL-2.0-or-later
# How the sources hang together: no file includes itself by way of others; each folder includes only those to the right of it
# in doc/HACKING; emit asks debuginfo nothing; a probe family is named by its own file and its row alone; what works on a kernel
# is given its target, and does not ask the session for the one that its script is for.
command -v python3 > /dev/null || skip "needs python3"
cat > house.py <<'END'
import os, re, sys
top = sys.argv[1]
order = [['runners'], ['build'], ['emit'], ['elaborate'], ['probes', 'regex'], ['user'], ['debuginfo'], ['image']]
rank = {d: i for i, ds in enumerate(order) for d in ds}
bad, graph = [], {}
for base, dirs, files in os.walk(top):
    dirs[:] = [d for d in dirs if d in ('translator', 'parser', 'runtime') or base != top]
    for f in files:
        if not f.endswith(('.c', '.h')) or base == top:
            continue
        path = os.path.relpath(os.path.join(base, f), top)
        graph[path] = []
        for inc in re.findall(r'^#include "([^"]+)"', open(os.path.join(base, f), errors='replace').read(), re.M):
            for at in (os.path.join(os.path.dirname(path), inc), inc):
                at = os.path.normpath(at)
                if os.path.exists(os.path.join(top, at)):
                    graph[path].append(at)
                    break
def folder(path):
    parts = path.split('/')
    return parts[1] if parts[0] == 'translator' and len(parts) > 2 else None
headers = {p: [q for q in to if q.endswith('.h')] for p, to in graph.items() if p.endswith('.h')}
done = {}
def visit(p, way):
    if p in way:
        bad.append('cycle: ' + ' -> '.join(way[way.index(p):] + [p]))
        return
    if p in done:
        return
    for q in headers.get(p, []):
        visit(q, way + [p])
    done[p] = True
for p in headers:
    visit(p, [])
for p, to in graph.items():
    for q in to:
        a, b = folder(p), folder(q)
        if a in rank and b in rank and a != b and rank[b] < rank[a]:
            bad.append('%s includes %s' % (p, q))
        # only the table of commands, and the unit test of its parts
        if b == 'inspect' and a != 'inspect' and p != 'translator/commands.c' and not p.startswith('testsuite/'):
            bad.append('%s includes %s' % (p, q))
        if p.startswith('parser/') and q.startswith('translator/') or p.startswith('runtime/') and not q.startswith('runtime/'):
            bad.append('%s includes %s' % (p, q))
families = re.findall(r'^FAMILY\((\w+)\)', open(os.path.join(top, 'translator/probes/families.def')).read(), re.M)
for p in graph:
    text = open(os.path.join(top, p), errors='replace').read()
    if p.startswith('translator/emit/') and re.search(r'\bdebuginfo_\w+\(', text):
        bad.append('%s asks debuginfo' % p)
    if folder(p) in rank and re.search(r'(->s|session)->target\b', text):
        bad.append('%s takes a session for a target' % p)
    if p.startswith(('translator/emit/', 'translator/elaborate/')):
        bad += ['%s names the family %s' % (p, f) for f in families if re.search(r'\b%s_(family|runtime)\b' % f, text)]
print('\n'.join(sorted(set(bad))))
sys.exit(bool(bad) or len(graph) < 200 or len(families) < 10)
END
python3 house.py "$TESTSUITE/.." || fail "the house is not in order"
