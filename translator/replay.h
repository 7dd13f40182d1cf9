/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mytap replay FILE: the outputs of a session from its --raw file. */
#ifndef MYTAP_REPLAY_H
#define MYTAP_REPLAY_H

#include "translator/session.h"

/* The command; its exit status. */
int replay_command(struct session *s);
int merge_command(struct session *s);
/* True if that output has a separate file. */
bool replay_has_file(const struct writer_option *w);
/* True if it is a value of -S. */
bool replay_takes_rotation(const char *text);
/* The files of the options only; the session's messages were printed already. False: reported. */
bool replay_to_files(struct session *s, const char *path);

#endif
