# modules: user_stack_late.stp user_stack_text.stp
# guest: $(program_adds bash)
# timeout: 120
# turns: 6
# Stacks of programs that nobody has named: the first ones may be short, but soon the file's table is there; code that is made at
# run time is named by its map; names are found when the process has gone, and in a program of the distribution without symbols.
fail() { echo "$1:"; tail -60 out; cat err; exit 1; }
mytap-run -c 'ustack 20000 jit out' t_user_stack_late.ko > out 2> err || fail "jit"
[ ! -s err ] || fail "messages of jit"
rm -f /tmp/perf-*.map
# The last stack: what comes below code without a table was found by its frame pointer.
last=$(grep -n '^stack ' out | tail -1 | cut -d: -f1)
sed -n "$((last + 1)),\$p" out | sed '/^brief/,$d' > whole
grep -q ' : s_leaf+0x[0-9a-f]*/0x[0-9a-f]* \[/bin/ustack\]$' whole || fail "the leaf"
grep -A1 ' : s_leaf' whole | grep -qE '^ 0x[0-9a-f]+ : made_here\+0x6/0x8$' || fail "the code that was made"
grep -A1 ' made_here' whole | grep -q ' : main+0x[0-9a-f]*/0x[0-9a-f]* \[/bin/ustack\] (by frame pointer)$' || fail "below it"
tail -n 1 whole | grep -q ' : _start+0x[0-9a-f]*/0x[0-9a-f]* \[/bin/ustack\]$' || fail "the outermost function"
sed -n "$((last + 1)),\$p" out | sed -n '/^brief/,/^at the end/p' | grep -qx 'made_here+0x6' || fail "brief"
# At the end the process has gone.
sed -n '/^at the end/,/^again/p' out > end
grep -q ' : s_leaf+0x[0-9a-f]*/0x[0-9a-f]* \[/bin/ustack\]$' end && grep -q ' : made_here+0x6/0x8$' end || fail "names at the end"
[ "$(sed -n '/^at the end/,/^again/p' out | grep '^ ')" = "$(sed -n '/^again/,/^as text/p' out | grep '^ ')" ] || fail "print_usyms"
sed -n '/^as text/,$p' out | grep -q '^s_leaf+0x[0-9a-f]*/0x[0-9a-f]* \[/bin/ustack\]$' || fail "sprint_usyms"
grep -qx 'the same 1' out || fail "sprint_ustack"
# A program of the distribution, by what it offers to its libraries and where its functions begin.
# It goes on until a stack was whole, however slow the machine is, and a little longer.
cat > loop.sh <<'END'
f() { if [ $1 -gt 0 ]; then f $(($1 - 1)); else (:); fi; }
i=0
until grep -q ' : _start+' out || [ $i = 2000 ]; do f 5; i=$((i + 1)); done
for i in 1 2 3 4 5; do f 5; done
END
mytap-run -c 'bash loop.sh' t_user_stack_late.ko > out 2> err || fail "bash"
[ ! -s err ] || fail "messages of bash"
last=$(grep -n '^stack ' out | tail -1 | cut -d: -f1)
sed -n "$((last + 1)),\$p" out | sed '/^brief/,$d' > whole
[ "$(wc -l < whole)" -ge 8 ] || fail "bash's last stack"
grep -q 'by frame pointer\|not known' whole && fail "bash's last stack has frames of another kind"
grep -q ' : exit_shell+0x[0-9a-f]*/0x[0-9a-f]* \[/bin/bash\]$' whole || fail "names of bash"
grep -qE ' : libc\.so\.6\+0x[0-9a-f]+ \(function at 0x[0-9a-f]+\) \[/lib/.*/libc\.so\.6\]$' whole || fail "a function without a name"
tail -n 1 whole | grep -q ' : _start+0x[0-9a-f]*/0x[0-9a-f]* \[/bin/bash\]$' || fail "bash's outermost function"
# As text while it runs.
mytap-run -c 'ustack 20 lines' t_user_stack_text.ko > out 2> err || fail "text"
[ ! -s err ] || fail "messages of text"
grep -qx 'same 40, other 0' out || fail "text and printed lines"
# Source lines, as the program knows them.
set -- $(grep '^lines ' out)
inner=$2 middle=$3 outer=$4
grep -qx "at ustack.c:$inner, ustack.c:$middle, ustack.c, $outer, 0x10: 20" out || fail "lines as values"
for f in "s_inner+0x0/0x[0-9a-f]* at ustack.c:$inner" "s_middle+0x[0-9a-f]*/0x[0-9a-f]* at ustack.c:$middle" \
	 "s_outer+0x[0-9a-f]*/0x[0-9a-f]* at ustack.c:$outer" "_start+0x[0-9a-f]*/0x[0-9a-f]*"; do
	[ "$(grep -c "^ 0x[0-9a-f]* : $f \[/bin/ustack\]$" out)" = 1 ] || fail "printed lines: $f"
done
