# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers
# timeout: 1800
# turns: 95
# The two back ends make the same module: section by section, for scripts of several kinds.
# MYTAP_TEST_ALL=1: for fifty and more scripts of the test suite (some minutes); says for how many.
export MYTAP_CACHE_DIR=$PWD/cache
# Volatile or numbered differently: symbols, strings, relocations (only sizes), versions (a superset), build-id, the
# compiler's name (once a unit: the rows of versions are one more).
fixed() { case $1 in .rela*|.symtab|.strtab|.shstrtab|.comment|__versions|.note.gnu.build-id|.modinfo|.gnu.linkonce.this_module) return 1 ;; esac; }
sections() { readelf -SW "$1" | sed -n 's/^ *\[ *[0-9]*\] \([._a-zA-Z][^ ]*\) *\([A-Z_0-9]*\) *[0-9a-f]* *[0-9a-f]* \([0-9a-f]*\) .*/\1 \2 \3/p'; }

# build WAY ...: WAY.ko
build() {
	local way=$1
	shift
	run "$MYTAP" -r "$KERNEL" --build="$way" --disable-cache -m same -p4 "$@"
	[ "$status" = 0 ] && mv same.ko "$way.ko"
}

# compare NAME OPTIONS...: in a folder of its own, so that several can run at once.
compare() (
	name=$1
	shift
	mkdir -p "compare.$name"
	cd "compare.$name"
	for way in fast kbuild; do
		build $way "$@" || { cat err; fail "$name: --build=$way"; }
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
	cd .. && rm -rf "compare.$name"
	echo "$name" >> compared
)

# The whole runtime, as kbuild's modules have it: the usual one is compared when it is made (seed.c).
run "$MYTAP" --prewarm="$KERNEL"
expect_status 0
# What the comparison is worth: a changed instruction must be seen.
compare begin -e 'probe begin { println("hi") exit() }'
mkdir changed
(
	cd changed
	build() {
		run "$MYTAP" -r "$KERNEL" --build=fast --disable-cache -m same -p4 -e "probe begin { println($RANDOM + ${#1}) exit() }"
		mv same.ko "$1.ko"
	}
	if (compare other) > why; then fail 'two scripts, and no difference was found'; fi
	grep -q 'section .* differs' why || { cat why; fail 'no section was named'; }
)
# Many things a script: kbuild compiles the whole runtime with each.
compare data -g -e '%{ #include <linux/random.h> %} function r:long() %{ STAP_RETVALUE = get_random_u32(); %}
	global m probe timer.ms(10) { m[cpu(), execname()] <<< r() } probe end { foreach ([c, n] in m) println(n, @count(m[c, n])) }
	probe begin { if ("abc" =~ "a(b)c") println(matched(1)) try { error("x") } catch (e) { println(e) } }'
compare kernel -e 'global n, s probe kernel.function("vfs_read") { n++ s <<< $count } probe end { println(n, @avg(s)) }
	probe kernel.function("vfs_read").return { s <<< gettimeofday_ns() - @entry(gettimeofday_ns()) }
	probe kernel.trace("sched_switch") { printf("%s\n", execname()) }'
alike='global n probe syscall.get*id { n[name]++ }'
run "$MYTAP" -r "$KERNEL" -p3 -e "$alike"
grep -q '^static .*probes_alike' out || fail 'handlers that are alike share nothing'
compare alike -e "$alike"
compare long --skip-badvars "$TESTSUITE/bench/long.stp"
[ -n "${MYTAP_TEST_ALL-}" ] || exit 0

# One script of the suite, with the options it names; those that do not build alone are left out, and said.
one() {
	local name=${1%.stp} dir=$TESTSUITE/${1%/*} script=${1##*/} opts
	name=${name//\//_}
	directives "$TESTSUITE/$1"
	eval "opts=(${D[options]-})"
	eval "set -- ${D[args]-}"
	opts+=("$dir/$script")
	if ! "$MYTAP" -r "$KERNEL" -p3 "${opts[@]}" "$@" > /dev/null 2>&1; then
		echo "$name" >> left_out
		return
	fi
	(compare "$name" "${opts[@]}" "$@") > "why.$name" 2>&1 && return
	# Some are for pass 2 only: their C is no C.
	if grep -q -- '--build=fast$' "why.$name" &&
	   ! "$MYTAP" -r "$KERNEL" -p4 --build=kbuild "${opts[@]}" "$@" > /dev/null 2>&1; then
		echo "$name" >> left_out
		return
	fi
	cat "why.$name" >> failures
	echo "$name" >> failed
}
one_of_two() {
	local i=0 f
	(cd "$TESTSUITE" && ls elaborate/ok/*.stp emit/ok/*.stp emit/host/*.stp live/ok/*.stp) | while read -r f; do
		i=$((i + 1))
		[ $((i % 2)) != "$1" ] || one "$f" < /dev/null
		[ "$(cat compared failed 2> /dev/null | wc -l)" -lt 60 ] || break
	done
}
one_of_two 0 & one_of_two 1 & wait
[ ! -e failed ] || { cat failures; fail "of $(cat compared failed | wc -l) scripts $(wc -l < failed) differ: $(tr '\n' ' ' < failed)"; }
[ "$(wc -l < compared)" -ge 50 ] || fail "only $(wc -l < compared) scripts were compared; left out: $(tr '\n' ' ' < left_out)"
echo "$(wc -l < compared) scripts compared"
