/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Growable arrays of one type, in an arena: VEC(struct expr *) args; vec_push(arena, &args, e). */
#ifndef MYTAP_VEC_H
#define MYTAP_VEC_H

#include "arena.h"

#define VEC(type) struct { type *v; unsigned int n, cap; }

#define vec_push(arena, vec, ...) do {						\
	__typeof__(vec) vec_ = (vec);						\
	if (vec_->n == vec_->cap) {						\
		vec_->cap = vec_->cap ? vec_->cap * 2 : 4;			\
		vec_->v = arena_grow((arena), vec_->v,				\
				     vec_->n * sizeof(*vec_->v),		\
				     vec_->cap * sizeof(*vec_->v));		\
	}									\
	vec_->v[vec_->n++] = (__VA_ARGS__);					\
} while (0)

/* for (each element pointer) of a vec; `it` points into the array. */
#define vec_each(it, vec)							\
	for (__typeof__((vec)->v + 0) it = (vec)->v; it < (vec)->v + (vec)->n; it++)

#define vec_last(vec) ((vec)->v[(vec)->n - 1])

#endif
