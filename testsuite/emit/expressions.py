#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Random expressions of the language, and what they come to, worked out here from the manual.

	expressions.py N SEED script want
"""
import random
import sys

ROOM = 63		# bytes of a string: MAXSTRINGLEN 64
NUMBERS = {"zero": 0, "one": 1, "minus": -1, "seven": 7, "big": 2**63 - 1, "least": -2**63, "many": 64, "word": 0x1234abcd}
STRINGS = {"empty": b"", "abc": b"abc", "line": b'a "quoted"\n', "long": b"0123456789" * 6, "utf": "é€😀".encode(), "junk": b"\xc3(\x80"}
KEYS = {0: 10, 1: -3, 7: 2**40, -1: 0}


class Failed(Exception):
    pass


def wrap(n):
    return (n + 2**63) % 2**64 - 2**63


def cut(a, b):
    return abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)


class World:
    """The variables that an expression can change."""
    def __init__(self):
        self.v = dict(NUMBERS, p=5, trace=0)
        self.s = dict(STRINGS, q=b"q")
        self.m = dict(KEYS)


# ---- an expression: its text and a function of the world; left is evaluated before right ----

def literal(n):
    if n == -2**63:
        return "0x8000000000000000"
    return str(n) if n >= 0 else f"(-{-n})"


def quoted(s):
    return '"' + "".join(chr(c) if 32 <= c < 127 and chr(c) not in '"\\' else f"\\{c:03o}" for c in s) + '"'


def divide(a, b):
    if not b:
        raise Failed(b"division by 0")
    return wrap(cut(a, b))


def modulo(a, b):
    if not b:
        raise Failed(b"division by 0")
    return a - cut(a, b) * b


NUMERIC = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": divide, "%": modulo,
    "&": lambda a, b: a & b, "|": lambda a, b: a | b, "^": lambda a, b: a ^ b, "<<": lambda a, b: a << (b & 63),
    ">>": lambda a, b: a >> (b & 63), ">>>": lambda a, b: (a % 2**64) >> (b & 63),
}
TESTS = {"==": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b, ">": lambda a, b: a > b,
         "<=": lambda a, b: a <= b, ">=": lambda a, b: a >= b}


def escape(s, quotes):
    """The pieces that the bytes of s are written as."""
    letters, out, i = {7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r"}, [], 0
    while i < len(s):
        for n in (2, 3, 4) if quotes else ():
            try:
                c = s[i:i + n].decode()
            except UnicodeDecodeError:
                continue
            if len(c) == 1 and ord(c) > 127:
                out.append(("\\u%04X" if ord(c) < 0x10000 else "\\U%08X") % ord(c))
                i += n
                break
        else:
            c = s[i]
            i += 1
            if c in letters:
                out.append("\\" + letters[c])
            elif c < 32 or c > 126:
                out.append(f"\\{c:03o}")
            else:
                out.append("\\" + chr(c) if chr(c) == "\\" or (quotes and chr(c) == '"') else chr(c))
    return [o.encode() for o in out]


def text_strn(s, n, quotes):
    most, pieces = min(n, ROOM) if n > 0 else ROOM, escape(s, quotes)
    if not quotes:
        return fitting(pieces, most)
    most = max(most, 5)
    if sum(map(len, pieces)) <= most - 2:
        return b'"' + b"".join(pieces) + b'"'
    return b'"' + fitting(pieces, most - 5) + b'"...'


def fitting(pieces, most):
    out = b""
    for p in pieces:
        if len(out) + len(p) > most:
            break
        out += p
    return out


def substr(s, start, n):
    return s[start:start + n] if 0 <= start < len(s) and n > 0 else b""


def stringat(s, at):
    if at < 0:
        raise Failed(b"stringat: no position %d in a string" % at)
    return s[at] if at < len(s) else 0


class Maker:
    def __init__(self, seed):
        self.rnd = random.Random(seed)

    def number(self, depth):
        kinds = [self.variable, self.constant] if depth <= 0 else [
            self.binary, self.binary, self.binary, self.binary, self.compare, self.logical, self.logical, self.unary, self.ternary,
            self.assign, self.step, self.element, self.store, self.member, self.traced, self.failing, self.of_string,
            self.variable, self.constant]
        return self.rnd.choice(kinds)(depth - 1)

    def variable(self, _):
        n = self.rnd.choice(list(NUMBERS) + ["p", "trace"])
        return n, lambda w: w.v[n]

    def constant(self, _):
        n = self.rnd.choice([0, 0, 1, 1, 2, 3, -1, 63, 64, 65, 2**31, 2**32, 2**63 - 1, -2**63, self.rnd.getrandbits(62)])
        return literal(n), lambda w: n

    def binary(self, depth):
        op = self.rnd.choice(list(NUMERIC) + ["/", "%"])
        (a, fa), (b, fb) = self.number(depth), self.number(depth)
        return f"({a} {op} {b})", lambda w: wrap(NUMERIC[op](fa(w), fb(w)))

    def compare(self, depth):
        op, make = self.rnd.choice(list(TESTS)), self.rnd.choice([self.number, self.string])
        (a, fa), (b, fb) = make(depth), make(depth)
        return f"({a} {op} {b})", lambda w: int(TESTS[op](fa(w), fb(w)))

    def logical(self, depth):
        (a, fa), both = self.number(depth), self.rnd.random() < .5
        b, fb = self.constant(0) if self.rnd.random() < .3 else self.number(depth)	# decides, whatever a is
        if both:
            return f"({a} && {b})", lambda w: int(bool(fa(w)) and bool(fb(w)))
        return f"({a} || {b})", lambda w: int(bool(fa(w)) or bool(fb(w)))

    def unary(self, depth):
        op, (a, fa) = self.rnd.choice("-~!+"), self.number(depth)
        return f"({op}({a}))", lambda w: wrap({"-": -1, "~": ~fa(w), "!": 0, "+": 0}[op]) if op == "~" else \
            (wrap(-fa(w)) if op == "-" else int(not fa(w)) if op == "!" else fa(w))

    def ternary(self, depth):
        (c, fc), (a, fa), (b, fb) = self.number(depth), self.number(depth), self.number(depth)
        return f"({c} ? {a} : {b})", lambda w: fa(w) if fc(w) else fb(w)

    def assign(self, depth):
        op, (a, fa) = self.rnd.choice(["", "+", "-", "*", "&", "|", "^", "<<", ">>", "/", "%"]), self.number(depth)

        def run(w):
            n = fa(w)
            w.v["p"] = wrap(NUMERIC[op](w.v["p"], n)) if op else n
            return w.v["p"]
        return f"(p {op}= {a})", run

    def step(self, _):
        before, by = self.rnd.random() < .5, self.rnd.choice([1, -1])

        def run(w):
            old = w.v["p"]
            w.v["p"] = wrap(old + by)
            return w.v["p"] if before else old
        op = "++" if by > 0 else "--"
        return (f"({op}p)" if before else f"(p{op})"), run

    def element(self, depth):
        a, fa = self.number(min(depth, 1))
        return f"m[{a}]", lambda w: w.m.get(fa(w), 0)

    def store(self, depth):
        (a, fa), (b, fb) = self.number(min(depth, 1)), self.number(depth)

        def run(w):
            k = fa(w)
            w.m[k] = n = fb(w)
            return n
        return f"(m[{a}] = {b})", run

    def member(self, depth):
        a, fa = self.number(min(depth, 1))
        return f"([{a}] in m)", lambda w: int(fa(w) in w.m)

    def traced(self, depth):
        a, fa = self.number(depth)

        def run(w):
            n = fa(w)
            w.v["trace"] = wrap(w.v["trace"] * 31 + n)
            return n
        return f"note({a})", run

    def failing(self, depth):
        a, fa = self.number(depth)

        def run(w):
            n = fa(w)
            if n == 1:
                raise Failed(b"it is one")
            return n
        return f"not_one({a})", run

    def of_string(self, depth):
        (s, fs), (t, ft), (a, fa) = self.string(depth), self.string(depth), self.number(min(depth, 1))
        return self.rnd.choice([
            (f"strlen({s})", lambda w: len(fs(w))),
            (f"isinstr({s}, {t})", lambda w: (lambda x: int(ft(w) in x))(fs(w))),
            (f"stringat({s}, {a})", lambda w: (lambda x: stringat(x, fa(w)))(fs(w))),
        ])

    def string(self, depth):
        kinds = [self.string_variable, self.string_constant] if depth <= 0 else [
            self.concat, self.concat, self.formatted, self.part, self.text, self.string_ternary, self.string_assign,
            self.string_variable, self.string_constant]
        return self.rnd.choice(kinds)(depth - 1)

    def string_variable(self, _):
        n = self.rnd.choice(list(STRINGS) + ["q"])
        return f"s_{n}", lambda w: w.s[n]

    def string_constant(self, _):
        s = self.rnd.choice([b"", b"x", b"abc", b"tab\t", b'"\\', "ü".encode(), b"\xff\x01", b"a long one, " * 5])
        return quoted(s), lambda w: s[:ROOM]

    def concat(self, depth):
        (a, fa), (b, fb) = self.string(depth), self.string(depth)
        return f"({a} . {b})", lambda w: (fa(w) + fb(w))[:ROOM]

    def formatted(self, depth):
        (a, fa), (s, fs) = self.number(depth), self.string(depth)
        return f'sprintf("%d<%s>%x", {a}, {s}, p)', \
            lambda w: (b"%d<%s>%x" % (fa(w), fs(w), w.v["p"] % 2**64))[:ROOM]

    def part(self, depth):
        (s, fs), (a, fa), n = self.string(depth), self.number(min(depth, 1)), self.rnd.randrange(-1, 9)
        return f"substr({s}, {a}, {n})", lambda w: (lambda x: substr(x, fa(w), n))(fs(w))

    def text(self, depth):
        (s, fs), n, quotes = self.string(depth), self.rnd.randrange(-1, 70), self.rnd.random() < .7
        return f"text_strn({s}, {n}, {int(quotes)})", lambda w: text_strn(fs(w), n, quotes)

    def string_ternary(self, depth):
        (c, fc), (a, fa), (b, fb) = self.number(depth), self.string(depth), self.string(depth)
        return f"({c} ? {a} : {b})", lambda w: fa(w) if fc(w) else fb(w)

    def string_assign(self, depth):
        (a, fa), more = self.string(depth), self.rnd.random() < .5

        def run(w):
            s = fa(w)
            w.s["q"] = ((w.s["q"] if more else b"") + s)[:ROOM]
            return w.s["q"]
        return f"(s_q {'.=' if more else '='} {a})", run


def main(count, seed, script, want):
    maker = Maker(seed)
    globals_ = ["m", "trace"] + list(NUMBERS) + [f"s_{n}" for n in STRINGS]
    print("global", ", ".join(globals_), file=script)
    print("function note(n) { trace = trace * 31 + n; return n }", file=script)
    print('function not_one(n) { if (n == 1) error("it is one"); return n }', file=script)
    print("function start() {", file=script)
    print("\tdelete m; trace = 0", file=script)
    for k, n in KEYS.items():
        print(f"\tm[{literal(k)}] = {literal(n)}", file=script)
    print("}\nprobe begin(-1) {", file=script)
    for n, v in NUMBERS.items():
        print(f"\t{n} = {literal(v)}", file=script)
    for n, s in STRINGS.items():
        print(f"\ts_{n} = {quoted(s)}", file=script)
    print("}", file=script)
    for i in range(count):
        make = maker.string if maker.rnd.random() < .3 else maker.number
        text, run = make(maker.rnd.randrange(1, 5))
        if i % 40 == 0:
            print(f"probe begin({i}) {{", file=script)
        form = maker.rnd.randrange(8)		# its value is printed, or nobody wants it
        do = f'printdln("|", {i}, {text}, p, trace, s_q)' if form else \
            f'unread_{i} = {text}; printdln("|", {i}, "done", p, trace, s_q)'
        print(f'\tstart(); p = 5; s_q = "q"\n\ttry {{ {do} }}'
              f' catch (e) {{ printdln("|", {i}, e, p, trace, s_q) }}', file=script)
        if i % 40 == 39 or i == count - 1:
            print("}", file=script)
        w = World()
        try:
            value = run(w)
            value = value if isinstance(value, bytes) else b"%d" % value
            value = value if form else b"done"
        except Failed as e:
            value = e.args[0]
        want.write(b"%d|%s|%d|%d|%s\n" % (i, value, w.v["p"], w.v["trace"], w.s["q"]))


with open(sys.argv[3], "w") as script_file, open(sys.argv[4], "wb") as want_file:
    main(int(sys.argv[1]), int(sys.argv[2]), script_file, want_file)
