/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pass 4: which back end builds the module. --build=auto tries the fast one
 * and falls back to kbuild if that fails for any reason; -v prints the choice.
 */
#include "build.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kbuild.h"
#include "sign.h"
#include "translator/spawn.h"
#include "translator/kernel.h"
#include "translator/options.h"

static bool build_fast(struct target *t, const struct build_input *in)
{
	const char *why;

	if (fast_build(t, in, &why)) {
		if (t->s->opt.verbose > 1)
			fprintf(stderr, "Built the fast way.\n");
		return true;
	}
	if (spawn_interrupted)
		return false;
	if (t->s->opt.build == BUILD_FAST)
		return options_complain("the fast build cannot make this module: %s (--build=kbuild can, if it can be made)", why);
	if (t->s->opt.verbose)
		fprintf(stderr, "Not built the fast way (%s); building with kbuild.\n", why);
	return kbuild_build(t, in);
}

bool build_module(struct target *t)
{
	struct build_input in = {
		.module_name = t->module_name,
		.script_c = strbuf_str(&t->script_c),
		.embed_c = t->embed_c.len ? t->embed_c.s : NULL,
	};

	if (!kernel_check_headers(t) || !session_tmpdir(t->s))
		return false;
	in.out = arena_printf(t->arena, "%s/%s.ko", t->s->tmpdir, t->module_name);
	if (t->s->opt.make_args.n && t->s->opt.build == BUILD_FAST)
		return options_complain("-B %s is for make, and --build=fast goes without make", t->s->opt.make_args.v[0]);
	if (t->s->opt.build == BUILD_KBUILD || t->s->opt.make_args.n ? !kbuild_build(t, &in) : !build_fast(t, &in))
		return false;
	if (!sign_module(t, in.out))
		return false;
	/* Independent of the umask: mytap-run refuses a module that others may write. */
	if (chmod(in.out, 0644) < 0)
		return options_complain("cannot set the mode of %s: %s", in.out, strerror(errno));
	t->module_path = in.out;
	return true;
}
