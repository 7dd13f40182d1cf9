// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Loadable modules that the script probes or reads. Modules loaded before START get their addresses from the
 * loader; those loaded later are resolved and probed before their init runs, and detached before they are removed.
 * A module that is not loaded has no addresses: its places are not probed, its variables cannot be read. A module
 * of another build counts as not loaded: the script's places and offsets would be wrong in it.
 *
 * The notifier has the lowest priority: on coming it runs after the ones that prepare the module's code (jump
 * labels, static calls); on going after that of kprobes, which drops its own. (If it ran before that one, optimised
 * probes waiting to be freed would stay in the kprobes' table.) It is registered at init, so that no module is
 * missed between the loader's look-up and START.
 *
 * Locks: modules_lock holds all of struct probed_module and session.addresses of module names; the families' attach
 * and detach are called with it held, or before and after the time (modules_run) when modules call them.
 */

static struct probed_module *modules;
static bool modules_run;			/* modules that are loaded now are attached at once */
static DEFINE_MUTEX(modules_lock);

/* NULL as well in a runtime without code for modules, which is linked with scripts that name none. */
static struct probed_module *first_module(void)
{
	return part_is_compiled(modules) ? modules : NULL;
}

static bool is_module_named(const struct probed_module *m, const char *name, size_t length)
{
	return m->length == length && !memcmp(m->text, name, length);
}

static struct probed_module *module_named(const char *name, size_t length)
{
	struct probed_module *m;

	for (m = first_module(); m; m = m->next)
		if (is_module_named(m, name, length))
			return m;
	return NULL;
}

/* ---- symbols ------------------------------------------------------------------------------ */

static int module_name_compare(const void *a, const void *b)
{
	return strcmp(((const struct module_name *)a)->name, ((const struct module_name *)b)->name);
}

#ifdef CONFIG_KALLSYMS
/* While a module is coming, its symbol table is complete and its addresses are final. */
static void module_resolve(struct probed_module *m, const struct module *mod)
{
	const struct mod_kallsyms *k = rcu_dereference_raw(mod->kallsyms);
	u32 i;

	for (i = 1; k && i < k->num_symtab; i++) {
		const Elf_Sym *sym = &k->symtab[i];
		struct module_name wanted = { .name = k->strtab + sym->st_name };
		struct module_name *found;

		if (sym->st_shndx == SHN_UNDEF || !*wanted.name)
			continue;
		found = bsearch(&wanted, m->names, m->nnames, sizeof(*m->names), module_name_compare);
		if (found)
			WRITE_ONCE(session.addresses[found->index], sym->st_value);
	}
}
#else
static void module_resolve(struct probed_module *m, const struct module *mod) { }
#endif

static void module_forget(struct probed_module *m)
{
	u32 i;

	for (i = 0; i < m->nnames; i++)
		WRITE_ONCE(session.addresses[m->names[i].index], 0);
}

/* Takes the loader's addresses for all names; those that the notifier has set stay. */
static void addresses_take(const u64 *from)
{
	struct probed_module *m;
	u32 i;

	mutex_lock(&modules_lock);
	for (m = first_module(); m; m = m->next)
		if (!m->is_seen)
			module_compare_loaded(m);
	for (i = 0; i < mytap_script.nnames; i++) {
		m = first_module() ? session.name_modules[i] : NULL;
		if (m && (m->is_seen || m->is_other))
			continue;
		session.addresses[i] = from[i];
		if (m)
			m->is_there |= from[i] != 0;
	}
	mutex_unlock(&modules_lock);
}

/* ---- coming and going --------------------------------------------------------------------- */

static void module_attach(struct probed_module *m)
{
	char text[128];
	int error;

	places_resolve(m);
	m->is_attached = true;
	error = families_attach(m);
	switches_settle();
	if (!error)
		return;
	snprintf(text, sizeof(text), "probes in module %.*s cannot be attached (error %d)", (int)m->length, m->text, error);
	process_message(MYTAP_REC_WARN, ~0, text);
}

static void module_detach(struct probed_module *m)
{
	if (m->is_attached)
		families_detach(m);
	m->is_attached = false;
}

static void module_comes(struct probed_module *m, const struct module *mod)
{
	module_compare(m, mod);
	if (m->is_other) {
		if (modules_run)
			module_warn_other(m);
		return;
	}
	m->is_there = true;
	module_resolve(m, mod);
	if (modules_run)
		module_attach(m);
}

static void module_goes(struct probed_module *m)
{
	m->is_there = m->is_other = false;
	module_detach(m);
	module_forget(m);
}

static int module_event(struct notifier_block *block, unsigned long event, void *data)
{
	const struct module *mod = data;
	struct probed_module *m = module_named(mod->name, strlen(mod->name));

	if (!m || (event != MODULE_STATE_COMING && event != MODULE_STATE_GOING))
		return NOTIFY_DONE;
	mutex_lock(&modules_lock);
	m->is_seen = true;
	if (event == MODULE_STATE_COMING)
		module_comes(m, mod);
	else
		module_goes(m);
	mutex_unlock(&modules_lock);
	return NOTIFY_DONE;
}

static struct notifier_block modules_block = { .notifier_call = module_event, .priority = -1 };

/* Called by the session's own attach: attaches loaded modules, and from now on those that are loaded later. */
static void modules_attach(void)
{
	struct probed_module *m;

	mutex_lock(&modules_lock);
	for (m = first_module(); m && !session_is_stopping(); m = m->next) {
		char text[128];

		if (m->is_there) {
			if (m->is_unknown)
				module_warn_unknown(m);
			module_attach(m);
			continue;
		}
		if (m->is_other) {
			module_warn_other(m);
			continue;
		}
		snprintf(text, sizeof(text), "module %.*s is not loaded: its probes and variables wait until it is",
			 (int)m->length, m->text);
		process_message(MYTAP_REC_WARN, ~0, text);
	}
	modules_run = true;
	mutex_unlock(&modules_lock);
}

/* A condition changed: arms the kernel's places (NULL) and those of each loaded module. */
static void modules_arm(void (*arm)(struct probed_module *m))
{
	struct probed_module *m;

	mutex_lock(&modules_lock);
	arm(NULL);
	for (m = first_module(); m; m = m->next)
		if (m->is_attached)
			arm(m);
	mutex_unlock(&modules_lock);
}

static void modules_detach(void)
{
	struct probed_module *m;

	mutex_lock(&modules_lock);
	modules_run = false;
	for (m = first_module(); m; m = m->next)
		module_detach(m);
	mutex_unlock(&modules_lock);
}

/* ---- init and exit ------------------------------------------------------------------------ */

static int module_add_name(const char *text, size_t length, u32 index)
{
	struct probed_module *m = module_named(text, length);

	if (!m) {
		m = kzalloc(sizeof(*m), GFP_KERNEL);
		if (!m)
			return -ENOMEM;
		m->text = text;
		m->length = length;
		m->build = module_build_wanted(text, length);
		m->names = kvcalloc(mytap_script.nnames - index, sizeof(*m->names), MEMORY_FLAGS);
		m->next = modules;
		modules = m;
		if (!m->names)
			return -ENOMEM;
	}
	m->names[m->nnames++] = (struct module_name){ text + length + 1, index };
	session.name_modules[index] = m;
	return 0;
}

static int modules_read_names(void)
{
	const char *text = mytap_script.names;
	u32 i;

	for (i = 0; text && i < mytap_script.nnames; i++, text += strlen(text) + 1) {
		const char *colon = strchr(text, ':');
		int error;

		if (!colon || !strncmp(text, "kernel:", 7))
			continue;
		if (!session.name_modules)
			session.name_modules = kvcalloc(mytap_script.nnames, sizeof(*session.name_modules), MEMORY_FLAGS);
		if (!session.name_modules)
			return -ENOMEM;
		error = module_add_name(text, colon - text, i);
		if (error)
			return error;
	}
	return 0;
}

static bool modules_watched;

static int modules_init(void)
{
	int error = part_is_compiled(modules) ? modules_read_names() : 0;
	struct probed_module *m;

	if (error || !first_module())
		return error;
	for (m = first_module(); m; m = m->next)
		sort(m->names, m->nnames, sizeof(*m->names), module_name_compare, NULL);
	error = register_module_notifier(&modules_block);
	modules_watched = !error;
	return error;
}

/* After the session's end; also after a failed modules_init(). */
static void modules_exit(void)
{
	struct probed_module *m, *next;

	if (modules_watched)
		unregister_module_notifier(&modules_block);
	for (m = first_module(); m; m = next) {
		next = m->next;
		kvfree(m->names);
		kfree(m);
	}
	modules = NULL;
	kvfree(session.name_modules);
	session.name_modules = NULL;
}
