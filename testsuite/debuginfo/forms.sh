# SPDX-License-Identifier: GPL-2.0-or-later
# needs: dwarf
# Every form of a point in kernel code is listed with its variables and their types, or refused with the reason.
failed=0
while IFS='	' read -r point want; do
	case $point in ''|'#'*) continue ;; esac
	run "$MYTAP" -r "$KERNEL" -w -L "$point"
	cat out err > both
	grep -qE -- "$want" both || { echo "$point: no line matches: $want"; head -3 both; failed=1; }
done <<'TABLE'
kernel.function("vfs_read").call	^kernel.function\("vfs_read@fs/read_write.c:[0-9]+"\).call \$file:struct file \* \$buf:char \* \$count:size_t \$pos:loff_t \*
kernel.function("new_sync_read").inline	"\).inline \$filp:struct file \* \$buf:char \* \$len:size_t
kernel.function("vfs_*").exported	^kernel.function\("vfs_cancel_lock@fs/locks.c:[0-9]+"\).exported
kernel.function("vfs_read").exported	'vfs_read' is not exported
kernel.function("vfs_read").return	\.return \$return:ssize_t \$file:struct file \*
kernel.function("vfs_read").return.maxactive(10)	\.return.maxactive\(10\) \$return:ssize_t
kernel.function("vfs_read").return.maxactive(0)	maxactive takes 1 to 4096
kernel.function("vfs_read").callee("rw_verify_area")	^kernel.function\("rw_verify_area@fs/read_write.c:[0-9]+"\).callee\("rw_verify_area"\) \$read_write:int
kernel.function("ksys_read").callees	^kernel.function\("vfs_read@fs/read_write.c
kernel.function("ksys_read").callees(2)	^kernel.function\("rw_verify_area@fs/read_write.c:[0-9]+"\).callees\(2\) \$read_write:int
kernel.function("ksys_read").callees(9)	callees takes a depth of 1 to 8
kernel.function("ksys_read").callees(8)	more than 10000 callees down to depth 8
kernel.function("vfs_read").callee("rw_verify_area").return	\.callee\("rw_verify_area"\)\.return \$return:int \$read_write:int
kernel.function("vfs_read").callee("rw_verify_area").call	\.callee\("rw_verify_area"\)\.call \$read_write:int
kernel.function("vfs_read").callee("rw_verify_area").return.maxactive(4)	\.return\.maxactive\(4\) \$return:int
kernel.function("copy_process").label("fork_out")	^kernel.function\("copy_process@kernel/fork.c:[0-9]+"\).label\("fork_out"\) \$args:struct kernel_clone_args \*
kernel.statement("vfs_read@fs/read_write.c+11")	^kernel.statement\("vfs_read@fs/read_write.c:[0-9]+"\) \$file
kernel.statement("vfs_read@fs/read_write.c:455-464")	^kernel.statement\("vfs_read@fs/read_write.c:4(5[5-9]|6[0-4])"\) \$file
kernel.statement("vfs_read@fs/read_write.c:*")	^kernel.statement\("vfs_read@fs/read_write.c:[0-9]+"\) \$file
kernel.statement("vfs_read@fs/read_write.c:452")	no code at line 452 of fs/read_write.c; the nearest lines
kernel.statement("vfs_read@fs/read_write.c:452").nearest	\.nearest \$file
kernel.statement(0xffffffff81000000).absolute	\.absolute needs -g
kprobe.function("vfs_read+5").post	^kprobe.function\("vfs_read\+5"\).post$
kprobe.function("vfs_read+5").return	(return probe sits on the function|no probe point component|nothing may follow)
kernel.function("do_int3")	the kernel forbids probes there
kernel.function("start_kernel")	its code is freed after the kernel has started
kernel.function("start_kerne*")	the one place that matches cannot be probed: its code is freed after the kernel has started
kprobe.function("start_kernel")	its code is freed after the kernel has started
kprobe.function("kprobe_int3_handler")	the kernel forbids probes there
kernel.statement("do_int3@arch/x86/kernel/traps.c:*")	the kernel forbids probes there
kernel.function("vsnprint[f]")	the one place that matches cannot be probed: the kernel marks it as not traceable
kernel.function("vsnprintf").call	^kernel.function\("vsnprintf@lib/vsprintf.c:[0-9]+"\).call
kernel.function("__vt_event_wait").call	(no|none)
kernel.function("__vt_event_wait.part.0")	^kernel.function\("__vt_event_wait.part.0"\) \$vw:struct vt_event_wait \*
kernel.function("do_sigaltstack.constprop.0")	\$ss:const stack_t \* \$oss:stack_t \* \$sp:
kernel.function("__alg_test_hash*.cold")	the one place that matches cannot be probed: the kernel marks it
kernel.function("__alg_test_hash.constprop.0.cold")	^kernel.function\("__alg_test_hash.constprop.0.cold"\)
kernel.function("__ia32_sys_getppid")	^kernel.function\("__ia32_sys_getppid"\)
kernel.function("__*_sys_getppid")	^kernel.function\("__do_sys_getppid@kernel/sys.c:[0-9]+"\)
kernel.function("__pfx_vfs_read")	'__pfx_vfs_read' is what kernels call the padding in front of 'vfs_read', which never runs
kernel.statement(0xffffffff81000000)	^kernel.statement\((18446744071578845184|0xffffffff81000000|-?[0-9]+)\)
kprobe.function("vfs_read+0x100000")	is behind the function's end
kernel.tracepoint("sched_switch")	^kernel.tracepoint\("sched:sched_switch"\) \$preempt:bool
kernel.trace("kvm_exit")	^kernel.trace\("kvm:kvm_exit"\) \$vcpu:struct kvm_vcpu \*
kernel.trace("kvm_exot")	no tracepoint 'kvm_exot' in kernel .* and its modules \(did you mean 'kvm_exit'
kernel.trace("sched:sched_switch")	\$preempt:bool \$prev:struct task_struct \* \$next:struct task_struct \*
module("overlay").function("ovl_open")	^module\("overlay"\).function\("ovl_open@fs/overlayfs/file.c:[0-9]+"\) \$inode:struct inode \*
module("overlay").function("ovl_open").call	^module\("overlay"\).function\("ovl_open@fs/overlayfs/file.c:[0-9]+"\).call \$inode
module("overlay").function("ovl_open").return	\.return \$return:int \$inode:struct inode \*
module("overlay").function("ovl_open").return.maxactive(7)	\.return.maxactive\(7\) \$return:int
module("overlay").function("ovl_open@fs/overlayfs/file.c")	^module\("overlay"\).function\("ovl_open@fs/overlayfs/file.c
module("overlay").function("ovl_open@fs/overlayfs/dir.c")	'ovl_open' is not in 'fs/overlayfs/dir.c' but in 'fs/overlayfs/file.c'
module("overlay").function("*@fs/overlayfs/file.c:152")	^module\("overlay"\).function\("ovl_open@fs/overlayfs/file.c
module("overlay").function("ovl_open").callee("ovl_open_realfile")	\.callee\("ovl_open_realfile"\) \$file:
module("overlay").function("ovl_open").callee("ovl_open_realfile").return	\.return \$return:struct file \*
module("overlay").function("ovl_open").callees	^module\("overlay"\).function\("ovl_open_realfile@
module("overlay").function("ovl_open").callees(2)	^module\("overlay"\).function\("ovl_override_creds@.*\).callees\(2\)
module("overlay").function("file_inode").inline	^module\("overlay"\).function\("file_inode@include/linux/fs.h:[0-9]+"\).inline
module("overlay").function("ovl_open").inline	is not inlined anywhere
module("overlay").function("ovl_copy_up_one").label("out*")	\.label\("out(_[a-z]+)?"\)|has no label
module("overlay").function("ovl_open").exported	of module 'overlay' is not exported
module("kvm").function("kvm_get_kvm").exported	^module\("kvm"\).function\("kvm_get_kvm@virt/kvm/kvm_main.c:[0-9]+"\).exported \$kvm:struct kvm \*
module("kvm").tracepoint("kvm_exit")	^module\("kvm"\).tracepoint\("kvm_exit"\) \$vcpu:struct kvm_vcpu \* \$isa:u32
module("kvm").tracepoint("kvm_exot")	no tracepoint 'kvm_exot' in module 'kvm' \(did you mean 'kvm_exit'
module("overlay").tracepoint("*")	no tracepoint '\*' in module 'overlay'
module("overlay").statement("ovl_open@fs/overlayfs/file.c+5")	^module\("overlay"\).statement\("ovl_open@fs/overlayfs/file.c:[0-9]+"\) \$file
module("overlay").statement("ovl_open@fs/overlayfs/file.c:*")	^module\("overlay"\).statement\("ovl_open@fs/overlayfs/file.c:[0-9]+"\) \$inode
module("overlay").statement("ovl_open@fs/overlayfs/file.c:150-170")	^module\("overlay"\).statement\("ovl_open@fs/overlayfs/file.c:1[567][0-9]"\) \$file
module("overlay").statement("ovl_open@fs/overlayfs/file.c:1").nearest	\.nearest \$inode
module("overlay").statement(0x10)	^module\("overlay"\).statement\(16\)
module("overlay").statement(0x10).absolute	needs -g|leave .absolute away
module("overlay").function(0x1000000)	is in no function of module 'overlay'
kprobe.module("overlay").function("ovl_open")	^kprobe.module\("overlay"\).function\("ovl_open"\)
kprobe.module("overlay").function("ovl_open").return	^kprobe.module\("overlay"\).function\("ovl_open"\).return
kprobe.module("overlay").function("ovl_open+0x10000")	is behind the function's end
module("ext4").function("ext4_file_open")	is built into kernel
module("/nowhere/x.ko").function("f")	module file /nowhere/x.ko cannot be read
TABLE
# Where instructions begin is known when the library is there.
if grep -q 'define HAVE_ZYDIS' "$(dirname "$MYTAP")/config.h" 2> /dev/null; then
	run "$MYTAP" -r "$KERNEL" -w -l 'kprobe.function("vfs_read+6")'
	grep -q 'vfs_read+0x6 is in the middle of an instruction: the nearest begin at vfs_read+0x5 and vfs_read+0x7' err ||
		{ echo "kprobe.function(\"vfs_read+6\"):"; cat err; failed=1; }
	run "$MYTAP" -r "$KERNEL" -w -l 'kprobe.module("overlay").function("ovl_open+6")'
	grep -q 'ovl_open+0x6 is in the middle of an instruction' err || { cat err; failed=1; }
fi
# sorted, each once; -v has addresses
run "$MYTAP" -r "$KERNEL" -w -l 'kernel.function("*@fs/read_write.c").call'
expect_status 0
sort -c out || fail "the list is not sorted"
run "$MYTAP" -r "$KERNEL" -w -v -l 'kernel.function("vfs_read").call'
grep -q 0xffffffff81 out || { echo "no address with -v:"; cat out; failed=1; }
[ "$failed" = 0 ]
