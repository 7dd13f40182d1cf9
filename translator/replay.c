/* SPDX-License-Identifier: GPL-2.0-or-later */
/* See replay.h. The loader does the work (runtime/loader/replay.c); here its request is made from the options. */
#include "translator/replay.h"

#include "runtime/loader/replay.h"
#include "runtime/loader/rotation.h"
#include "runtime/loader/say.h"
#include "translator/options.h"

bool replay_has_file(const struct writer_option *w)
{
	return writer_find(w->name)->has_file;
}

bool replay_takes_rotation(const char *text)
{
	struct rotation r;

	return rotation_parse(text, &r);
}

/* Output as text, as during the run. */
static void choose_trees(struct session *s, struct replay *r)
{
	r->most_depth = s->opt.trace.most_depth;
	r->has_time = s->opt.trace.has_time;
	r->has_process = s->opt.trace.has_process;
	r->failed = s->opt.trace.failed;
	r->slower = s->opt.trace.slower;
}

static bool choose_writers(struct session *s, struct replay *r, bool files_only)
{
	choose_trees(s, r);
	vec_each(it, &s->opt.writers) {
		if (files_only && !replay_has_file(it))
			continue;
		if (!writers_choose(&r->writers, it->name, it->value))
			return false;
	}
	return true;
}

static int replay_files(struct session *s, bool is_merge)
{
	struct replay r = {
		.paths = s->opt.args.v, .npaths = s->opt.args.n, .is_merge = is_merge, .output = s->opt.output, .rotation = s->opt.rotation,
	};

	r.writers.baseline = s->opt.baseline;
	say_init(s->opt.verbose, s->opt.no_warnings);
	return choose_writers(s, &r, false) && replay_run(&r) ? 0 : 1;
}

int replay_command(struct session *s)
{
	if (s->opt.args.n == 1)
		return replay_files(s, false);
	options_complain("replay takes the file that --raw wrote");
	return 1;
}

int merge_command(struct session *s)
{
	if (s->opt.args.n)
		return replay_files(s, true);
	options_complain("merge takes the files that -b wrote: FILE_0 and so on, of one session");
	return 1;
}

bool replay_to_files(struct session *s, const char *path)
{
	struct replay r = {
		.paths = &path, .npaths = 1, .output = s->opt.output, .rotation = s->opt.rotation, .has_no_main = !s->opt.output, .is_silent = true,
	};

	say_init(s->opt.verbose, s->opt.no_warnings);
	/* Output to -o or standard output was written during the run, except -o of a guest. */
	return choose_writers(s, &r, !s->opt.output) && replay_run(&r);
}
