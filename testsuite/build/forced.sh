# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers
# turns: 100
# timeout: 900
# What can go wrong with the machine's parts is made to go wrong, one at a time: the build falls back to kbuild and
# says why with -v, or is refused with a message that names the part; never a wrong module, never a bad entry.
export MYTAP_CACHE_DIR=$PWD/cache
real=$(root_of "$KERNEL")/lib/modules/$KERNEL/build
# Another build folder of the same kernel, with parts that can be spoilt.
mkdir k
for f in "$real"/* "$real"/.config "$real"/.kernelvariables; do
	[ ! -e "$f" ] || ln -s "$(realpath "$f")" k/
done
# 7.2's says where it is.
sed "s|^KBUILD_OUTPUT=.*|KBUILD_OUTPUT=$PWD/k|" "$real/Makefile" > Makefile.k
mv Makefile.k k/Makefile
rm k/tools
mkdir -p k/tools
cp -rL "$real/tools/." k/tools/
rm k/include
cp -r "$real/include" k/
rm k/Module.symvers
cp "$real/Module.symvers" k/

n=0
build() { n=$((n + 1)); run "$MYTAP" -v -r "$kernel" -p4 -m m "$@" -e "probe begin { println($n) exit() }"; }
made() { grep -q '^Compiling the runtime' err; }
is_fast() { ! grep -q '^Not built the fast way' err; }
good() { expect_status 0; readelf -h m.ko > /dev/null || fail "$1: no module"; modinfo -F vermagic m.ko | grep -q "^$KERNEL " || fail "$1: vermagic"; rm m.ko; }
refused() { expect_status 1; expect_err "$1"; expect_err '^Pass 4: compilation failed'; [ ! -e m.ko ] || fail "a module in spite of: $1"; }

kernel=./k
build; good 'as it is'; is_fast || fail 'not the fast way'
build; good 'again'; ! made || fail 'the seed is made each time'

# objtool gone: kbuild needs it, too.
mv k/tools/objtool objtool.away
build; refused 'objtool.* not found|No rule to make target.*objtool'
expect_err 'needs .*objtool of .*apt-get install --reinstall'
mv objtool.away k/tools/objtool
# One that complains, where kbuild lets it pass with a warning: not fit for the fast way.
if file -b k/tools/objtool/objtool 2> /dev/null | grep -q ELF || head -c 4 k/tools/objtool/objtool | grep -q ELF; then
	# 7.2's starts another beside itself, by its own name.
	cp -r k/tools/objtool k/tools/real
	printf '#!/bin/sh\necho "$*" | grep -q "/fast/script.o\|/fast/module.o" && echo "warning: objtool: forced" >&2\nexec "${0%%/objtool/objtool}/real/objtool" "$@"\n' > k/tools/objtool/objtool
	chmod +x k/tools/objtool/objtool
	build; good 'objtool warns'
	expect_err '^Not built the fast way \(objtool: warning: objtool: forced\); building with kbuild'
	build --build=fast; refused 'the fast build cannot make this module: objtool: .*forced'
	cp --remove-destination k/tools/real/objtool k/tools/objtool/objtool
	build; good 'objtool back'; is_fast || fail 'not fast any more'
fi

# The seed edited, each of its files; headers changed under it; another folder: doctor says that there is none, without
# making one, and with the old seed back that there is.
is_ready() { run "$MYTAP" doctor --kernel="$1"; grep -q '^  ok  *runtime ' out; }
cp -a cache/seed seed.good
is_ready ./k || { cat out; fail 'the seed is not ready'; }
for file in commands module.mod.o seed.ko features.h api.i manifest runtime.o; do
	for seed in cache/seed/*/; do printf x >> "$seed$file"; done
	! is_ready ./k || fail "an edited $file is believed"
	rm -rf cache/seed; cp -a seed.good cache/seed
	for seed in cache/seed/*/; do rm "$seed$file"; done
	! is_ready ./k || fail "a seed without $file is believed"
	rm -rf cache/seed; cp -a seed.good cache/seed
	is_ready ./k || fail "not ready, though $file is as it was"
done
for file in include/generated/autoconf.h Module.symvers .config; do
	cp --remove-destination "$(realpath "k/$file")" kept; mv "k/$file" old
	cp kept "k/$file"
	! is_ready ./k || fail "stale after a change of $file"
	rm "k/$file"; mv old "k/$file"
done
cp -a k k2
! is_ready ./k2 || fail 'a seed made in another folder is used'
rm -rf k2
for seed in cache/seed/*/; do printf x >> "${seed}commands"; done
build; good 'edited commands'; made && is_fast || fail 'an edited seed is not made again'

