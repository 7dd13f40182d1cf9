# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# needs: guest headers
# timeout: 1800
# mytap inspect in a guest says what the kernel itself says of its kprobes, hooked functions, tracers and modules, and whose
# they are; and from a dump made right behind it, in each format, it says the same.
command -v python3 > /dev/null || skip "needs python3"
here=$TESTSUITE/inspect
run "$MYTAP" -g -p4 -r "$KERNEL" -m probes "$here/probes.stp"
expect_status 0
run "$MYTAP" -g -p4 -r "$KERNEL" -m ctl "$here/ctl.stp"
expect_status 0

printf '#!/bin/sh\nexec qemu-system-x86_64 "$@" -qmp unix:%s/monitor,server=on,wait=off\n' "$PWD" > qemu; chmod +x qemu
add=()
screen=$(dirname "$MYTAP")/mytap-screen
has_screen=0
if [ -x "$screen" ]; then
	has_screen=1
	gcc -std=gnu11 -D_GNU_SOURCE -static -o on_terminal "$TESTSUITE/screen/on_terminal.c" -lutil || fail "on_terminal.c"
	add+=(--add="$screen:/root/mytap-screen" --add=on_terminal:/bin/on_terminal --add="$(find /lib/terminfo /usr/share/terminfo -name xterm | head -1):/lib/terminfo/x/xterm")
fi
programs=("$MYTAP")
[ $has_screen = 0 ] || programs+=("$screen")
while read -r library; do add+=(--add="$library:$library"); done < <(ldd "${programs[@]}" | sed -n 's|.*[ \t]\(/[^ ]*\) (0x.*|\1|p' | sort -u)
"$MYTAP_GUEST" --kernel="$KERNEL" --qemu="$PWD/qemu" --smp=2 --timeout=600 "${add[@]}" --add="$MYTAP:/root/mytap" \
	--add="$MYTAP_RUN:/bin/mytap-run" --add=probes.ko --add=ctl.ko --add="$here/live.guest" --get=/root/result.tar:result.tar \
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
tar xmf result.tar
grep -v '^READY' out > said || true
[ ! -s said ] || { cat said; fail "messages"; }
grep -q '^set 0$' result/printed || { head result/printed; fail "kprobes of the test cannot be set"; }

