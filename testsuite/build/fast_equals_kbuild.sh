# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers
# The two back ends make the same module: section by section, for scripts of several kinds.
export MYTAP_CACHE_DIR=$PWD/cache
# Volatile or numbered differently: symbols, strings, relocations (only sizes), versions (a superset), build-id, the
# compiler's name (once a unit: the rows of versions are one more).
fixed() { case $1 in .rela*|.symtab|.strtab|.shstrtab|.comment|__versions|.note.gnu.build-id|.modinfo|.gnu.linkonce.this_module) return 1 ;; esac; }
sections() { readelf -SW "$1" | sed -n 's/^ *\[ *[0-9]*\] \([._a-zA-Z][^ ]*\) *\([A-Z_0-9]*\) *[0-9a-f]* *[0-9a-f]* \([0-9a-f]*\) .*/\1 \2 \3/p'; }
compare() {
	local name=$1 s
	shift
	for way in fast kbuild; do
		run "$MYTAP" -r "$KERNEL" --build=$way --disable-cache -m same -p4 "$@"
		expect_status 0
		mv same.ko $way.ko
	done
	sections fast.ko | awk '{print $1}' | sort > fast.sections
	sections kbuild.ko | awk '{print $1}' | sort > kbuild.sections
	diff fast.sections kbuild.sections || fail "$name: other sections"
	n=0
	for s in $(uniq fast.sections); do
		fixed "$s" || continue
		objcopy -O binary --set-section-flags "$s"=alloc -j "$s" fast.ko fast.bin 2>/dev/null
		objcopy -O binary --set-section-flags "$s"=alloc -j "$s" kbuild.ko kbuild.bin 2>/dev/null
		cmp -s fast.bin kbuild.bin || fail "$name: section $s differs"
		n=$((n + 1))
	done
	[ $n -gt 10 ] || fail "$name: only $n sections compared"
	for f in fast kbuild; do
		sections $f.ko | awk '$2 == "RELA" && $1 != ".rela__versions" {print $1, $3}' | sort > $f.rela
		modinfo -F vermagic $f.ko > $f.magic
		modinfo -F name $f.ko >> $f.magic
		modinfo -F depends $f.ko >> $f.magic
	done
	diff fast.rela kbuild.rela || fail "$name: relocations"
	diff fast.magic kbuild.magic || fail "$name: modinfo"
	# Every symbol that must be resolved has a version in the fast module, and the same one.
	modprobe --dump-modversions fast.ko | sort > fast.versions
	modprobe --dump-modversions kbuild.ko | sort > kbuild.versions
	[ -z "$(comm -13 fast.versions kbuild.versions)" ] || fail "$name: versions $(comm -13 fast.versions kbuild.versions)"
}
compare begin -e 'probe begin { println("hi") exit() }'
compare map -e 'global m probe timer.ms(10) { m[cpu(), execname()] <<< 1 } probe end { foreach ([c, n] in m) println(n, @count(m[c, n])) }'
compare embedded -g -e '%{ #include <linux/random.h> %} function r:long() %{ STAP_RETVALUE = get_random_u32(); %} probe begin { println(r()) exit() }'
