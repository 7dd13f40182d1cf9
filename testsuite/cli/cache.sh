# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers
# Found again; not found again when anything that matters changed; never taken when it is not as it was stored.
own_cache
echo 'probe begin { println("a") exit() }' > a.stp
build() { run "$MYTAP" -r "$KERNEL" -v -p4 "$@"; expect_status 0; }
cached() { grep -q '^Pass 4: using cached' err; }
build a.stp
! cached || fail 'a new script comes from the cache'
module=$(cat out)
case $module in "$MYTAP_CACHE_DIR"/script/*.ko) ;; *) fail "not in the cache: $module" ;; esac
build a.stp
cached || fail 'the same script is built again'
expect_err '^Pass 3: using cached'
[ "$(cat out)" = "$module" ] || fail 'another module for the same script'

# What matters.
build -u a.stp
build -u a.stp
cached || fail 'an option makes it build again each time'
build -DMAXACTION=78 a.stp
! cached || fail '-D does not matter'
build -g a.stp
! cached || fail '-g does not matter'
sed -i 's/"a"/"b"/' a.stp
build a.stp
! cached || fail 'the text of the script does not matter'
sed -i 's/"b"/"a"/' a.stp
build a.stp
cached || fail 'the old text is not found again'
mkdir lib
echo 'function from_lib() { return 1 }' > lib/x.stp
build -I lib a.stp
build -I lib a.stp
cached || fail 'not found with -I'
echo 'function from_lib() { return 2 }' > lib/x.stp
build -I lib a.stp
! cached || fail 'a changed library does not matter'

mkdir tapset
echo 'function from_tapset() { return 1 }' > tapset/y.stp
export SYSTEMTAP_TAPSET=$PWD/tapset
build a.stp
! cached || fail 'a folder of tapsets does not matter'
build a.stp
cached || fail 'not found with a folder of tapsets'
echo 'function from_tapset() { return 2 }' > tapset/y.stp
build a.stp
! cached || fail 'a changed tapset does not matter'
unset SYSTEMTAP_TAPSET

# A program by its name: another $PATH may lead to another one, and so does one that comes into an earlier folder.
echo 'int main(void) { return 0; }' > p.c
mkdir one two
if gcc -g -o one/cache_p p.c && gcc -g -O2 -DOTHER -o two/cache_p p.c; then
	echo 'probe process("cache_p").function("main") { println("a") }' > p.stp
	path=$PATH
	by() { PATH=$1:$path build p.stp; }
	by "$PWD/one"
	by "$PWD/one"
	cached || fail 'the same $PATH builds it again'
	by "$PWD/two"
	! cached || fail '$PATH does not matter'
	by "$PWD/none:$PWD/two"
	by "$PWD/none:$PWD/two"
	cached || fail 'a $PATH with a folder that is not there builds it again'
	mkdir none
	cp one/cache_p none
	by "$PWD/none:$PWD/two"
	! cached || fail 'a program that comes in an earlier folder does not matter'
	PATH=$PWD/two:$path build a.stp
	cached || fail '$PATH matters to a script that asks for no program'
fi

# Damage, in content, in rights, in length.
entry=${module%.ko}
damage() {
	build a.stp
	cached || fail "not in the cache before: $1"
	eval "$1"
	build a.stp
	! cached || fail "taken from the cache after: $1"
	readelf -h "$(cat out)" > /dev/null || fail "no module after: $1"
}
damage 'printf x | dd of=$entry.ko bs=1 seek=100 conv=notrunc status=none'
damage 'truncate -s 100 $entry.ko'
damage 'rm $entry.ko'
damage 'rm $entry.info'
damage 'truncate -s -2 $entry.info'
damage ': > $entry.info'
damage ': > $entry.c'
damage 'chmod o+w $entry.ko'
damage 'mv $entry.ko x.ko; ln -s $PWD/x.ko $entry.ko'
if has root; then
	damage 'chown 12345 $entry.ko'
fi

# Not used, not filled.
build --poison-cache a.stp
! cached || fail '--poison-cache uses the cache'
build --disable-cache -m own a.stp
! cached || fail '--disable-cache uses the cache'
[ -s own.ko ] && [ "$(cat out)" = own.ko ] || fail 'no own.ko'
# That there is none is known before a module is built, which takes long without.
told() { run "$MYTAP" -r "$KERNEL" -v -p3 a.stp; expect_status 0; }
is_kept() { grep -q '^Pass 3: using cached' err; }
chmod go+w cache
build -m own a.stp
expect_err 'others may write'
! cached || fail 'a folder that others may write is used'
told
expect_err 'others may write'
! is_kept || fail 'its C is used'
chmod go-w cache
told
is_kept || fail 'the C is not found'
# Nor one below such a folder; a sticky one is no harm.
mkdir -p above/cache
cp -a cache/seed above/cache/
export MYTAP_CACHE_DIR=$PWD/above/cache
chmod 777 above
for i in 1 2; do
	told
	expect_err '^No cache: others may write .*/above, on the way to it'
	! is_kept || fail 'a folder below one that others may write is used'
done
[ "$(ls above/cache)" = seed ] || fail "filled: $(ls above/cache)"
chmod 1777 above
build a.stp
build a.stp
cached || fail 'below a sticky folder'
chmod 755 above
if has root; then
	chown 12345 above
	told
	expect_err '^No cache: .*/above, on the way to it, belongs to user 12345'
	! is_kept || fail 'a folder below that of another user is used'
	chown 0 above
fi
# A link is a way to it, not the thing.
ln -s above/cache link
MYTAP_CACHE_DIR=$PWD/link build a.stp
cached && case $(cat out) in "$PWD"/above/cache/script/*) ;; *) false ;; esac || fail "by a link: $(cat out)"
