# SPDX-License-Identifier: GPL-2.0-or-later
# needs: dwarf
# Parameters of every function by BTF and by debuginfo, and functions and symbols by vmlinux, vmlinuz and System.map.
query=$(dirname "$MYTAP")/testsuite/unit/dbg_query
[ -x "$query" ] || skip "dbg_query is not built: make check"
run "$query" -r "$KERNEL" agree '*'
expect_status 0
line=$(grep '^functions ' out) || fail "no summary"
# functions N, parameters in both N, differ N, only BTF N, only DWARF N
read -r functions both differ only_btf only_dwarf <<< "$(echo "$line" | tr -cd '0-9 \n' | tr -s ' ' | sed 's/^ //')"
echo "$line"
[ "$functions" -gt 30000 ] || fail "only $functions functions"
[ "$both" -gt 60000 ] || fail "only $both parameters compared"
# What is left are parameters that the first instructions change at once, and one wrong location of the compiler's.
[ "$differ" -lt $((both / 1000)) ] || fail "$differ of $both differ"
# Functions that the compiler merged with others have no debuginfo of their own; locals and stack parameters no BTF.
[ "$only_btf" -lt 1000 ] || fail "$only_btf parameters only BTF knows"
[ "$only_dwarf" -lt 10000 ] || fail "$only_dwarf parameters only debuginfo knows"

export MYTAP_CACHE_DIR=$PWD/cache
mkdir -m 700 cache
offsets() { "$query" -r "$KERNEL" -d btf "$@" places '*' | sed -n 's/.* \(+0x[0-9a-f]*\) entry.*/\1/p' | sort; }
offsets > vmlinux
offsets -k dwarf= -k btf= -k map= > vmlinuz
[ "$(wc -l < vmlinux)" -gt 30000 ] || fail "only $(wc -l < vmlinux) functions"
# kallsyms has no sizes and no kinds: a handful of labels count as functions there.
[ "$(comm -23 vmlinux vmlinuz | wc -l)" = 0 ] || fail "functions that vmlinuz does not show"
[ "$(comm -13 vmlinux vmlinuz | wc -l)" -lt 10 ] || fail "too many functions in vmlinuz"
for s in _stext _printk vfs_read jiffies; do
	a=$("$query" -r "$KERNEL" -k dwarf= -k btf= -k map= symbol $s)
	b=$("$query" -r "$KERNEL" symbol $s)
	[ "$a" = "$b" ] || fail "$s: $a by vmlinuz, $b by vmlinux"
done
