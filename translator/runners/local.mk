# SPDX-License-Identifier: GPL-2.0-or-later
run_sources = translator/runners/runner.h translator/runners/run.c translator/runners/local.c \
	translator/runners/loader_args.c
