# SPDX-License-Identifier: GPL-2.0-or-later
inspect_sources = translator/inspect/command.h translator/inspect/facts_read.h translator/inspect/inspect.h translator/inspect/memory.h \
	translator/inspect/inspect.c translator/inspect/ctl.c translator/inspect/memory.c translator/inspect/elf.c translator/inspect/kdump.c translator/inspect/ram.c \
	translator/inspect/flattened.c translator/inspect/paging.c translator/inspect/symbols.c translator/inspect/types.c \
	translator/inspect/facts.c translator/inspect/text.c translator/inspect/code.c translator/inspect/modules.c \
	translator/inspect/kprobes.c translator/inspect/ftrace.c translator/inspect/fprobes.c translator/inspect/tracers.c \
	translator/inspect/tracepoints.c translator/inspect/uprobes.c translator/inspect/function.c translator/inspect/source.c translator/inspect/session.h \
	translator/inspect/watch.c translator/inspect/watch.h translator/inspect/sessions.c translator/inspect/session_records.c translator/inspect/session_values.c translator/inspect/kernel_text.c \
	$(loader_decoder_sources)
