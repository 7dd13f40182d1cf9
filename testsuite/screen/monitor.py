# SPDX-License-Identifier: GPL-2.0-or-later
"""monitor.py MYTAP KERNEL: mytap --monitor, in a guest, with keys and signals."""
import os, re, signal, sys, time
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from terminal import Program

mytap, kernel = sys.argv[1:]
# dd reads 24 times 3 bytes, then nothing is counted but the timer's ticks.
script = """global reads, by_size, ticks
probe kernel.function("vfs_read").call { if (execname() == "dd" && $count == 3) { reads++; by_size[$count] <<< $count } }
probe timer.ms(50) { ticks++ }
probe begin { println("begun") }
probe end { printf("ended %d, %d\\n", reads, @count(by_size[3])); print(@hist_log(by_size[3])) }"""
command = "dd if=/dev/zero of=/dev/null bs=3 count=24 2> /dev/null; sleep 1000"

def begin():
    p = Program([mytap, "--monitor=0.2", "--vm=" + kernel, "-r", kernel, "-w", "-e", script, "-c", command])
    p.see("^reads +24$", 240)
    return p

def index(lines, pattern):
    return next(i for i, line in enumerate(lines) if re.search(pattern, line))

def ticks(p):
    p.see(r"^ticks +[\d,]+$")
    lines = p.terminal.lines()
    return int(lines[index(lines, "^ticks ")].split()[1].replace(",", ""))

def check_ended(p, status=0):
    """What the end probes print comes behind the screen."""
    assert p.ended() == status, p.terminal.text()
    assert p.is_restored()
    assert re.search(r"^ended 24, 24$", p.terminal.text(), re.M), p.terminal.text()

def check_keys():
    p = begin()
    assert p.terminal.is_alternate
    p.see("^begun$")
    p.see(r"^<input>: running .*  hits [\d,]+ \(\d+/s\)  lost 0 ")
    # The histogram of the element with key 3: 24 values of 3, in the bucket from 2 to 3.
    p.type("\t\x1bOC")
    p.see(r">> by_size: 1 element \(2/2\)")
    p.see(r"^ *3 +24\b")
    p.type("\r")
    p.see(r">> by_size\[3\]")
    p.see(r"^ *2 \|@+ +24$")
    p.type("\x1bOD")
    p.see(r"^>> Globals")
    # The timer's probe is turned off: its ticks stand; and on again.
    p.type("\t\t")
    p.see(">> Probes")
    p.type("\x1bOB ")
    p.see(r"^off .* timer\.ms\(50\)")
    p.see(r"^off +[\d,]+ +0 .* timer\.ms\(50\)")
    stood = ticks(p)
    was = p.terminal.lines()[0]
    p.wait("another look", lambda lines: lines[0] != was)
    assert ticks(p) == stood
    p.type(" ")
    p.see(r"^on .* timer\.ms\(50\)")
    p.wait("ticks go on", lambda lines: any(re.match(r"ticks ", line) for line in lines) and ticks(p) > stood)
    p.size(30, 100)
    p.wait("100 columns", lambda lines: len(lines) == 30 and lines[29].startswith("q end") and "running" in lines[0])
    p.type("q")
    check_ended(p)

def child_of(pid, name):
    for child in open("/proc/%d/task/%d/children" % (pid, pid)).read().split():
        if open("/proc/%s/comm" % child).read().strip() == name:
            return int(child)
    raise AssertionError("no " + name)

def check_signals():
    p = begin()
    os.kill(p.pid, signal.SIGTERM)
    check_ended(p)
    # The screen is killed: mytap puts the terminal back, and says so.
    p = begin()
    os.kill(child_of(p.pid, "mytap-screen"), signal.SIGKILL)
    check_ended(p)
    assert "mytap-screen was ended by signal 9" in p.terminal.text()

def check_own_end():
    """A script that ends by itself, here when a probe of it stands: the screen stays until q, then what it printed in the end is on the terminal."""
    script = """global alive, was, same
probe timer.ms(50) { alive++ }
probe timer.ms(100) { if (alive != was) same = 0; else if (++same > 5) exit(); was = alive }
probe begin { println("begun") }
probe end { println("the last words") }"""
    p = Program([mytap, "--monitor=0.2", "--vm=" + kernel, "-r", kernel, "-w", "-e", script])
    p.see(r"^on +\d.* timer\.ms\(50\)", 240)
    p.see("^begun$")
    p.type(" ")
    p.see("the session has ended")
    p.type("\t\tz")
    p.see("^the last words$")
    p.type("z")
    # What is shown is the last look before its memory was given back, and the report's sums are not counted again.
    p.see(r"^off +\d+ .* timer\.ms\(50\)")
    p.type("q")
    assert p.ended() == 0
    assert p.is_restored()
    assert "the last words" in p.terminal.text() and "begun" not in p.terminal.text(), p.terminal.text()

for check in (check_keys, check_signals, check_own_end):
    before = time.monotonic()
    check()
    print("%s: %.1f s" % (check.__name__, time.monotonic() - before))
