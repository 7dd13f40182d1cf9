// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Function returns: selects the back end. Direct trampolines come first; of what they leave, the best of the others that this kernel
 * offers takes all that it can; kretprobes take the rest.
 */

/* Return probes of the script, including those in modules not loaded yet. */
static u32 returns_count(void)
{
	u32 i, n = 0;

	for (i = 0; i < mytap_script.nplaces; i++)
		n += probe_of(&session.hits[i])->family == MYTAP_RETURN;
	return n;
}

static bool is_kernel_return(const struct mytap_hit *h)
{
	return h->address && probe_of(h)->family == MYTAP_RETURN && !direct_has(h);
}

static bool never_takes(const struct mytap_hit *h)
{
	return false;
}

static bool always_known(void)
{
	return true;
}

static int nothing_to_attach(struct probed_module *m, u32 n)
{
	return 0;
}

static const struct return_ops {
	const char *name;
	enum mytap_returns kind;
	bool (*is_known)(void);
	bool (*takes)(const struct mytap_hit *h);
	int (*attach)(struct probed_module *m, u32 n);	/* n: the most that may come */
} return_backends[] = {		/* best first */
	{ "fprobe", MYTAP_RETURNS_FPROBE, fprobe_is_known, fprobe_takes, fprobe_attach },
	{ "rethook", MYTAP_RETURNS_RETHOOK, rethook_is_known, rethook_takes, rethook_attach },
	{ "kretprobe", MYTAP_RETURNS_KRETPROBE, always_known, never_takes, nothing_to_attach },
};

static const struct return_ops *returns_choose(void)
{
	u32 i, wanted = FAMILY_SCRIPT_DATA(RETURN, return)->by;

	for (i = 0; i < ARRAY_SIZE(return_backends); i++) {
		const struct return_ops *b = &return_backends[i];

		if ((wanted == MYTAP_RETURNS_ANY || wanted == MYTAP_RETURNS_DIRECT || wanted == b->kind) && b->is_known())
			return b;
	}
	return NULL;
}

static int returns_attach(struct probed_module *m)
{
	const struct return_ops *b;
	u32 n = returns_count(), i;
	int error;

	if (!n)
		return 0;
	b = returns_choose();
	if (!b)
		return -EOPNOTSUPP;	/* -D MYTAP_RETURN=... names a back end that this kernel does not have */
	error = direct_attach(m);
	if (!error)
		error = b->attach(m, n);
	if (error)
		return error;
	for (i = 0; i < mytap_script.nplaces && !session_is_stopping(); i++) {
		struct mytap_hit *h = &session.hits[i];

		if (is_kernel_return(h) && hit_module(h) == m && !return_is_by_entry(h) && !b->takes(h))
			kretprobe_takes(h);
	}
	return 0;
}

static void returns_arm(struct probed_module *m)
{
	direct_arm(m);
	kretprobes_arm(m);
	fprobes_arm(m);
}

static void returns_detach(struct probed_module *m)
{
	kretprobes_detach(m);
	fprobe_detach(m);
	if (!m)
		rethook_detach();	/* the kernel's own places are detached last */
	direct_detach(m);
}

static const struct mytap_family_ops return_family = {
	.attach = returns_attach, .detach = returns_detach, .arm = returns_arm, .has_modules = true, .is_return = true,
};
