/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of this session: own_files.c finds them, this file reports missing ones. */
#include <stdlib.h>

#include "translator/options.h"
#include "translator/own_files.h"
#include "translator/paths.h"

bool paths_find(struct session *s)
{
	const char *asked = getenv("MYTAP_DATA_DIR"), *found = asked ? asked : own_data(s->arena);
	char *real;

	if (asked && !is_own_data(s->arena, asked))
		return options_complain("MYTAP_DATA_DIR=%s holds no runtime/kernel/api.h", asked);
	if (!found)
		return options_complain("the folders runtime/ and tapsets/ are neither beside %s/mytap nor in %s: "
					"install mytap again, or set MYTAP_DATA_DIR", own_folder(s->arena), MYTAP_DATADIR);
	real = realpath(found, NULL);
	s->data_dir = arena_strdup(s->arena, real ? real : found);
	free(real);
	return true;
}

const char *session_program(struct session *s, const char *name)
{
	const char *path = own_program(s->arena, name);

	if (!path)
		options_complain("the program %s is neither in %s nor in %s: build or install mytap again",
				 name, own_folder(s->arena), MYTAP_LIBEXECDIR);
	return path;
}
