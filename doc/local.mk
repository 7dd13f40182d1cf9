# SPDX-License-Identifier: GPL-2.0-or-later
# Every example, also those that are only read: --example finds them in the tree and where they are installed.
examplesdir = $(pkgdatadir)/doc/examples
dist_examples_DATA = doc/examples/deletes.stp doc/examples/execs.stp doc/examples/fsync_latency.stp \
	doc/examples/futex_latency.stp doc/examples/io_by_process.stp doc/examples/kills.stp doc/examples/modes.stp \
	doc/examples/mounts.stp doc/examples/opens.stp doc/examples/set_time.stp doc/examples/slow_calls.stp \
	doc/examples/strace_like.stp doc/examples/syscall_errors.stp doc/examples/syscall_top.stp doc/examples/threads.stp \
	doc/examples/writable_code.stp
