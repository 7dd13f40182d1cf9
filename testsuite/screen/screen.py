# SPDX-License-Identifier: GPL-2.0-or-later
"""screen.py MYTAP-SCREEN: drives it with documents of a session that is made up, and looks at what it shows and orders."""
import json, os, re, signal, sys, termios, time
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from terminal import Program, Terminal

program = sys.argv[1]

class Screen(Program):
    def __init__(self, rows=24, cols=80, env=None):
        documents, orders = os.pipe(), os.pipe()
        super().__init__([program], rows, cols, env, {3: documents[0], 4: orders[1]})
        os.close(documents[0])
        os.close(orders[1])
        self.documents, self.orders, self.said = documents[1], orders[0], b""

    def put(self, **document):
        os.write(self.documents, json.dumps(document).encode() + b"\n")

    def ordered(self, count):
        """The orders, that many lines."""
        while self.said.count(b"\n") < count:
            data = os.read(self.orders, 4096)
            assert data, self.said
            self.said += data
        return self.said.decode().splitlines()

def facts(second, hits, **more):
    probes = [{"probe": 'kernel.function("vfs_read").call at x.stp:3:7', "hits": hits, "time": hits * 500},
              {"probe": 'kernel.function("vfs_write").call at x.stp:4:7', "hits": 2 * hits, "time": hits * 4000, "lost_records": 3},
              {"probe": "end at x.stp:9:7", "hits": 0, "time": 0}]
    o = {"name": "mytap_x", "script": "/root/x.stp", "state": "running", "hits": 3 * hits, "memory": 1234 * 1024, "probes": probes, "globals": [
        {"name": "reads", "value": hits},
        {"name": "label", "value": "all"},
        {"name": "sizes", "elements": [{"key": [k, "n%d" % k], "value": v * hits} for k, v in ((1, 5), (2, 9), (3, 1))]},
        {"name": "times", "count": 7, "min": 1, "max": 9, "avg": 4, "histogram": [{"value": "1", "count": 4}, {"value": "2", "count": 0}, {"value": "4", "count": 2}]},
        {"name": "by_name", "elements": [{"key": ["dd"], "count": 4, "histogram": [{"value": "16", "count": 4}]},
                                         {"key": ["cp"], "count": 9, "histogram": [{"value": "32", "count": 8}, {"value": "64", "count": 1}]}]},
    ]}
    o.update(more)
    return {"facts": o, "time": int(second * 1e9), "age": int(second)}

def index(lines, pattern):
    found = [i for i, line in enumerate(lines) if re.search(pattern, line)]
    assert found, (pattern, lines)
    return found[0]

def words(lines, pattern, n=6):
    return lines[index(lines, pattern)].split()[:n]

def in_order(lines, *patterns):
    found = [index(lines, pattern) for pattern in patterns]
    assert found == sorted(found), (patterns, lines)

def rows_below(lines, pattern, n):
    return [line.split() for line in lines[index(lines, pattern) + 1:][:n]]

def first_look(lines):
    # 2,000 more hits in two seconds
    assert lines[0] == "x.stp: running 12s  hits 9,000 (3,000/s)  lost 3  memory 1,234k  mytap_x", lines
    assert len(lines) == 24 and all(len(line) <= 80 for line in lines)
    assert re.match(r"ON +HITS +HITS/S +AVG +CPU% +LOST +PROBE$", lines[index(lines, "^ON")]), lines
    assert words(lines, "vfs_read") == ["on", "3,000", "1,000", "500ns", "0.1", "0"], lines
    assert words(lines, "vfs_write") == ["on", "6,000", "2,000", "2.00us", "0.4", "3"], lines
    assert words(lines, "end at") == ["on", "0", "0", "-", "0.0", "0"], lines
    assert words(lines, "reads") == ["reads", "3,000"] and words(lines, "label") == ["label", "all"]
    output = index(lines, "Output -")
    assert lines[output + 1:output + 4] == ["one", "two", "three"], lines
    assert lines[23].startswith("q end  Tab pane") and lines[23].endswith("p pause"), lines

def bars_as_counts(lines):
    index(lines, r">> times: count 7 avg 4 min 1 max 9 \(3/4\)")
    bars = [lines[index(lines, r"^ *%s \|" % v)].count("@") for v in (1, 2, 4)]
    assert bars[1] == 0 and bars[0] > 50 and abs(bars[0] - 2 * bars[2]) <= 1, lines

def check_probes(s):
    s.see("waiting for the session")
    s.put(**facts(10, 1000))
    s.put(output="one\ntwo\nthr")
    s.put(output="ee\n")
    s.put(**facts(12, 3000))
    s.until(first_look)
    # By the time on a processor: from the order of the script to the fifth column.
    s.type("sssss")
    s.until(lambda lines: in_order(lines, r"CPU%\*", "vfs_write", "vfs_read", "end at"))
    s.type("r")
    s.until(lambda lines: in_order(lines, r"CPU%\^", "end at", "vfs_read", "vfs_write"))
    # The selected one is turned off, whatever the order is. The first order tells what restores the terminal.
    s.type("\x1bOB\x1bOB ")
    assert s.ordered(2)[1] == "probe 1 off", s.said
    changed = facts(13, 3000)
    changed["facts"]["probes"][1]["off"] = True
    s.put(**changed)
    s.see("^off .*vfs_write")
    s.type(" ")
    assert s.ordered(3)[2] == "probe 1 on", s.said

