# SPDX-License-Identifier: GPL-2.0-or-later
# needs: guest headers
# timeout: 900
# On a terminal each step that is long the first time is told, without -v; neither the second time nor to a pipe.
command -v script > /dev/null || skip "needs script(1)"
export MYTAP_CACHE_DIR=$PWD/cache
text="'$MYTAP' --vm='$KERNEL' -r '$KERNEL' -e 'probe begin { println(\"begun\") exit() }'"
on_terminal() { script -qec "$text" /dev/null < /dev/null | tr -d '\r' > out; }
release=$(sed "s/[.+]/\\\\&/g" <<< "$KERNEL")
: > err
steps='^(Compiling the runtime for kernel|Reading the debuginfo|Unpacking the guest|Trying whether KVM|Booting the guest)'

on_terminal
expect_out "^Compiling the runtime for kernel $release \(once"
expect_out '^Unpacking the guest'
expect_out '^Booting the guest for the first time'
if [ -r /dev/kvm ] && [ -w /dev/kvm ] && [ -z "${MYTAP_NO_KVM-}" ]; then
	expect_out '^Trying whether KVM'
else
	! grep -q KVM out || fail "KVM is not tried, yet it says so"
fi
expect_out '^begun$'
grep -vE "$steps" out > rest
echo begun > want
grep -v 'Ctrl-C ends' rest > rest.2 || true; expect_same want rest.2

on_terminal
! grep -E "$steps" out || fail "the second time"
expect_out '^begun$'

# The debuginfo; and a pipe is told nothing.
if has_dwarf "$KERNEL"; then
	text="'$MYTAP' -r '$KERNEL' --debuginfo=dwarf -p2 -e 'probe kernel.function(\"vfs_read\") { println(\$count) }'"
	on_terminal
	expect_out "^Reading the debuginfo of kernel $release for the first time"
	on_terminal
	! grep -E "$steps" out || fail "the second time"
fi
rm -rf cache
run "$MYTAP" --vm="$KERNEL" -r "$KERNEL" -e 'probe begin { println("begun") exit() }'
expect_status 0
expect_same want out; [ ! -s err ] || fail "told to a pipe: $(cat err)"
