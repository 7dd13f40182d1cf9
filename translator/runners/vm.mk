# SPDX-License-Identifier: GPL-2.0-or-later
# The guest: a library for the vm runner and for mytap-guest, and the static program that runs in it.
guest_sources = translator/runners/guest.c translator/runners/guest.h translator/runners/guest_impl.h \
	translator/runners/guest_start.c translator/runners/guest_cache.c translator/runners/guest_files.h \
	translator/runners/guest_image.c translator/runners/guest_kernel.c translator/runners/guest_modules.c \
	translator/runners/guest_signals.c translator/runners/guest_signals.h \
	translator/runners/qemu.c translator/runners/qemu.h translator/runners/agent_wire.h \
	translator/own_files.c translator/own_files.h
vm_sources = translator/runners/vm.c translator/runners/travel.c translator/runners/travel.h \
	$(guest_sources)

pkglibexec_PROGRAMS += mytap-agent
mytap_agent_SOURCES = translator/runners/agent.c translator/runners/agent_wire.h translator/runners/agent_parts.h \
	translator/runners/agent_world.c translator/runners/agent_idle.c translator/runners/agent_modprobe.c
# Runs alone in the guest: no libraries, no sanitizers.
mytap_agent_CFLAGS = -std=gnu11 $(WARN_CFLAGS)
mytap_agent_LDFLAGS = -static

bin_PROGRAMS += mytap-guest
# Compiles its few sources again instead of using libmytap.a, so that it does not depend on the translator.
mytap_guest_SOURCES = translator/runners/guest_main.c $(guest_sources) $(guest_base)
mytap_guest_LDADD = $(COMPRESS_LIBS) $(JSON_LIBS) -lm
guest_base = parser/base/arena.c parser/base/arena.h parser/base/strbuf.c parser/base/strbuf.h \
	parser/base/private.c parser/base/private.h \
	translator/image/unpack.c translator/image/unpack.h translator/image/bzimage.h

check_PROGRAMS += testsuite/unit/guest_files
testsuite_unit_guest_files_SOURCES = testsuite/unit/guest_files.c $(guest_sources) $(guest_base)
testsuite_unit_guest_files_LDADD = $(COMPRESS_LIBS) $(JSON_LIBS) -lm
EXTRA_DIST += testsuite/run testsuite/lib.sh testsuite/live.sh testsuite/guest.sh testsuite/targets/reads.c \
	testsuite/cli/guest.sh testsuite/cli/guest_cache.sh testsuite/cli/driver.sh \
	testsuite/cli/one_signal.sh testsuite/cli/one_signal.py \
	testsuite/cli/guest_command.sh testsuite/cli/first_time.sh
EXTRA_DIST += translator/runners/README
dist_man_MANS += doc/mytap-guest.1
check_PROGRAMS += testsuite/unit/guest_put
testsuite_unit_guest_put_SOURCES = testsuite/unit/guest_put.c $(guest_sources) $(guest_base)
testsuite_unit_guest_put_LDADD = $(COMPRESS_LIBS) $(JSON_LIBS) -lm
