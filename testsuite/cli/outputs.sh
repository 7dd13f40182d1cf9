# What the outputs make of a session of known records (unit/loader_outputs), without a guest: text, JSON.
make_raw=$(dirname "$MYTAP")/testsuite/unit/loader_outputs
[ -x "$make_raw" ] || skip "$make_raw is not built: make check-programs"
command -v jq > /dev/null || skip "needs jq"
"$make_raw" known.raw || fail "no raw file"
replay() { run "$MYTAP" -w replay known.raw "$@"; }

replay
expect_status 0
expect_err 'division by 0'
for want in '   0) ! 600.000 us  |    } /\* = 4096 \*/' '   1) ! 1000.000 us |  } /\* = -2 (ENOENT) \*/' 'reads\["cat",-3\]=9007199254740993' \
	' 4096 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@                  33' '         task100-100     \[001\] d.s.     5.000000: vfs_read <-ksys_read'; do
	grep -qx "$want" out || { cat out; fail "not printed: $want"; }
done
printf '%s\n' '# tracer: stack' '#' '# CPU 3: 4096 of 16384 bytes, by task100-100 at 10.001020' '        Depth    Size   Location    (1 entries)' \
	'        -----    ----   --------' '  0)     4096    4096   vfs_read+0x0/0x2b0' '#' '# CPU 0: 1232 of 16384 bytes, by task100-100 at 10.001020' \
	'        Depth    Size   Location    (2 entries)' '        -----    ----   --------' \
	'  0)     1232    1056   vfs_read+0x0/0x2b0' '  1)      176     176   ksys_read+0x40/0xc0' > want
sed -n '/^# tracer: stack/,$p' out > deepest
expect_same want deepest
cp out text
replay -o file
[ ! -s out ] || fail "-o prints"
expect_same text file

# JSON: each line by the description, and the values that were put in.
sed -n '/^```jq$/,/^```$/p' "$TESTSUITE/../doc/records.md" | sed '1d;$d' > records.jq
replay --json
expect_status 0
cp out json
jq -rnf records.jq < json > wrong 2>&1
[ ! -s wrong ] || fail "$(head -5 wrong)"
# The description finds what is not as it says.
sed 's/"cpu":0,/"cpu":"zero",/; s/^{"type":"end".*//' json | jq -rnf records.jq > wrong 2>&1
grep -q 'cpu is no number: zero' wrong && grep -q 'the last is no end' wrong || fail "the description lets everything pass"
is() { [ "$(jq -sc "$1" json)" = "$2" ] || fail "$1: $(jq -sc "$1" json), not $2"; }
is '[.[] | select(.type == "print" and .args != null)][0] | [.text, .args[0]]' '["a \"quoted\"\\ é � <b> -9223372036854775808\n","a \"quoted\"\\ é � <b>"]'
is '[.[] | select(.type == "map" and .name == "reads")] | map([.key, .value])' '[[["cat",-3],9007199254740992],[["dd",1],17]]'
is '[.[] | select(.type == "map" and .name == "sizes")][0].value' '{"count":4,"min":-5,"max":100,"sum":200,"avg":50}'
is '[.[] | select(.type == "hist")] | map(.buckets | map([.from, .below, .above, .count]))' \
	'[[[-2,null,null,1],[0,null,null,2],[4096,null,null,33]],[[null,10,null,5],[20,null,null,51],[null,null,50,1]],[[4096,null,null,11],[16384,null,null,66]],[]]'
is '[.[] | select(.type == "stack")] | map(.frames | map(.name))' \
	'[["vfs_read","ksys_read","do_syscall_64"],["vfs_read","ksys_read","do_syscall_64"],["rw_verify_area","ksys_read","do_syscall_64"],["inner","prog"]]'
# Stacks of programs, whose files are not asked for again.
is '[.[] | select(.type == "stack")][3].frames[0] | [.address, .name, .offset, .size, .source, .line, .module]' \
	'["0x555500001010","inner",16,32,"src/x.c",12,"/usr/bin/prog"]'
