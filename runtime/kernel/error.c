// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Errors: kept in the context until the handler (or its try) has ended, reported when the handler ends with one. On
 * the way out each call records its place (mytap_called()), in the branch that is taken on an error anyway: a hit
 * without an error has no cost. Any context that holds a slot.
 */

static bool error_keep(struct mytap_ctx *c, const char *where)
{
	c->error_where = where;
	c->error_ncalls = 0;
	c->error = c->error_text;
	priv_of(c)->raise.how = NULL;
	priv_of(c)->is_fault = false;
	return false;
}

void mytap_called(struct mytap_ctx *c, const char *call)
{
	c->error_calls[min_t(u32, c->error_ncalls, MYTAP_CALLS_KEPT - 1)] = call;
	c->error_ncalls++;
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
	/* If formatting itself fails (%m), that error replaces this one. */
	mytap_format(c, c->error_text, sizeof(c->error_text), fmt, args);
	return error_keep(c, where);
}

/*
 * True: the probe has several functions, and the report must name this one. (The loader knows the probe by its
 * number.)
 */
static bool hit_is_one_of_many(const struct mytap_hit *h)
{
	const struct mytap_place *p = h->place, *all = mytap_script.places;

	return p && ((p > all && p[-1].probe == p->probe) ||
		     (p + 1 < all + mytap_script.nplaces && p[1].probe == p->probe));
}

/* At least as many bytes as error_write() writes. */
static size_t error_room(const struct mytap_ctx *c)
{
	u32 i, kept = min_t(u32, c->error_ncalls, MYTAP_CALLS_KEPT);
	const struct mytap_raise *r = &priv_of((struct mytap_ctx *)c)->raise;
	size_t n = strlen(c->error) + (c->error_where ? strlen(c->error_where) : 0) + (r->how ? strlen(r->name) : 0) + 128;

	for (i = 0; i < kept; i++)
		n += strlen(c->error_calls[i]) + 8;
	return n + (hit_is_one_of_many(c->hit) ? KSYM_SYMBOL_LEN : 0);
}

/* The text of the report, as much as fits; its length. */
static size_t error_write(struct mytap_ctx *c, char *to, size_t size)
{
	const char *where = c->error_where;
	u32 i, kept = min_t(u32, c->error_ncalls, MYTAP_CALLS_KEPT);
	const struct mytap_raise *r = &priv_of(c)->raise;
	size_t n;

	n = scnprintf(to, size, "%s", c->error);
	if (where && *where)
		n += scnprintf(to + n, size - n, " near %s", where);
	if (r->how) {
		n += r->is ? scnprintf(to + n, size - n, " (it is %u; more: ", r->is) : scnprintf(to + n, size - n, " (more: ");
		n += scnprintf(to + n, size - n, r->how, r->name);
		n += scnprintf(to + n, size - n, ")");
	}
	for (i = 0; i < kept; i++) {
		if (i == MYTAP_CALLS_KEPT - 1 && c->error_ncalls > kept)
			n += scnprintf(to + n, size - n, "\n  in %u calls more", c->error_ncalls - kept);
		n += scnprintf(to + n, size - n, "\n  in %s", c->error_calls[i]);
	}
	if (hit_is_one_of_many(c->hit))
		n += scnprintf(to + n, size - n, "\n  at %ps", (void *)c->hit->address);
	return n;
}

/*
 * Reports "division by 0 near operator '/' at x.stp:1:20", the calls that led there, one per line, and the place;
 * the loader adds the probe. Rare: written directly into the ring.
 */
static void error_say(struct mytap_ctx *c)
{
	size_t room = error_room(c), n;
	char *o = record_begin(c, MYTAP_REC_ERROR, 0, 8 + room);

	if (!o)
		return;
	n = error_write(c, o + 8, room);
	((u32 *)o)[0] = c->hit->probe;
	((u32 *)o)[1] = n;
	record_end(c, MYTAP_REC_ERROR, o + 8 + n);
}

bool mytap_fatal(struct mytap_ctx *c, const char *text, const char *where)
{
	struct mytap_priv *p = priv_of(c);

	if (p->fatal)
		return false;
	c->error = NULL;
	p->fatal = MYTAP_ENDS_SESSION;
	return mytap_error(c, text, where);
}

void mytap_skip(struct mytap_ctx *c)
{
	c->error = NULL;
	mytap_error(c, "skipped", NULL);
	priv_of(c)->fatal = MYTAP_SAYS_NOTHING;
}

static void error_forget(struct mytap_ctx *c)
{
	priv_of(c)->fatal = MYTAP_MAY_BE_CAUGHT;
	c->error = NULL;
	c->frame = priv_of(c)->frame_base;
}

/* A handler ended with an error. */
static noinline void error_report(struct mytap_ctx *c)
{
	struct mytap_priv *p = priv_of(c);

	if (p->is_fault && !p->fatal && session.faults == MYTAP_FAULTS_SKIP) {
		p->counters[c->hit->probe].skipped_fault++;
	} else if (p->fatal != MYTAP_SAYS_NOTHING) {
		p->counters[c->hit->probe].errors++;
		if (p->fatal || !session.suppress_errors) {
			error_say(c);
			if (atomic_inc_return(&session.errors) > mytap_script.limits.maxerrors || p->fatal)
				session_fail(MYTAP_FAIL_SAID);
		}
	}
	error_forget(c);
}

void mytap_exit(struct mytap_ctx *c)
{
	session_close(true);
	session_stop_soon();
}
