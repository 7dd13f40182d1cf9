# SPDX-License-Identifier: GPL-2.0-or-later
"""last_screen.py LOG [LINES COLUMNS]: what a program that wrote LOG to a terminal showed before it left the alternate screen. Fails if the
terminal was not left as it was."""
import os, sys
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from terminal import Terminal
data = open(sys.argv[1], "rb").read()
t = Terminal(*(int(n) for n in sys.argv[2:4] or (24, 80)))
left = data.rindex(b"\x1b[?1049l")
t.feed(data[:left])
print(t.text())
t.feed(data[left:])
assert not t.is_alternate and not t.is_hidden and not t.has_keypad