# mytap ps and mytap ctl: by what the script itself counted.
cat > want << END
first 10
off by name 10
probe has hits again
all are off
session has hits again
set 1000
{ "name": "most", "value": 6 }
{ "name": "sizes", "elements": [ { "key": [ 1 ], "min": 5, "max": 5
$(for i in 1 2 3 4 5 6 7 8 9; do echo "read 100$i"; done)
read 1010
3
mytap: ctl: ctl has no probe nothing: mytap ctl ctl status lists them
mytap: ctl: ctl does not take most=abc: Invalid argument
mytap: ctl: ctl does not take nothing=1: No such file or directory
mytap: ctl: ctl has no variable nothing
mytap: ctl: no session is called nobody: mytap ps lists them
status 0
END
sed 1,2d result/told > told
expect_same want told
# mytap top of the same session: what it showed is on the terminal's record, and the terminal as it was.
if [ $has_screen = 1 ]; then
	[ "$(cat result/top.status)" = 0 ] || { cat result/top.err; tr '\033' '\n' < result/top | tail -50; fail "mytap top: status $(cat result/top.status)"; }
	python3 "$TESTSUITE/screen/last_screen.py" result/top > top.screen || fail "what mytap top wrote"
	{ grep -qE '^ctl\.stp: running [0-9ms]+ +hits [0-9,]+ \([0-9,]+/s\) +lost 0 +memory [0-9,]+k +ctl$' top.screen && grep -qE '^reads +1,020$' top.screen &&
		grep -qE '^on +[0-9]{2,} .* kernel\.function\("vfs_read.* at |^on +[0-9,]{2,} +[0-9,]+ +[0-9.]+[nu]s .* kernel\.function\("vfs_read' top.screen &&
		grep -qx 'read 1020' top.screen; } || { cat top.screen; fail "what mytap top shows"; }
fi
head -1 result/told | grep -qE '^SESSION STATE +PID +SINCE +MEMORY +PROBES +HITS +LOST +SCRIPT$' &&
	sed -n 2p result/told | grep -qE "^ctl +running +$(cat result/ctl.reader) +(TIMEs|[0-9]+m[0-9]+s) +[0-9]+k +4 +[0-9]+ +0 +.*/ctl.stp\$" ||
	{ cat result/told; fail "mytap ps"; }
{ echo ctl; echo 'no reader'; echo begun; seq 10 | sed 's/^/read /'; echo 'left 0'; seq 11 20 | sed 's/^/read /'
	echo 'over 0'; seq 11 20 | sed 's/^/read /'; echo ended; echo 'sizes[1] @count=0x14 @min=0x6 @max=0x6 @sum=0x78 @avg=0x6'; } > want
expect_same want result/recorder
[ "$(wc -l < result/none)" = 1 ] || fail "mytap ps when there is none"
grep -qx ended result/ctl.out && [ "$(grep -c '^read' result/ctl.out)" = $((has_screen ? 30 : 10)) ] || { cat result/ctl.out; fail "what the session printed"; }

# The session goes on behind the look: that is judged by itself, by what it printed in the end.
vmlinux=
! has dwarf || vmlinux=/usr/lib/debug/boot/vmlinux-$KERNEL
[ -z "$vmlinux" ] || [ -e "$vmlinux" ] || vmlinux=$(root_of "$KERNEL")/lib/modules/$KERNEL/build/vmlinux
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

# What makedumpfile makes of it.
convert() { # OPTIONS...: dump -> made
	rm -f made
	if [ "$1" = -F ]; then makedumpfile "$@" headers > made 2> err; else makedumpfile "$@" headers made > err 2>&1; fi ||
		{ cat err; fail "makedumpfile $*"; }
}
if command -v makedumpfile > /dev/null && grep -q 'HAVE_LIBKDUMPFILE_KDUMPFILE_H 1' "$(dirname "$MYTAP")/config.h"; then
	python3 "$here/headers.py" dump headers
	for options in -c -l -p -z '-F -l' ${vmlinux:+"-c -d 31 -x $vmlinux" "-E -d 31 -x $vmlinux"}; do
		# What they make of a dump is no matter of the kernel: of one kernel all, of the others one.
		has first || [ "$options" = -l ] || continue
		# shellcheck disable=SC2086
		convert $options
		run "$MYTAP" inspect --core=made --json all
		expect_status 0
		python3 -c 'import json, sys; a, b = (json.load(open(f)) for f in sys.argv[1:]); del a["source"], b["source"]; sys.exit(a != b)' \
			dump.json out || fail "makedumpfile $options: other facts"
	done
fi
# By Debian's crash, an independent reader: half a minute.
if has long && [ -n "$vmlinux" ] && command -v crash > /dev/null; then
	python3 "$here/crash.py" "$vmlinux" dump dump.json "$MYTAP" || fail "crash says otherwise"
fi

# A vmlinux of another kernel, or none, and one that is the kernel's.
run "$MYTAP" inspect --core=dump --vmlinux="$MYTAP" all
expect_status 1
expect_err 'is of another kernel: its build-id is [0-9a-f]*, that of the kernel is [0-9a-f]{40}'
run "$MYTAP" inspect --core=dump --vmlinux="$here/live.sh" all
expect_status 1
expect_err 'is no vmlinux'
# The kernel's code: what it changed itself is explained; a byte that somebody else changed is found, and only that.
if [ -n "$vmlinux" ]; then
	run "$MYTAP" inspect --core=dump --vmlinux="$vmlinux" kprobes
	expect_status 0
	line=$(addr2line -e "$vmlinux" "$(nm "$vmlinux" | awk '$3 == "vfs_open" { print $1 }')")
	grep -A1 '^  vfs_open' out | grep -qE "source +fs/open.c:${line##*:}\$" || { cat out; fail "vfs_open is at $line"; }
	run "$MYTAP" inspect --core=dump --vmlinux="$vmlinux" --json text
	expect_status 0
	python3 - out << 'END' || fail "the text check"
import json, sys
t = json.load(open(sys.argv[1]))["text"]
print(t)
tables = {e["table"]: e["bytes"] for e in t["explained_by"]}
assert t["entries"] == [] and t["differing_bytes"] == sum(tables.values()) > 10000 and t["compared_bytes"] > 5 << 20
assert tables["function tracer"] > 10000
END
	# In the middle of vfs_write(), where no table has a place: found in the dump by the bytes of the vmlinux around it.
	python3 - dump "$vmlinux" << 'END' || fail "no byte can be changed"
import mmap, struct, sys
vmlinux = open(sys.argv[2], "rb")
m = mmap.mmap(vmlinux.fileno(), 0, prot=mmap.PROT_READ)
shoff, = struct.unpack_from("<Q", m, 40)
n, names = struct.unpack_from("<HH", m, 60)
sections = [struct.unpack_from("<IIQQQQIIQQ", m, shoff + 64 * i) for i in range(n)]
def text(at): return m[at:m.find(b"\0", at)]
by_name = {text(sections[names][4] + h[0]): h for h in sections}
symtab, strtab, code = by_name[b".symtab"], by_name[b".strtab"], by_name[b".text"]
for at in range(symtab[4], symtab[4] + symtab[5], 24):
    name, info, _, _, value, size = struct.unpack_from("<IBBHQQ", m, at)
    if info & 15 == 2 and text(strtab[4] + name) == b"vfs_write":
        break
f = m[code[4] + value - code[3]:code[4] + value - code[3] + size]
dump = bytearray(open(sys.argv[1], "rb").read())
# Eight bytes that the file and the memory share, with what comes before them the same for all of the function but calls.
for k in range(16, size - 16):
    if dump.count(f[k:k + 12]) == 1:
        place = dump.index(f[k:k + 12])
        dump[place + 6] ^= 0xff
        open("changed", "wb").write(dump)
        open("where", "w").write("%d" % (k + 6))
        sys.exit(0)
sys.exit(1)
END
	run "$MYTAP" inspect --core=changed --vmlinux="$vmlinux" --json text
	python3 -c 'import json; e = json.load(open("out"))["text"]["entries"]; print(e)
assert [(x["place"]["symbol"], x["place"]["offset"], x["bytes"]) for x in e] == [("vfs_write", int(open("where").read()), 1)]' || fail "a changed byte of the code is not found"
fi

# A dump that a full disk has cut off; memory that is damaged.
head -c 100000000 dump > cut
run "$MYTAP" inspect --core=cut all
[ "$status" = 0 ] || expect_err '^mytap: .*cut'
fuzz=$(dirname "$MYTAP")/testsuite/fuzz/fuzz_inspect seconds=${MYTAP_TEST_LONG:+600}
: "${seconds:=5}"
[ ! -x "$fuzz" ] || "$fuzz" dump "$seconds" || fail "see above"
