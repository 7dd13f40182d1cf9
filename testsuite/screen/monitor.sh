# SPDX-License-Identifier: GPL-2.0-or-later
# needs: guest headers
# timeout: 900
# mytap --monitor with a script in a guest, on a terminal: it shows what the script counts, turns a probe off and on, and whatever
# ends it, the script's end probes run, and the terminal is as it was.
command -v python3 > /dev/null || skip "needs python3"
[ -x "$(dirname "$MYTAP")/mytap-screen" ] || skip "built without ncurses"
python3 "$TESTSUITE/screen/monitor.py" "$MYTAP" "$KERNEL" || fail "see above"
