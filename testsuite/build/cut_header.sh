# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers
# turns: 30
# timeout: 900
# A new script is compiled with the part of the runtime's header that it refers to, by cc1 and as themselves; where that part is not
# enough, with the whole header; the module is the same.
export MYTAP_CACHE_DIR=$PWD/cache
build() { run "$MYTAP" -vvv -r "$KERNEL" --build=fast --disable-cache --debuginfo=btf -w -m m -p4 "$@"; expect_status 0; }
examples=$(dirname "$TESTSUITE")/doc/examples
run "$MYTAP" --prewarm "$KERNEL"
expect_status 0
n=0
for f in "$examples"/*.stp; do
	grep -q '^// \(options\|args\|needs\):' "$f" && continue
	run "$MYTAP" -vvv -r "$KERNEL" --build=fast --disable-cache --debuginfo=btf -w -m m -p4 "$f"
	[ "$status" = 0 ] || continue		# it needs debuginfo, or guru mode
	! grep -q 'is not enough' err || { cat err; fail "$f: its part of the header"; }
	grep -q '^Running [^ ]*/cc1 .*script\.c' err || { cat err; fail "$f: compiled by other means"; }
	n=$((n + 1))
done
[ "$n" -ge 20 ] || fail "only $n examples were built"
script='global m probe timer.ms(100) { m[pid(), execname()] <<< 1; if (@count(m[1, "x"]) > 5) printf("%s %d\n", probefunc(), 5) } probe end { print(@hist_log(m[1, "x"])) }'
build -e "$script"
cp m.ko cut.ko
# A header in which a name is missing, one that is empty, and a compiler that tells nothing.
seed=$(echo cache/seed/*/)
damage() {
	sed -i "$1" "$seed/api.i"
	sed -i "s/^file [0-9a-f]* api\.i\$/file $(sha256sum < "$seed/api.i" | cut -d' ' -f1) api.i/" "$seed/manifest"
}
cp "$seed/api.i" api.i
damage 's/mytap_print_hist/mytap_print_other/'
build -e "$script"
grep -q 'is not enough' err || { cat err; fail 'the whole header was not needed'; }
cmp m.ko cut.ko || fail 'another module with the whole header'
cp api.i "$seed/api.i"
damage d
build -e "$script"
! grep -q 'is not enough' err || fail 'an empty part of the header was tried'
cmp m.ko cut.ko || fail 'another module with the whole header'
sed -i '/^cc1 /d; /^as /d' "$seed/commands"
sed -i "s/^file [0-9a-f]* commands\$/file $(sha256sum < "$seed/commands" | cut -d' ' -f1) commands/" "$seed/manifest"
build -e "$script"
! grep -q '^Running [^ ]*/cc1 ' err || fail 'cc1 without its words'
cmp m.ko cut.ko || fail "another module by the compiler's driver"
[ "$(ls -d cache/seed/*/ | wc -l)" = 1 ] || fail 'another seed was made'
# What the compiler says of a script is said as before.
run "$MYTAP" -g -r "$KERNEL" --build=fast --disable-cache -w -m m -p4 -e 'probe begin { println(%{ nosuch() %}) exit() }'
expect_status 1
expect_err 'nosuch'
