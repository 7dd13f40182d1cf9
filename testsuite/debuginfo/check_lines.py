# SPDX-License-Identifier: GPL-2.0-or-later
# check_lines.py QUERY RELEASE FILE NAME SECTION [STEP]: source lines as symline() has them (dbg_query lines) against binutils'
# addr2line, for each STEP-th address of the section. Lines must be the same wherever addr2line knows one; it has another idea of
# the file where code of a header stands alone in a unit, so files must be the same for nearly all.
import os, re, subprocess, sys

query, release, path, name, section = sys.argv[1:6]
step = int(sys.argv[6]) if len(sys.argv) > 6 else 1
head = subprocess.run(['readelf', '-SW', path], capture_output=True, text=True, check=True).stdout
m = re.search(r'\] +' + re.escape(section) + r' +PROGBITS +([0-9a-f]+) +[0-9a-f]+ +([0-9a-f]+)', head)
start, size = int(m.group(1), 16), int(m.group(2), 16)
addresses = ['0x%x' % a for a in range(start, start + size, step)]
module = name != 'kernel'
ours = subprocess.run([query, '-r', release, 'lines', name], input='\n'.join((section + ' ' if module else '') + a for a in addresses),
                      capture_output=True, text=True, check=True).stdout.splitlines()
theirs = subprocess.run(['addr2line', '-e', path] + (['-j', section] if module else []), input='\n'.join(addresses) + '\n',
                        capture_output=True, text=True, check=True).stdout.splitlines()
assert len(ours) == len(theirs) == len(addresses), (len(ours), len(theirs), len(addresses))

def compare(ours, say):
    known = lines = files = 0
    for a, o, t in zip(addresses, ours, theirs):
        t_file, t_line = re.sub(r' \(discriminator.*', '', t).rsplit(':', 1)
        if t_line in ('?', '0'):
            continue
        o_file, o_line = (o if ':' in o else '?:?').rsplit(':', 1)
        known += 1
        if o_line != t_line:
            lines += 1
            if say and lines < 10:
                print(a, o, t)
        elif not os.path.normpath(t_file).endswith(os.path.normpath(o_file)):
            files += 1
    return known, lines, files

known, lines, files = compare(ours, True)
print('%s: %d addresses, known %d, other lines %d, other files %s' % (name, len(addresses), known, lines,
                                                                      'few' if files * 20 < known else files))
print('one row late: other lines', 'many' if compare(ours[1:] + ours[:1], False)[1] * 10 > known * (0 if step == 1 else 5) else 'few')