is '[.[] | select(.type == "stack")][3].frames[1] | [.name, .source, .module]' '["prog",null,"/usr/bin/prog"]'
for want in ' 0x555500001010 : inner+0x10/0x20 at src/x.c:12 \[/usr/bin/prog\]' ' 0x555500002020 : prog+0x2020 \[/usr/bin/prog\]' 'inner+0x10' \
	' (what called it is not known: there is neither unwind information nor a frame pointer)'; do
	grep -qx "$want" text || { cat text; fail "not printed: $want"; }
done
is '[.[] | select(.what == "leave" and .pid == 200)] | map([.function, .depth, .duration, .own, .value])' \
	'[["rw_verify_area",2,100000,100000,0],["rw_verify_area",2,50000,50000,0],["vfs_read",1,600000,450000,-2],["ksys_read",0,1000000,400000,-2]]'
is '[.[] | select(.what == "function")][0] | [.function, .caller, .irqs_off, .softirq, .nmi]' '["vfs_read","ksys_read",true,true,false]'
is '[.[] | select(.type == "lost")][0] | [.probe, .at, .records, .skipped_lock]' '["kernel.function(\"vfs_read\")","x.stp:1:7",120,10]'
is '[.[] | select(.type == "deepest")] | map([.cpu, .used, .stack_size, (.frames | map([.depth, .size, .location]))])' \
	'[[3,4096,16384,[[4096,4096,"vfs_read+0x0/0x2b0"]]],[0,1232,16384,[[1232,1056,"vfs_read+0x0/0x2b0"],[176,176,"ksys_read+0x40/0xc0"]]]]'
is '[.[] | select(.type == "error")][0] | [.text, .at]' '["division by 0","x.stp:1:7"]'
is '.[-1] | [.type, .complete, .lost, .errors, .unpaired]' '["end",true,120,1,0]'
replay --json=strings
grep -q '"value":"9007199254740993"' out || fail "a number over 2^53 is no string"
grep -q '"value":17' out || fail "a small number is a string"
jq -rnf records.jq < out > wrong 2>&1
[ ! -s wrong ] || fail "$(head -5 wrong)"

# What functions took, by hand; half of four calls of 50 and 100 us: 50 us, at most 1/32 more.
replay --times=only
printf '%s\n' '# times in us' '#   COUNT           TOTAL             OWN          AVG          P50          P99          MAX  FUNCTION' \
	'        2        1200.000         900.000      600.000      600.000      600.000      600.000  vfs_read' \
	'        2        2000.000         800.000     1000.000     1000.000     1000.000     1000.000  ksys_read' \
	'        4         300.000         300.000       75.000       50.175      100.000      100.000  rw_verify_area' > want
tail -5 out > times
expect_same want times
! grep -q 'vfs_read() {' out || fail "calls in spite of =only"
replay --times --json
expect_status 1
expect_err '^ERROR: --times and --json do not go into one output'

