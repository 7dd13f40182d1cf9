# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# The language on the host: each emit/host/X.stp is translated, compiled with the made-up
# machine of api_host.c and run; X.out is its output, then "status N" and its messages if it failed.
# Sanitizers check the memory; a frame too small by a byte is found.
command -v gcc > /dev/null || skip "no gcc"
src=$TESTSUITE/.. here=$TESTSUITE/emit
flags=(-g -O1 -fwrapv -fsanitize=address,undefined
	-fno-sanitize=alignment,shift,signed-integer-overflow,pointer-overflow -I. -I"$src")
echo '#include "runtime/kernel/api.h"' > mytap_api.h
gcc "${flags[@]}" -w -c -o host.o "$here/api_host.c" || fail "api_host.c does not compile"

one() {
	local name=$1 options args
	options=$(sed -n 's/^\/\/ options: //p' "$here/host/$name.stp" | head -1)
	eval "args=($(sed -n 's/^\/\/ args: //p' "$here/host/$name.stp" | head -1))"
	(cd "$here/host" && "$MYTAP" ${KERNEL:+-r "$KERNEL"} -p3 $options "$name.stp" "${args[@]}") > "$name.c" 2> "$name.msg" ||
		{ echo "$name: not translated"; cat "$name.msg"; return 1; }
	gcc "${flags[@]}" -Wall -Wextra -Werror -Wno-unused-parameter -Wno-override-init -o "$name.run" "$name.c" host.o 2> "$name.msg" ||
		{ echo "$name: its C does not compile cleanly"; head -20 "$name.msg"; return 1; }
	status=0
	timeout 20 "./$name.run" > "$name.got" 2> "$name.err" || status=$?
	if [ $status != 0 ] || [ -s "$name.err" ]; then
		{ echo "status $status"; cat "$name.err"; } >> "$name.got"
	fi
	if ! cmp -s "$here/host/$name.out" "$name.got"; then
		[ -n "${UPDATE-}" ] && { cp "$name.got" "$here/host/$name.out"; return 0; }
		diff -u "$here/host/$name.out" "$name.got"
		return 1
	fi
}

bad=0
for f in "$here"/host/*.stp; do
	name=${f##*/}
	one "${name%.stp}" || bad=$((bad + 1))
done
[ $bad = 0 ] || fail "$bad scripts do not do what they should"
