# SPDX-License-Identifier: GPL-2.0-or-later
# Every example, also those that are only read: --example finds them in the tree and where they are installed.
examplesdir = $(pkgdatadir)/doc/examples
dist_examples_DATA = doc/examples/block_latency.stp doc/examples/callers.stp doc/examples/calls_by_process.stp \
	doc/examples/calls_per_second.stp doc/examples/chdirs.stp doc/examples/connects.stp doc/examples/count_functions.stp \
	doc/examples/cpu_time.stp doc/examples/deletes.stp doc/examples/dns_latency.stp doc/examples/drop_port.stp \
	doc/examples/execs.stp doc/examples/exits.stp doc/examples/file_locks.stp doc/examples/file_top.stp \
	doc/examples/flame.stp doc/examples/fsync_latency.stp doc/examples/function_arguments.stp \
	doc/examples/function_errors.stp doc/examples/function_latency.stp doc/examples/futex_latency.stp \
	doc/examples/identity.stp doc/examples/io_by_process.stp doc/examples/io_sizes.stp doc/examples/ioctls.stp \
	doc/examples/json_data.stp doc/examples/kills.stp doc/examples/kmalloc_leaks.stp doc/examples/kmalloc_top.stp \
	doc/examples/lock_contention.stp doc/examples/memory_maps.stp doc/examples/metrics.stp doc/examples/migrations.stp \
	doc/examples/missing_files.stp doc/examples/modes.stp doc/examples/modules.stp doc/examples/mounts.stp \
	doc/examples/net_devices.stp doc/examples/netfilter_count.stp doc/examples/off_cpu.stp doc/examples/oom.stp \
	doc/examples/opens.stp doc/examples/packet_drops.stp doc/examples/page_cache.stp doc/examples/page_faults.stp \
	doc/examples/postgres_queries.stp doc/examples/process_tree.stp doc/examples/profile.stp doc/examples/python_functions.stp doc/examples/refuse_sockets.stp doc/examples/renames.stp \
	doc/examples/run_queue.stp doc/examples/sampler.stp doc/examples/set_time.stp doc/examples/short_lived.stp \
	doc/examples/signals.stp doc/examples/sleepers.stp doc/examples/slow_calls.stp doc/examples/sockets.stp \
	doc/examples/softirqs.stp doc/examples/strace_like.stp doc/examples/switches.stp doc/examples/syscall_errors.stp \
	doc/examples/syscall_top.stp doc/examples/tcp_bytes.stp doc/examples/terminal.stp doc/examples/threads.stp \
	doc/examples/timers_of_kernel.stp doc/examples/tracers.stp doc/examples/udp_talkers.stp doc/examples/work_queues.stp \
	doc/examples/writable_code.stp

# Where bash looks for it when it meets the command.
bashcompletiondir = $(datadir)/bash-completion/completions
dist_bashcompletion_DATA = doc/completions/mytap

# What the comments of the library say, as manual pages and an HTML page. mytap itself reads them; of the machine's kernels nothing.
library_pages = doc/library/mytap-functions.3mytap
all-local: $(library_pages)
$(library_pages): mytap$(EXEEXT) $(tapset_files) tools/library_pages.awk
	$(AM_V_GEN)rm -rf doc/library doc/library.new && $(MKDIR_P) doc/library.new/root/usr && \
	HOME=doc/library.new XDG_CONFIG_HOME=doc/library.new ./mytap --sysroot=doc/library.new/root --dump-library > doc/library.new/lines && \
	$(AWK) -v man=doc/library.new -v html=doc/library.new/library.html -f $(srcdir)/tools/library_pages.awk doc/library.new/lines && \
	rm -rf doc/library.new/root doc/library.new/lines && mv doc/library.new doc/library
EXTRA_DIST += tools/library_pages.awk
clean-local:
	rm -rf doc/library doc/library.new
install-library-pages: $(library_pages)
	$(MKDIR_P) '$(DESTDIR)$(mandir)/man3' '$(DESTDIR)$(docdir)'
	$(INSTALL_DATA) doc/library/*.3mytap '$(DESTDIR)$(mandir)/man3'
	$(INSTALL_DATA) doc/library/library.html '$(DESTDIR)$(docdir)'
uninstall-library-pages:
	(cd '$(DESTDIR)$(mandir)/man3' 2> /dev/null && rm -f *.3mytap) || :
	rm -f '$(DESTDIR)$(docdir)/library.html'
	rmdir '$(DESTDIR)$(docdir)' 2> /dev/null || :
.PHONY: install-library-pages uninstall-library-pages
