# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# needs: headers
# row: 1.7 @cast; 1.7 @cast (refused)
# Types of headers and programs: compiled once for each content and compiler; what is wrong with them is an error at the place that asks.
export MYTAP_CACHE_DIR=$PWD/cache
cast() { run "$MYTAP" -r "$KERNEL" -p2 -e "probe begin { println(@cast(4096, \"$2\", \"$1\")->$3) }"; }
objects() { find cache -name 'header-*.o' | wc -l; }

echo 'struct held { int first; struct held *next; };' > held.h
cast "<$PWD/held.h>" held 'next->first'
expect_status 0
cast "<$PWD/held.h>" held first
expect_status 0
[ "$(objects)" = 1 ] || fail "$(objects) objects of one header"
stamp=$(find cache -name 'header-*.o' -printf '%i %T@')
cast "<$PWD/held.h>" held next
[ "$stamp" = "$(find cache -name 'header-*.o' -printf '%i %T@')" ] || fail 'compiled again'

# Another content, a header that it includes, another compiler.
echo 'struct held { int first, second; };' > held.h
cast "<$PWD/held.h>" held second
expect_status 0
[ "$(objects)" = 2 ] || fail 'the old types of a changed header'
echo "#include \"$PWD/held.h\"" > outer.h
cast "<$PWD/outer.h>" held second
expect_status 0
echo 'struct held { int third; };' > held.h
cast "<$PWD/outer.h>" held third
expect_status 0
n=$(objects)
mkdir bin
printf '#!/bin/sh\nexec %s "$@"\n' "$(command -v gcc)" > bin/gcc
chmod +x bin/gcc
(PATH=$PWD/bin:$PATH; cast "<$PWD/outer.h>" held third; expect_status 0)
[ "$(objects)" = $((n + 1)) ] || fail 'what another compiler made is taken'

# Several, in their order: the second needs the first. A list of places: the first that knows it.
echo 'typedef int first_t;' > one.h
echo 'struct second { first_t a; };' > two.h
cast "<$PWD/one.h><$PWD/two.h>" second a
expect_status 0
cast "nosuch:kernel:<$PWD/held.h>" held third
expect_status 0
cast "kernel<$PWD/one.h><$PWD/two.h>" second a
expect_status 0

# refused LINE WORDS...: with the place in the script, what the compiler said, and nothing else.
refused() {
	expect_status 1
	[ "$(grep -c '^semantic error' err)" = 1 ] || { cat err; fail 'not one error'; }
	sed -n "s/^semantic error: unresolved target variable .*\")->[a-z_>-]*': \(.*\): '@cast' at <input>:1:23$/\1/p" err > said
	[[ $(cat said) == "$1"* ]] || { echo "wanted: $1"; cat err; exit 1; }
}
cast "<$PWD/two.h>" second a
refused "<$PWD/two.h> cannot be compiled: $PWD/two.h:1:17: error: unknown type name 'first_t'"
cast "kernel<$PWD/two.h>" second a
refused "<$PWD/two.h> cannot be compiled: $PWD/two.h:1:17: error: unknown type name 'first_t'"
cast '<no/such.h>' held a
refused '<no/such.h> cannot be compiled: no/such.h: No such file or directory'
cast '<sys/un.h' sockaddr_un sun_family
refused "'<sys/un.h' names no header: write \"<path/of/header.h>\""
cast '<>' held a
refused "'<>' names no header: write \"<path/of/header.h>\""
cast 'kernel<time.h>x' nosuch a
refused "'kernel<time.h>x' names no header: write \"kernel<path/of/header.h>\""
cast '<sys/un.h>' sockaddr_in a
refused "type 'sockaddr_in' is not known in <sys/un.h> (did you mean 'sockaddr_un'?)"
cast 'nosuch<time.h>' tm a
expect_err ": no module 'nosuch' in "
# Twice the same header: each place has its error.
run "$MYTAP" -r "$KERNEL" -p2 -e "probe begin { println(@cast(1, \"x\", \"<no/such.h>\")->a) }
probe end { println(@cast(2, \"y\", \"<no/such.h>\")->b) }"
[ "$(grep -c 'cannot be compiled: no/such.h: No such' err)" = 2 ] || { cat err; fail 'the second error has no reason'; }

# A program by its path, with debuginfo and without; what is none.
cat > prog.c <<'C'
enum color { RED = 3, GREEN };
struct shown { enum color color; struct { short deep; } in; } one;
int work(struct shown *s, int n) { return s->color + n; }
int main(int c, char **v) { return work(&one, c); }
C
gcc -g -O0 -o prog prog.c
cast "$PWD/prog" shown 'in->deep'
expect_status 0
cast "$PWD/prog" show color
refused "type 'show' is not known in $PWD/prog (did you mean 'shown'?)"
run "$MYTAP" -r "$KERNEL" -p2 -e "probe process(\"$PWD/prog\").function(\"work\") { println(@cast(\$s, \"shown\")->in->deep, @enum(\"GREEN\"), @enumname(3, \"color\")) }"
expect_status 0
expect_out '== 3 \? "RED" : .* == 4 \? "GREEN" : sprint'
run "$MYTAP" -r "$KERNEL" -p2 -e "probe process(\"$PWD/prog\").function(\"work\") { println(@enum(\"BLUE\"), @enumname(3, \"shown\"), @enumname(3, \"colr\")) }"
expect_status 1
grep -qF "no enumeration of $PWD/prog has an enumerator 'BLUE'" err || { cat err; fail 'BLUE'; }
expect_err "@enumname: 'shown' is no enumeration"
grep -qF "@enumname: type 'colr' is not known in $PWD/prog (did you mean 'color'?)" err || { cat err; fail 'no near type'; }
cast "$PWD/nosuch" shown color
refused "$PWD/nosuch cannot be read as a program: No such file or directory"
cast "$PWD/prog.c" shown color
refused "$PWD/prog.c cannot be probed: it is not an ELF file"
strip -g prog
cast "$PWD/prog" shown color
refused "the types of $PWD/prog are not known without its debuginfo "

# A module by its name and by its file.
cast xfs xfs_inode i_delayed_blks
expect_status 0
cast xfs xfs_inod i_delayed_blks
expect_err "type 'xfs_inod' is not known in xfs .did you mean 'xfs_inode'.\)"
run "$MYTAP" -r "$KERNEL" -p2 -e 'probe module("xfs").function("xfs_iread_extents") { println(@cast($ip, "xfs_inode")->i_delayed_blks, @enum("XFS_DINODE_FMT_BTREE"), @enumname(2, "xfs_dinode_fmt")) }'
expect_status 0
expect_out '== 2 \? "XFS_DINODE_FMT_EXTENTS"'
