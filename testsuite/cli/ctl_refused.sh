# SPDX-License-Identifier: GPL-2.0-or-later
# What mytap ctl refuses before it looks at any kernel. (What it does: inspect/live.)
refused() { # WORDS... MESSAGE
	run "$MYTAP" ctl "${@:1:$#-1}"
	expect_status 1
	expect_err "^mytap: ctl: ${*: -1}"
}
refused 'a session and a command are needed'
refused x 'a session and a command are needed'
refused x fly 'a session and a command are needed'
refused x probe 'mytap ctl SESSION probe NAME on|off$'
refused x probe 1 'mytap ctl SESSION probe NAME on|off$'
refused x stop now 'mytap ctl SESSION stop$'
refused x set 'mytap ctl SESSION set VARIABLE=NUMBER$'
run "$MYTAP" help ctl
expect_status 0
for word in status on off 'probe NAME on|off' 'tracing on|off' 'set VARIABLE=NUMBER' 'print VARIABLE' dump stop; do
	grep -qF "  $word " out || { cat out; fail "help does not list: $word"; }
done
