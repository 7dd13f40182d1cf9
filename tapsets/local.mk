# SPDX-License-Identifier: GPL-2.0-or-later
# Every file, with its folder; installed under $(pkgdatadir)/tapsets.
tapset_files = \
	tapsets/ansi.stp \
	tapsets/context.stp \
	tapsets/ctime.stp \
	tapsets/endian.stp \
	tapsets/errno.stp \
	tapsets/indent.stp \
	tapsets/init.stp \
	tapsets/input.stp \
	tapsets/linux/dentry.stp \
	tapsets/linux/dev.stp \
	tapsets/linux/atomic.stp \
	tapsets/linux/inet.stp \
	tapsets/linux/mib.stp \
	tapsets/linux/namespace.stp \
	tapsets/linux/proc_mem.stp \
	tapsets/linux/rlimit.stp \
	tapsets/linux/signal.stp \
	tapsets/linux/socket_names.stp \
	tapsets/linux/wait_status.stp \
	tapsets/linux/irq.stp \
	tapsets/linux/perf.stp \
	tapsets/linux/scheduler.stp \
	tapsets/linux/syscall_args.stp \
	tapsets/linux/syscalls.def \
	tapsets/linux/task.stp \
	tapsets/linux/vfs.stp \
	tapsets/logging.stp \
	tapsets/macros/choose_defined.stpm \
	tapsets/macros/offsetof.stpm \
	tapsets/queue_stats.stp \
	tapsets/stopwatch.stp \
	tapsets/string.stp \
	tapsets/target_set.stp
