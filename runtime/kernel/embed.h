/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What embedded C in scripts (%{ ... %}) may use, beside the kernel itself and api.h. Included first in embed.c,
 * behind #define MAXSTRINGLEN.
 *
 * A function's text is the body of a C function with CONTEXT (struct mytap_ctx *) and THIS (its arguments). It runs
 * as handlers run: it must not sleep, make allocations that may sleep, or loop without bound.
 */
#ifndef MYTAP_EMBED_H
#define MYTAP_EMBED_H

#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/dcache.h>
#include <linux/cred.h>
#include <linux/ktime.h>
#include <linux/random.h>
#include <linux/version.h>

#include "api.h"

/*
 * The type of CONTEXT in functions that use one of these members; in others CONTEXT is the struct mytap_ctx *
 * itself.
 */
struct mytap_embed_context {
	struct pt_regs *kregs, *uregs;	/* of the kernel and of user space at the probe; NULL: none */
	const char *probe_point;
	const char *last_error;		/* set by the function: a soft error with this text */
	int user_mode_p;
};

static inline void mytap_embed_context_fill(struct mytap_embed_context *to, struct mytap_ctx *c)
{
	struct pt_regs *regs = (struct pt_regs *)c->regs;

	*to = (struct mytap_embed_context){
		.kregs = c->user_regs ? NULL : regs,
		.uregs = c->user_regs ? regs : current->mm ? task_pt_regs(current) : NULL,
		.probe_point = mytap_point_text(c), .user_mode_p = c->user_regs,
	};
}

#define MYTAP_CONTEXT CONTEXT	/* the struct mytap_ctx *: redefined around functions that use struct mytap_embed_context */

/* Scripts for older kernels define this themselves. */
#define intptr_t long

#define STAP_RETVALUE THIS->__retvalue

/* A soft error: the handler ends, or its try goes on. */
#define STAP_ERROR(...) do { mytap_embed_error(MYTAP_CONTEXT, __VA_ARGS__); return; } while (0)
#define STAP_PRINTF(...) mytap_embed_printf(MYTAP_CONTEXT, __VA_ARGS__)
/* Names from SystemTap's runtime that scripts use; valid in functions and expressions, which have a CONTEXT. */
#define _stp_printf(...) mytap_embed_printf(MYTAP_CONTEXT, __VA_ARGS__)
#define _stp_print(text) mytap_embed_printf(MYTAP_CONTEXT, "%s", (text))
#define _stp_warn(...) mytap_embed_warn(MYTAP_CONTEXT, __VA_ARGS__)
#define _stp_error(...) mytap_embed_error(MYTAP_CONTEXT, __VA_ARGS__)
#define _stp_dbug(func, line, ...) do {							\
	mytap_embed_warn(MYTAP_CONTEXT, "%s:%d:", (func), (line));			\
	mytap_embed_warn(MYTAP_CONTEXT, __VA_ARGS__);					\
} while (0)
/* The next function of the overload chain. */
#define STAP_NEXT do { *THIS->__next = true; return; } while (0)

/*
 * Guarded access, of objects of 1, 2, 4 or 8 bytes. A fault is a soft error, and goes on at CATCH_DEREF_FAULT(),
 * which stands at the end of each function that reads; at a function's own end it is put when its text has none.
 */
#define mytap_guarded_read(ptr, space) ({						\
	__typeof__(*(ptr)) value_;							\
	u64 word_;									\
	_Static_assert(sizeof(value_) <= 8, "kread() takes 1, 2, 4 or 8 bytes");	\
	word_ = mytap_read_##space(MYTAP_CONTEXT, (u64)(unsigned long)(ptr), sizeof(value_), "embedded C");	\
	if (unlikely(MYTAP_CONTEXT->error))							\
		goto deref_fault;							\
	memcpy((void *)&value_, &word_, sizeof(value_));				\
	value_;										\
})
#define mytap_guarded_write(ptr, value, space) ({					\
	__typeof__(*(ptr)) value_ = (value);						\
	u64 word_ = 0;									\
	memcpy(&word_, &value_, sizeof(value_));					\
	if (!mytap_write_##space(MYTAP_CONTEXT, (u64)(unsigned long)(ptr), sizeof(value_), word_, "embedded C"))	\
		goto deref_fault;							\
})
#define kread(ptr) mytap_guarded_read(ptr, kernel)
#define uread(ptr) mytap_guarded_read(ptr, user)
#define kwrite(ptr, value) mytap_guarded_write(ptr, value, kernel)
#define uwrite(ptr, value) mytap_guarded_write(ptr, value, user)
/* The same by size and address. */
#define mytap_guarded_size(size, space) ({						\
	u64 size_ = (size);								\
	if (unlikely(size_ > 8 || !(1 << size_ & 0x116))) {				\
		mytap_error(MYTAP_CONTEXT, #space " access: the size must be 1, 2, 4 or 8", "embedded C");	\
		goto deref_fault;							\
	}										\
	size_;										\
})
#define mytap_guarded_deref(size, addr, space) ({					\
	s64 word_ = mytap_read_##space(MYTAP_CONTEXT, (u64)(unsigned long)(addr), mytap_guarded_size(size, space), "embedded C"); \
	if (unlikely(MYTAP_CONTEXT->error))							\
		goto deref_fault;							\
	word_;										\
})
#define mytap_guarded_store(size, addr, value, space) ({				\
	if (!mytap_write_##space(MYTAP_CONTEXT, (u64)(unsigned long)(addr), mytap_guarded_size(size, space),		\
				 (u64)(value), "embedded C"))				\
		goto deref_fault;							\
})
#define deref(size, addr) mytap_guarded_deref(size, addr, kernel)
#define store_deref(size, addr, value) mytap_guarded_store(size, addr, value, kernel)
#define kderef(size, addr) mytap_guarded_deref(size, addr, kernel)
#define uderef(size, addr) mytap_guarded_deref(size, addr, user)
#define store_kderef(size, addr, value) mytap_guarded_store(size, addr, value, kernel)
#define store_uderef(size, addr, value) mytap_guarded_store(size, addr, value, user)
#define CATCH_DEREF_FAULT() deref_fault: __attribute__((unused)); do { } while (0)

void mytap_embed_error(struct mytap_ctx *c, const char *fmt, ...) __printf(2, 3);
void mytap_embed_printf(struct mytap_ctx *c, const char *fmt, ...) __printf(2, 3);
/* A warning, without the newline that its text may end with. */
void mytap_embed_warn(struct mytap_ctx *c, const char *fmt, ...) __printf(2, 3);

#endif
