# SPDX-License-Identifier: GPL-2.0-or-later
# needs: guest headers
# timeout: 600
# Probes in a module of our own (tapmod/, built here with the kernel's own makefiles), and its variables: it comes and
# goes while the session runs, or is there before. Every form; static variables by file; callees of callees.
build=/lib/modules/$KERNEL/build
cp -r "$TESTDIR/tapmod" .
make -C "$build" M="$PWD/tapmod" modules > make.log 2>&1 || skip "no module can be built: $(tail -1 make.log)"
module=$PWD/tapmod/tapmod.ko
readelf -S "$module" | grep -q '\.debug_info' || skip "modules are built without debuginfo here"

# forms that are refused, and why
refused() { run "$MYTAP" -r "$KERNEL" -l "$1"; expect_status 1; expect_err "$2"; }
refused "module(\"$module\").function(\"tapmod_middle\").exported" "'tapmod_middle' of module .* is not exported to others"
refused "module(\"$module\").function(\"tapmod_to\")" "did you mean 'tapmod_top'"
refused "module(\"$module\").statement(\"tapmod_top@tapmod_a.c:1\")" 'no code at line 1 of .*tapmod_a.c; the nearest lines'
refused "module(\"$module\").statement(0x100000)" 'is in no function of module .tapmod.'
refused "module(\"$module\").statement(0x10).absolute" 'needs -g|leave .absolute away'
refused "module(\"$module\").tracepoint(\"tapmod_stop\")" "no tracepoint 'tapmod_stop' in module .*did you mean 'tapmod_step'"
refused "module(\"$module\").function(\"tapmod_shared_too\").callee(\"shared\").return" \
	"'tapmod_shared_too' calls 'shared' by a jump at its end"
run "$MYTAP" -r "$KERNEL" -p2 -e "probe module(\"$module\").function(\"tapmod_top\") { print(@var(\"lost\")) }"
expect_err "no variable 'lost' in module tapmod \(did you mean 'last'"
# an offset that is no instruction's, and the nearest that is
if grep -q 'define HAVE_ZYDIS' "$(dirname "$MYTAP")/config.h" 2> /dev/null; then
	refused "kprobe.module(\"$module\").function(\"tapmod_leaf+1\")" \
		'tapmod_leaf\+0x1 is in the middle of an instruction: the nearest begin at tapmod_leaf\+0x0 and'
	next=$(sed -n 's/.* and tapmod_leaf+\(0x[0-9a-f]*\): .*/\1/p' err)
	run "$MYTAP" -r "$KERNEL" -l "kprobe.module(\"$module\").function(\"tapmod_leaf+$next\")"
	expect_status 0
fi

# source lines of all its code
query=$(dirname "$MYTAP")/testsuite/unit/dbg_query
if [ -x "$query" ] && command -v addr2line > tools; then
	run python3 "$TESTDIR/check_lines.py" "$query" "$KERNEL" "$module" "$module" .text
	expect_status 0
	expect_out 'addresses, known [0-9]+, other lines 0'
fi

run "$MYTAP" -r "$KERNEL" -p4 -m forms "$TESTDIR/modules.stp" "$module"
expect_status 0
cat > probe_all.stp <<'STP'
global calls, returns
probe module(@1).function("*").call { calls++ }
probe module(@1).function("*").return { returns++ }
probe end { printf("%d\n", calls - returns) }
STP
run "$MYTAP" -r "$KERNEL" -p4 -m every probe_all.stp "$module"
expect_status 0

# The same is made of it when its debuginfo is split off.
run "$MYTAP" -r "$KERNEL" -p3 "$TESTDIR/modules.stp" "$module"
expect_status 0
mv out plain.c && mv tapmod whole && cp -r "$TESTDIR/tapmod" . && make -C "$build" M="$PWD/tapmod" KCFLAGS=-gsplit-dwarf modules > make.log 2>&1 || exit 1
[ -s tapmod/tapmod_a.dwo ] || fail "nothing of the module is split off"
run "$MYTAP" -r "$KERNEL" -p3 "$TESTDIR/modules.stp" "$module"
expect_status 0
diff plain.c out | grep '^[<>]' | grep -v 'MYTAP_SOURCE_LINES\|build' && fail "other things are made of a module with .dwo files"
rm -r tapmod && mv whole tapmod

cat > guest.sh <<'GUEST'
cd /t
. ./in_background
# what is inlined at a static key cannot be probed: the kernel says so
messages() { grep -E '^(WARNING|ERROR)' | grep -v 'the kernel does not allow a probe here' | sort -u; }
give() { echo "$1" > /proc/tapmod; }

echo "== later"
begin forms.ko
echo 8 > /dev/null
insmod tapmod.ko
give 3
rmmod tapmod
insmod tapmod.ko
give -2
finish
give 9			# nobody looks any more
echo "== before"
begin forms.ko
give 4
rmmod tapmod
finish
echo "== again and again"
begin every.ko
i=0
while [ $i -lt 20 ]; do
	insmod tapmod.ko
	give $i
	rmmod tapmod
	i=$((i + 1))
done
finish
is_clean 'forms|every|tapmod'
GUEST
run "$MYTAP_GUEST" --kernel="$KERNEL" --memory=512 --timeout=240 --log=log --add=forms.ko:/t/forms.ko \
	--add=every.ko:/t/every.ko --add="$module:/t/tapmod.ko" --add=guest.sh:/t/guest.sh \
	--add="$TESTDIR/in_background.guest:/t/in_background" --add="$MYTAP_RUN:/bin/mytap-run" -- 'sh /t/guest.sh'
expect_status 0
[ -z "${UPDATE-}" ] || cp out "$TESTDIR/modules.want"
expect_same "$TESTDIR/modules.want" out
