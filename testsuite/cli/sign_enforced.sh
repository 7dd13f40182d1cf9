# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers installed
# For a kernel that was built to take only signed modules: its own key is found; without one that is said, and how to get one.
command -v openssl > /dev/null || skip 'openssl is not installed'
export MYTAP_CACHE_DIR=$PWD/cache
unset MYTAP_SIGN_KEY MYTAP_SIGN_CERT KBUILD_SIGN_PIN
for f in /var/lib/shim-signed/mok/MOK.priv /var/lib/dkms/mok.key /etc/pki/akmods/private/private_key.priv; do
	[ ! -e $f ] || skip "this machine has a key, $f"
done
echo 'probe begin { exit() }' > a.stp
# The build folder again, all links but its configuration.
mkdir k
for f in "/lib/modules/$KERNEL/build/"* "/lib/modules/$KERNEL/build/".kernelvariables; do
	[ ! -e "$f" ] || ln -s "$(realpath "$f")" k/
done
sed 's/^# CONFIG_MODULE_SIG_FORCE is not set/CONFIG_MODULE_SIG_FORCE=y/' "/lib/modules/$KERNEL/build/.config" > k/.config
grep -q '^CONFIG_MODULE_SIG_FORCE=y' k/.config || skip 'this kernel has no CONFIG_MODULE_SIG_FORCE to set'
is_signed() { tail -c 28 m.ko | grep -aqF "~Module signature appended~"; }
build() { run "$MYTAP" -v -r ./k -p4 -m m "$@" a.stp; }

build; expect_status 0
expect_err 'will not be signed: kernel .* takes only signed modules .CONFIG_MODULE_SIG_FORCE is set.'
expect_err '/k/certs/signing_key.pem: No such file'
expect_err 'mokutil --import'
! is_signed || fail 'signed with what key?'
run "$MYTAP" doctor --kernel=./k
expect_out '^  missing +signing +only signed modules are accepted .CONFIG_MODULE_SIG_FORCE is set., and there is no key'

mkdir k/certs
openssl req -new -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=kernel -keyout k/certs/signing_key.pem \
	-outform DER -out k/certs/signing_key.x509 2> log || { cat log; exit 1; }
build; expect_status 0
expect_err '^Signing with .*/k/certs/signing_key.pem .found on this machine'
is_signed || fail 'not signed'
build; expect_status 0
expect_err '^Pass 4: using cached'
run "$MYTAP" doctor --kernel=./k
expect_out '^  ok +signing +only signed modules are accepted .*; signing with .*/k/certs/signing_key.pem'
