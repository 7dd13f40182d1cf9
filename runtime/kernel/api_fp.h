/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Doubles by their bits (fp.c). Part of api.h. */
#ifndef MYTAP_API_FP_H
#define MYTAP_API_FP_H

s64 mytap_fp_add(u64 a, u64 b);
s64 mytap_fp_sub(u64 a, u64 b);
s64 mytap_fp_mul(u64 a, u64 b);
s64 mytap_fp_div(u64 a, u64 b);
s64 mytap_fp_rem(u64 a, u64 b);
s64 mytap_fp_sqrt(u64 a);
s64 mytap_fp_eq(u64 a, u64 b);
s64 mytap_fp_le(u64 a, u64 b);
s64 mytap_fp_lt(u64 a, u64 b);
s64 mytap_fp_from_long(s64 n);
s64 mytap_fp_from_single(u64 a);
s64 mytap_fp_to_long(struct mytap_ctx *c, u64 a, s64 how, const char *where);
s64 mytap_fp_from_string(const char *s);
void mytap_fp_to_string(char *to, size_t size, u64 a, s64 precision);

#endif
