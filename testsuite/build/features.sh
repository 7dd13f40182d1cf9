# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers
# turns: 18
# features.def: exported symbols, C that compiles, missing headers; a wrong file is refused with its line.
data=$(dirname "$TESTSUITE")
mkdir -p d/runtime d/tapsets
cp -r "$data"/runtime/. d/runtime/
export MYTAP_DATA_DIR=$PWD/d MYTAP_CACHE_DIR=$PWD/cache
cat >> d/runtime/kernel/features.def <<'DEF'

symbol HAVE_T_EXPORTED register_kprobe
	why: test
symbol HAVE_T_NOT_EXPORTED kallsyms_lookup_name_not_there
test HAVE_T_NO_HEADER
	#include <linux/no_such_header.h>
	int TEST(void) { return 0; }
test HAVE_T_COMPILES
	why: test
	#include <linux/sched.h>
	int TEST(struct task_struct *t) { return t->pid; }
test HAVE_T_NO_MEMBER
	#include <linux/sched.h>
	int TEST(struct task_struct *t) { return t->no_such_member; }
test HAVE_T_NO_FUNCTION
	#include <linux/kernel.h>
	int TEST(void) { return no_such_function(1); }
test HAVE_T_LAST
	#include <linux/kernel.h>
	int TEST(void) { return 1; }
DEF
run "$MYTAP" --prewarm "$KERNEL"
expect_status 0
f=$(echo cache/seed/*/features.h)
for yes in EXPORTED COMPILES LAST; do grep -qx "#define HAVE_T_$yes 1" "$f" || fail "no HAVE_T_$yes"; done
for no in NOT_EXPORTED NO_HEADER NO_MEMBER NO_FUNCTION; do ! grep -q "HAVE_T_$no" "$f" || fail "HAVE_T_$no"; done
echo 'nonsense here' >> d/runtime/kernel/features.def
run "$MYTAP" --prewarm "$KERNEL"
expect_status 1
expect_err "features.def:[0-9]+: expected 'test HAVE_X' or 'symbol HAVE_X NAME'"
