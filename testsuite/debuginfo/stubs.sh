# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers
# By the kernel's own type information and symbols, also where no debuginfo is: padding in front of functions (__pfx_) is
# no function, several names of one address are one place, code of the start and forbidden code are left out.
list() { run "$MYTAP" -r "$KERNEL" --debuginfo=btf -w -v -l "$1"; }
list 'kernel.function("*vfs_read")'
expect_status 0
[ "$(sed 's/ .*//' out)" = 'kernel.function("vfs_read")' ] || fail "found: $(cat out)"
list 'kernel.function("__pfx_*")'
expect_status 1
list 'kernel.function("__pfx_vfs_read")'
expect_err "'__pfx_vfs_read' is what kernels call the padding in front of 'vfs_read', which never runs and cannot be probed: probe 'vfs_read'"
for name in __do_sys_getppid __x64_sys_getppid __ia32_sys_getppid; do
	list "kernel.function(\"$name\")"
	expect_status 0
	grep -oE 'pc=0x[0-9a-f]*' out >> places
done
list 'kernel.function("__*_sys_getppid")'
[ "$(wc -l < out)" = 1 ] || fail "a pattern finds one place by several names: $(cat out)"
grep -oE 'pc=0x[0-9a-f]*' out >> places
[ "$(sort -u places | wc -l)" = 1 ] && [ "$(wc -l < places)" = 4 ] || fail "the names are not one place: $(cat places)"
list 'kernel.function("start_kernel")'
expect_err "'start_kernel' cannot be probed: its code is freed after the kernel has started"
list 'kernel.function("do_int3")'
expect_err "'do_int3' cannot be probed: the kernel forbids probes there"
list 'kernel.function("vfs_re*").call'
grep -E '\.(isra|constprop|part|cold)' out && fail "parts and clones by names of their own in a pattern"
list 'kernel.function("get_current")'
expect_err "no function 'get_current' in kernel .*; a function that is inlined everywhere is known only to debuginfo"
