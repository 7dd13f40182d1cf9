# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# needs: guest headers long
# timeout: 900
# A kernel that dies of a NULL pointer in a function that a script has probed, with other probes, kprobes, a kretprobe and the
# kernel's own tracer active: dumps of it in several formats show what was there before, and what the session had not yet printed.
command -v python3 > /dev/null || skip "needs python3"
here=$TESTSUITE/inspect
for script in probes ctl null; do
	run "$MYTAP" -g -p4 -r "$KERNEL" -m $script "$here/$script.stp"
	expect_status 0
done
printf '#!/bin/sh\nexec qemu-system-x86_64 "$@" -no-shutdown -qmp unix:%s/monitor,server=on,wait=off\n' "$PWD" > qemu; chmod +x qemu
add=()
while read -r library; do add+=(--add="$library:$library"); done < <(ldd "$MYTAP" | grep -o '/[^ ]*')
"$MYTAP_GUEST" --kernel="$KERNEL" --qemu="$PWD/qemu" --smp=2 --timeout=600 "${add[@]}" --add="$MYTAP:/root/mytap" \
	--add="$MYTAP_RUN:/bin/mytap-run" --add=probes.ko --add=ctl.ko --add=null.ko --add="$here/live.guest" -- 'sh live.guest null' > out 2> err &
guest=$!
for _ in $(seq 6000); do
	grep -q '^READY' out && break
	kill -0 $guest 2> /dev/null || { cat out err; fail "the guest ended"; }
	sleep 0.1
done
python3 "$here/dump.py" monitor dump dead paging kdump-zlib || { tail -n 20 err; fail "no dump"; }
wait $guest || true		# it died
grep -aq 'RIP: .*:vfs_fallocate+0x' err && grep -aq 'CR2: 0000000000000[0-9a-f]* *\(CR3.*\)*$' err || { tail -n 40 err; fail "it died of something else"; }
sed -n '/^RESULT/,/^READY/p' out | sed '1d;$d' | base64 -d | tar x || fail "no result"

vmlinux=
! has dwarf || vmlinux=/usr/lib/debug/boot/vmlinux-$KERNEL
[ -z "$vmlinux" ] || [ -e "$vmlinux" ] || vmlinux=$(root_of "$KERNEL")/lib/modules/$KERNEL/build/vmlinux
# What the look and the crash themselves change: references of modules, misses, and that an oops stops the kernel's tracer.
cat > facts.py << 'END'
import json, sys
def without(x):
    if isinstance(x, dict):
        return {k: without(v) for k, v in x.items() if k not in ("missed", "references", "is_off")}
    return [without(v) for v in x] if isinstance(x, list) else x
d = json.load(open(sys.argv[1]))
for k in ("source", "sessions"):
    d.pop(k)
json.dump(without(d), sys.stdout, indent=1)
END
python3 facts.py result/live.json > want
documents=()
look() { # DUMP
	run "$MYTAP" inspect --core="$1" --json all
	expect_status 0
	cp out "$1.json"; documents+=("$1.json")
	python3 facts.py "$1.json" > got
	cp got "$1.facts"; expect_same want got
}
look dump
look dump.paging
if grep -q 'HAVE_LIBKDUMPFILE_KDUMPFILE_H 1' "$(dirname "$MYTAP")/config.h"; then
	look dump.kdump-zlib
	if command -v makedumpfile > /dev/null; then
		python3 "$here/headers.py" dump headers
		makedumpfile -F headers > dump.flattened 2> err || { cat err; fail "makedumpfile"; }
		look dump.flattened
	fi
fi
python3 "$here/compare.py" result crashed "${documents[@]}" || fail "see above"
if [ -n "$vmlinux" ] && command -v crash > /dev/null; then
	python3 "$here/crash.py" "$vmlinux" dump dump.json "$MYTAP" || fail "crash says otherwise"
fi
