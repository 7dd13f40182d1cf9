# SPDX-License-Identifier: GPL-2.0-or-later
# modules: hello.stp
#
# A module for another build of the same release, which vermagic would let pass: the loader refuses it by the id that
# stands in its .mytap.info, and the module itself by the one it was compiled with, whoever loads it.
fail() { echo "$*"; cat out err; dmesg | tail -5; exit 1; }
not_loaded() { ! grep -q '^t_hello ' /proc/modules || fail "loaded: $1"; }
hex() { printf %s "$1" | hexdump -ve '1/1 "%02x"'; }

id=$(hexdump -ve '1/1 "%02x"' /sys/kernel/notes | sed 's/.*040000001400000003000000474e5500\(.\{40\}\).*/\1/')
[ ${#id} = 40 ] || fail "no build-id in /sys/kernel/notes: $id"
other=$(printf %s "$id" | tr 0123456789abcdef 123456789abcdef0)

cp t_hello.ko good.ko
mytap-run -T 5 t_hello.ko > out 2> err || fail 'the module as it was made does not run'
dmesg -c > /dev/null

# spoil WHAT FROM TO...: t_hello.ko again, each FROM replaced exactly once.
spoil() {
	what=$1
	shift
	rm t_hello.ko; cp good.ko t_hello.ko
	replace t_hello.ko "$@" > out 2> err || fail "$what: replace"
	! grep -qvx 1 out || fail "$what: not once"
}
text="$(hex "build_id=$id") $(hex "build_id=$other")"

spoil '.mytap.info' $text
mytap-run -T 5 t_hello.ko > out 2> err && fail 'mytap-run takes a module of another build'
grep -q 'build' err || fail 'no reason'
[ ! -s out ] || fail 'it ran'
not_loaded .mytap.info
[ -z "$(dmesg)" ] || fail 'it was tried'

spoil 'binary' "$id" "$other"
mytap-run -T 5 t_hello.ko > out 2> err && fail 'the module itself does not look'
not_loaded 'binary, by mytap-run'
dmesg | grep -q 't_hello: made for another kernel: build-id' || fail 'the module does not say why'
insmod t_hello.ko > out 2> err && fail 'insmod loads it'
not_loaded 'binary, by insmod'

spoil 'both' "$id" "$other" $text
mytap-run -T 5 t_hello.ko > out 2> err && fail 'both: mytap-run takes it'
insmod t_hello.ko > out 2> err && fail 'both: insmod loads it'
not_loaded both

cp good.ko t_hello.ko
mytap-run -T 5 t_hello.ko > out 2> err || fail 'the good one does not run any more'
