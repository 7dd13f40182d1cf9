# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Each command of doc/founding.md goes through the passes, for each kernel; what mytap inspect is asked for there is. Those that name source
# files need debuginfo, and say so without it.
# commands: those of the page, each in a file of its own: from "$ mytap" up to where the shell has a whole command
commands() {
	local line text='' n=0
	while IFS= read -r line; do
		[[ -n $text || $line == '$ mytap '* ]] || continue
		text+=${line#'$ '}$'\n'
		bash -n <<< "$text" 2> /dev/null || continue
		n=$((n + 1))
		printf '%s' "$text" > "$(printf 'command.%02d' $n)"
		text=''
	done < "$1"
	[ -z "$text" ] || fail "a command without an end: $text"
}
commands "$TESTSUITE/../doc/founding.md"
at=$("$MYTAP" -r "$KERNEL" -v -l 'kernel.function("kernel_clone")' 2> /dev/null | sed -n 's/.*pc=\(0x[0-9a-f]*\).*/\1/p')
[ -n "$at" ] || fail "kernel_clone has no address"
mytap() {
	if [ "$1" = inspect ]; then
		"$MYTAP" help inspect | grep -qE "^  $2 " || { echo "no table $2"; return 1; }
	else
		"$MYTAP" -r "$KERNEL" -p2 "$@"
	fi
}
has_files=true
"$MYTAP" -r "$KERNEL" -l 'kernel.function("*@fs/open.c")' > out 2> err || { has_files=false; grep -q 'not known without debuginfo' err || fail "functions of a file"; }
scripts=0
for f in command.*; do
	sed -i "s/0xffffffff810941a0/$at/g; s/ &\$//" "$f"
	# shellcheck disable=SC1090
	. "./$f" > out 2> err < /dev/null || {
		! $has_files && grep -q '@fs/' "$f" && grep -q 'not known without debuginfo' err && continue
		cat "$f" out err
		fail "does not get through pass 2"
	}
	[ ! -s err ] || { cat "$f" err; fail "messages"; }
	grep -q '^mytap inspect' "$f" || { [ -s out ] && scripts=$((scripts + 1)); }
done
[ $scripts -ge 10 ] || fail "only $scripts scripts"