own_cache	# the kernel's own folder, from here on, has its runtime already
# A relocation that the kernel's loader does not know: the fast way refuses; kbuild's module is what kbuild makes of it.
cat > reloc.stp <<'STP'
function f:long() %{ asm volatile(".pushsection .rodata.forced,\"a\"\n.Lforced: .2byte mytap_script - .Lforced\n.popsection"); STAP_RETVALUE = 1; %}
probe begin { println(f()) exit() }
STP
run "$MYTAP" -v -r "$KERNEL" -g -p4 -m m reloc.stp
expect_err '^Not built the fast way \(.*relocation type [0-9]+ in \.rela\.rodata(\.forced)?\); building with kbuild'
rm -f m.ko
run "$MYTAP" -r "$KERNEL" -g --build=fast -p4 -m m reloc.stp
expect_status 1
expect_err 'the fast build cannot make this module: .*relocation type'

kernel=$KERNEL
# The debuginfo of another build of this kernel: the module names that build, so that no other loads it
# (live/ok/other_build).
id=0123456789abcdef0123456789abcdef01234567
mkdir other
printf 'int main(void) { return 0; }\n' > x.c
gcc -g -Wl,--build-id=0x$id -o "other/vmlinux-$KERNEL" x.c
MYTAP_DEBUGINFO_PATH=$PWD/other run "$MYTAP" -r "$KERNEL" -p4 -m m -e 'probe begin { exit() }'
expect_status 0
grep -qa "build_id=$id" m.ko || fail "made with the debuginfo of build $id, but not for that"
rm m.ko

# No compiler, with a seed, whose cc1 and as do without it, and without one. One that a root folder brings is not looked for in PATH.
build; good 'before'
if [ -z "$(root_of "$KERNEL")" ]; then
	mkdir bin
	for p in make ld sh bash awk sed cat mv rm cp mkdir ls grep test true printf readelf nm as env uname head; do
		ln -s "$(command -v $p)" bin/
	done
	for p in ld as nm; do		# by the names that newer kernels use
		! command -v x86_64-linux-gnu-$p > /dev/null || ln -s "$(command -v x86_64-linux-gnu-$p)" bin/
	done
	save=$PATH
	PATH=$PWD/bin build; good "the compiler's driver gone"; is_fast || fail 'the driver is asked for what is known'
	PATH=$save
	mv cache cache.away
	PATH=$PWD/bin build; refused 'needs the program .*gcc.*: apt-get install '
	PATH=$save
	[ -z "$(find cache/seed -name manifest)" ] || fail 'a seed without a compiler'
	rm -rf cache; mv cache.away cache
fi

# A full disk under the cache, under the temporary folder; a home that cannot be written.
mkdir disk
if has root && mount -t tmpfs -o size=300k none disk 2> /dev/null; then
	trap 'umount "$PWD/disk" 2> /dev/null || true' EXIT
	MYTAP_CACHE_DIR=$PWD/disk/c build; good 'a full cache'
	expect_err '^Not built the fast way \(the runtime was not compiled: cannot write the seed: No space left on device\)'
	[ -z "$(find disk/c/seed -mindepth 1 -type d)" ] || fail "left: $(find disk)"
	head -c 1000000 /dev/zero > disk/zero 2> /dev/null || true
	TMPDIR=$PWD/disk build; expect_status 1; expect_err 'No space left on device'
	[ ! -e m.ko ] || fail 'a module on a full disk'
	[ -z "$(find disk -name 'mytap*')" ] || fail "left: $(find disk)"
	umount disk
	mount -t tmpfs -o ro none disk
	unset MYTAP_CACHE_DIR XDG_CACHE_HOME
	HOME=$PWD/disk run "$MYTAP" -v -r "$kernel" -p3 -e 'probe begin { println("read-only") exit() }'
	expect_status 0	# and without a cache kbuild makes the module, as above
	expect_err '^No cache: cannot make .*/disk/.*: Read-only file system'
	umount disk
fi
