# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Every number of the table of system calls, of either width, has its expected text in a live test: the programs that syscall_usual
# starts make it, with name, arguments and result beside it. A call without a number no program can make; one whose numbers another has,
# too (twin=), syscall_usual has by its own name.
top=$TESTSUITE/..
programs=$TESTSUITE/targets
# "WIDTH NUMBER NAME", the name as the kernel has it
awk '$1 == "call" {
	for (f = 3; f <= NF; f++)
		if ($f ~ /^nr(32)?=/) {
			n = split(substr($f, index($f, "=") + 1), number, ",")
			for (i = 1; i <= n; i++) {
				split(number[i], of, ":")
				print ($f ~ /^nr32=/ ? 32 : 64), of[1], of[2] != "" ? of[2] : $2
			}
		}
}' "$top/tapsets/linux/syscalls.def" | sort -u > numbers
[ "$(wc -l < numbers)" -ge 840 ] || fail "the table has $(wc -l < numbers) numbers"
{
	# { WIDE, NARROW, ... and CALL(NAME, and call32(NUMBER,
	sed -n 's/^\t{ \(-\{0,1\}[0-9]*\), \(-\{0,1\}[0-9]*\), .*"[^"]*.*/64 \1\n32 \2/p' "$programs"/{wrong,ending}_calls.c "$programs/both_widths.c"
	sed -n '/^static const int gone/,/^}/p' "$programs/ending_calls.c" | grep -o '{ [0-9-]*, [0-9]* }' | sed 's/{ \(.*\), \(.*\) }/64 \1\n32 \2/'
	sed -n 's/.*[^_]call32(\([0-9]*\),.*/32 \1/p' "$programs/usual_calls.c"
	sed -n 's/.*CALL(\([a-z0-9_]*\),.*/\1/p' "$programs/usual_calls.c" | awk 'NR == FNR { if ($1 == 64) n[$3] = $2; next } { print 64, n[$1] }' numbers -
} | sort -u > made
awk 'NR == FNR { made[$1, $2] = 1; next } !(($1, $2) in made)' made numbers > lacking
[ ! -s lacking ] || { cat lacking; fail "numbers of system calls without an expected text"; }
for name in $(sed -n 's/^call \([a-z0-9_]*\) .*twin=.*/\1/p' "$top/tapsets/linux/syscalls.def"); do
	grep -q "^$name(" "$TESTSUITE/live/ok/syscall_usual.want" || fail "$name has no expected text of its own"
done
# What the rows of both_widths say of the calls of 64-bit programs is what syscall_argstr wants of the same patterns.
python3 - "$programs/both_widths.c" "$TESTSUITE"/live/ok/syscall_argstr{,_dcookie}.want > others << 'END'
import re, sys
wanted = set("".join(open(f).read() for f in sys.argv[2:]).splitlines())
rows = re.findall(r'^\t\{ (-?\d+), -?\d+, "(\w+)", \{ (.*?) \} \},', open(sys.argv[1]).read(), re.M)
texts = [(name, text.replace('\\"', '"')) for wide, name, both in rows if wide != "-1" and name != "pipe"
         for text in re.findall(r'"((?:[^"\\]|\\.)*)"', both)]
assert len(texts) > 400, len(texts)
print("\n".join("%s (%s)" % t for t in texts if "%s (%s)" % t not in wanted))
END
! grep . others || fail "texts of both_widths that syscall_argstr does not want"
