# SPDX-License-Identifier: GPL-2.0-or-later
# needs: dwarf
# A pointer whose type is tagged __user, alone or among other tags and qualifiers, is never read as the kernel's.
query=$(dirname "$MYTAP")/testsuite/unit/dbg_query
[ -x "$query" ] || skip "dbg_query is not built: make check"
command -v python3 > python || skip "no python3"
# Type information with one function in it, as compilers that know the tags write it.
cat > make_btf.py <<'END'
import struct, sys
INT, PTR, CONST, FUNC, PROTO, TAG = 1, 2, 10, 12, 13, 18
names, types = bytearray(b"\0"), []
def name(s):
    at = len(names)
    names.extend(s.encode() + b"\0")
    return at
def add(kind, what, text="", more=b"", n=0):
    types.append(struct.pack("<III", name(text) if text else 0, kind << 24 | n, what) + more)
    return len(types)
char = add(INT, 1, "char", struct.pack("<I", 1 << 24 | 8))
text = add(CONST, char)
user = add(TAG, text, "user")
args = {
    "plain": add(PTR, text),
    "tagged": add(PTR, user),
    "twice": add(PTR, add(TAG, user, "rcu")),
    "qualified": add(PTR, add(CONST, user)),
    "other": add(PTR, add(TAG, text, "rcu")),
}
proto = add(PROTO, char, more=b"".join(struct.pack("<II", name(k), v) for k, v in args.items()), n=len(args))
add(FUNC, proto, "vfs_write", n=1)
body = b"".join(types)
sys.stdout.buffer.write(struct.pack("<HBBIIIII", 0xeb9f, 1, 0, 24, 0, len(body), len(body), len(names)) + body + bytes(names))
END
python3 make_btf.py > tags.btf || fail "no type information was made"
run "$query" -r "$KERNEL" -d btf -k "btf=$PWD/tags.btf" -k vmlinuz= access vfs_write '$plain[0]' '$tagged[0]' '$twice[0]' \
	'$qualified[0]' '$other[0]' '$tagged$' '$plain$'
expect_status 0
expect_out '^\$plain\[0\] = arg0 input0 add eload1 '
expect_out '^\$tagged\[0\] = arg1 input0 add uload1 .*\[user\]'
expect_out '^\$twice\[0\] = arg2 input0 add uload1 .*\[user\]'
expect_out '^\$qualified\[0\] = arg3 input0 add uload1 .*\[user\]'
expect_out '^\$other\[0\] = arg4 input0 add eload1 '
expect_out '^\$tagged\$ = <ustring arg1 '
expect_out '^\$plain\$ = <estring arg0 '
