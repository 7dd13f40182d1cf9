# SPDX-License-Identifier: GPL-2.0-or-later
# The screen of mytap top and --monitor shows what documents say, in 80x24 and other sizes, takes keys, and leaves the terminal as
# it was, however it ends. By a session that is made up, on a terminal that is a program (terminal.py).
command -v python3 > /dev/null || skip "needs python3"
screen=$(dirname "$MYTAP")/mytap-screen
[ -x "$screen" ] || skip "built without ncurses"
python3 "$TESTSUITE/screen/screen.py" "$screen" || fail "see above"
# Not for people.
run "$screen"
expect_status 1
expect_err '^mytap-screen is begun by mytap top and mytap --monitor$'
