# SPDX-License-Identifier: GPL-2.0-or-later
"""alternatives.py OBJECT...: since 6.8 the kernel turns calls through its table of paravirtual functions into direct ones when it loads a
module, and stops with a BUG() at one whose address is not in the instruction (ff 15). Prints how many such calls an object has and
those of another form; status 1 if there is one."""
import re
import struct
import subprocess
import sys

ENTRY, DIRECT_CALL = 14, 2


def readelf(option, path):
    return subprocess.run(["readelf", option, path], capture_output=True, text=True, check=True).stdout.splitlines()


def wrong_calls(path):
    data, places, symbols, by_name, by_index, inside = open(path, "rb").read(), {}, {}, {}, {}, False
    for line in readelf("-SW", path):
        m = re.match(r"\s*\[\s*(\d+)\]\s+(\S+)\s+\S+\s+[0-9a-f]+\s+([0-9a-f]+)\s+([0-9a-f]+)", line)
        if m:
            by_index[m[1]] = by_name[m[2]] = (int(m[3], 16), int(m[4], 16))
    for line in readelf("-sW", path):
        words = line.split()
        if len(words) > 7 and words[6].isdigit():
            symbols[words[7]] = (words[6], int(words[1], 16))
    for line in readelf("-rW", path):
        if line.startswith("Relocation section"):
            inside = "'.rela.altinstructions'" in line
        m = re.match(r"([0-9a-f]+)\s+[0-9a-f]+\s+R_\S+\s+[0-9a-f]+\s+(\S+) \+ ([0-9a-f]+)", line)
        if inside and m:
            places[int(m[1], 16)] = (m[2], int(m[3], 16))
    start, size = by_name.get(".altinstructions", (0, 0))
    calls, wrong = 0, []
    for at in range(0, size - size % ENTRY, ENTRY):
        _, flags, length, _ = struct.unpack("<HHBB", data[start + at + 8 : start + at + ENTRY])
        if not flags & DIRECT_CALL:
            continue
        name, offset = places[at]
        if name in by_name:
            where = by_name[name][0] + offset
        else:
            where = by_index[symbols[name][0]][0] + symbols[name][1] + offset
        calls += 1
        if length != 6 or data[where : where + 2] != b"\xff\x15":
            wrong.append(f"{name}+{offset:#x}: {data[where:where + length].hex()}")
    return calls, wrong


failed = False
for path in sys.argv[1:]:
    calls, wrong = wrong_calls(path)
    failed |= bool(wrong)
    print(f"{path}: {calls} calls", *wrong, sep="\n\t")
sys.exit(failed)
