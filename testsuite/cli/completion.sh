# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What bash offers behind a beginning.
# needs: headers
. "$TESTSUITE/../doc/completions/mytap" || fail "bash does not take it"

# offers WORD... : what is offered for the last word, a line each, in out
offers() {
	COMP_WORDS=("$MYTAP" "$@")
	COMP_CWORD=$#
	_mytap
	printf '%s\n' "${COMPREPLY[@]}" > out
}

offers in
[ "$(cat out)" = inspect ] || fail "the command inspect: $(cat out)"
offers --flame
[ "$(cat out)" = --flamegraph= ] || fail "an option: $(cat out)"
offers --
# Every long option that --help shows, and nothing else.
"$MYTAP" --help | sed -n 's/^  \(-.*\)/\1/p' | grep -oE -- '--[a-z][a-z-]*' | sort -u > want
sed 's/=$//' out | sort -u | cmp - want || fail "all options"
offers inspect trac
[ "$(paste -sd' ' out)" = 'tracepoints tracers' ] || fail "tables of inspect: $(cat out)"
offers example fsy
[ "$(cat out)" = fsync_latency ] || fail "examples: $(cat out)"
offers help task_cur
[ "$(cat out)" = task_current ] || fail "functions: $(cat out)"
offers -l vf
grep -qx 'vfs.' out || fail "families of the library: $(cat out)"
offers -r "$KERNEL"
[ -d "/lib/modules/$KERNEL" ] && { grep -qx "$KERNEL" out || fail "releases: $(cat out)"; }
offers -L syscall.openat
grep -qx syscall.openat out || fail "points of this kernel: $(cat out)"
offers -e 'probe be'
[ ! -s out ] || [ "$(cat out)" = '' ] || fail "a script is not completed"
