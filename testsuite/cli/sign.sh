# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers installed
# A signed module is the unsigned one and one signature, which openssl finds good with the right certificate only;
# the cache knows keys apart; what is wrong with a key is said before any work.
command -v openssl > /dev/null || skip 'openssl is not installed'
own_cache
unset MYTAP_SIGN_KEY MYTAP_SIGN_CERT KBUILD_SIGN_PIN
marker='~Module signature appended~'
echo 'probe begin { exit() }' > a.stp
build() { run "$MYTAP" -v -r "$KERNEL" -p4 "$@" a.stp; }
cached() { grep -q '^Pass 4: using cached' err; }
key() { openssl req -new -x509 -newkey rsa:2048 -nodes -days 3650 -subj "/CN=$1" -keyout "$1.key" -out "$1.pem" 2> log ||
	{ cat log; exit 1; }; }
key one; key two
openssl x509 -in one.pem -outform DER -out one.der
cat one.key one.pem > both.pem
mkdir alone; cp one.key alone/k.key

is_signed() { tail -c 28 "$1" | grep -aqF "$marker"; }

# take MODULE: its parts in ./body and ./signature (struct module_signature stands before the marker, 12 bytes).
take() {
	local size length
	size=$(stat -c %s "$1")
	is_signed "$1" || fail "$1 is not signed"
	[ "$(grep -aoF "$marker" "$1" | wc -l)" = 1 ] || fail "$1 is signed more than once"
	length=$((16#$(tail -c 32 "$1" | head -c 4 | od -An -tx1 | tr -d ' ')))
	head -c $((size - 40 - length)) "$1" > body
	tail -c $((40 + length)) "$1" | head -c "$length" > signature
}
is_good() { openssl cms -verify -binary -inform DER -in signature -content body -certfile "$1" -nointern -noverify -out /dev/null 2> log; }

build --disable-cache -m signed --build=fast; expect_status 0
! is_signed signed.ko || fail 'signed without being asked'
cp signed.ko plain.ko
for way in fast kbuild; do
	build --disable-cache -m signed --build=$way --sign-key=one.key; expect_status 0
	expect_err '^Signing with one.key'
	take signed.ko
	is_good one.pem || fail "--build=$way: the signature is not good: $(cat log)"
	! is_good two.pem || fail 'the signature is good with another certificate'
	[ $way = kbuild ] || cmp body plain.ko || fail 'signing changes the module'
	printf x | dd of=body bs=1 seek=5000 conv=notrunc status=none
	! is_good one.pem || fail 'the signature is good for a changed module'
done
# The kernel's own hash.
hash=$(sed -n 's/^CONFIG_MODULE_SIG_HASH="\(.*\)"/\1/p' "/lib/modules/$KERNEL/build/.config")
openssl cms -cmsout -print -inform DER -in signature 2> log | grep -q "algorithm: $hash " || fail "not hashed with $hash"

# Ways to name them.
for k in one.key,one.pem one.key,one.der both.pem alone/k.key,one.der; do
	build --disable-cache -m m --sign-key=$k; expect_status 0
	take m.ko; is_good one.pem || fail "--sign-key=$k"
done
export MYTAP_SIGN_KEY=alone/k.key MYTAP_SIGN_CERT=one.pem
build --disable-cache -m m; expect_status 0
take m.ko; is_good one.pem || fail 'MYTAP_SIGN_KEY'
build --disable-cache -m m --sign-key=two.key,two.pem; expect_status 0
take m.ko; is_good two.pem || fail '--sign-key does not count before MYTAP_SIGN_KEY'
unset MYTAP_SIGN_KEY MYTAP_SIGN_CERT

# The cache.
build; expect_status 0
unsigned=$(cat out)
build --sign-key=one.key; expect_status 0
! cached || fail 'an unsigned module is taken for a signed one'
signed=$(cat out)
[ "$signed" != "$unsigned" ] || fail 'one entry for both'
build --sign-key=one.key; cached || fail 'the signed module is not found again'
take "$(cat out)"; is_good one.pem || fail 'not signed in the cache'
build --sign-key=two.key; ! cached || fail 'another key does not matter'
openssl x509 -in one.pem -outform DER -out one.der
build --sign-key=one.key; ! cached || fail 'another certificate does not matter'
build; cached || fail 'the unsigned one is not found again'
[ "$(cat out)" = "$unsigned" ] || fail 'another unsigned one'

# What is wrong.
refused() {
	local text=$1
	shift
	build --disable-cache "$@"
	expect_status 1
	expect_err "$text"
	[ ! -s out ] || fail 'something on stdout'
}
refused 'the key none .--sign-key. cannot be read: No such file' --sign-key=none
! grep -q '^Pass 1' err || fail 'said after the work'
refused 'the certificate none .* cannot be read: No such file' --sign-key=one.key,none
refused 'there is no certificate in or beside the key alone/k.key' --sign-key=alone/k.key
refused 'the certificate belongs to another key' --sign-key=one.key,two.pem
refused 'is not in PEM format' --sign-key=one.pem,one.pem
refused 'neither PEM nor DER' --sign-key=one.key,a.stp
MYTAP_SIGN_KEY=gone refused 'the key gone .MYTAP_SIGN_KEY. cannot be read'
openssl rsa -aes256 -passout pass:secret -in one.key -out locked.key 2> log || { cat log; exit 1; }
refused 'locked.key .* is protected by a passphrase: set KBUILD_SIGN_PIN' --sign-key=locked.key,one.pem
KBUILD_SIGN_PIN=wrong refused 'passphrase in KBUILD_SIGN_PIN is wrong' --sign-key=locked.key,one.pem
KBUILD_SIGN_PIN=secret build --disable-cache -m m --sign-key=locked.key,one.pem
expect_status 0
take m.ko; is_good one.pem || fail 'with a passphrase'
