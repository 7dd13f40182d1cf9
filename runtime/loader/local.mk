# SPDX-License-Identifier: GPL-2.0-or-later
# mytap-run: static, libc and zlib only. loader_sources is all but main.c, for the unit tests.
loader_sources = runtime/loader/say.c runtime/loader/say.h \
	runtime/loader/module_file.c runtime/loader/module_file.h \
	runtime/loader/machine.c runtime/loader/machine.h \
	runtime/loader/memory.c runtime/loader/memory.h \
	runtime/loader/identity.c runtime/loader/identity.h \
	runtime/loader/insert.c runtime/loader/insert.h \
	runtime/loader/turn.c runtime/loader/turn.h \
	runtime/loader/patience.c runtime/loader/patience.h \
	runtime/loader/targets.c runtime/loader/targets.h \
	runtime/loader/program.c runtime/loader/program.h runtime/loader/traced.c runtime/loader/traced.h \
	runtime/loader/elf_bytes.c runtime/loader/elf_bytes.h runtime/loader/eh_frame.c runtime/loader/eh_frame.h \
	runtime/loader/file_io.c runtime/loader/file_io.h runtime/loader/elf_parts.c runtime/loader/elf_parts.h runtime/loader/unwind_cache.c runtime/loader/unwind_cache.h \
	runtime/loader/unwind_block.c runtime/loader/unwind_block.h runtime/loader/unwind_runs.c runtime/loader/unwind_runs.h \
	runtime/loader/byte_reader.h runtime/loader/debug_line.c runtime/loader/debug_line.h \
	runtime/loader/vdso.c runtime/loader/vdso.h \
	runtime/loader/user_files.c runtime/loader/user_files.h runtime/loader/user_names.c runtime/loader/user_names.h \
	runtime/loader/user_stack.c runtime/loader/user_stack.h \
	runtime/loader/kallsyms.c runtime/loader/kallsyms.h \
	runtime/loader/symbols.c runtime/loader/symbols.h \
	runtime/loader/globals.c runtime/loader/globals.h \
	runtime/loader/channel.c runtime/loader/channel.h \
	runtime/loader/merge.c runtime/loader/merge.h runtime/loader/kept.c runtime/loader/kept.h \
	runtime/loader/follow.c runtime/loader/follow.h runtime/loader/detached.c runtime/loader/detached.h \
	runtime/loader/formats.c runtime/loader/formats.h \
	runtime/loader/histogram.c runtime/loader/histogram.h \
	runtime/loader/decode.c runtime/loader/decode.h \
	runtime/loader/names.c runtime/loader/names.h \
	runtime/loader/calls.c runtime/loader/calls.h runtime/loader/trace.c runtime/loader/trace.h runtime/loader/event.h \
	runtime/loader/text.c runtime/loader/text_graph.c runtime/loader/text.h runtime/loader/writers.c runtime/loader/writer.h \
	runtime/loader/json.c runtime/loader/json_text.c runtime/loader/json_text.h runtime/loader/stack_text.c runtime/loader/stack_text.h \
	runtime/loader/raw.c runtime/loader/bulk.c runtime/loader/raw_read.c runtime/loader/raw_set.c runtime/loader/raw.h runtime/loader/about.c runtime/loader/about.h \
	runtime/loader/replay.c runtime/loader/replay.h runtime/loader/utf8.h \
	runtime/loader/perfetto.c runtime/loader/stacks.c \
	runtime/loader/folded.c runtime/loader/flamegraph.c runtime/loader/heatmap.c runtime/loader/report_page.c runtime/loader/report_graph.c runtime/loader/xml_text.c \
	runtime/loader/trees.c runtime/loader/times.c \
	runtime/loader/stacks.h runtime/loader/xml_text.h runtime/loader/trees.h runtime/loader/times.h runtime/loader/report_graph.h \
	runtime/loader/speculation.c runtime/loader/speculation.h \
	runtime/loader/timing.c runtime/loader/timing.h runtime/loader/deepest.c runtime/loader/deepest.h \
	runtime/loader/report.c runtime/loader/report.h \
	runtime/loader/output.c runtime/loader/output.h runtime/loader/rotation.c runtime/loader/rotation.h \
	runtime/loader/children.c runtime/loader/children.h \
	runtime/loader/input.c runtime/loader/input.h \
	runtime/loader/server.c runtime/loader/server.h \
	runtime/loader/reader.c runtime/loader/reader.h \
	runtime/wire.h runtime/bits.h runtime/format.h runtime/histogram.h runtime/llog.h runtime/unwind.h

