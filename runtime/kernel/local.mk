# SPDX-License-Identifier: GPL-2.0-or-later
# Sources that are installed and compiled at run time.
runtime_kernel_files = runtime/kernel/api.h runtime/kernel/api_context.h runtime/kernel/api_fp.h runtime/kernel/api_lock.h \
	runtime/kernel/api_map.h runtime/kernel/api_print.h runtime/kernel/api_regex.h runtime/kernel/api_script.h \
	runtime/kernel/api_stack.h runtime/kernel/api_stat.h runtime/kernel/api_trace.h runtime/kernel/runtime.c runtime/kernel/runtime.h \
	runtime/kernel/compat.h runtime/kernel/fault.c runtime/kernel/features.def runtime/kernel/families.def runtime/kernel/message.c \
	runtime/kernel/aggregate.c runtime/kernel/begin_end.c runtime/kernel/bits.c runtime/kernel/build_id.c runtime/kernel/builtin_calls.c \
	runtime/kernel/builtin_text.c runtime/kernel/channel.c runtime/kernel/clock.c runtime/kernel/condition.c runtime/kernel/embed.h runtime/kernel/context.c runtime/kernel/control.c runtime/kernel/dump.c \
	runtime/kernel/errno_names.c runtime/kernel/error.c runtime/kernel/fetch.c runtime/kernel/format.c runtime/kernel/fp.c runtime/kernel/fp_text.c runtime/kernel/function.c \
	runtime/kernel/input.c runtime/kernel/netfilter.c runtime/kernel/procfs.c runtime/kernel/iter.c runtime/kernel/kprobe.c runtime/kernel/kprobe_bulk.c runtime/kernel/kprobe_hot.c runtime/kernel/kprobe_test.c runtime/kernel/lock.c runtime/kernel/machine.c runtime/kernel/map.c \
	runtime/kernel/map_make.c runtime/kernel/memory.c runtime/kernel/memory_text.c \
	runtime/kernel/module.c runtime/kernel/module.h runtime/kernel/module_build.c runtime/kernel/overload.c runtime/kernel/perf.c runtime/kernel/place.c \
	runtime/kernel/print.c runtime/kernel/process.c runtime/kernel/process_args.c runtime/kernel/named.c runtime/kernel/process_data.c runtime/kernel/process_library.c runtime/kernel/process_table.c runtime/kernel/program.c runtime/kernel/profile.c runtime/kernel/raise.c runtime/kernel/refusal.c runtime/kernel/return.c runtime/kernel/return_kretprobe.c \
	runtime/kernel/return_rethook.c runtime/kernel/return_fprobe.c runtime/kernel/return_direct.c runtime/kernel/return_direct_trampoline.c runtime/kernel/return_direct_release.c runtime/kernel/return_point.c runtime/kernel/address.c runtime/kernel/serve.c runtime/kernel/session.c runtime/kernel/source.c \
	runtime/kernel/stack.c runtime/kernel/stack_id.c runtime/kernel/stack_left.c runtime/kernel/syscall_names.c runtime/kernel/syscall_names.h runtime/kernel/target.c runtime/kernel/target_namespaces.c runtime/kernel/user_struct.c runtime/kernel/string.c runtime/kernel/symbols.c runtime/kernel/task.c \
	runtime/kernel/time.c runtime/kernel/timer.c runtime/kernel/timing.c runtime/kernel/trace.c runtime/kernel/deepest.c runtime/kernel/switch.c runtime/kernel/tracepoint.c runtime/kernel/transport.c \
	runtime/kernel/uprobe.c runtime/kernel/user_file.c runtime/kernel/usual.h runtime/kernel/user_stack.c runtime/kernel/user_symbol.c runtime/kernel/uprobe_return.c runtime/kernel/watch.c
