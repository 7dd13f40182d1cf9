# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers guest
# timeout: 600
# turns: 25
# A machine with Secure Boot, hence a locked-down kernel that takes only signed modules: one that is signed with an
# enrolled machine owner key is loaded and traces; without a signature, or with that of another key, it is refused
# with the remedy. The guest boots twice by UEFI: the first time to enrol the keys, as mokutil and shim do.
firmware=/usr/share/OVMF/OVMF_CODE.fd
[ -r "$firmware" ] || skip 'ovmf is not installed'
command -v openssl > /dev/null || skip 'openssl is not installed'
command -v python3 > /dev/null || skip 'python3 is not installed'
image=$(image_of "$KERNEL")
key() { openssl req -new -x509 -newkey rsa:2048 -nodes -days 3650 -subj "/CN=$1" -keyout "$1.key" -outform DER -out "$1.der" \
	2> log || { cat log; exit 1; }; }
key owner; key stranger
mkdir variables
status=0
python3 "$TESTDIR/secure_boot_variables.py" owner.key owner.der "$image" variables || status=$?
[ $status != 77 ] || skip "$image is not signed"
[ $status = 0 ] || fail 'the variables cannot be made'
rm variables/cert.pem
tar cf variables.tar -C variables .

cp "${firmware%CODE.fd}VARS.fd" vars.fd
efivarfs=$(find "$(root_of "$KERNEL")/lib/modules/$KERNEL/" -name 'efivarfs.ko*' | head -n 1)
case $efivarfs in
*.ko) cp "$efivarfs" efivarfs.ko ;;
*.xz) xz -dc "$efivarfs" > efivarfs.ko ;;
*) skip 'the kernel has no efivarfs module' ;;
esac
guest() { run "$MYTAP_GUEST" --kernel="$KERNEL" --uefi="$firmware,vars.fd" --timeout=240 --log=kernel.log "$@"; }
guest --add="$PWD/efivarfs.ko" --add="$PWD/variables.tar" -- '
	v=/sys/firmware/efi/efivars
	insmod efivarfs.ko && mount -t efivarfs none $v && mkdir made && tar x -C made -f variables.tar || exit 1
	for f in made/*; do n=${f##*/}; cat $f > $v/${n#*-} || exit 1; done'
expect_status 0

cat > traced.stp <<'E'
global entries, returns, statements
probe kernel.function("vfs_read") { entries++ }
probe kernel.function("vfs_read").return { if ($return >= 0) returns++ }
probe kprobe.function("vfs_write") { statements++ }
probe timer.ms(200) { exit() }
probe end { println("it traces: ", entries > 0 && returns > 0 && statements >= 100) }
E
build() { "$MYTAP" -r "$KERNEL" --debuginfo=btf -p4 "$@" traced.stp > out 2> err || fail "$(cat err)"; }
build -m t_none
build -m t_owner --sign-key=owner.key,owner.der
build -m t_stranger --sign-key=stranger.key,stranger.der
guest --add="$PWD/t_none.ko" --add="$PWD/t_owner.ko" --add="$PWD/t_stranger.ko" --add="$MYTAP_RUN:/bin/mytap-run" -- '
	dmesg | grep -i "locked down\|secure boot enabled"
	for m in none stranger owner; do
		echo "$m:"
		mytap-run -c "dd if=/dev/zero of=/dev/null bs=1 count=100 2> /dev/null" t_$m.ko 2>&1
	done
	grep "^t_" /proc/modules; true'
expect_status 0
expect_out 'locked down from EFI Secure Boot'
for m in none stranger; do
	grep -q "ERROR: the kernel does not take the module t_$m: .*sign it with such a key" out || fail "$m: $(cat out err)"
done
sed '1,/^owner:/d' out > part
[ "$(cat part)" = 'it traces: 1' ] || fail "owner: $(cat out err)"
! grep -E 'WARNING|BUG:|Oops|Call Trace' kernel.log || fail 'trouble in the kernel'"'s log"
