#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Aggregates by another way: unbounded integers, and the histogram's text from its description in the manual.

	figures.py script	a script that fills aggregates on many CPUs and prints every statistic of them
	figures.py want ELISION	what it has to print
"""
import random
import sys

LEAST, MOST = -2**63, 2**63 - 1
ROUNDS = 24		# hits, each on the next CPU
LINEAR = [(0, 100, 10), (-50, 50, 7), (LEAST, MOST, 2**58), (1000, 1001, 1), (0, 1000, 8)]
rnd = random.Random(1941)


def data_sets():
    sets = [
        [], [0], [LEAST], [MOST], [LEAST, LEAST], [LEAST, MOST], [MOST] * 9 + [MOST - 3], [LEAST] * 30,
        [LEAST, MOST] * 12, list(range(100)), [1000 * i for i in range(100)], [7] * 40, [-7, -8], [-1, 0], [1, 2, 4, 100],
        [MOST, 1], [LEAST, -1], [2**62, 2**62, 2**62], [-2**62 - 1, -2**62, -2**62], [-1] * 7 + [0] * 3,
        [2**32 * i for i in range(-9, 10)], [MOST - i for i in range(50)], [LEAST + i * i for i in range(50)],
        [10**9 + 7 * i for i in range(60)],
        [2**31 * (-1)**i for i in range(41)], [3037000500 * (-1)**i for i in range(64)],
    ]
    for bits in (4, 8, 16, 31, 33, 48, 62, 64):
        for count in (3, 17, 70):
            sets.append([rnd.getrandbits(bits) - (2**(bits - 1) if count & 16 or bits == 64 else 0) for _ in range(count)])
    return [[min(max(n, LEAST), MOST) for n in s] for s in sets]


SETS = data_sets()


def linear_of(k):
    return LINEAR[k % len(LINEAR)]


def number(n):
    return str(n) if n > LEAST else "(-9223372036854775807 - 1)"


# ---- the script ----

def fill(k, n):
    return f"s{k} <<< {number(n)}; l{k} <<< {number(n)}; add({k}, {number(n)})"


def statistics(at):
    lines = [f'printf("%d %d", @count({at}), @sum({at}))']
    for op in (f"@min({at})", f"@max({at})", f"@avg({at})", f"@variance({at}, 5)"):
        lines.append(f'try {{ printf(" %d", {op}) }} catch (m) {{ printf(" %s", m) }}')
    return lines + ['println("")']


def script():
    print("global hits, a, w,", ", ".join(f"s{k}, l{k}" for k in range(len(SETS))))
    print("function add(k, n) { a[k, \"x\"] <<< n; w[k] <<< n }")
    print("probe begin {")
    for k, s in enumerate(SETS):
        for n in s[::ROUNDS + 1]:
            print("\t" + fill(k, n))
    print("}\nprobe timer.s(1) {")
    for r in range(ROUNDS):
        print(f"\tif (hits == {r}) {{")
        for k, s in enumerate(SETS):
            for n in s[r + 1::ROUNDS + 1]:
                print("\t\t" + fill(k, n))
        print("\t}")
    print("\thits++\n}")
    for k in range(len(SETS)):
        low, high, width = linear_of(k)
        hist = f"@hist_linear(l{k}, {number_literal(low)}, {number_literal(high)}, {width})"
        print(f"probe end({k}) {{")
        for line in statistics(f"s{k}") + statistics(f"a[{k}, \"x\"]"):
            print("\t" + line)
        for h in (f"@hist_log(s{k})", f"@hist_log(a[{k}, \"x\"])", hist):
            print(f"\ttry {{ print({h}) }} catch (m) {{ println(m) }}")
            print(f'\ttry {{ x = sprint({h}); printf("%s", x) }} catch (m) {{ println(m) }}')
        print(f"\tforeach (v = b in {hist}) if (v) printf(\"%d=%d \", b, v)\n\tprintln(\"\")\n}}")
    print("probe end(1000) {")
    for op in ("count", "sum", "min", "max", "avg", "variance"):
        print(f"\tforeach (k in w @{op}+) printf(\"%d \", @{op}(w[k]))\n\tprintln(\"\")" if op != "variance" else
              "\tforeach (k in w @variance+) { try { printf(\"%d \", @variance(w[k])) } catch { printf(\"- \") } }"
              "\n\tprintln(\"\")")
    print("}")


def number_literal(n):		# bounds are literals: the upper half of 64 bits is negative
    return str(n) if n > LEAST else "0x8000000000000000"


# ---- what it comes to ----

def wrapped(n):
    return (n + 2**63) % 2**64 - 2**63


def cut(a, b):
    return -(-a // b) if a < 0 else a // b


def variance(s):
    if len(s) < 2:
        return 0
    n = len(s)
    v = (n * sum(x * x for x in s) - sum(s)**2) // (n * (n - 1))
    return v if v <= MOST else None


def statistics_want(s):
    if not s:
        return "0 0" + " empty aggregate" * 4
    v = variance(s)
    return f"{len(s)} {wrapped(sum(s))} {min(s)} {max(s)} {cut(sum(s), len(s))} " + \
        (str(v) if v is not None else "the variance is too large for a number of 64 bits")


def rows_log(s):
    names = [-2**p for p in range(63, -1, -1)] + [0] + [2**p for p in range(63)]
    rows = {n: 0 for n in names}
    for x in s:
        rows[(2**(abs(x).bit_length() - 1)) * (1 if x > 0 else -1) if x else 0] += 1
    if all(x >= 0 for x in s):
        rows = {n: c for n, c in rows.items() if n >= 0}
    return [(str(n), c) for n, c in rows.items()]


def buckets_linear(s, low, high, width):
    regular = (high - low) // width + 1
    counts = [0] * (regular + 2)
    for x in s:
        counts[0 if x < low else min((x - low) // width, regular) + 1] += 1
    return counts


def rows_linear(s, low, high, width):
    counts = buckets_linear(s, low, high, width)
    names = [f"<{low}"] + [str(low + i * width) for i in range(len(counts) - 2)] + [f">{high}"]
    rows = list(zip(names, counts))
    return rows[not counts[0]:len(rows) - (not counts[-1])]


def text(rows, elision):
    held = [i for i, (_, c) in enumerate(rows) if c]
    rows = rows[max(held[0] - 2, 0):held[-1] + 3]
    most = max(c for _, c in rows)
    scale = max(1, -(-most // 50))
    wide, wide_count = max([5] + [len(n) for n, _ in rows]), len(str(most))
    out, gap = ["value".rjust(wide) + " |" + 50 * "-" + " count"], False
    for i, (name, c) in enumerate(rows):
        if elision >= 0 and not any(c for _, c in rows[max(0, i - elision):i + elision + 1]):
            gap = True
            continue
        if gap:
            out.append(" " * wide + " ~")
        gap = False
        out.append(name.rjust(wide) + " |" + ("@" * (c // scale)).ljust(50) + " " + str(c).rjust(wide_count))
    return "\n".join(out) + "\n\n"


def want(elision, room):
    for k, s in enumerate(SETS):
        print(statistics_want(s))
        print(statistics_want(s))
        for rows in (rows_log, rows_log, lambda s, k=k: rows_linear(s, *linear_of(k))):
            for most in (None, room):
                print("empty aggregate\n" if not s else text(rows(s), elision)[:most], end="")
        counts = buckets_linear(s, *linear_of(k))
        print("".join(f"{b}={c} " for b, c in enumerate(counts) if c))
    there = [s for s in SETS if s]
    for f in (len, lambda s: wrapped(sum(s)), min, max, lambda s: cut(sum(s), len(s))):
        print("".join(f"{n} " for n in sorted(map(f, there))))
    v = [variance(s) for s in there]
    print("".join(f"{n} " for n in sorted(n for n in v if n is not None)) + "- " * v.count(None))


if sys.argv[1] == "script":
    script()
else:
    want(int(sys.argv[2]), int(sys.argv[3]) - 1)
