# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# needs: guest headers
# timeout: 900
# mytap inspect in a guest says what the kernel itself says of its kprobes, hooked functions, tracers and modules, and whose
# they are; and from a dump made right behind it, in each format, it says the same.
command -v python3 > /dev/null || skip "needs python3"
here=$TESTSUITE/inspect
run "$MYTAP" -g -p4 -r "$KERNEL" -m probes "$here/probes.stp"
expect_status 0

printf '#!/bin/sh\nexec qemu-system-x86_64 "$@" -qmp unix:%s/monitor,server=on,wait=off\n' "$PWD" > qemu; chmod +x qemu
add=()
while read -r library; do add+=(--add="$library:$library"); done < <(ldd "$MYTAP" | grep -o '/[^ ]*')
"$MYTAP_GUEST" --kernel="$KERNEL" --qemu="$PWD/qemu" --smp=2 --timeout=600 "${add[@]}" --add="$MYTAP:/root/mytap" \
	--add="$MYTAP_RUN:/bin/mytap-run" --add=probes.ko --add="$here/live.guest" --get=/root/result.tar:result.tar \
	-- 'sh live.guest' > out 2> err &
guest=$!
for _ in $(seq 6000); do
	grep -q '^READY' out && break
	kill -0 $guest 2> /dev/null || { cat out err; fail "the guest ended"; }
	sleep 0.1
done
python3 "$here/dump.py" monitor dump paging kdump-zlib || fail "no dump"
kill -INT $guest
wait $guest || { cat out err; fail "the guest"; }
tar xf result.tar
grep -v '^READY' out > said || true
[ ! -s said ] || { cat said; fail "messages"; }
grep -q '^set 0$' result/printed || { head result/printed; fail "kprobes of the test cannot be set"; }

# The session goes on behind the look: that is judged by itself, by what it printed in the end.
facts() { python3 -c 'import json, sys; d = json.load(sys.stdin); d.pop("source"); d.pop("sessions"); json.dump(d, sys.stdout, indent=1)' < "$1" > "$2"; }
facts result/live.json live
without_sessions() { sed '1d; /^Sessions of mytap/,/^$/d'; }
documents=()
for dump in dump dump.paging dump.kdump-zlib; do
	if [ $dump = dump.kdump-zlib ] && ! grep -q 'HAVE_LIBKDUMPFILE_KDUMPFILE_H 1' "$(dirname "$MYTAP")/config.h"; then continue; fi
	run "$MYTAP" inspect --core=$dump --json all
	expect_status 0
	[ ! -s err ] || { cat err; fail "$dump: messages"; }
	cp out $dump.json; documents+=($dump.json)
	facts out this
	expect_same live this
	run "$MYTAP" inspect --core=$dump all
	without_sessions < result/live.txt > want; without_sessions < out > got
	expect_same want got
done
python3 "$here/compare.py" result "${documents[@]}" || fail "see above"

# A vmlinux of another kernel, or none, and one that is the kernel's.
run "$MYTAP" inspect --core=dump --vmlinux="$MYTAP" all
expect_status 1
expect_err 'is of another kernel: its build-id is [0-9a-f]*, that of the kernel is [0-9a-f]{40}'
run "$MYTAP" inspect --core=dump --vmlinux="$here/live.sh" all
expect_status 1
expect_err 'is no vmlinux'
if has dwarf; then
	run "$MYTAP" inspect --core=dump --vmlinux="/usr/lib/debug/boot/vmlinux-$KERNEL" modules
	expect_status 0
fi

# A dump that a full disk has cut off; memory that is damaged.
head -c 100000000 dump > cut
run "$MYTAP" inspect --core=cut all
[ "$status" = 0 ] || expect_err '^mytap: .*cut'
fuzz=$(dirname "$MYTAP")/testsuite/fuzz/fuzz_inspect
[ ! -x "$fuzz" ] || "$fuzz" dump 5 || fail "see above"