def check_variables(s):
    # An array by its values, the largest first; then by its second key, and that the other way.
    def rows(*wanted):
        s.until(lambda lines: check(rows_below(lines, "^ *KEY1", 3) == list(wanted)))
    def check(holds):
        assert holds
    s.type("\t\x1bOC")
    s.see(r">> sizes: 3 elements \(2/4\)")
    s.see(r"^KEY1 KEY2 +VALUE\*")
    rows(["2", "n2", "27,000"], ["1", "n1", "15,000"], ["3", "n3", "3,000"])
    s.type("ss")
    s.see(r"KEY2\*")
    rows(["1", "n1", "15,000"], ["2", "n2", "27,000"], ["3", "n3", "3,000"])
    s.type("r")
    s.see(r"KEY2\^")
    rows(["3", "n3", "3,000"], ["2", "n2", "27,000"], ["1", "n1", "15,000"])
    s.type("\x1bOC")
    s.until(bars_as_counts)
    # A histogram of an element of an array.
    s.type("\x1bOC")
    s.until(lambda lines: in_order(lines, "by_name: 2 elements", "^cp", "^dd"))
    s.type("\x1bOB\r")
    s.until(lambda lines: in_order(lines, r">> by_name\[dd\]", r"^ *16 \|@+ +4$"))
    s.type("\r\x1bOA\r")
    s.until(lambda lines: in_order(lines, r">> by_name\[cp\]", r"^ *64 \|@+ +1$"))
    # Zoomed it has the screen for itself.
    s.type("z")
    s.wait("only the chart", lambda lines: not any("vfs_read" in line for line in lines) and any("by_name[cp]" in line for line in lines))
    s.type("z")
    s.see("vfs_read")

def output_shown(lines):
    return [line for line in lines if line.startswith("line ")]

def check_output(s):
    # Who looks back stays where he is.
    s.type("\t")
    s.see(">> Output")
    for i in range(100):
        s.put(output="line %d\n" % i)
    s.see("^line 99$")
    whole = len(output_shown(s.terminal.lines()))
    s.type("\x1b[5~")
    s.wait("a page before", lambda lines: any("lines below" in line for line in lines) and "line 99" not in lines and len(output_shown(lines)) == whole)
    first = output_shown(s.terminal.lines())
    assert [int(line.split()[1]) for line in first] == list(range(int(first[0].split()[1]), int(first[0].split()[1]) + whole)), first
    below = int(re.search(r"\((\d+) lines below", s.terminal.text()).group(1))
    s.put(output="more\n")
    s.put(**facts(14, 3000))
    s.see("running 14s")
    s.see(r">> Output \(%d lines below\)" % (below + 1))
    assert output_shown(s.terminal.lines()) == first
    s.type("\x1bOF")
    s.see("^more$")
    # What cannot be printed is not sent to the terminal.
    s.put(output="a\x1b[31mb\x07c\rd\n")
    s.see(r"^a\?\[31mb\?c\?d$")
    # Paused: looks are not shown, output is.
    s.type("p")
    s.see("PAUSED")
    s.put(**facts(15, 9999))
    s.put(output="while paused\n")
    s.see("while paused")
    assert "running 14s" in s.terminal.lines()[0]
    s.type("p")
    s.wait("no longer paused", lambda lines: "PAUSED" not in lines[0])
    s.put(**facts(16, 9999))
    s.see("running 16s")

def check_sizes(s):
    s.size(40, 132)
    s.wait("40 lines", lambda lines: len(lines) == 40 and lines[39].startswith("q end") and "running" in lines[0])
    s.size(5, 20)
    s.see("too small")
    s.size(8, 30)
    s.wait("8 lines", lambda lines: lines[7].startswith("q end") and any("Output" in line for line in lines))
    s.size(24, 80)
    s.wait("24 lines", lambda lines: lines[23].startswith("q end"))

def check_ends():
    ends = {"q": lambda s: s.type("q"), "documents": lambda s: os.close(s.documents), "SIGTERM": lambda s: os.kill(s.pid, signal.SIGTERM),
            "SIGHUP": lambda s: os.kill(s.pid, signal.SIGHUP), "Ctrl-C": lambda s: s.type("\x03")}
    for name, end in ends.items():
        s = Screen()
        s.put(**facts(1, 10))
        s.see("vfs_read")
        assert s.terminal.is_alternate and s.terminal.is_hidden
        flags = termios.tcgetattr(s.fd)[3]
        assert not flags & termios.ECHO and not flags & termios.ICANON
        end(s)
        assert s.ended() == 0, name
        assert s.is_restored(), name
        assert termios.tcgetattr(s.fd)[3] == s.before[3], name
        # What mytap restores the terminal with when this process is killed.
        other = Terminal(24, 80)
        other.is_alternate = other.is_hidden = other.has_keypad = True
        other.kept = other.cells
        other.feed(bytes.fromhex(s.ordered(1)[0].split()[1]))
        assert not other.is_alternate and not other.is_hidden and not other.has_keypad, s.said

def check_wide():
    s = Screen(env={"LC_ALL": "C.UTF-8"})
    s.put(**facts(1, 10, script="/x/größe.stp"))
    s.put(output="日本 größe\n")
    s.see("^日本 größe$")
    s.see("größe.stp: running")
    # A session that is over says so; its last state stays.
    s.put(over="the session has ended")
    s.see("the session has ended")
    s.see("vfs_read")
    s.type(" ")
    s.type("q")
    assert s.ended() == 0 and len(s.ordered(1)) == 1

s = Screen()
check_probes(s)
check_variables(s)
check_output(s)
check_sizes(s)
s.type("q")
assert s.ended() == 0
check_ends()
check_wide()
