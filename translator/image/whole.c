// SPDX-License-Identifier: GPL-2.0-or-later
#include "translator/image/whole.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "translator/image/folder.h"

/* "": not known. Read once. */
static const char *boot(void)
{
	static char id[64];
	struct strbuf b = { 0 };

	if (!*id && strbuf_read_file(&b, "/proc/sys/kernel/random/boot_id"))
		snprintf(id, sizeof(id), "%.*s", (int)strcspn(b.s, "\n"), b.s);
	strbuf_deinit(&b);
	return id;
}

bool whole_state(const char *path, struct strbuf *ret)
{
	struct stat st;

	if (stat(path, &st) || !*boot())
		return false;
	strbuf_printf(ret, "%s %llx %llx %llx %lld.%09ld\n", boot(), (unsigned long long)st.st_dev, (unsigned long long)st.st_ino,
		      (unsigned long long)st.st_size, (long long)st.st_ctim.tv_sec, st.st_ctim.tv_nsec);
	return true;
}

bool whole_is_known(const char *note, const struct strbuf *state)
{
	struct strbuf b = { 0 };
	bool ret = file_is_private(note) && strbuf_read_file(&b, note) && b.len == state->len && !memcmp(b.s, state->s, b.len);

	strbuf_deinit(&b);
	return ret;
}

void whole_remember(const char *note, const struct strbuf *state)
{
	file_write(note, state->s, state->len);
}
