/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The x86 kernel image: the fields of its boot protocol that are used here. */
#ifndef MYTAP_BZIMAGE_H
#define MYTAP_BZIMAGE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "parser/base/strbuf.h"

enum {
	SETUP_SECTORS = 0x1f1, SETUP_MAGIC = 0x202, SETUP_VERSION = 0x206, SETUP_RELEASE = 0x20e,
	PAYLOAD_OFFSET = 0x248, PAYLOAD_LENGTH = 0x24c, SETUP_END = 0x250,
};

static inline uint32_t le32(const char *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static inline uint16_t le16(const char *p)
{
	uint16_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static inline bool is_bzimage(const struct strbuf *b)
{
	return b->len > SETUP_END && !memcmp(b->s + SETUP_MAGIC, "HdrS", 4) && le16(b->s + SETUP_VERSION) >= 0x208;
}

#endif
