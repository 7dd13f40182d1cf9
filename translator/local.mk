# SPDX-License-Identifier: GPL-2.0-or-later
driver_sources = translator/session.h translator/target.h translator/elaborated.h translator/builtins.h \
	translator/options.c translator/options.h translator/option_list.c translator/script_help.c translator/script_help.h translator/option_set.c translator/option_set.h translator/defines.c translator/defines.h \
	translator/commands.c translator/commands.h \
	translator/trace.c translator/trace_latency.c translator/trace_noise.c translator/trace.h translator/replay.c translator/replay.h translator/session.c translator/target.c translator/paths.c translator/paths.h \
	translator/kernel.c translator/kernel.h translator/kernels_dir.h \
	translator/compatible.c translator/compatible.h translator/pass.c translator/pass.h translator/plan.c translator/plan.h translator/plan_costs.def translator/cost.c translator/cost.h \
	translator/doctor.c translator/doctor.h translator/doctor_kernel.c translator/doctor_machine.c \
	translator/examples.c translator/examples.h \
	translator/spawn.c translator/spawn.h translator/root.c translator/root.h translator/tidy.c translator/tidy.h
