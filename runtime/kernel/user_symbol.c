// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Function, source line and file of a program's address, as values, from the tables that the reader has sent for
 * the file mapped there; the address in hexadecimal if there is no table (yet). Any context that holds a slot.
 */

static const struct mytap_file_names *names_of(const struct mytap_user_frame *f)
{
	const struct user_file *file = user_file_numbered(f->file);

	return file ? smp_load_acquire(&file->names) : NULL;
}

/* "main+0x12/0x40 [/usr/bin/x]", with name, offset, size and file as far as they are known. */
static size_t user_place_text(char *to, size_t size, const struct mytap_user_frame *f)
{
	const struct mytap_file_names *t = names_of(f);
	u64 at = f->offset - (f->flags & MYTAP_UFRAME_IS_CALL ? 1 : 0);
	const struct mytap_file_name *name = t ? mytap_names_find(t, at) : NULL;

	if (!t)
		return scnprintf(to, size, "0x%llx", f->address);
	if (!name)
		return scnprintf(to, size, "0x%llx [%s+0x%llx]", f->address, mytap_names_text(t, t->path), f->offset);
	return scnprintf(to, size, "%s+0x%llx/0x%x [%s]", mytap_names_text(t, name->text), f->offset - name->start, name->size,
			 mytap_names_text(t, t->path));
}

/* One line per frame, as many as fit. */
static void user_frames_text(char *to, size_t size, const struct mytap_user_frame *f, u32 n)
{
	size_t at = 0;
	u32 i;

	for (i = 0; i < n && at + 1 < size; i++) {
		at += user_place_text(to + at, size - at, &f[i]);
		at += scnprintf(to + at, size - at, "\n");
	}
	mytap_str_end(to, at);
}

void mytap_sprint_ubacktrace(struct mytap_ctx *c, char *to, size_t size)
{
	struct user_walk w __uninitialized;
	u32 n = user_walk(&w, c, ~0u);

	user_frames_text(to, size, user_frames(c), n);
}

void mytap_sprint_ustack(struct mytap_ctx *c, char *to, size_t size, const char *s)
{
	struct mytap_user_frame *f = user_frames(c);
	struct user_walk w __uninitialized;
	u32 n = 0;
	u64 addr;

	user_places_begin(&w, c);
	while (user_files.v && n < stack_most() && next_address(&s, &addr)) {
		user_place_find(&w, addr, &f[n]);
		f[n].flags = n ? MYTAP_UFRAME_IS_CALL : 0;
		n++;
	}
	user_walk_unlock(&w);
	user_frames_text(to, size, f, n);
}

static struct mytap_user_frame user_place(struct mytap_ctx *c, u64 addr)
{
	struct mytap_user_frame f;
	struct user_walk w __uninitialized;

	user_places_begin(&w, c);
	user_place_find(&w, addr, &f);
	user_walk_unlock(&w);
	return f;
}

void mytap_usymname(struct mytap_ctx *c, char *to, size_t size, u64 addr)
{
	struct mytap_user_frame f = user_place(c, addr);
	const struct mytap_file_names *t = names_of(&f);
	const struct mytap_file_name *name = t ? mytap_names_find(t, f.offset) : NULL;

	if (name)
		mytap_strcpy_raw(to, size, mytap_names_text(t, name->text));
	else
		mytap_str_end(to, scnprintf(to, size, "0x%llx", addr));
}

void mytap_usymdata(struct mytap_ctx *c, char *to, size_t size, u64 addr)
{
	struct mytap_user_frame f = user_place(c, addr);

	mytap_str_end(to, user_place_text(to, size, &f));
}

/* "src/x.c:12" */
void mytap_usymline(struct mytap_ctx *c, char *to, size_t size, u64 addr, bool has_file, bool has_line)
{
	struct mytap_user_frame f = user_place(c, addr);
	const struct user_file *file = user_file_numbered(f.file);
	const struct mytap_file_lines *t = file ? smp_load_acquire(&file->lines) : NULL;
	const struct mytap_file_line *l = t ? mytap_lines_find(t, f.offset) : NULL;
	size_t n = 0;

	if (!l)
		n = scnprintf(to, size, "0x%llx", addr);
	if (l && has_file)
		n = scnprintf(to, size, "%s%s", mytap_lines_text(t, l->text), has_line ? ":" : "");
	if (l && has_line)
		n += scnprintf(to + n, size - n, "%u", l->line);
	mytap_str_end(to, n);
}

/* NULL: no known file is mapped there; the error is set. */
static const struct mytap_file_names *names_or_error(struct mytap_ctx *c, u64 addr, struct mytap_user_frame *ret, const char *where)
{
	const struct mytap_file_names *t;

	*ret = user_place(c, addr);
	t = names_of(ret);
	if (!t)
		mytap_errorf(c, where, "no file of the program is mapped at %p", &addr);
	return t;
}

/* The last component of its file's path. */
void mytap_umodname(struct mytap_ctx *c, char *to, size_t size, u64 addr, const char *where)
{
	struct mytap_user_frame f;
	const struct mytap_file_names *t = names_or_error(c, addr, &f, where);
	const char *path = t ? mytap_names_text(t, t->path) : "", *slash = strrchr(path, '/');

	mytap_strcpy_raw(to, size, slash ? slash + 1 : path);
}

s64 mytap_umodaddr(struct mytap_ctx *c, u64 addr, const char *where)
{
	struct mytap_user_frame f;
	const struct mytap_file_names *t = names_or_error(c, addr, &f, where);

	return t ? mytap_names_address(t, f.offset) : 0;
}

void mytap_umodbuildid(struct mytap_ctx *c, char *to, size_t size, u64 addr, const char *where)
{
	struct mytap_user_frame f;
	const struct mytap_file_names *t = names_or_error(c, addr, &f, where);

	mytap_strcpy_raw(to, size, t ? mytap_names_text(t, t->build_id) : "");
}
