#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Compares mytap's functions and inlined instances of "*@fs/*.c" with another reading of the same vmlinux: readelf's
text of the DIEs, and the line tables' heads, range lists and lists of the kernel read here.

usage: check_functions.py MYTAP DBG_QUERY RELEASE VMLINUX

1. All that the debuginfo has (dbg_query raw) must be the same set of (name, address), functions and inlined instances; the rest of a
   split function in itself, which is "called" where the function is declared, is no instance.
2. All that "mytap -l" lists must be among them, and what it leaves out must be a part of a function, code of the
   start, on the kernel's own list of forbidden places, a weak function that another replaces, or without an ftrace site.
Status 0 only if both hold. At the end two answers are falsified: the comparison must notice each.
"""
import bisect
import mmap
import os
import re
import struct
import subprocess
import sys

mytap, query, release, vmlinux = sys.argv[1:5]
WANTED = re.compile(r"(^|/)fs/.*\.c$")


class Elf:
    def __init__(self, path):
        with open(path, "rb") as f:
            self.data = mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ)
        table, = struct.unpack_from("<Q", self.data, 0x28)
        size, count, names = struct.unpack_from("<HHH", self.data, 0x3a)
        heads = [struct.unpack_from("<IIQQQQ", self.data, table + i * size) for i in range(count)]
        at = heads[names][4]
        self.sections = {self.text(at + h[0]): h for h in heads}

    def text(self, at):
        return self.data[at:self.data.find(b"\0", at)].decode()

    def offset(self, section):
        return self.sections[section][4]

    def bytes_at(self, address, size):
        for _, _, _, start, offset, length in self.sections.values():
            if start and start <= address < start + length:
                return self.data[offset + address - start:offset + address - start + size]
        return b""


elf = Elf(vmlinux)


def uleb(at):
    value = shift = 0
    while True:
        byte = elf.data[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def entries(at):
    """The directory or file entries of a DWARF 5 line table's head: lists of (path, directory)."""
    formats = []
    count, at = elf.data[at], at + 1
    for _ in range(count):
        kind, at = uleb(at)
        form, at = uleb(at)
        formats.append((kind, form))
    total, at = uleb(at)
    ret = []
    for _ in range(total):
        path, where = "", 0
        for kind, form in formats:
            if form in (0x1f, 0x0e):            # line_strp, strp
                offset, = struct.unpack_from("<I", elf.data, at)
                value = elf.text(elf.offset(".debug_line_str" if form == 0x1f else ".debug_str") + offset)
                at += 4
            elif form == 0x08:
                value = elf.text(at)
                at += len(value) + 1
            elif form == 0x0f:
                value, at = uleb(at)
            elif form == 0x0b:
                value, at = elf.data[at], at + 1
            elif form == 0x1e:                  # MD5
                value, at = None, at + 16
            else:
                sys.exit("a form %#x in a line table that is not read here" % form)
            path, where = (value, where) if kind == 1 else (path, value) if kind == 2 else (path, where)
        ret.append((path, where))
    return ret, at


def files_of(offset):
    at = elf.offset(".debug_line") + offset
    version, = struct.unpack_from("<H", elf.data, at + 4)
    if version != 5:
        sys.exit("line table version %d is not read here" % version)
    opcode_base = elf.data[at + 17]
    dirs, at = entries(at + 18 + opcode_base - 1)
    files, at = entries(at)
    top = dirs[0][0]

    def full(path, where):
        if path.startswith("/"):
            return path
        d = dirs[where][0]
        return os.path.join(d if where else "", path) if not d.startswith("/") or where == 0 else os.path.join(d, path)
    # The sources' folder is the compile folder's parent of parents: what is left is as the compiler was called.
    return [os.path.normpath(full(*f)).removeprefix(top + "/") for f in files]


def first_of_ranges(offset, base):
    at = elf.offset(".debug_rnglists") + offset
    while True:
        kind, at = elf.data[at], at + 1
        if kind == 0:
            return None
        if kind == 5:
            base, = struct.unpack_from("<Q", elf.data, at)
            at += 8
        elif kind == 4:
            return base + uleb(at)[0]
        elif kind in (6, 7):
            return struct.unpack_from("<Q", elf.data, at)[0]
        else:
            sys.exit("a range list entry of kind %d that is not read here" % kind)


def readelf(*options):
    return subprocess.Popen(("readelf", "--debug-dump=info") + options + (vmlinux,), stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, text=True, errors="replace")


