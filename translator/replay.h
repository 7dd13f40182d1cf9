/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mytap replay FILE: the outputs of a session from its --raw file. */
#ifndef MYTAP_REPLAY_H
#define MYTAP_REPLAY_H

#include "translator/session.h"

/* The command; its exit status. */
int replay_command(struct session *s);
/* Does that output have a file of its own, beside what is printed? */
bool replay_has_file(const struct writer_option *w);
/* The files of the options only; a session's messages were seen already. False: said. */
bool replay_to_files(struct session *s, const char *path);

#endif
