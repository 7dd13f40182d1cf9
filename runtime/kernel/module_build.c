// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Compares a module's build-id with that of the build that the script's places and offsets are from. A module that
 * is loaded shows its build-id in sysfs. A module that is coming is not in sysfs yet, and the address of its note
 * is not known, so its read-only memory is searched for the note: a chance match of a 16-byte head and a 20-byte
 * digest does not occur. Process context.
 */

static const struct mytap_module *module_build_wanted(const char *name, size_t length)
{
	u32 i;

	for (i = 0; i < mytap_script.nmodules; i++) {
		const struct mytap_module *w = &mytap_script.modules[i];

		if (strlen(w->name) == length && !memcmp(w->name, name, length))
			return w;
	}
	return NULL;
}

static bool is_build(const struct mytap_module *wanted, const u8 *id, u32 size)
{
	return size == wanted->build_id_size && !memcmp(id, wanted->build_id, size);
}

/* The build-id in a module's memory: the required one if it is there, else the first found; NULL: none. */
static const u8 *module_note(const struct module *mod, const struct mytap_module *wanted, u32 *size)
{
	struct { Elf64_Nhdr head; char name[4]; } note;
	const u8 *first = NULL;
	size_t n, at;
	const char *p = compat_module_rodata(mod, &n);

	for (at = 0; p && at + sizeof(note) <= n; at += 4) {
		memcpy(&note, p + at, sizeof(note));
		if (note.head.n_type != 3 || note.head.n_namesz != 4 || memcmp(note.name, "GNU", 4) ||
		    note.head.n_descsz > sizeof(wanted->build_id) || note.head.n_descsz > n - at - sizeof(note))
			continue;
		if (first && !is_build(wanted, p + at + sizeof(note), note.head.n_descsz))
			continue;
		*size = note.head.n_descsz;
		first = p + at + sizeof(note);
		if (is_build(wanted, first, *size))
			break;
	}
	return first;
}

static void module_compared(struct probed_module *m, const u8 *id, u32 size)
{
	m->is_other = !id || !is_build(m->build, id, size);
	m->other_size = id ? min_t(u32, size, sizeof(m->other_id)) : 0;
	memcpy(m->other_id, id ?: (const u8 *)"", m->other_size);
}

/* A module that is coming. */
static void module_compare(struct probed_module *m, const struct module *mod)
{
	u32 size = 0;
	const u8 *id;

	m->is_other = m->is_unknown = false;
	if (!m->build)
		return;
	id = module_note(mod, m->build, &size);
	module_compared(m, id, size);
}

/* A loaded module, or none (then the build is not compared). A live module without notes has no build-id. */
static void module_compare_loaded(struct probed_module *m)
{
	char path[64 + MODULE_NAME_LEN], *notes;
	const u8 *id;
	u32 size = 0;
	ssize_t n;

	m->is_other = m->is_unknown = false;
	if (!m->build)
		return;
	notes = kmalloc(PAGE_SIZE, GFP_KERNEL);
	snprintf(path, sizeof(path), "/sys/module/%s/notes/.note.gnu.build-id", m->build->name);
	n = notes ? notes_read(path, notes) : -ENOMEM;
	if (n < 0 && notes) {
		snprintf(path, sizeof(path), "/sys/module/%s/initstate", m->build->name);
		n = notes_read(path, notes);
		n = n >= 4 && !memcmp(notes, "live", 4) ? 0 : -ENOENT;
	}
	m->is_unknown = n < 0;
	if (!m->is_unknown) {
		id = notes_build_id(notes, n, &size);
		module_compared(m, id, size);
	}
	kfree(notes);
}

static void module_warn(const struct mytap_module *wanted, const u8 *id, u32 size)
{
	char text[320], has[2 * sizeof(wanted->build_id) + 1] = "none";

	if (size)
		snprintf(has, sizeof(has), "%*phN", (int)size, id);
	snprintf(text, sizeof(text), "the module %s that is loaded is not the build that the script was made for (build-id %s, not %*phN): "
		 "its probes and variables wait until that one is loaded", wanted->name, has, (int)wanted->build_id_size,
		 wanted->build_id);
	process_message(MYTAP_REC_WARN, ~0, text);
}

static void module_warn_other(const struct probed_module *m)
{
	module_warn(m->build, m->other_id, m->other_size);
}

static void module_warn_unknown(const struct probed_module *m)
{
	char text[256];

	snprintf(text, sizeof(text), "the build-id of module %s cannot be read in /sys/module: if it is not the build that the script "
		 "was made for, its probes are at wrong places", m->build->name);
	process_message(MYTAP_REC_WARN, ~0, text);
}

/*
 * For callers that find the module themselves and know that it is loaded; a wrong build has been reported if other
 * probes use the module.
 */
static bool module_is_build(const struct module *mod, bool may_warn)
{
	const struct mytap_module *wanted = module_build_wanted(mod->name, strlen(mod->name));
	u32 size = 0;
	const u8 *id = wanted ? module_note(mod, wanted, &size) : NULL;

	if (!wanted || (id && is_build(wanted, id, size)))
		return true;
	if (may_warn)
		module_warn(wanted, id, size);
	return false;
}
