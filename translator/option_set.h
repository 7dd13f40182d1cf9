/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Setters of option_list.c that change this process or the build, not a field. */
#ifndef MYTAP_OPTION_SET_H
#define MYTAP_OPTION_SET_H

#include "translator/options.h"

/* -B, --modinfo, --sysenv: NAME=VALUE, kept in a list. */
bool set_make_arg(struct session *s, const char *arg);
bool set_modinfo(struct session *s, const char *arg);
bool set_sysenv(struct session *s, const char *arg);
bool set_script_option(struct session *s, const char *arg);	/* --opt */
/* -R */
bool set_data_dir(struct session *s, const char *arg);
/* --download-debuginfo */
bool set_download(struct session *s, const char *arg);
/* --rlimit-...: of this process, inherited by its children */
bool set_rlimit_as(struct session *s, const char *arg);
bool set_rlimit_cpu(struct session *s, const char *arg);
bool set_rlimit_nproc(struct session *s, const char *arg);
bool set_rlimit_stack(struct session *s, const char *arg);
bool set_rlimit_fsize(struct session *s, const char *arg);

/* A name as in C, of n bytes. */
bool option_is_name(const char *s, size_t n);

#endif