def region():
    """Where the first unit of those files begins, and the DIE of the first unit behind the last."""
    first = behind = head = None
    with readelf("--dwarf-depth=1") as dump:
        for line in dump.stdout:
            if line.startswith("  Compilation Unit @"):
                head = line.split()[-1].rstrip(":")
            elif " DW_AT_name " in line:
                if WANTED.search(line.strip().rsplit("): ", 1)[-1].rsplit(": ", 1)[-1]):
                    first, behind = first or head, None
                elif first and not behind:
                    behind = head
    return first, int(behind, 16) if behind else 1 << 62


DIE = re.compile(r"^ <([0-9a-f]+)><([0-9a-f]+)>: Abbrev Number: \d+(?: \((DW_TAG_\w+)\))?")
ATTRIBUTE = re.compile(r"^    <[0-9a-f]+>   (DW_AT_\w+)\s*: (.*)")
functions, inlines, rests = set(), set(), set()


def value(text):
    return (text.rsplit("): ", 1)[-1] if "): " in text else text).strip().split("\t")[0]


def number(text):
    return int(text.split()[0], 16 if text.startswith("0x") else 10)


def is_rest(a, dies):
    """Of an inlined instance: it lies in its own function, whose declaration is the place of the call."""
    ref = a.get("DW_AT_abstract_origin")
    of = dies.get((ref or "").strip("<>").removeprefix("0x"), (None, {}))[1]
    return ref and a["within"] is not None and a["within"].get("DW_AT_abstract_origin") == ref and \
        all(a.get("DW_AT_call_" + x, 1) == of.get("DW_AT_decl_" + x) for x in ("line", "column"))


def unit_done(unit, dies):
    """Each with an address whose (abstract) declaration stands in a file that is wanted."""
    if not dies or "DW_AT_stmt_list" not in unit:
        return
    files, base = None, int(unit.get("DW_AT_low_pc", "0"), 16)
    for tag, a in dies.values():
        if not {"DW_AT_entry_pc", "DW_AT_low_pc", "DW_AT_ranges"} & a.keys():
            continue
        facts, at = dict(a), a
        for _ in range(4):
            ref = at.get("DW_AT_abstract_origin") or at.get("DW_AT_specification")
            if not ref:
                break
            at = dies.get(ref.strip("<>").removeprefix("0x"), (None, {}))[1]
            facts = {**at, **facts}
        if "DW_AT_name" not in facts or "DW_AT_decl_file" not in facts:
            continue
        files = files or files_of(number(unit["DW_AT_stmt_list"]))
        if not WANTED.search(files[number(facts["DW_AT_decl_file"])]):
            continue
        pc = a.get("DW_AT_entry_pc") or a.get("DW_AT_low_pc")
        pc = int(pc, 16) if pc else first_of_ranges(number(a["DW_AT_ranges"]), base)
        kind = functions if tag != "DW_TAG_inlined_subroutine" else rests if is_rest(a, dies) else inlines
        kind.add((facts["DW_AT_name"], pc))


def read_units():
    first, behind = region()
    unit, dies, current, around = {}, {}, None, []
    with readelf("--dwarf-start=" + first) as dump:
        for line in dump.stdout:
            m = DIE.match(line)
            if m:
                if m[3] == "DW_TAG_compile_unit":
                    unit_done(unit, dies)
                    dies, current, around = {}, {}, []
                    unit = current
                    if int(m[2], 16) > behind:
                        dump.kill()
                        return
                else:
                    depth = int(m[1], 16)
                    while around and around[-1][0] >= depth:
                        around.pop()
                    current = None
                    if m[3] in ("DW_TAG_subprogram", "DW_TAG_inlined_subroutine"):
                        current = {"within": around[-1][1] if around else None}
                        around.append((depth, current))
                        dies[m[2]] = (m[3], current)
            elif current is not None:
                m = ATTRIBUTE.match(line)
                if m:
                    current[m[1]] = value(m[2])
        unit_done(unit, dies)


def raw(flag, base):
    out = subprocess.run([query, "-r", release, "-d", "dwarf", "raw", "*@fs/*.c", flag], capture_output=True,
                         text=True, check=False).stdout
    found = re.findall(r"^(\S+?)@\S+:\d+ \+0x([0-9a-f]+)", out, re.M)
    return {(name, base + int(offset, 16)) for name, offset in found}


