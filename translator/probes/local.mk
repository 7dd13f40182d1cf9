# SPDX-License-Identifier: GPL-2.0-or-later
probes_sources = \
	translator/probes/args.c \
	translator/probes/begin_end.c \
	translator/probes/families.c \
	translator/probes/families.def \
	translator/probes/family.h \
	translator/probes/family_text.c \
	translator/probes/fault.c \
	translator/probes/function.c \
	translator/probes/input.c \
	translator/probes/kprobe.c \
	translator/probes/lsm.c \
	translator/probes/netfilter.c \
	translator/probes/perf.c \
	translator/probes/place_pattern.c \
	translator/probes/place_pattern.h \
	translator/probes/place_runtime.c \
	translator/probes/process.c \
	translator/probes/process.h \
	translator/probes/process_data.c \
	translator/probes/process_event.c \
	translator/probes/process_function.c \
	translator/probes/process_mark.c \
	translator/probes/process_plt.c \
	translator/probes/procfs.c \
	translator/probes/statement.c \
	translator/probes/timer.c \
	translator/probes/tracepoint.c \
	translator/probes/unsupported.c \
	translator/probes/watch.c \
	translator/probes/watch.h