# What makes text of records, for mytap inspect too.
loader_decoder_sources = runtime/loader/formats.c runtime/loader/histogram.c runtime/loader/decode.c runtime/loader/speculation.c \
	runtime/loader/timing.c runtime/loader/deepest.c runtime/loader/calls.c runtime/loader/trace.c runtime/loader/writers.c runtime/loader/text.c runtime/loader/text_graph.c \
	runtime/loader/json.c runtime/loader/json_text.c runtime/loader/stack_text.c runtime/loader/raw.c runtime/loader/bulk.c runtime/loader/raw_read.c runtime/loader/raw_set.c runtime/loader/about.c runtime/loader/replay.c \
	runtime/loader/perfetto.c runtime/loader/stacks.c \
	runtime/loader/folded.c runtime/loader/flamegraph.c runtime/loader/heatmap.c runtime/loader/report_page.c runtime/loader/report_graph.c runtime/loader/xml_text.c \
	runtime/loader/trees.c runtime/loader/times.c \
	runtime/loader/user_stack.c runtime/loader/names.c runtime/loader/kallsyms.c runtime/loader/report.c \
	runtime/loader/output.c runtime/loader/rotation.c runtime/loader/identity.c runtime/loader/say.c

pkglibexec_PROGRAMS += mytap-run
mytap_run_SOURCES = runtime/loader/main.c $(loader_sources)
# Runs where there are no libraries: no sanitizers.
mytap_run_CFLAGS = -std=gnu11 $(WARN_CFLAGS)
mytap_run_LDFLAGS = -static
mytap_run_LDADD = -lz

loader_tests = testsuite/unit/loader_outputs testsuite/unit/loader_patience testsuite/unit/loader_rotation testsuite/unit/loader_merge testsuite/unit/loader_kept testsuite/unit/loader_follow testsuite/unit/loader_text testsuite/unit/loader_lookup \
	testsuite/unit/loader_identity testsuite/unit/unwind_cache testsuite/unit/unwind_table testsuite/unit/user_stacks testsuite/unit/user_lines
check_PROGRAMS += $(loader_tests) testsuite/unit/format_engine
testsuite_unit_loader_merge_SOURCES = testsuite/unit/loader_merge.c testsuite/unit/loader_fake.h $(loader_sources)
testsuite_unit_loader_merge_LDADD = -lpthread -lz
testsuite_unit_loader_outputs_SOURCES = testsuite/unit/loader_outputs.c testsuite/unit/loader_fake.h $(loader_sources)
testsuite_unit_loader_outputs_LDADD = -lz
testsuite_unit_loader_patience_SOURCES = testsuite/unit/loader_patience.c testsuite/unit/loader_fake.h $(loader_sources)
testsuite_unit_loader_patience_LDADD = -lz
testsuite_unit_loader_rotation_SOURCES = testsuite/unit/loader_rotation.c testsuite/unit/loader_fake.h $(loader_sources)
testsuite_unit_loader_rotation_LDADD = -lz
testsuite_unit_loader_kept_SOURCES = testsuite/unit/loader_kept.c testsuite/unit/loader_fake.h $(loader_sources)
testsuite_unit_loader_kept_LDADD = -lpthread -lz
testsuite_unit_loader_follow_SOURCES = testsuite/unit/loader_follow.c testsuite/unit/loader_fake.h $(loader_sources)
testsuite_unit_loader_follow_LDADD = -lpthread -lz
testsuite_unit_loader_text_SOURCES = testsuite/unit/loader_text.c testsuite/unit/loader_fake.h $(loader_sources)
testsuite_unit_loader_text_LDADD = -lz
testsuite_unit_loader_lookup_SOURCES = testsuite/unit/loader_lookup.c testsuite/unit/loader_fake.h $(loader_sources)
testsuite_unit_loader_lookup_LDADD = -lz
testsuite_unit_loader_identity_SOURCES = testsuite/unit/loader_identity.c testsuite/unit/loader_fake.h $(loader_sources)
testsuite_unit_loader_identity_LDADD = -lpthread -lz
testsuite_unit_unwind_cache_SOURCES = testsuite/unit/unwind_cache.c testsuite/unit/loader_fake.h $(loader_sources)
testsuite_unit_unwind_cache_LDADD = -lz
testsuite_unit_unwind_table_SOURCES = testsuite/unit/unwind_table.c testsuite/unit/loader_fake.h $(loader_sources)
testsuite_unit_unwind_table_LDADD = -lz
testsuite_unit_user_stacks_SOURCES = testsuite/unit/user_stacks.c runtime/loader/eh_frame.c runtime/loader/elf_bytes.c \
	runtime/loader/unwind_block.c runtime/loader/unwind_runs.c runtime/loader/say.c
testsuite_unit_user_stacks_LDADD = $(DW_LIBS) -lm -lpthread
testsuite_unit_user_lines_SOURCES = testsuite/unit/user_lines.c runtime/loader/debug_line.c runtime/loader/elf_bytes.c \
	runtime/loader/say.c
testsuite_unit_user_lines_LDADD = $(DW_LIBS) -lz
testsuite_unit_format_engine_SOURCES = testsuite/unit/format_engine.c
dist_man_MANS += doc/mytap-run.1
