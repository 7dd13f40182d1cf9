# SPDX-License-Identifier: GPL-2.0-or-later
# mytap inspect: words that are none of its own, and files that are no dump, get a message with what is wrong and status 1.

refused() { # REGEX WORDS...
	local regex=$1
	shift
	run "$MYTAP" inspect "$@"
	[ "$status" = 1 ] || fail "inspect $*: status $status"
	expect_err "^mytap: .*$regex"
	[ "$(wc -l < err)" = 1 ] || { cat err; fail "inspect $*: more than one message"; }
	[ ! -s out ] || { cat out; fail "inspect $*: output in spite of an error"; }
}

run "$MYTAP" inspect --help
expect_status 0
for table in modules kprobes ftrace fprobes tracers tracepoints uprobes 'function NAME' all; do expect_out "^  $table  "; done

refused 'which table'
refused "no table 'kprobe'" kprobe
refused 'needs a name' function
refused "not 'ftrace' too" kprobes ftrace
refused "not 'b' too" function a b
refused '--core needs a value' --core
refused 'unknown option --nothing' --nothing kprobes

refused 'No such file' --core=nothing all
printf x > short; refused 'not even 16 bytes' --core=short all
yes text | head -1000 > text; refused 'is no known dump' --core=text all
refused 'is an ELF file, but no dump' --core="$MYTAP" all
head -c 100 "$MYTAP" > cut; refused 'no dump|truncated' --core=cut all
{ printf makedumpfile; head -c 5000 /dev/zero; } > flat; refused 'flattened, and cannot be reassembled' --core=flat all
# An ELF dump with a segment of zeros, and one with nothing.
python3 - << 'END' || skip "needs python3"
import struct
head = b"\x7fELF" + bytes([2, 1, 1]) + bytes(9) + struct.pack("<HHIQQQIHHHHHH", 4, 62, 1, 0, 64, 0, 0, 64, 56, 1, 64, 0, 0)
load = struct.pack("<IIQQQQQQ", 1, 7, 4096, 0, 0, 1 << 20, 1 << 20, 4096)
open("zeros", "wb").write((head + load).ljust(4096, b"\0") + bytes(1 << 20))
note = struct.pack("<III", 11, 200, 0) + b"VMCOREINFO\0\0" + (
    b"OSRELEASE=6.1.0\nNUMBER(phys_base)=0\nSYMBOL(swapper_pg_dir)=ffffffff80000000\nSYMBOL(_stext)=ffffffff81000000\n").ljust(200, b"\0")
open("note", "wb").write((head + load).ljust(4096, b"\0") + bytes(8192) + note.ljust(1 << 19, b"\0"))
arm = head[:18] + struct.pack("<H", 183) + head[20:]
open("arm", "wb").write((arm + load).ljust(4096, b"\0"))
END
refused 'no VMCOREINFO' --core=zeros all
refused 'page tables lead nowhere' --core=note all
refused 'of another machine' --core=arm all
# What libkdumpfile does not read, or does not stand, or is not there for.
{ printf 'KDUMP   '; head -c 100000 /dev/urandom; } > kdump; refused 'compressed dump|reading it ended' --core=kdump all