def listed(suffix):
    out = subprocess.run([mytap, "-r", release, "-w", "-v", "-l", 'kernel.function("*@fs/*.c")' + suffix],
                         capture_output=True, text=True, check=False).stdout
    found = re.findall(r'^kernel\.function\("([^"@]+)@[^"]+"\)\S* /\* pc=0x([0-9a-f]+) \*/$', out, re.M)
    if len(found) != len(out.splitlines()):
        sys.exit("mytap -l%s: %d lines, %d of the form expected" % (suffix, len(out.splitlines()), len(found)))
    return {(name, int(pc, 16)) for name, pc in found}


def words_between(symbols, begin, end):
    start = symbols.get(begin, 0)
    data = elf.bytes_at(start, symbols.get(end, 0) - start)
    return set(struct.unpack("<%dQ" % (len(data) // 8), data))


def compare(what, mine, theirs):
    print("%s: mytap %d, readelf %d, only mytap %d, only readelf %d" % (
        what, len(mine), len(theirs), len(mine - theirs), len(theirs - mine)))
    for name, pc in sorted(mine - theirs)[:10]:
        print("  only mytap: %s %#x" % (name, pc))
    for name, pc in sorted(theirs - mine)[:10]:
        print("  only readelf: %s %#x" % (name, pc))
    return len(mine ^ theirs)


def main():
    read_units()
    nm = [line.split() for line in subprocess.run(["nm", vmlinux], capture_output=True, text=True, check=False).stdout.splitlines()]
    symbols = {f[2]: int(f[0], 16) for f in nm if len(f) == 3}
    parts = {int(f[0], 16) for f in nm if len(f) == 3 and re.search(r"\.part\.|\.cold", f[2])}
    # Parts of functions that the compiler moved out of them are no functions to a script.
    whole = {(name, pc) for name, pc in functions if pc not in parts}
    mine, mine_inlined = raw("call", symbols["_stext"]), raw("inline", symbols["_stext"])
    bad = compare("functions", mine, whole) + compare("inlined instances", mine_inlined, inlines)
    traceable = words_between(symbols, "__start_mcount_loc", "__stop_mcount_loc")
    forbidden = words_between(symbols, "__start_kprobe_blacklist", "__stop_kprobe_blacklist")
    init = range(symbols["__init_begin"], symbols["__init_end"])
    calls, inlined = listed(".call"), listed(".inline")
    # A weak function that another replaces has code and debuginfo, but no symbol, and nobody calls it.
    addresses, starts = set(symbols.values()), sorted(pc for _, pc in functions)
    replaced = {pc for pc in starts if pc not in addresses}
    unexplained = {(n, pc) for n, pc in whole - calls
                   if pc in traceable and pc not in init and pc not in forbidden and pc not in replaced}
    bad += len(unexplained) + len(calls - whole) + len(inlined - inlines)
    unexplained_inlined = {(n, pc) for n, pc in inlines - inlined
                           if pc not in init and starts[bisect.bisect(starts, pc) - 1] not in replaced}
    print("listed: %d functions and %d inlined instances; %d rests of split ones; left out without a reason: %d and %d; unknown: %d and %d" % (
        len(calls), len(inlined), len(rests), len(unexplained), len(unexplained_inlined), len(calls - whole), len(inlined - inlines)))
    for name, pc in sorted(unexplained)[:10] + sorted(unexplained_inlined)[:10]:
        print("  not listed: %s %#x" % (name, pc))
    both = listed("")
    bad += len(unexplained_inlined) + len(both ^ (calls | inlined))
    if both != calls | inlined:
        print("without a suffix %d are listed, not %d: %s ..." % (len(both), len(calls | inlined), sorted(both ^ (calls | inlined))[:3]))
    enough = len(whole) > 2000 and len(inlines) > 2000 and len(traceable) > 10000
    if not enough:
        print("too little was read: %d functions, %d inlined, %d ftrace sites" % (len(whole), len(inlines), len(traceable)))
    noticed = compare("functions, one taken out", mine - {sorted(mine)[7]}, whole) == 1 + len(mine ^ whole) and \
        compare("inlined instances, one put in", mine_inlined | {("spoilt", 1)}, inlines) == 1 + len(mine_inlined ^ inlines)
    if not noticed:
        print("the comparison does not notice a wrong answer")
    sys.exit(bad != 0 or not enough or not noticed)


main()