# Trees: by what the outermost call returned, and how long it took.
trees() { grep -c '^   [01])               |  ksys_read() {$' out; }
replay --failed
[ "$(trees)" = 1 ] && grep -qx '   1) ! 1000.000 us |  } /\* = -2 (ENOENT) \*/' out || { cat out; fail "the tree that failed"; }
[ "$(grep -c '^   0)' out)" = 0 ] || fail "another tree"
replay --slower 1ms
[ "$(trees)" = 0 ] || fail "no tree took longer than 1 ms"
replay --slower 999us
[ "$(trees)" = 2 ] || fail "both trees took 1 ms"
replay --failed --folded folded
[ "$(cat folded)" = "task200;ksys_read 400000
task200;ksys_read;vfs_read 450000
task200;ksys_read;vfs_read;rw_verify_area 150000" ] || { cat folded; fail "the stacks of a tree that was kept back"; }

# Histograms over time: a cell for each bucket that holds something, by hand: place, its share of the most, what it says. Rows are
# 16 high, from -2 to 16384 and from <10 to >50; columns 22 wide.
replay --heatmap heat.svg -o text
sed -n 's/^<rect class="cell" x="\([0-9]*\)" y="\([0-9]*\)" .*fill-opacity="\([0-9.]*\)" data-n="\([0-9]*\)"><title>\(.*\)<.title><.rect>$/\1 \2 \3 \4 \5/p' heat.svg > cells
printf '%s\n' '130 372 0.094 1 +0.000 s, -2: 1' '130 340 0.108 2 +0.000 s, 0: 2' '130 132 0.540 33 +0.000 s, 4096: 33' \
	'152 132 0.233 11 +4.000 s, 4096: 11' '152 100 1.000 66 +4.000 s, 16384: 66' '130 574 0.170 5 +0.000 s, &lt;10: 5' \
	'130 542 1.000 51 +0.000 s, 20: 51' '130 478 0.098 1 +0.000 s, &gt;50: 1' > want
expect_same want cells
grep -q '>powers of two, 3 columns, at most 66 in a bucket<' heat.svg && grep -q '>linear, 1 columns, at most 51 in a bucket<' heat.svg || fail "titles"

# Beside an earlier session: shares of all, by hand. Half of it was gone(), half in task200's vfs_read.
printf '%s\n' 'task100;ksys_read 100' 'task100;ksys_read;gone 100' 'task200;ksys_read;vfs_read 200' > old.folded
replay --flamegraph new.svg --baseline old.folded -o text
frame() { grep -o "<title>$1)</title><rect [^>]*>" new.svg | sed 's/.*fill:\([^"]*\)".*/\1/'; }
[ "$(frame 'vfs_read (600.000 us, 30.00 %, before 0.00 %: +30.00')" = 'rgb(235,70,70)' ] || { grep '<title>' new.svg; fail "what grew most"; }
[ "$(frame 'vfs_read (600.000 us, 30.00 %, before 50.00 %: -20.00')" = 'rgb(125,125,235)' ] || fail "what shrank"
[ "$(frame 'task100 (1000.000 us, 50.00 %, before 50.00 %: +0.00')" = 'rgb(235,235,235)' ] || fail "what stayed"
grep -q 'beside old.folded: red grew, blue shrank</text>' new.svg && ! grep -q '>gone' new.svg || fail "what the picture says"
[ "$(grep -c '<g class="f"' new.svg)" = 8 ] || fail "frames"
replay --flamegraph new.svg -o text
grep -q before new.svg && fail "compared with nothing"
echo 'no number' >> old.folded
replay --flamegraph new.svg --baseline old.folded -o text
expect_status 1
expect_err '^ERROR: old.folded, line 4, is not as --folded writes it'
replay --flamegraph new.svg --baseline nowhere -o text
expect_status 1
expect_err '^ERROR: cannot read nowhere: No such file or directory$'

# A raw file of a raw file is the same.
replay --raw again.raw -o /dev/null
cmp known.raw again.raw || fail "another raw file"

# What is refused.
run "$MYTAP" replay
expect_status 1
expect_err '^mytap: replay takes the file that --raw wrote$'
run "$MYTAP" replay nowhere.raw
expect_status 1
expect_err '^ERROR: cannot read nowhere.raw: No such file or directory$'
run "$MYTAP" replay text
expect_status 1
expect_err '^ERROR: text is not a file that --raw wrote$'
cp known.raw other.raw
printf '\377' | dd of=other.raw bs=1 seek=8 conv=notrunc status=none
run "$MYTAP" replay other.raw
expect_status 1
expect_err '^ERROR: other.raw was written by another version of mytap'
head -c 3000 known.raw > cut.raw
run "$MYTAP" replay cut.raw
expect_status 1
expect_err '^ERROR: cut.raw was cut off after [0-9]* records: what came then is missing$'
run "$MYTAP" replay --raw /nowhere/x known.raw
expect_status 1
expect_err '^ERROR: cannot write to /nowhere/x: '
run "$MYTAP" --json=numbers replay known.raw
expect_status 1
expect_err '^mytap: --json takes nothing or =strings '
