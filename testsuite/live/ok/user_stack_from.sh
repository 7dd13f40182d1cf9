# modules: user_stack_from.stp
# print_ubacktrace(pc, sp, fp): what it finds from a frame further out is the outer part of the whole stack, with and without lines.
fail() { echo "$1"; cat out err; exit 1; }
mytap-run -c 'ustack 1' t_user_stack_from.ko > out 2> err || fail status
[ ! -s err ] || fail messages
part() { sed -n "/^$1\$/,/^[a-z]/p" out | grep '^ '; }
part whole | sed 1,2d > want
part from | sed 1d > got
[ "$(wc -l < want)" -ge 2 ] && grep -q 's_outer+0x' want && grep -q 'main+0x' want || fail "the whole stack"
diff want got || fail "from s_middle"
part from | sed -n 1p | grep -q ' : s_middle+0x0/0x[0-9a-f]* \[.*/ustack\]$' || fail "the first frame"
part lines | sed 1,2d > want
part 'lines from' | sed 1d > got
diff want got || fail "lines from s_middle"
grep -q 's_outer.* at .*ustack.c:[0-9]* \[' got || fail "lines"
part nowhere | cut -c1-100 > got
printf ' 0x1000 : 0x1000\n (what called it is not known: the stack cannot be read there)\n' | diff - got || fail "where there is no stack"
