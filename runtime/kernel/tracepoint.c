// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tracepoints, by name; those of modules are attached while the module is loaded. A tracepoint calls its probes
 * with (data, arguments...); there is one stub per number of arguments, which copies as many as the handler reads
 * into an array; when that number is not known it copies twelve (those beyond the real ones have arbitrary values).
 */

struct mytap_tp {
	struct mytap_hit *hit;
	struct tracepoint *tp;
	void *stub;
	bool registered;
};

static struct mytap_tp *tps;
static u32 tps_n;
static bool tps_watch_modules;
static DEFINE_MUTEX(tps_lock);		/* modules and conditions change what is registered */

static __always_inline void tracepoint_run(const struct mytap_hit *h, const u64 *args)
{
	context_run(h, NULL, EXTRA_ARGS, args);
}

static void tracepoint_stub_0(void *hit)
{
	context_run(hit, NULL, EXTRA_NONE, NULL);
}

static void tracepoint_stub_quick(void *hit)
{
	context_run_quick(hit, NULL, EXTRA_NONE, (struct context_user){});
}

/*
 * Only the function itself writes to its array, so the stack protector is off: it would cost seven instructions per
 * hit.
 */
#define STUB(count, parameters, arguments) \
static void __attribute__((no_stack_protector)) tracepoint_stub_##count parameters \
{ \
	u64 args[] = arguments; \
	tracepoint_run(hit, args); \
}
#define LIST(...) { __VA_ARGS__ }

STUB(1, (void *hit, u64 a), LIST(a))
STUB(2, (void *hit, u64 a, u64 b), LIST(a, b))
STUB(3, (void *hit, u64 a, u64 b, u64 c), LIST(a, b, c))
STUB(4, (void *hit, u64 a, u64 b, u64 c, u64 d), LIST(a, b, c, d))
STUB(5, (void *hit, u64 a, u64 b, u64 c, u64 d, u64 e), LIST(a, b, c, d, e))
STUB(6, (void *hit, u64 a, u64 b, u64 c, u64 d, u64 e, u64 f), LIST(a, b, c, d, e, f))
STUB(8, (void *hit, u64 a, u64 b, u64 c, u64 d, u64 e, u64 f, u64 g, u64 h), LIST(a, b, c, d, e, f, g, h))
STUB(12, (void *hit, u64 a, u64 b, u64 c, u64 d, u64 e, u64 f, u64 g, u64 h, u64 i, u64 j, u64 k, u64 l),
     LIST(a, b, c, d, e, f, g, h, i, j, k, l))
#undef STUB
#undef LIST

static void *tracepoint_stub(const struct mytap_hit *h)
{
	u32 nargs = FAMILY_DATA(tracepoint, h)->nargs;
	static void *const stubs[] = {
		tracepoint_stub_12, tracepoint_stub_0, tracepoint_stub_1, tracepoint_stub_2, tracepoint_stub_3,
		tracepoint_stub_4, tracepoint_stub_5, tracepoint_stub_6, tracepoint_stub_8, tracepoint_stub_8,
	};

	if (nargs == 1 && hit_is_quick(h))
		return tracepoint_stub_quick;
	return nargs >= ARRAY_SIZE(stubs) ? tracepoint_stub_12 : stubs[nargs];
}

static const char *module_of(const struct mytap_tp *t)
{
	return FAMILY_DATA(tracepoint, t->hit)->module;
}

static bool is_tracepoint_named(const struct mytap_tp *t, const char *name)
{
	return !strcmp(FAMILY_DATA(tracepoint, t->hit)->name ?: "", name);
}

static void tracepoint_found(struct tracepoint *tp, void *unused)
{
	u32 i;

	for (i = 0; i < tps_n; i++)
		if (!tps[i].tp && !module_of(&tps[i]) && is_tracepoint_named(&tps[i], tp->name))
			tps[i].tp = tp;
}

/* Registers or unregisters it as its condition requires. */
static void tracepoint_arm(struct mytap_tp *t)
{
	int error;

	if (!t->tp || t->registered == hit_is_wanted(t->hit))
		return;
	if (t->registered) {
		tracepoint_probe_unregister(t->tp, t->stub, t->hit);
		t->registered = false;
		return;
	}
	error = tracepoint_probe_register(t->tp, t->stub, t->hit);
	t->registered = !error;
	if (error)
		warn_probe(t->hit->probe, NULL, "cannot be attached", error);
}

static void tracepoints_arm(struct probed_module *unused)
{
	u32 i;

	mutex_lock(&tps_lock);
	for (i = 0; i < tps_n; i++)
		tracepoint_arm(&tps[i]);
	mutex_unlock(&tps_lock);
}

