# modules: user_stack_late.stp
# guest: $(program_adds bash)
# timeout: 120
# turns: 16
# Unwind tables are kept in a folder by build-id: used by the next session, made again where they are damaged or the program at
# that path is another one, and never taken from a file that others can write.
fail() { echo "$1:"; tail -20 out; cat err; exit 1; }
cat > loop.sh <<'END'
f() { if [ $1 -gt 0 ]; then f $(($1 - 1)); else (:); fi; }
i=0
until grep -q ' : _start+' out || [ $i = 2000 ]; do f 5; i=$((i + 1)); done
END
# session COMMAND: some stacks must be whole, with tables.
session() {
	rm -f /tmp/perf-*.map
	mytap-run -v --cache "$PWD/kept" -c "$1" t_user_stack_late.ko > out 2> err || fail "$1"
	grep -q '^ 0x[0-9a-f]* : _start+0x[0-9a-f]*/0x[0-9a-f]* \[[^]]*\]$' out || fail "$1: no stack is whole"
}
was_kept() { grep -q "the unwind table of $1 was kept" err; }
mkdir -m 700 kept
cp /bin/ustack prog
session './prog 20000 jit out'
was_kept "$PWD/prog" && fail "kept before it was made"
set -- kept/unwind-*
cp -r kept first
for f; do case $f in kept/unwind-[0-9a-f]*) ;; *) fail "names: $f";; esac; done
[ -e "$1" ] || fail "no table was kept"
before=$#
session './prog 20000 jit out'
was_kept "$PWD/prog" || fail "not used"
diff -r kept first || fail "kept ones were written again"
# Damaged: the last byte, a part of the file, all of it.
for f; do
	n=$(wc -c < "$f")
	case $(tail -c 1 "$f" | od -An -tx1) in *ff*) other='\0';; *) other='\377';; esac
	printf "$other" | dd of="$f" bs=1 seek=$((n - 1)) conv=notrunc 2> /dev/null
done
session './prog 20000 jit out'
grep -q 'was kept' err && fail "a damaged one was used"
diff -r kept first || fail "damaged ones were not replaced"
for f; do head -c 100 "first/${f#kept/}" > "$f"; done
session './prog 20000 jit out'
grep -q 'was kept' err && fail "a short one was used"
diff -r kept first || fail "short ones were not replaced"
chmod 666 "$@"
session './prog 20000 jit out'
grep -q 'was kept' err && fail "used although others can write it"
diff -r kept first || fail "replaced by others"
# Another program at the same path has another build-id; the first one's table stays.
rm prog
cp /bin/bash prog
session './prog loop.sh'
was_kept "$PWD/prog" && fail "the table of the program that was there before"
set -- kept/unwind-*
[ $# -gt $before ] || fail "no table of the other program"
session './prog loop.sh'
was_kept "$PWD/prog" || fail "the other program's is not used"
for f in first/*; do cmp "$f" "kept/${f#first/}" || fail "the first program's"; done
# A program of somebody who may not decide what root does.
cp /bin/ustack theirs
chown 54321 theirs
chmod 755 theirs
session './theirs 20000 jit out'
was_kept "$PWD/theirs" && fail "a program of another user"
# No folder: as without.
rm -r kept
session './prog loop.sh'
grep -q 'was kept' err && fail "without a folder"
[ ! -e kept ] || fail "a folder was made"
