// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads of words and strings; opening a dump by trying each format; lines of VMCOREINFO. */
#include "translator/inspect/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

size_t memory_read_part(struct memory *m, uint64_t va, void *to, size_t n)
{
	size_t got = m->read(m, va, to, n);

	m->reads++;
	m->bytes += got;
	if (got < n)
		m->failed++;
	return got;
}

bool memory_read(struct memory *m, uint64_t va, void *to, size_t n)
{
	size_t got = memory_read_part(m, va, to, n);

	memset((char *)to + got, 0, n - got);
	return got == n;
}

uint64_t memory_u64(struct memory *m, uint64_t va)
{
	uint64_t v;

	memory_read(m, va, &v, sizeof(v));
	return v;
}

uint32_t memory_u32(struct memory *m, uint64_t va)
{
	uint32_t v;

	memory_read(m, va, &v, sizeof(v));
	return v;
}

uint8_t memory_u8(struct memory *m, uint64_t va)
{
	uint8_t v;

	memory_read(m, va, &v, sizeof(v));
	return v;
}

const char *memory_text(struct arena *a, struct memory *m, uint64_t va)
{
	char text[256];
	size_t n = 0, got, piece;

	if (!va)
		return "";
	while (n < sizeof(text) - 1) {
		piece = 4096 - ((va + n) & 4095);
		if (piece > 64)
			piece = 64;
		if (piece > sizeof(text) - 1 - n)
			piece = sizeof(text) - 1 - n;
		got = memory_read_part(m, va + n, text + n, piece);
		if (memchr(text + n, 0, got)) {
			n += strlen(text + n);
			break;
		}
		n += got;
		if (got < piece)
			break;
	}
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)text[i] < ' ' || (unsigned char)text[i] > '~')
			text[i] = '?';
	return arena_strndup(a, text, n);
}

/* ---- VMCOREINFO ----------------------------------------------------------------------------- */

const char *vmcoreinfo_value(const char *text, const char *key, size_t *length)
{
	size_t n = strlen(key);

	for (const char *line = text; line && *line; line = strchr(line, '\n'), line += line != NULL) {
		if (strncmp(line, key, n) || line[n] != '=')
			continue;
		*length = strcspn(line + n + 1, "\n");
		return line + n + 1;
	}
	return NULL;
}

bool vmcoreinfo_number(const char *text, const char *key, int base, uint64_t *ret)
{
	size_t length;
	const char *value = vmcoreinfo_value(text, key, &length);
	char *end;

	if (!value || !length)
		return false;
	/* phys_base may be negative. */
	*ret = value[0] == '-' ? (uint64_t)strtoll(value, &end, base) : strtoull(value, &end, base);
	return end == value + length;
}

uint64_t vmcoreinfo_symbol(const char *text, const char *name)
{
	char key[128];
	uint64_t address;

	snprintf(key, sizeof(key), "SYMBOL(%s)", name);
	return vmcoreinfo_number(text, key, 16, &address) ? address : 0;
}

/* ---- opening --------------------------------------------------------------------------------- */

struct memory *memory_open_live(struct arena *a, struct strbuf *why)
{
	int fd = open("/proc/kcore", O_RDONLY | O_CLOEXEC);
	struct memory *m;

	if (fd < 0) {
		strbuf_printf(why, "/proc/kcore cannot be opened: %s (%s)", strerror(errno),
			      errno == EPERM || errno == EACCES ?
			      "run it as root; a kernel locked down for confidentiality does not allow reading it" :
			      "the kernel is built without CONFIG_PROC_KCORE, or /proc is not mounted");
		return NULL;
	}
	m = elf_open_virtual(a, fd, "/proc/kcore", why);
	if (m && !m->vmcoreinfo) {
		m->close(m);
		strbuf_puts(why, "/proc/kcore has no VMCOREINFO note: the kernel is older than 4.19 or built without CONFIG_CRASH_CORE");
		return NULL;
	}
	if (m) {
		m->format = "live";
		m->is_live = true;
	}
	return m;
}

struct memory *memory_open_dump(struct arena *a, const char *path, struct strbuf *why)
{
	static const char flattened[] = "makedumpfile";
	char head[16] = "";
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct physical *p;

	if (fd < 0) {
		strbuf_printf(why, "%s: %s", path, strerror(errno));
		return NULL;
	}
	if (pread(fd, head, sizeof(head), 0) != sizeof(head)) {
		strbuf_printf(why, "%s is no dump: it has not even 16 bytes", path);
		close(fd);
		return NULL;
	}
	if (!memcmp(head, flattened, sizeof(flattened) - 1)) {
		int whole = flattened_reassemble(fd, path, why);

		close(fd);
		if (whole < 0)
			return NULL;
		fd = whole;
		if (pread(fd, head, sizeof(head), 0) != sizeof(head))
			memset(head, 0, sizeof(head));
	}
	if (!memcmp(head, "\177ELF", 4)) {
		p = elf_open_physical(a, fd, path, why);
	} else if (!memcmp(head, "KDUMP   ", 8) || !memcmp(head, "DISKDUMP", 8)) {
		p = kdump_open(a, fd, path, why);
	} else {
		strbuf_printf(why, "%s is no known dump: it is neither an ELF file nor one of makedumpfile's (kdump-compressed, "
			      "flattened)", path);
		close(fd);
		return NULL;
	}
	return p ? paging_open(a, p, path, why) : NULL;
}
