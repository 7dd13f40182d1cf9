# SPDX-License-Identifier: GPL-2.0-or-later
user_sources = translator/user/program.h translator/user/program.c translator/user/by_build_id.h translator/user/by_build_id.c translator/user/mark.h translator/user/mark.c \
	translator/user/mark_argument.c translator/user/plt.h translator/user/plt.c
