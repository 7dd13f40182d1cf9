/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by the families of programs: the programs that a point refers to. */
#ifndef MYTAP_PROBES_PROCESS_H
#define MYTAP_PROBES_PROCESS_H

#include "place_pattern.h"
#include "translator/user/program.h"

/* The patterns of a family, for each form of process(...). */
#define PROCESS_PATTERNS(rest)									\
	"process." rest, "process(string)." rest, "process(number)." rest,			\
	"process.library(string)." rest, "process(string).library(string)." rest, "process(number).library(string)." rest

/* The programs that the point begins with, not their libraries. False with the reason in why. */
bool process_named(struct point_match *m, image_vec *ret, struct strbuf *why);
/* The programs or libraries of the point; false: reported, unless it is optional. */
bool process_programs(struct point_match *m, image_vec *ret);
/* The process of process(PID), or 0. */
int64_t process_pid(const struct point_match *m);
/* The point as text, with the file and, for `component`, with the name found, also if it has no argument. */
const char *process_point_text(const struct point_match *m, const struct image *image, const char *component, const char *found);
/*
 * Derives in each program or library of the point; derive() returns the number of probes added, or the reason for
 * none. What none of them has is reported at that component.
 */
bool process_derive_each(struct point_match *m, const char *component,
			 unsigned int (*derive)(struct point_match *m, struct image *image, struct strbuf *why));
/* A detail for places of the point. */
struct place_detail *process_detail(const struct point_match *m);
/* The runtime family of places in programs. */
extern const struct runtime_family process_place_runtime, process_return_runtime;
/* The C type of values that have no other: long. */
struct dtype *process_long_type(struct arena *a);
/* Reports at that component what was not found, unless the point is optional. Always false. */
bool process_say(const struct point_match *m, const char *component, const struct strbuf *why);

#endif
