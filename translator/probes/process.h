/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Common to the families of programs: which programs a point means. */
#ifndef MYTAP_PROBES_PROCESS_H
#define MYTAP_PROBES_PROCESS_H

#include "place_pattern.h"
#include "translator/user/program.h"

/* The patterns of a family, for each way to say which program. */
#define PROCESS_PATTERNS(rest)									\
	"process." rest, "process(string)." rest, "process(number)." rest,			\
	"process.library(string)." rest, "process(string).library(string)." rest, "process(number).library(string)." rest

/* The programs or libraries that the point means; false: said, unless it is optional. */
bool process_programs(struct point_match *m, image_vec *ret);
/* The process of process(PID), or 0. */
int64_t process_pid(const struct point_match *m);
/* The point as asked for, with the file and, for `component`, with what was found, also when it names nothing. */
const char *process_point_text(const struct point_match *m, const struct image *image, const char *component, const char *found);
/*
 * Derives in each program or library that the point means; derive() gives how many probes it added, or says why none. What
 * none of them has is reported at that component.
 */
bool process_derive_each(struct point_match *m, const char *component,
			 unsigned int (*derive)(struct point_match *m, struct image *image, struct strbuf *why));
/* A detail for places of the point. */
struct place_detail *process_detail(const struct point_match *m);
/* How places in programs get into the kernel. */
extern const struct runtime_family process_place_runtime, process_return_runtime;
/* The C type of values that have no other: long. */
struct dtype *process_long_type(struct arena *a);
/* Reports what was not found at that component, unless the point is optional. Always false. */
bool process_say(const struct point_match *m, const char *component, const struct strbuf *why);

#endif
