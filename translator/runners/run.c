// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Pass 5: gives the built module to the requested runner. In: a target with module_path. Out: the exit status.
 * Whether it can run at all is checked before pass 1. A new runner is one file
 * and one row.
 */
#include "translator/options.h"
#include "translator/runners/runner.h"

/* The first runner that accepts the session gets it; local accepts all. */
static const struct runner *const runners[] = {
	&runner_vm,
	&runner_local,
};

static const struct runner *choose(const struct session *s)
{
	for (unsigned int i = 0; i < sizeof(runners) / sizeof(*runners); i++)
		if (runners[i]->is_wanted(s))
			return runners[i];
	bug("no runner accepts the session");
}

/* Reports what is missing, and --vm as the alternative, unless already used. */
static void say_unable(const struct runner *chosen, const struct strbuf *why)
{
	options_complain("this script cannot run %s:", chosen == &runner_vm ? "in a guest" : "on this machine");
	fputs(strbuf_str(why), stderr);
	if (chosen == &runner_local)
		fprintf(stderr, "To run it in a throw-away guest: mytap --vm ...; to build the module only: -p4\n");
}

static const char *const *params(struct session *s)
{
	str_vec v = { 0 };

	vec_each(it, &s->opt.globals)
		vec_push(s->arena, &v, *it);
	vec_push(s->arena, &v, NULL);
	return v.v;
}

bool run_is_able(struct target *t)
{
	const struct runner *chosen = choose(t->s);
	struct strbuf why = { 0 };
	bool is_able = chosen->is_able(t, &why);

	if (!is_able)
		say_unable(chosen, &why);
	strbuf_deinit(&why);
	return is_able;
}

int run_attach(struct session *s)
{
	struct target t = { .s = s };
	struct run_request r = {
		.is_attach = true,
		.module = s->opt.args.n ? s->opt.args.v[0] : NULL,
		.verbose = s->opt.verbose,
		.time_limit = s->opt.time_limit,
		.output = s->opt.output,
		.writers = s->opt.writers.v,
		.nwriters = s->opt.writers.n,
		.no_warnings = s->opt.no_warnings,
		.monitor = -1,
	};

	if (!r.module || *r.module == '-') {
		options_complain("attach takes the name of a session that mytap -F has left (mytap ps lists sessions)");
		return 1;
	}
	r.loader = session_program(s, "mytap-run");
	return r.loader ? runner_local.run(&t, &r) : 1;
}

int run_module(struct target *t, int monitor)
{
	const struct runner *chosen = choose(t->s);
	struct run_request r = {
		.module = t->module_path,
		.release = t->kernel.release,
		.verbose = t->s->opt.verbose,
		.command = t->s->opt.command,
		.time_limit = t->s->opt.time_limit,
		.output = t->s->opt.output,
		.rotation = t->s->opt.rotation,
		.script = t->user_files.n ? t->user_files.v[0]->src : NULL,
		.writers = t->s->opt.writers.v,
		.nwriters = t->s->opt.writers.n,
		.no_warnings = t->s->opt.no_warnings,
		.buffer_mb = t->s->opt.buffer_mb,
		.monitor = monitor,
		.params = params(t->s),
	};

	r.loader = session_program(t->s, "mytap-run");
	return r.loader ? chosen->run(t, &r) : 1;
}