static void tracepoint_forget(struct mytap_tp *t)
{
	if (t->registered)
		tracepoint_probe_unregister(t->tp, t->stub, t->hit);
	t->registered = false;
	t->tp = NULL;
}

/* ---- of modules ----------------------------------------------------------------------------- */

#ifdef CONFIG_MODULES
static bool is_in_module(const struct mytap_tp *t, const char *name)
{
	return module_of(t) && !strcmp(module_of(t), name);
}

/* A module of another build may have other arguments. */
static bool module_is_for_tracepoints(const struct module *mod)
{
	u32 i;

	for (i = 0; i < tps_n; i++)
		if (is_in_module(&tps[i], mod->name))
			return module_is_build(mod, !module_named(mod->name, strlen(mod->name)));
	return false;
}

static void module_tracepoint_comes(const struct module *mod, struct tracepoint *tp)
{
	u32 i;

	for (i = 0; i < tps_n; i++) {
		if (tps[i].tp || !is_in_module(&tps[i], mod->name) || !is_tracepoint_named(&tps[i], tp->name))
			continue;
		tps[i].tp = tp;
		tracepoint_arm(&tps[i]);
	}
}

static void module_tracepoint_goes(struct tracepoint *tp)
{
	u32 i;

	for (i = 0; i < tps_n; i++)
		if (module_of(&tps[i]) && tps[i].tp == tp)
			tracepoint_forget(&tps[i]);
}

/* Also called for modules that are loaded when the notifier is registered or unregistered. */
static int module_tracepoints(struct notifier_block *block, unsigned long event, void *data)
{
	const struct tp_module *m = data;
	bool is_coming;
	int i;

	mutex_lock(&tps_lock);
	is_coming = event == MODULE_STATE_COMING && module_is_for_tracepoints(m->mod);
	for (i = 0; i < m->mod->num_tracepoints; i++) {
		struct tracepoint *tp = tracepoint_ptr_deref(&m->mod->tracepoints_ptrs[i]);

		if (is_coming)
			module_tracepoint_comes(m->mod, tp);
		else if (event == MODULE_STATE_GOING)
			module_tracepoint_goes(tp);
	}
	mutex_unlock(&tps_lock);
	if (event == MODULE_STATE_GOING)
		tracepoint_synchronize_unregister();
	return NOTIFY_DONE;
}

static struct notifier_block module_tracepoints_block = { .notifier_call = module_tracepoints };

static int module_tracepoints_watch(void)
{
	return register_tracepoint_module_notifier(&module_tracepoints_block);
}

static void module_tracepoints_leave(void)
{
	unregister_tracepoint_module_notifier(&module_tracepoints_block);
}
#else
static int module_tracepoints_watch(void) { return -EOPNOTSUPP; }
static void module_tracepoints_leave(void) { }
#endif

/* ---- attach and detach ---------------------------------------------------------------------- */

static int tracepoints_make(void)
{
	u32 i;

	tps_n = probes_count(MYTAP_TRACEPOINT);
	tps = tps_n ? kcalloc(tps_n, sizeof(*tps), GFP_KERNEL) : NULL;
	if (tps_n && !tps) {
		tps_n = 0;
		return -ENOMEM;
	}
	for (i = 0, tps_n = 0; i < mytap_script.nprobes; i++) {
		struct mytap_hit *h = &session.probe_hits[i];

		if (probe_of(h)->family != MYTAP_TRACEPOINT)
			continue;
		tps[tps_n].hit = h;
		tps[tps_n++].stub = tracepoint_stub(h);
	}
	return 0;
}

static int tracepoints_attach(struct probed_module *unused)
{
	bool any_of_module = false;
	int error = tracepoints_make();
	u32 i;

	if (error || !tps_n)
		return error;
	for_each_kernel_tracepoint(tracepoint_found, NULL);
	for (i = 0; i < tps_n; i++)
		if (module_of(&tps[i]))
			any_of_module = true;
		else if (!tps[i].tp)
			warn_probe(tps[i].hit->probe, NULL, "the kernel has no such tracepoint", -ENOENT);
	tracepoints_arm(NULL);
	if (any_of_module)
		error = module_tracepoints_watch();
	tps_watch_modules = any_of_module && !error;
	return error;
}

static void tracepoints_detach(struct probed_module *unused)
{
	u32 i;

	if (tps_watch_modules)
		module_tracepoints_leave();
	tps_watch_modules = false;
	for (i = 0; i < tps_n; i++)
		tracepoint_forget(&tps[i]);
	if (tps_n)
		tracepoint_synchronize_unregister();
	kfree(tps);
	tps = NULL;
	tps_n = 0;
}

static const struct mytap_family_ops tracepoint_family = {
	.attach = tracepoints_attach, .detach = tracepoints_detach, .arm = tracepoints_arm,
};
