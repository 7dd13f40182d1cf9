/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Compressed files: modules (x.ko.xz) and the vmlinux inside a vmlinuz. QEMU starts
 * an uncompressed vmlinux through its PVH entry without firmware or decompressor,
 * which saves most of a boot where the machine is emulated.
 */
#include <elf.h>
#include <errno.h>
#include <lzma.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "parser/base/arena.h"
#include "translator/image/bzimage.h"
#include "translator/image/unpack.h"

/* Every unpacker appends to ret; false: damaged. */

enum { UNPACK_STEP = 4 << 20 };

static char *strbuf_room(struct strbuf *b, size_t n)
{
	if (b->cap - b->len < n + 1) {
		b->cap = b->len + n + 1 + b->cap / 2;
		b->s = xrealloc(b->s, b->cap);
	}
	return b->s + b->len;
}

static bool unpack_gzip(const uint8_t *p, size_t n, struct strbuf *ret)
{
	z_stream z = { .next_in = (Bytef *)p, .avail_in = n };
	int e = inflateInit2(&z, 16 + MAX_WBITS);

	while (e == Z_OK) {
		z.next_out = (Bytef *)strbuf_room(ret, UNPACK_STEP);
		z.avail_out = UNPACK_STEP;
		e = inflate(&z, Z_NO_FLUSH);
		ret->len += UNPACK_STEP - z.avail_out;
	}
	inflateEnd(&z);
	return e == Z_STREAM_END;
}

static bool unpack_xz(const uint8_t *p, size_t n, struct strbuf *ret)
{
	lzma_stream x = LZMA_STREAM_INIT;
	lzma_ret e = lzma_stream_decoder(&x, UINT64_MAX, 0);

	x.next_in = p;
	x.avail_in = n;
	while (e == LZMA_OK) {
		x.next_out = (uint8_t *)strbuf_room(ret, UNPACK_STEP);
		x.avail_out = UNPACK_STEP;
		e = lzma_code(&x, LZMA_RUN);
		ret->len += UNPACK_STEP - x.avail_out;
	}
	lzma_end(&x);
	return e == LZMA_STREAM_END;
}

static bool unpack_zstd(const uint8_t *p, size_t n, struct strbuf *ret)
{
	ZSTD_DStream *z = ZSTD_createDStream();
	ZSTD_inBuffer in = { .src = p, .size = n };
	size_t e = 1;

	/* The kernel is compressed with windows over the default limit. */
	ZSTD_DCtx_setParameter(z, ZSTD_d_windowLogMax, 31);
	while (e && !ZSTD_isError(e)) {
		ZSTD_outBuffer out = { .dst = strbuf_room(ret, UNPACK_STEP), .size = UNPACK_STEP };
		size_t before = in.pos;

		e = ZSTD_decompressStream(z, &out, &in);
		ret->len += out.pos;
		if (e && out.pos == 0 && in.pos == before)
			break;
	}
	ZSTD_freeDStream(z);
	return e == 0;
}

/* A length of the LZ4 block format: 15 in the token means that more bytes follow, up to the first that is not 255. */
static bool lz4_length(const uint8_t **p, const uint8_t *end, size_t *len)
{
	if (*len != 15)
		return true;
	while (*p < end) {
		*len += **p;
		if (*(*p)++ != 255)
			return true;
	}
	return false;
}

/* One LZ4 block: sequences of literals and a copy from at most 64 KB back. */
static bool unpack_lz4_block(const uint8_t *p, size_t n, struct strbuf *ret)
{
	const uint8_t *end = p + n;
	size_t start = ret->len;

	while (p < end) {
		size_t lit = *p >> 4, copy = *p & 15, back;

		p++;
		if (!lz4_length(&p, end, &lit) || lit > (size_t)(end - p))
			return false;
		memcpy(strbuf_room(ret, lit), p, lit);
		ret->len += lit;
		p += lit;
		if (p == end)
			return true;	/* the last sequence has no copy */
		if (end - p < 2)
			return false;
		back = p[0] | p[1] << 8;
		p += 2;
		if (!lz4_length(&p, end, &copy) || back == 0 || back > ret->len - start)
			return false;
		strbuf_room(ret, copy + 4);
		for (copy += 4; copy; copy--, ret->len++)
			ret->s[ret->len] = ret->s[ret->len - back];
	}
	return false;
}

