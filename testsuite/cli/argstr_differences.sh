# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What live/ok/syscall_argstr prints is what SystemTap 5.6 prints, but for the lines of syscall_argstr.differences.
d=$TESTSUITE/live/ok
cat "$d/syscall_argstr.want" "$d/syscall_argstr_dcookie.want" | sort -u > ours
sed -n 's/^+ //p' "$d/syscall_argstr.differences" | sort > plus
sed -n 's/^- //p' "$d/syscall_argstr.differences" | sort > minus
comm -13 ours plus > gone
[ ! -s gone ] || { cat gone; fail "lines of syscall_argstr.differences are printed otherwise now"; }
comm -23 ours plus | sort -m - minus > theirs
want=$(sed -n 's/^# sha256 of its [0-9]* lines, sorted: //p' "$d/syscall_argstr.differences")
lines=$(sed -n 's/^# sha256 of its \([0-9]*\) lines, sorted: .*/\1/p' "$d/syscall_argstr.differences")
[ "$(wc -l < theirs)" = "$lines" ] || fail "$(wc -l < theirs) lines, not $lines: a difference is not listed"
[ "$(sha256sum < theirs | cut -d' ' -f1)" = "$want" ] || fail "a difference from what SystemTap 5.6 prints is not listed"
# Each group of lines has its reason above it.
awk 'NR > 3 && /^#/ { reason = 1; next } NR > 3 && !reason { exit 1 }' "$d/syscall_argstr.differences" || fail "a group without a reason"
