/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stacks of programs and the symbols at their addresses (user_stack.c, user_symbol.c), and stacks as numbers
 * (stack_id.c). Part of api.h.
 */
#ifndef MYTAP_API_STACK_H
#define MYTAP_API_STACK_H

/* stk: addresses in the form that mytap_ubacktrace() writes. */
void mytap_print_ubacktrace(struct mytap_ctx *c, u32 style);	/* enum mytap_ustack */
void mytap_print_ubacktrace_from(struct mytap_ctx *c, u32 style, u64 pc, u64 sp, u64 fp);
void mytap_print_ustack(struct mytap_ctx *c, const char *stk);
void mytap_ubacktrace(struct mytap_ctx *c, char *to, size_t size);
void mytap_ucallers(struct mytap_ctx *c, char *to, size_t size, s64 n);
s64 mytap_ustack(struct mytap_ctx *c, s64 n);
void mytap_sprint_ubacktrace(struct mytap_ctx *c, char *to, size_t size);
void mytap_sprint_ustack(struct mytap_ctx *c, char *to, size_t size, const char *stk);
void mytap_usymname(struct mytap_ctx *c, char *to, size_t size, u64 addr);
void mytap_usymdata(struct mytap_ctx *c, char *to, size_t size, u64 addr);
void mytap_usymline(struct mytap_ctx *c, char *to, size_t size, u64 addr, bool has_file, bool has_line);
void mytap_umodname(struct mytap_ctx *c, char *to, size_t size, u64 addr, const char *where);
s64 mytap_umodaddr(struct mytap_ctx *c, u64 addr, const char *where);
void mytap_umodbuildid(struct mytap_ctx *c, char *to, size_t size, u64 addr, const char *where);

/* Numbers of stacks, the kernel's and those of programs. */
s64 mytap_stack_id(struct mytap_ctx *c, const char *where);
s64 mytap_ustack_id(struct mytap_ctx *c, const char *where);
void mytap_stack_id_text(struct mytap_ctx *c, char *to, size_t size, s64 number);
void mytap_print_stack_id(struct mytap_ctx *c, s64 number);

#endif
