/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pass 4: which back end builds the module. --build=auto tries the fast one
 * and falls back to kbuild for whatever reason; with -v the choice is said.
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

static bool build_fast(struct session *s, const struct build_input *in)
{
	const char *why;

	if (fast_build(s, in, &why)) {
		if (s->opt.verbose > 1)
			fprintf(stderr, "Built the fast way.\n");
		return true;
	}
	if (spawn_interrupted)
		return false;
	if (s->opt.build == BUILD_FAST)
		return options_complain("the fast build cannot make this module: %s (--build=kbuild can, if it can be made)", why);
	if (s->opt.verbose)
		fprintf(stderr, "Not built the fast way (%s); building with kbuild.\n", why);
	return kbuild_build(s, in);
}

bool build_module(struct session *s)
{
	struct build_input in = {
		.module_name = s->module_name,
		.script_c = strbuf_str(&s->script_c),
		.embed_c = s->embed_c.len ? s->embed_c.s : NULL,
	};

	if (!kernel_check_headers(s) || !session_tmpdir(s))
		return false;
	in.out = arena_printf(s->arena, "%s/%s.ko", s->tmpdir, s->module_name);
	if (s->opt.build == BUILD_KBUILD ? !kbuild_build(s, &in) : !build_fast(s, &in))
		return false;
	if (!sign_module(s, in.out))
		return false;
	/* mytap-run loads none that others may write, whatever our umask is. */
	if (chmod(in.out, 0644) < 0)
		return options_complain("cannot set the mode of %s: %s", in.out, strerror(errno));
	s->module_path = in.out;
	return true;
}
