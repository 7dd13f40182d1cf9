#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What the language takes and refuses, by tables made from its description (sections 1.1 to 1.9), not from our parser.

	language_table.py MYTAP [OPTION...]

A line of a made-up script is a declaration of its own, so one run of mytap judges a whole group: the lines that it names in its
messages must be the ones that the table calls wrong, no more and no fewer. Lines that could swallow the next one (an open brace or
quote) are run alone. Groupings are compared as -p1 prints them: with the parentheses that the table puts, and with the others.
"""
import itertools
import re
import subprocess
import sys
import tempfile

MYTAP = sys.argv[1:]
LINES = 0
FAULTS = []

# ---- 1.3: operators, loosest first; all to the left but assignment and ?: ------------------------------------------------

BINARY = [["||"], ["&&"], ["|"], ["^"], ["&"], ["==", "!=", "<", ">", "<=", ">=", "=~", "!~"], ["<<", ">>", ">>>"], ["."],
          ["+", "-"], ["*", "/", "%"]]
LEVEL = {op: i for i, ops in enumerate(BINARY) for op in ops}
ASSIGN = ["=", "+=", "-=", "*=", "/=", "%=", "<<=", ">>=", "&=", "^=", "|=", ".=", "<<<"]
UNARY = ["+", "-", "!", "~"]
REGEX = ("=~", "!~")
COMPARE = BINARY[5][:6]
KEYWORDS = """probe global private function if else for foreach in limit return delete while break continue next string long
              try catch""".split()


def mytap(text, level, *options):
    """The messages and the output of a script."""
    with tempfile.NamedTemporaryFile("w", suffix=".stp") as f:
        f.write(text)
        f.flush()
        r = subprocess.run([*MYTAP, "-w", f"-p{level}", *options, f.name], capture_output=True, text=True, errors="replace")
        wrong = {int(m) for m in re.findall(rf"(?:error).* at {re.escape(f.name)}:(\d+):", r.stderr)}
    return r.returncode, wrong, r.stdout, r.stderr


MOST = 30       # wrong lines of one run: after 100 errors mytap only counts


def judge(name, lines, level=1, head="", options=("-g",)):
    """lines: (text, is it right). Each a declaration; head goes in front of them all."""
    part, wrong = [], 0
    for line in lines:
        part.append(line)
        wrong += not line[1]
        if wrong == MOST:
            judge_part(name, part, level, head, options)
            part, wrong = [], 0
    if part:
        judge_part(name, part, level, head, options)


def judge_part(name, lines, level, head, options):
    global LINES
    LINES += len(lines)
    first = head.count("\n") + 1
    text = head + "\n".join(t for t, _ in lines) + "\n"
    status, wrong, _, err = mytap(text, level, *options)
    want = {first + i for i, (_, ok) in enumerate(lines) if not ok}
    for n in sorted(wrong ^ want):
        t = lines[n - first][0] if first <= n < first + len(lines) else f"line {n}"
        said = [m for m in err.splitlines() if f":{n}:" in m][:1]
        FAULTS.append(f"{name}: {'refused' if n in wrong else 'accepted'}, but should not be: {t}  {' '.join(said)}")
    if bool(status) != bool(want):
        FAULTS.append(f"{name}: status {status}\n{err[:300]}")


def judge_alone(name, lines, level=1, options=("-g",)):
    global LINES
    for t, ok in lines:
        LINES += 1
        if (mytap(t + "\n", level, *options)[0] == 0) != ok:
            FAULTS.append(f"{name}: {'refused' if ok else 'accepted'}, but should not be: {t}")


# ---- groupings ---------------------------------------------------------------------------------------------------------

def operand(op, name):
    """What may stand at the right of op."""
    return f'"{name}"' if op in REGEX else name


def groupings():
    """(text, the same with the parentheses it means, with the other ones or None)"""
    for a, b in itertools.product(LEVEL, LEVEL):
        x, y = operand(a, "y"), operand(b, "z")
        left, right = f"(x {a} {x}) {b} {y}", None if a in REGEX else f"x {a} ({x} {b} {y})"
        if LEVEL[a] >= LEVEL[b]:
            yield f"x {a} {x} {b} {y}", left, right
        elif right:
            yield f"x {a} {x} {b} {y}", right, left
    for u, op in itertools.product(UNARY, LEVEL):
        y = operand(op, "y")
        yield f"{u} x {op} {y}", f"({u} x) {op} {y}", f"{u} (x {op} {y})"
        if op not in REGEX:
            yield f"x {op} {u} y", f"x {op} ({u} y)", None
            yield f"x {op} {u} {u} y", f"x {op} ({u} ({u} y))", None
    for op in LEVEL:
        y, z = operand(op, "y"), operand(op, "z")
        yield f"x {op} {y} ? y : z", f"(x {op} {y}) ? y : z", None
        yield f"x ? y {op} {z} : w", f"x ? (y {op} {z}) : w", None
        yield f"x ? y : z {op} {operand(op, 'w')}", f"x ? y : (z {op} {operand(op, 'w')})", f"(x ? y : z) {op} {operand(op, 'w')}"
        yield f"x++ {op} {y}", f"(x++) {op} {y}", None
        yield f"--x {op} {y}", f"(--x) {op} {y}", None
        if op not in REGEX:
            yield f"x {op} y--", f"x {op} (y--)", None
            yield f"x {op} ++y", f"x {op} (++y)", None
            # in: looser than comparisons, tighter than &; one key needs no brackets
            if LEVEL[op] <= LEVEL["&"]:
                yield f"x {op} y in arr", f"x {op} ([y] in arr)", f"[x {op} y] in arr"
            else:
                yield f"x {op} y in arr", f"[x {op} y] in arr", f"x {op} ([y] in arr)"
    yield "x ? y : z ? v : w", "x ? y : (z ? v : w)", "(x ? y : z) ? v : w"
    yield "x ? y ? z : v : w", "x ? (y ? z : v) : w", None
    for a, b in itertools.product(ASSIGN, ASSIGN):
        yield f"x {a} y {b} z", f"x {a} (y {b} z)", None
    for a, op in itertools.product(ASSIGN, LEVEL):
        yield f"x {a} y {op} {operand(op, 'z')}", f"x {a} (y {op} {operand(op, 'z')})", None
    for a in ASSIGN:
        yield f"x {a} y ? z : w", f"x {a} (y ? z : w)", None
        yield f"x {a} - y", f"x {a} (- y)", None


def judge_groupings():
    global LINES
    cases = list(groupings())
    LINES += len(cases)
    out = []
    for column in range(3):
        text = "".join(f"probe never {{ {c[column] or 'x'} }}\n" for c in cases)
        status, wrong, printed, err = mytap(text, 1)
        if status:
            FAULTS.append(f"groupings: column {column}: {err[:300]}")
            return
        out.append(re.findall(r"^\t(.*)$", printed, re.M))
    for i, (text, right, other) in enumerate(cases):
        if out[0][i] != out[1][i]:
            FAULTS.append(f"groupings: '{text}' is read as '{out[0][i]}', not as '{right}'")
        if other and out[0][i] == out[2][i]:
            FAULTS.append(f"groupings: '{text}' is read as '{other}'")


def not_assignable():
    """The left of an assignment, and what ++ changes, is a variable, an element or a target variable."""
    wrong = [f"x {op} {operand(op, 'y')}" for op in LEVEL] + ["x ? y : z", "1", '"s"', "f(x)", "-x", "!x", "~x", "@count(x)",
             "x++", "--x", "[x] in a", "sprint(x)", "&$x", "$x$", "$$vars$", "@defined($x)", "@entry($x)", "%{ 1 %}"]
    right = ["x", "a[1]", 'a[1, "k"]', "$x", "$x->y", "$x[1]", "$x->y[2]->z", '@cast(x, "t")->y', '@var("v")', "x->y", "f(x)->y"]
    for target, ok in [(t, False) for t in wrong] + [(t, True) for t in right]:
        for a in ASSIGN[:4] + ["<<<"]:
            yield f"probe never {{ {target} {a} 1 }}", ok
        if not re.search(r"[-+]", target.replace("->", "")) and not target.startswith("%"):
            tight = ok or target in ("1", '"s"', "f(x)", "@count(x)", "sprint(x)", "@defined($x)")
            if tight:
                yield f"probe never {{ y = {target}++ }}", ok
                yield f"probe never {{ y = --{target} }}", ok


# ---- productions: without a token marked ! they are wrong ------------------------------------------------------------------

STATEMENTS = """
if (! x! )! y = 1
while (! x! )! y = 1
for (! i = 0 ;! i < 3 ;! i ++ )! y = 1
foreach (! k! in! a! )! y = 1
foreach (! [! k! ,! l! ]! in! a! )! y = 1
foreach (! v! =! k! in! a! )! y = 1
foreach (! v! =! [! k! ,! l! ]! in! a! )! y = 1
foreach (! k + in! a! )! y = 1
foreach (! k in! a! - limit! 3! )! y = 1
foreach (! [! k! ,! l! ]! in! a! [! *! ,! 1! ]! )! y = 1
foreach (! k in! a! @sum -! )! y = 1
foreach (! b in! @hist_log! (! a! )! )! y = 1
delete a! [! 1! ]!
delete a! [! *! ,! 1! ]!
x = f (! 1! ,! 2! )!
x = a [! 1! ]!
x = a [! 1! ,! 2! ]!
x = [! 1! ,! 2! ]! in! a!
x = k in a!
x = c ?! y! :! z!
x = (! y! )!
x = y =~ "re"!
x = y !~ "re"!
x = @count (! a! )!
x = @sum (! a! )!
x = @min (! a! )!
x = @max (! a! )!
x = @avg (! a! )!
x = @variance (! a! ,! 3! )!
x = @count (! a! [! 1! ]! )!
print (! @hist_log (! a! )! )!
print (! @hist_linear! (! a! ,! 0! ,! 9! ,! 3! )! )!
x = @hist_log (! a! )! [! 1! ]!
print (! @hist_llog (! a! )! )!
print (! @hist_llog (! a! ,! 4! )! )!
x = @percentile (! a! ,! y! )!
x = @percentile (! a! ,! 9! ,! 10! )!
x = @cast (! p! ,! "t"! )! -> m!
x = @cast (! p! ,! "t" , "kernel"! )! -> m!
x = @var (! "v"! )!
x = @var (! "v@f.c"! ,! "kernel"! )!
x = @defined (! $x! )!
x = @entry (! $x! )!
x = @perf (! "n"! )!
x = @const (! "N"! )!
x = @enum (! "N"! )!
x = @enumname (! y! ,! "t"! )!
x = @kderef (! 8! ,! y! )!
x = @uderef (! 8! ,! y! )!
x = @kregister (! 1! )!
x = @probewrite (! y! )!
x = $x -> m!
x = $x [! 0! ]!
x = $x -> m! [! 0! ]! -> n!
x = y -> m!
x = f (! y )! -> m!
x = (! y! )! -> m!
x = & $y -> m!
printf (! "%d"! ,! 1! )!
printd (! ","! ,! 1! ,! 2! )!
printdln (! ","! ,! 1! ,! 2! )!
x = sprintf (! "%d%s"! ,! 1! ,! "s"! )!
x = sprintd (! ","! ,! 1! ,! 2! )!
x = sprint (! 1! )!
print (! 1! )!
"""

DECLARATIONS = """
global! g! =! 1!
global! g! =! -! 1! ; x
global! g! ,! h!
global! a! [! 10! ]!
global! a! [! 10! ]! %
global! a! % [! 10! ]!
private! g! =! "s"!
private global g!
function! f! (! a! ,! b! )! { }
function! f! :! long! (! a! :! string! )! { }
function! f! (! )! :! 3! { }
private function! f! (! )! { }
probe! begin! { }
probe! begin! ,! end! { }
probe! begin ? ,! end! { }
probe! begin ! ,! end! { }
probe! begin! if! (! x! )! { }
probe! begin! (! 1! )! { }
probe! kernel! .! function! (! "f"! )! .! return! { }
probe! a! =! begin! { }
probe! a! .! b! += begin! { }
"""

# Without these tokens what is left happens to be something else that is right.
STILL_RIGHT = {
    "global! g! =! -! 1! ; x",
}


def without_tokens(productions, wrap):
    """Each production, and each without one of its marked tokens."""
    for line in filter(None, productions.splitlines()):
        if line in STILL_RIGHT:
            continue
        tokens = [t if t == "!" else (t[:-1] if len(t) > 1 and t[-1] == "!" else t) for t in line.split()]
        marked = [len(t) > 1 and t[-1] == "!" for t in line.split()]
        yield wrap(" ".join(tokens)), True
        for i, m in enumerate(marked):
            left = tokens[:i] + tokens[i + 1:]
            if m and is_wrong_without(tokens, i):
                yield wrap(" ".join(left)), False


def is_wrong_without(tokens, i):
    """Some deletions leave another production of the same list."""
    t, before, behind = tokens[i], tokens[:i], tokens[i + 1:]
    text = " ".join(before + behind)
    other = [r"^x = @variance \( a \)$", r"^x = @(cast|var|enumname) \( [^,]*\)$", r"^print \( a \)$"]
    if any(re.match(o, text) for o in other):
        return False
    if tokens[0] == "probe" and t in (".", "function", "return", "begin", "b") and len(before) > 1:
        return not re.match(r"^probe [\w.]+ ?(\( .* \))?( \. \w+)* (\{|\+=|=)", text.replace(" . ", ".").replace("kernelfunction", "x"))
    return True


def alone():
    for text, needed in [
            ("probe begin { try { y = 1 } catch ( e ) { z = 1 } }", "{ { } catch ( e ) { } }"),
            ("probe begin { try { y = 1 } catch { z = 1 } }", "{ } catch { } }"),
            ("probe begin { y = 1 }", "{ }"),
            ("function f ( ) { return 1 } probe begin { f ( ) }", "{ }"),
            ("probe a = begin { x = 1 } , { y = 2 }", "{ } , { }"),
            ("probe { begin , end } { }", "{ , }")]:
        tokens = text.split()
        yield text, True
        at = 0
        for want in needed.split():
            while tokens[at] != want:
                at += 1
            yield " ".join(tokens[:at] + tokens[at + 1:]), False
            at += 1
    for t, ok in [('probe begin { x = "a }', False), ("probe begin { /* x }", False), ("%{ int x;", False), ("probe begin { } }", False),
                  ("", False), ("# nothing", False), ("@define x %( 1 %)", False), ("probe begin { %( 1 == 1 %? x = 1 }", False),
                  ("@define x %( 1 probe begin { }", False), ("@define x(a) %( @a %) probe begin { y = @x( }", False)]:
        yield t, ok


# ---- 1.1: words and literals -----------------------------------------------------------------------------------------------

def words():
    for k in KEYWORDS:
        yield f"probe never {{ {k} = 1 }}", False
        yield f"probe never {{ x = {k} + 1 }}", False
        yield f"probe never {{ x = $p->{k} }}", True
        yield f"probe never.{k} {{ }}", True
        yield f"global {k}", False
        yield f"function {k}() {{ }}", False
        yield f"function f({k}) {{ }}", False
    for n, name in enumerate(["x", "_", "x9", "x_y", "X", "beginx", "ifs", "x$y", "_long", "probes"]):
        yield f"global {name}{n}", True
        yield f"probe never {{ {name} = 1 }}", True
        yield f"function {name}{n}() {{ }}", True


    for text, ok in [("probe never { return 1 }", False), ("probe never { if (1) return }", False), ("function r0() { return 1 }", True),
                     ("function r1() { return }", True), ("function r2() { next }", True), ("private probe never { }", False),
                     ("function f(a, a) { }", False), ("function f() { } probe never { f() }", True), ("global d, d", False)]:
        yield text, ok


def literals():
    right = ["0", "1", "0x0", "0xff", "0XFF", "0xFfFf", "017", "0777", "18446744073709551615", "0xffffffffffffffff", "-1",
             "9223372036854775808", '""', '"a"', r'"\n"', r'"\""', r'"\\"', r'"\x41"', r'"\101"', r'"\q"', '"a" "b"', '"é"',
             '"a" /* c */ "b"', '"a" // c\n"b"']
    wrong = ["08", "09", "0x", "1x", "12ab", "0xfg", "18446744073709551616", "0x10000000000000000", "1.5", "1e", "'a'", "`x`", "1 2 +",
             "x y +", "a..b", "= 1"]
    return [(f"probe never {{ x = {t} }}".replace("\n", " \n") if "\n" not in t else f'probe never {{ x = "a" "b" }}', True)
            for t in right] + [(f"probe never {{ x = {t} }}", False) for t in wrong]


# ---- 1.8: formats ------------------------------------------------------------------------------------------------------------

CONVERSIONS = "diuoxXpcsbmM"


def formats():
    for c in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ":
        yield f'probe never {{ printf("%{c}", x) }}', c in CONVERSIONS
    for c, flag in itertools.product("diuoxX", ["-", "+", " ", "0", "#", "5", "-5", ".3", "8.3", "*", ".*", "08"]):
        args = ", ".join("x" * (1 + flag.count("*")))
        yield f'probe never {{ printf("%{flag}{c}", {args}) }}', True
    for text, ok in [("%%", True), ("%", False), ("%5", False), ("%-", False), ("%.", False), ("%s%", False), ("plain", True),
                     ("", True), ("%1b", True), ("%2b", True), ("%4b", True), ("%8b", True), ("%3b", False), ("%16b", False)]:
        args = ", x" * len(re.findall(r"%[^%]*[a-zA-Z]", text))
        yield f'probe never {{ printf("{text}"{args}) }}', ok
    for name in "print println printf printd printdln sprint sprintln sprintf sprintd sprintdln".split():
        form = name.endswith("f")
        delimited = name.endswith(("d", "dln"))
        yield f"probe never {{ x = {name}() }}", name.endswith("println") or name == "sprintln"
        yield f'probe never {{ x = {name}("%d", 1) }}', not delimited
        yield f'probe never {{ x = {name}(",", 1, 2) }}', True
        yield f"probe never {{ x = {name}(y, 1, 2) }}", not form and not delimited


# ---- 1.1: conditionals ----------------------------------------------------------------------------------------------------------

OPS = ["==", "!=", "<", ">", "<=", ">="]
HEADS = {  # the left side: which rights it takes, and whether it has an order
    "kernel_v": ("string wild", True), "kernel_vr": ("string wild", True), "systemtap_v": ("string wild", True),
    "arch": ("string wild", False), "runtime": ("string wild", False), "systemtap_privilege": ("string wild", False),
    "guru_mode": ("bool", True), "CONFIG_SMP": ("string wild number bool config", True), '"text"': ("string", True), "7": ("number bool", True),
    "kernel_x": ("", True),
}
RIGHTS = {"string": '"5.0"', "wild": '"5*"', "number": "2", "bool": "1", "config": "CONFIG_NR_CPUS", "word": "kernel_v"}


def conditionals():
    for (head, (takes, ordered)), op, (kind, right) in itertools.product(HEADS.items(), OPS, RIGHTS.items()):
        ok = kind in takes.split() and (ordered or op in ("==", "!="))
        if kind == "wild":      # a literal's wildcards are plain text
            ok = (ok and op in ("==", "!=")) or head == '"text"'
        yield f"probe never {{ %( {head} {op} {right} %? x = 1 %: x = 2 %) }}", ok
    for text, ok in [("1 == 1 && 2 == 2", True), ("1 == 1 || 2 == 3 && 1 == 2", True), ("(1 == 1)", False), ("! 1 == 1", False), ("1", False),
                     ("arch", False), ("1 == 1 &&", False), ("|| 1 == 1", False), ("1 == 1 2 == 2", False), ("1 = 1", False)]:
        yield f"probe never {{ %( {text} %? x = 1 %: x = 2 %) }}", ok


# ---- 1.9: points ----------------------------------------------------------------------------------------------------------------

def points():
    for text, ok in [("a", True), ("a.b", True), ("a.b.c", True), ("a*", True), ("*.b", True), ("a.**", True), ("a.b?", True), ("a.b!", True),
                     ("{a,b}.c", True), ("a.{b,c}", True), ("a.{b,{c,d}}", True), ('a("x")', True), ("a(1)", True), ("a(-1)", True),
                     ("a(0x10)", True), ('a("x").b("y")', True), ("a if (x)", True), ("a? if (x == 1)", True), ("a, b?, c!", True),
                     ("a.return.maxactive(5)", True), ("sys_*64", True), ("a.", False), (".a", False), ("a..b", False), ("a b", False),
                     ("a()", False), ("a(x)", False), ("a(1,2)", False), ("a(1.5)", False), ("a?b", False), ("a??", False), ("a!?", False),
                     ("a?.b", False), ("{a", False), ("a}", False), ("{}", False), ("a if", False), ("a if x", False), ("a if ()", False),
                     ("a,", False), (", a", False), ("@a", False), ("a.@b", False), ("a@b", False), ("1a", False), ('"a"', False), ("$a", False)]:
        if "{a" != text and text != "a}":
            yield f"probe {text} {{ }}", ok


# ---- 1.2 to 1.6: types ------------------------------------------------------------------------------------------------------------

# A value of each type: what makes it, and its name. "agg" becomes a global of the line.
VALUES = {"long": ("n = 1;", "n"), "string": ('s = "x";', "s"), "stat": ("agg <<< 1;", "agg")}


def typed():
    for op, (a, (set_a, x)), (b, (set_b, y)) in itertools.product(LEVEL, VALUES.items(), VALUES.items()):
        if op in REGEX:
            continue
        if op in COMPARE:
            ok = a == b != "stat"
        else:
            ok = a == b == ("string" if op == "." else "long")
        yield f"probe never {{ {set_a} {set_b} println({x} {op} {y}) }}", ok
    for op, (a, (set_a, x)) in itertools.product(REGEX, VALUES.items()):
        yield f'probe never {{ {set_a} println({x} {op} "re") }}', a == "string"
    for u, (a, (set_a, x)) in itertools.product(UNARY, VALUES.items()):
        yield f"probe never {{ {set_a} println({u} {x}) }}", a == "long"
    for u, (a, (set_a, x)) in itertools.product(["++", "--"], VALUES.items()):
        yield f"probe never {{ {set_a} println({x}{u}) }}", a == "long"
        yield f"probe never {{ {set_a} println({u}{x}) }}", a == "long"
    for op, (a, (set_a, x)), (b, (set_b, y)) in itertools.product(ASSIGN, VALUES.items(), VALUES.items()):
        if a == "stat" == b and op == "<<<":
            x, y, set_b = "agg", "other", "other <<< 1;"
        want = {"<<<": ("stat", "long"), ".=": ("string", "string")}.get(op, ("long", "long"))
        ok = (a, b) == want or (op == "=" and a == b == "string")
        x, y = x.replace("s", "t").replace("n", "m") if a != "stat" else x, y
        set_a = set_a.replace("s =", "t =").replace("n =", "m =")
        yield f"probe never {{ {set_a} {set_b} {x} {op} {y}; println({x if a != 'stat' else 1}) }}", ok
    for a, (set_a, x) in VALUES.items():
        number, text, value = a == "long", a == "string", a != "stat"
        yield f"probe never {{ {set_a} if ({x}) println(1) }}", number
        yield f"probe never {{ {set_a} while ({x}) println(1) }}", number
        yield f"probe never {{ {set_a} for (; {x}; ) println(1) }}", number
        yield f"probe never {{ {set_a} println({x} ? 1 : 2) }}", number
        yield f"probe never {{ {set_a} println(pid() ? {x} : 2) }}", number
        yield f'probe never {{ {set_a} println(pid() ? "s" : {x}) }}', text
        yield f"probe never {{ {set_a} println(! {x}) }}", number
        yield f"probe never {{ {set_a} foreach (k in by_long limit {x}) println(k) }}", number
        yield f"probe never {{ {set_a} println(by_long[{x}]) }}", number
        yield f"probe never {{ {set_a} println(by_string[{x}]) }}", text
        yield f"probe never {{ {set_a} by_string[{x}] = 1 }}", text
        yield f'probe never {{ {set_a} by_string["k"] = {x} }}', number
        yield f"probe never {{ {set_a} delete by_long[{x}] }}", number
        yield f"probe never {{ {set_a} println({x} in by_long) }}", number
        yield f"probe never {{ {set_a} println([{x}] in by_string) }}", text
        yield f"probe never {{ {set_a} println(takes_long({x})) }}", number
        yield f"probe never {{ {set_a} println(takes_string({x})) }}", text
        yield f"probe never {{ {set_a} println({x}) }}", value
        yield f"probe never {{ {set_a} print({x}, 1) }}", value
        yield f"probe never {{ {set_a} println(@count({x})) }}", a == "stat"
        yield f"probe never {{ {set_a} print(@hist_log({x})) }}", a == "stat"
        for stat in ("sum", "min", "max", "avg", "variance"):
            yield f"probe never {{ {set_a} println(@{stat}({x})) }}", a == "stat"
        for c in CONVERSIONS:
            yield f'probe never {{ {set_a} printf("%{c}", {x}) }}', text if c == "s" else number
        yield f'probe never {{ {set_a} printf("%*d", {x}, 1) }}', number
        yield f'probe never {{ {set_a} printf("%.*s", {x}, "s") }}', number
        yield f"probe never {{ {set_a} println(strlen({x})) }}", text
        yield f"probe never {{ {set_a} println(substr(\"abc\", {x}, 1)) }}", number
        yield f"probe never {{ {set_a} try {{ error({x}) }} catch (e) {{ println(e . \"\") }} }}", text
        yield f"probe never {{ {set_a} try {{ println(1) }} catch (e) {{ println(e + 1, 2) }} }}", False
        yield f"probe never {{ {set_a} foreach (v = k in by_long) println(v + 1, k + 1, 1) }}", True
        yield f"probe never {{ {set_a} foreach (v = k in by_string) println(k + 1) }}", False
        yield f"function r{a}:long() {{ {set_a} return {x} }} probe never {{ println(r{a}()) }}", number
        yield f"function q{a}:string() {{ {set_a} return {x} }} probe never {{ println(q{a}()) }}", text
    for text, ok in [("break", False), ("continue", False), ("while (1) break", True), ("for (;;) continue", True),
                     ("foreach (k in by_long) break", True), ("while (1) { if (1) break; continue }", True), ("next", True),
                     ("foreach (k in by_long) by_long[k] = 1", False), ("foreach (k in by_long) delete by_long[k]", False),
                     ("foreach (k in by_long) by_long[k]++", False), ("foreach (k in by_long) println(by_long[k])", True),
                     ("foreach (k in by_long) by_string[\"x\"] = k", True), ("foreach ([k, l] in by_long) println(k, l)", False),
                     ("println(by_long[1, 2])", False), ("println(by_long)", False), ("println(one[1])", False), ("println(one)", True),
                     ("println([1, 2] in by_long)", False), ("println(by_long[*])", False), ("delete by_long[*]", True),
                     ("delete by_long", True), ("delete one", True), ("println(nowhere(1))", False), ("println(takes_long())", False),
                     ("println(takes_long(1, 2))", False), ("x[1] = 2", False)]:
        yield f"probe never {{ {text} }}", ok


HEAD = """global other, by_long, by_string, one = 1
function takes_long:long(a:long) { return a }
function takes_string:string(a:string) { return a }
probe never { other <<< 1; by_long[1] = 1; by_string["x"] = 1; println(@count(other), by_long[1], by_string["x"], one) }
"""


def main():
    judge_groupings()
    judge("not assignable", list(not_assignable()))
    judge("statements", list(without_tokens(STATEMENTS, lambda t: f"probe never {{ {t} }}")))
    judge("declarations", [(t if t.endswith("}") else t + " probe never { }", ok) for t, ok in distinct_names(without_tokens(DECLARATIONS, str))])
    judge("words", list(words()))
    judge("literals", literals())
    judge("formats", list(formats()))
    judge("conditionals", list(conditionals()))
    judge("points", list(points()))
    judge_alone("alone", list(alone()))
    judge("types", list(own_aggregates(typed())), 2, HEAD)
    judge_alone("unknown", list(unknown()), 2)
    print(f"{LINES} lines")
    for f in FAULTS[:60]:
        print(f)
    if len(FAULTS) > 60:
        print(f"... {len(FAULTS)} faults in all")
    return 1 if FAULTS else 0


def unknown():
    """Said only when nothing else is wrong."""
    for text, ok in [("x <<< 1; println(@count(x))", False), ("x <<< 1", True), ("println(x)", False), ("println(x == y)", False),
                     ("println(x + y)", True), ("x = y", True), ("foreach (k in a) next", True), ("foreach (k in a) println(k)", False),
                     ("x = f() + 1; println(x)", True), ('x = f() . "s"; println(x)', True), ("println(f())", False),
                     ("pid() == 1 && f()", True), ("x = f()", True), ("f() ? f() : f()", True), ("if (0) { println(x) }", True),
                     ("if (0) { nowhere(1) }", True), ("println(@defined($x) ? $x : 1)", True), ("println(1 ? 2 : x)", True)]:
        yield f"global a function f() {{ }} probe never {{ {text} }}", ok


def own_aggregates(lines):
    """Of a variable that is used in two ways, only the first is said: each line has its own."""
    for n, (t, ok) in enumerate(lines):
        yield (f"global agg{n} " if "agg" in t else "") + re.sub(r"\bagg\b", f"agg{n}", t), ok


def distinct_names(lines):
    """A global has one declaration in a file."""
    for n, (t, ok) in enumerate(lines):
        yield re.sub(r"\b([gha])\b", rf"\g<1>{n}", t), ok


if __name__ == "__main__":
    sys.exit(main())