/* The "legacy" frame, used by the kernel: a magic, then blocks with their compressed size. */
static bool unpack_lz4(const uint8_t *p, size_t n, struct strbuf *ret)
{
	const uint8_t *end = p + n;

	p += 4;
	while (end - p >= 4) {
		uint32_t size = p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;

		/* The unpacked size follows the last block; it is too large for a valid block. */
		if (size > (size_t)(end - p) - 4)
			break;
		if (!unpack_lz4_block(p + 4, size, ret))
			return false;
		p += 4 + size;
	}
	return end - p <= 4;
}

static const struct packing {
	const char *name;
	uint8_t magic[6];
	unsigned int magic_len;
	bool (*unpack)(const uint8_t *p, size_t n, struct strbuf *ret);	/* NULL: known by name only */
} packings[] = {
	{ "gzip", { 0x1f, 0x8b }, 2, unpack_gzip },
	{ "xz", { 0xfd, '7', 'z', 'X', 'Z', 0 }, 6, unpack_xz },
	{ "zstd", { 0x28, 0xb5, 0x2f, 0xfd }, 4, unpack_zstd },
	{ "lz4", { 0x02, 0x21, 0x4c, 0x18 }, 4, unpack_lz4 },
	{ "bzip2", { 'B', 'Z', 'h' }, 3, NULL },
	{ "lzma", { 0x5d, 0, 0 }, 3, NULL },
	{ "lzo", { 0x89, 'L', 'Z', 'O' }, 4, NULL },
};

static const struct packing *packing_of(const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < sizeof(packings) / sizeof(packings[0]); i++) {
		if (n >= packings[i].magic_len && !memcmp(p, packings[i].magic, packings[i].magic_len))
			return &packings[i];
	}
	return NULL;
}

bool bytes_unpack(const uint8_t *p, size_t n, struct strbuf *ret)
{
	const struct packing *k = packing_of(p, n);

	return k && k->unpack && k->unpack(p, n, ret);
}

bool file_unpack(const char *path, struct strbuf *ret, struct strbuf *why)
{
	struct strbuf raw = { 0 };
	const struct packing *k;
	bool ok = true;

	if (!strbuf_read_file(&raw, path)) {
		strbuf_printf(why, "%s: %s\n", path, strerror(errno));
		return false;
	}
	k = packing_of((uint8_t *)raw.s, raw.len);
	if (k) {
		ok = k->unpack && k->unpack((uint8_t *)raw.s, raw.len, ret);
		if (!ok)
			strbuf_printf(why, "%s: compressed with %s, %s\n", path, k->name,
				      k->unpack ? "damaged" : "which is not supported");
		strbuf_deinit(&raw);
	} else {
		strbuf_deinit(ret);
		*ret = raw;
	}
	return ok;
}

bool vmlinuz_unpack(const char *vmlinuz, struct strbuf *ret, struct strbuf *why)
{
	struct strbuf raw = { 0 };
	const struct packing *k = NULL;
	size_t at, n;
	bool ok = false;

	if (!strbuf_read_file(&raw, vmlinuz)) {
		strbuf_printf(why, "%s: %s\n", vmlinuz, strerror(errno));
		return false;
	}
	if (!is_bzimage(&raw)) {
		strbuf_printf(why, "%s: not an x86 kernel image\n", vmlinuz);
		goto out;
	}
	at = ((uint8_t)raw.s[SETUP_SECTORS] + 1) * 512 + le32(raw.s + PAYLOAD_OFFSET);
	n = le32(raw.s + PAYLOAD_LENGTH);
	if (at < raw.len && n <= raw.len - at)
		k = packing_of((uint8_t *)raw.s + at, n);
	if (k && k->unpack)
		ok = k->unpack((uint8_t *)raw.s + at, n, ret);
	if (ok)
		ok = ret->len > EI_NIDENT && !memcmp(ret->s, ELFMAG, SELFMAG);
	if (!ok)
		strbuf_printf(why, "%s: no vmlinux can be extracted from it (%s)\n", vmlinuz,
			      k ? k->name : "unknown compression");
out:
	strbuf_deinit(&raw);
	return ok;
}
