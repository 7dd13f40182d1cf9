# SPDX-License-Identifier: GPL-2.0-or-later
# How the sources hang together: no file includes itself by way of others, and no folder does; each folder includes only those
# to the right of it in doc/HACKING; emit asks debuginfo nothing, and does not search in the C it wrote; a probe family is named
# by its own files and its rows alone; what works on a kernel is given its target, and does not ask the session for the one that
# its script is for; a README of a folder names its files.
command -v python3 > /dev/null || skip "needs python3"
cat > house.py <<'END'
import fnmatch, os, re, sys
top = sys.argv[1]
order = [['top'], ['runners'], ['build'], ['emit'], ['elaborate'], ['probes', 'regex'], ['user'], ['debuginfo'], ['image']]
rank = {d: i for i, ds in enumerate(order) for d in ds}
bad, graph = [], {}
for base, dirs, files in os.walk(top):
    dirs[:] = [d for d in dirs if d in ('translator', 'parser', 'runtime') or base != top]
    for f in files:
        if not f.endswith(('.c', '.h', '.def', '.l', '.y')) or base == top:
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
def cycles(graph):
    done, found = set(), []
    def visit(p, way):
        if p in way:
            found.append(' -> '.join(way[way.index(p):] + [p]))
        elif p not in done:
            for q in sorted(graph.get(p, ())):
                visit(q, way + [p])
            done.add(p)
    for p in sorted(graph):
        visit(p, [])
    return found
bad += ['cycle: ' + way for way in cycles(graph)]
# The headers of translator/ are below its folders, the rest of it is above them.
def room(path):
    return os.path.dirname(path) + ('/*.h' if os.path.dirname(path) == 'translator' and path.endswith('.h') else '')
rooms = {}
for p, to in graph.items():
    rooms.setdefault(room(p), set()).update(room(q) for q in to if room(q) != room(p))
bad += ['cycle of folders: ' + way for way in cycles(rooms)]
for p, to in graph.items():
    for q in to:
        a, b = folder(p), folder(q)
        if a in rank and b in rank and a != b and rank[b] < rank[a]:
            bad.append('%s includes %s' % (p, q))
        # only the table of commands, the screen, and the unit test of its parts
        if b == 'inspect' and a not in ('inspect', 'top') and p != 'translator/commands.c' and not p.startswith('testsuite/'):
            bad.append('%s includes %s' % (p, q))
        if p.startswith('parser/') and q.startswith('translator/') or p.startswith('runtime/') and not q.startswith('runtime/'):
            bad.append('%s includes %s' % (p, q))
families = re.findall(r'^FAMILY\((\w+)\)', open(os.path.join(top, 'translator/probes/families.def')).read(), re.M)
for p in graph:
    text = open(os.path.join(top, p), errors='replace').read()
    if p.startswith('translator/emit/') and re.search(r'\bdebuginfo_\w+\(', text):
        bad.append('%s asks debuginfo' % p)
    # names.c and out.c look at the script's words, the others at none: what they want to know of their C is noted as it is written
    if p.startswith('translator/emit/') and re.search(r'\b(strstr|strpbrk|memmem|strchr|strrchr|strspn|strcspn)\((?!x->)', text) and \
       os.path.basename(p) not in ('names.c', 'out.c'):
        bad.append('%s searches in text' % p)
    if folder(p) in rank and re.search(r'(->s|session)->target\b', text):
        bad.append('%s takes a session for a target' % p)
    if p.startswith(('translator/emit/', 'translator/elaborate/')):
        bad += ['%s names the family %s' % (p, f) for f in families if re.search(r'\b%s_(family|runtime)\b' % f, text)]
# A family of the runtime is asked for by name in its own files only: x.c, which defines its operations, and x_*.c.
rows = re.findall(r'^FAMILY\((\w+), (\w+), "', open(os.path.join(top, 'runtime/kernel/families.def')).read(), re.M)
texts = {p: open(os.path.join(top, p), errors='replace').read() for p in graph if p.startswith('runtime/kernel/')}
for enum, name in rows:
    own = [p[:-2] for p, text in texts.items() if re.search(r'\b%s_family\b' % name, text)]
    if len(own) != 1:
        bad.append('the family %s is defined in %s' % (name, own))
    for p, text in texts.items():
        if re.search(r'\bMYTAP_%s\b' % enum, text) and not p.endswith('.def') and not (own and p.startswith((own[0] + '.', own[0] + '_'))):
            bad.append('%s names the family %s' % (p, name))
# A README of a folder of sources names each of them, or says x*.c.
for d in sorted(set(os.path.dirname(p) for p in graph)):
    readme = os.path.join(top, d, 'README')
    if not os.path.exists(readme):
        continue
    words = re.findall(r'[\w*]+', open(readme).read())
    for f in sorted(os.listdir(os.path.join(top, d))):
        stem = f.rsplit('.', 1)[0]
        made = os.path.join(top, d, stem)
        if f.endswith(('.c', '.def', '.l', '.y')) and not any(fnmatch.fnmatchcase(stem, w) for w in words) and \
           not os.path.exists(made + '.y') and not os.path.exists(made + '.l'):
            bad.append('%s/README says nothing of %s' % (d, f))
print('\n'.join(sorted(set(bad))))
sys.exit(bool(bad) or len(graph) < 200 or len(families) < 10 or len(rows) < 20)
END
python3 house.py "$TESTSUITE/.." || fail "the house is not in order"
