#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Compares dbg_query's functions and inlined instances of "*@fs/*.c" with readelf's view of the same vmlinux.

usage: check_functions.py DBG_QUERY VMLINUX [INFO-TEXT LINE-TEXT]
The texts are readelf's --debug-dump=info and =rawline (header parts are enough), when they are there already.
readelf writes 2.5 GB of text: this takes minutes, and is no part of "make check".
"""
import os
import re
import subprocess
import sys

query, vmlinux = sys.argv[1:3]


def dump(what, position):
    if len(sys.argv) > position:
        return open(sys.argv[position], errors="replace")
    return subprocess.Popen(["readelf", "--debug-dump=" + what, vmlinux], stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, text=True, errors="replace").stdout


def line_tables():
    """Offset of a line table -> its files' paths by number."""
    tables, dirs, files, part = {}, [], {}, None
    for line in dump("rawline", 4):
        if line.startswith("  Offset:"):
            dirs, files, part = [], {}, None
            tables[int(line.split()[1], 16)] = files
        elif line.startswith(" The Directory Table"):
            part = "dirs"
        elif line.startswith(" The File Name Table"):
            part = "files"
        elif line.startswith(" Line Number Statements"):
            part = None
        elif part and line[:2] == "  " and line[2:3].isdigit():
            fields = line.rstrip("\n").split("\t")
            name = fields[-1].rsplit("): ", 1)[-1]
            if part == "dirs":
                dirs.append(name)
            else:
                at = int(fields[1])
                files[int(fields[0])] = name if at == 0 or name.startswith("/") else dirs[at] + "/" + name
    return tables


tables = line_tables()
text = dump("info", 3)

WANTED = re.compile(r"^fs/.*\.c$")
die_line = re.compile(r"^ <[0-9a-f]+><([0-9a-f]+)>: Abbrev Number: \d+ \((DW_TAG_\w+)\)")
attr_line = re.compile(r"^    <[0-9a-f]+>   (DW_AT_\w+)\s*: (.*)")
KEPT = {"DW_TAG_subprogram", "DW_TAG_inlined_subroutine"}
functions, inlines = set(), set()
spread = set()          # names of those whose address stands in a range list, which is not read here


def value(text):
    return text.rsplit("): ", 1)[-1].strip() if "): " in text else text.strip()


def finish_unit(unit, dies):
    """Each with an address whose (abstract) declaration stands in a file that is wanted."""
    files = tables.get(unit, {})
    for tag, a in dies.values():
        pc = a.get("DW_AT_entry_pc") or a.get("DW_AT_low_pc")
        if not pc and "DW_AT_ranges" not in a:
            continue
        facts = dict(a)
        at = a
        for _ in range(4):
            ref = at.get("DW_AT_abstract_origin") or at.get("DW_AT_specification")
            if not ref:
                break
            at = dies.get(ref.strip("<>").removeprefix("0x"), (None, {}))[1]
            facts = {**at, **facts}
        path = os.path.normpath(files.get(int(facts.get("DW_AT_decl_file", "-1")), "?"))
        if WANTED.match(path) and "DW_AT_name" in facts:
            if not pc:
                spread.add(facts["DW_AT_name"])
                continue
            (inlines if tag == "DW_TAG_inlined_subroutine" else functions).add((facts["DW_AT_name"], int(pc, 16)))


unit, dies, current, in_unit = None, {}, None, False
for line in text:
    m = die_line.match(line)
    if m:
        if m[2] == "DW_TAG_compile_unit":
            finish_unit(unit, dies)
            unit, dies, in_unit = None, {}, True
            current = {}
            continue
        in_unit = False
        current = {} if m[2] in KEPT else None
        if current is not None:
            dies[m[1]] = (m[2], current)
        continue
    if current is None or line[:5] != "    <":
        continue
    m = attr_line.match(line)
    if not m:
        continue
    if in_unit and m[1] == "DW_AT_stmt_list":
        unit = int(value(m[2]), 16)
    elif not in_unit:
        current[m[1]] = value(m[2]).split("\t")[0]
finish_unit(unit, dies)


def ours(kind, flag):
    out = subprocess.run([query, "-d", "dwarf", "raw", "*@fs/*.c", flag], capture_output=True, text=True).stdout
    ret = set()
    for line in out.splitlines():
        m = re.match(r"(\S+?)@(\S+):(\d+) \+0x([0-9a-f]+)", line)
        if m:
            ret.add((m[1], base + int(m[4], 16), m[2]))
    return ret


# Parts of functions that the compiler moved out of them are no functions to a script.
nm = subprocess.run(["nm", vmlinux], capture_output=True, text=True).stdout
parts = {int(f[0], 16) for f in (line.split() for line in nm.splitlines()) if len(f) == 3 and re.search(r"\.part\.|\.cold", f[2])}
functions = {(name, pc) for name, pc in functions if pc not in parts}
base = int(subprocess.run([query, "symbol", "_stext"], capture_output=True, text=True).stdout, 16)
bad = 0
for kind, flag, theirs in (("functions", "call", functions), ("inlined instances", "inline", inlines)):
    mine = {(n, pc) for n, pc, f in ours(kind, flag)}
    mine -= {(n, pc) for n, pc in mine - theirs if n in spread}
    print(f"{kind}: ours {len(mine)}, readelf {len(theirs)}, only ours {len(mine - theirs)}, "
          f"only readelf {len(theirs - mine)}")
    for name, pc in sorted(mine - theirs)[:10]:
        print(f"  only ours: {name} {pc:#x}")
    for name, pc in sorted(theirs - mine)[:20]:
        print(f"  only readelf: {name} {pc:#x}")
    bad += len(mine ^ theirs)
sys.exit(bad != 0)
