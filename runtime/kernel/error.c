// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Soft errors: kept in the context while the handler (or its try) decides, reported
 * when it left with one. Any context that holds a slot.
 */

static bool error_keep(struct mytap_ctx *c, const char *where)
{
	c->error_where = where;
	c->error = c->error_text;
	return false;
}

bool mytap_error(struct mytap_ctx *c, const char *text, const char *where)
{
	if (c->error)
		return false;
	mytap_strcpy_raw(c->error_text, sizeof(c->error_text), text);
	return error_keep(c, where);
}

bool mytap_errorf(struct mytap_ctx *c, const char *where, const char *fmt, const u64 *args)
{
	if (c->error)
		return false;
	/* Should formatting itself fail (%m), its error is as good. */
	mytap_format(c, c->error_text, sizeof(c->error_text), fmt, args);
	return error_keep(c, where);
}

/* "division by 0 near operator '/' at x.stp:1:20", as a record of the slot. */
static void error_say(struct mytap_ctx *c)
{
	const char *where = c->error_where;
	size_t n = strlen(c->error), m = where && *where ? strlen(where) : 0;
	char *o;

	o = record_begin(c, MYTAP_KIND_ID(MYTAP_REC_ERROR, 0), 8 + n + 6 + m);
	if (!o)
		return;
	((u32 *)o)[0] = c->hit->probe;
	((u32 *)o)[1] = n + (m ? 6 + m : 0);
	o += 8;
	memcpy(o, c->error, n);
	o += n;
	if (m) {
		memcpy(o, " near ", 6);
		memcpy(o + 6, where, m);
		o += 6 + m;
	}
	record_end(c, o);
}

bool mytap_fatal(struct mytap_ctx *c, const char *text, const char *where)
{
	struct mytap_priv *p = priv_of(c);

	c->error = NULL;
	mytap_error(c, text, where);
	if (!p->fatal) {
		p->fatal = 1;
		p->counters[c->hit->probe].errors++;
		error_say(c);
		session_fail(MYTAP_FAIL_SAID);
	}
	return false;
}

void mytap_skip(struct mytap_ctx *c)
{
	c->error = NULL;
	mytap_error(c, "skipped", NULL);
	priv_of(c)->fatal = 1;		/* not to be caught, and not to be said */
}

/* A handler left with an error. */
static noinline void error_report(struct mytap_ctx *c)
{
	struct mytap_priv *p = priv_of(c);

	if (!p->fatal) {
		p->counters[c->hit->probe].errors++;
		if (!session.suppress_errors) {
			error_say(c);
			if (atomic_inc_return(&session.errors) > mytap_script.limits.maxerrors)
				session_fail(MYTAP_FAIL_SAID);
		}
	}
	p->fatal = 0;
	c->error = NULL;
	c->frame = p->frame_base;
}

void mytap_exit(struct mytap_ctx *c)
{
	WRITE_ONCE(mytap_closed, 1);
	session_stop_soon();
}
