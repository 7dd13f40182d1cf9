# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers installed
# turns: 8
# What the kernel's makefiles ask the compiler is answered as they answer it themselves, though in another way (try_run in kbuild.c): the
# commands of a unit are the same with them alone.
export TMPDIR=$PWD/tmp
mkdir tmp
run "$MYTAP" -k -r "$KERNEL" --build=kbuild --disable-cache -w -m m -p4 -e 'probe begin { exit() }'
expect_status 0
dir=$(echo tmp/*/kbuild)
build=/lib/modules/$KERNEL/build
commands() { sed -n '1p' "$dir/.script.o.cmd" "$dir/.runtime.o.cmd"; }
commands > ours
grep -q -- '-fno-strict-overflow' ours || fail 'no command of the compiler'
rm "$dir/script.o" "$dir/runtime.o" "$dir"/.script.o.cmd "$dir"/.runtime.o.cmd
here=$(cd "$dir" && pwd)
make -s -C "$build" M="$here" MO="$here" MYTAP_DIR="$here" CONFIG_DEBUG_INFO= CONFIG_DEBUG_INFO_BTF_MODULES= modules > log 2>&1 ||
	{ tail -20 log; fail 'make by itself'; }
commands > theirs
expect_same theirs ours
