// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * `mytap ps` and `mytap ctl`: the sessions that run, seen by the table of `mytap inspect sessions`, and what they can be told
 * while they do, by writes to their control files (runtime/wire.h), which are root's.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "runtime/wire.h"
#include "translator/inspect/command.h"
#include "translator/inspect/facts_read.h"
#include "translator/inspect/inspect.h"
#include "translator/options.h"

/* ---- ps ------------------------------------------------------------------------------------------ */

enum { COLUMNS = 9, WIDTH = 32 };

/* The age of what began at that time of CLOCK_MONOTONIC. */
static void since_text(char *to, uint64_t since)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (since)
		age_text(to, WIDTH, (uint64_t)now.tv_sec - since / 1000000000);
	else
		snprintf(to, WIDTH, "-");
}

static void ps_row(struct json_object *o, char to[COLUMNS][WIDTH])
{
	snprintf(to[0], WIDTH, "%s", text_of(o, "name"));
	snprintf(to[1], WIDTH, "%s", *text_of(o, "state") ? text_of(o, "state") : "unreadable");
	snprintf(to[2], WIDTH, count_of(o, "reader") ? "%" PRIu64 : "-", count_of(o, "reader"));
	since_text(to[3], count_of(o, "since"));
	snprintf(to[4], WIDTH, "%" PRIu64 "k", count_of(o, "memory") / 1024);
	snprintf(to[5], WIDTH, "%zu", length_of(member(o, "probes")));
	snprintf(to[6], WIDTH, "%" PRIu64, count_of(o, "hits"));
	snprintf(to[7], WIDTH, "%" PRIu64, lost_of(o));
	to[8][0] = '\0';
}

/* Texts to the left, numbers to the right, each as wide as the widest; the script comes last, whole. */
static void ps_print(struct json_object *sessions)
{
	static const char *const heads[COLUMNS] = { "SESSION", "STATE", "PID", "SINCE", "MEMORY", "PROBES", "HITS", "LOST", "SCRIPT" };
	size_t n = length_of(sessions);
	char (*rows)[COLUMNS][WIDTH] = calloc(n + 1, sizeof(*rows));
	int widths[COLUMNS] = { 0 };

	for (size_t i = 0; rows && i <= n; i++) {
		for (int k = 0; !i && k < COLUMNS; k++)
			snprintf(rows[0][k], WIDTH, "%s", heads[k]);
		if (i)
			ps_row(json_object_array_get_idx(sessions, i - 1), rows[i]);
		for (int k = 0; k < COLUMNS; k++)
			if (widths[k] < (int)strlen(rows[i][k]))
				widths[k] = strlen(rows[i][k]);
	}
	for (size_t i = 0; rows && i <= n; i++) {
		for (int k = 0; k < COLUMNS - 1; k++)
			printf("%*s ", k < 2 ? -widths[k] : widths[k], rows[i][k]);
		printf(" %s\n", i ? text_of(json_object_array_get_idx(sessions, i - 1), "script") : heads[COLUMNS - 1]);
	}
	free(rows);
}

int ps_run(struct session *s)
{
	struct json_object *table = inspect_live(s->arena, &sessions_table);

	if (!table)
		return 1;
	if (s->opt.inspect.is_json)
		printf("%s\n", json_object_to_json_string_ext(member(table, "entries"), JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
	else
		ps_print(member(table, "entries"));
	json_object_put(table);
	return fflush(stdout) ? 1 : 0;
}

/* ---- ctl ------------------------------------------------------------------------------------------ */

struct ctl {
	const char *name;		/* of the session */
	struct json_object *session;	/* its facts */
	const char *const *words;	/* the arguments of the verb */
};

/* Sends the session a command. False: reported. */
static bool tell(const struct ctl *c, enum mytap_command_kind kind, const void *payload, uint32_t size, const char *what)
{
	struct { struct mytap_command head; char payload[1024]; } command = { .head = { kind, size } };
	char path[128];
	bool is_done;
	int fd;

	if (size > sizeof(command.payload))
		return options_complain("ctl: that is too long");
	if (size)
		memcpy(command.payload, payload, size);
	snprintf(path, sizeof(path), "/proc/mytap-%s", c->name);
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return options_complain("ctl: %s: %s", path, strerror(errno));
	is_done = write(fd, &command, sizeof(command.head) + size) == (ssize_t)(sizeof(command.head) + size);
	if (!is_done)
		options_complain(errno == EBUSY ? "ctl: %s does not take %s now: %s" : "ctl: %s does not take %s: %s", c->name, what, strerror(errno));
	close(fd);
	return is_done;
}

static int ctl_status(const struct ctl *c)
{
	struct json_object *table = json_object_new_object();

	json_object_object_del(c->session, "unread");
	json_object_object_del(c->session, "text");
	json_object_array_add(fact_list(table, "entries"), json_object_get(c->session));
	text_print_table(stdout, sessions_table.title, table, sessions_table.rows, true);
	json_object_put(table);
	return 0;
}

static int ctl_dump(const struct ctl *c)
{
	fputs(text_of(c->session, "text"), stdout);
	return 0;
}

static int ctl_print(const struct ctl *c)
{
	struct json_object *list = member(c->session, "globals");

	for (size_t i = 0; i < length_of(list); i++) {
		struct json_object *o = json_object_array_get_idx(list, i);

		if (strcmp(text_of(o, "name"), c->words[0]))
			continue;
		printf("%s\n", json_object_to_json_string_ext(o, JSON_C_TO_STRING_SPACED | JSON_C_TO_STRING_NOSLASHESCAPE));
		return 0;
	}
	options_complain("ctl: %s has no variable %s", c->name, c->words[0]);
	return 1;
}

static bool read_switch(const char *word, uint32_t *ret)
{
	*ret = !strcmp(word, "on");
	return *ret || !strcmp(word, "off") || options_complain("ctl: on or off, not '%s'", word);
}

/* True if the point, up to end, has this name; "@file:line" in its text may be left out in the name. */
static bool point_is(const char *point, const char *end, const char *name)
{
	while (point < end && (*point == *name || *point == '@')) {
		if (*point == *name) {
			point++;
			name++;
			continue;
		}
		while (point < end && *point != '"')
			point++;
	}
	return point == end && !*name;
}

/* NAME is a number, the probe's point, or its place in the script: "kernel.function("vfs_read")", "x.stp:3:7". */
static bool probe_is_named(struct json_object *probe, size_t number, const char *name)
{
	const char *text = text_of(probe, "probe"), *at = strstr(text, " at ");
	char digits[24];

	snprintf(digits, sizeof(digits), "%zu", number);
	return !strcmp(name, digits) || point_is(text, at ? at : text + strlen(text), name) || (at && !strcmp(name, at + 4));
}

static int ctl_probe(const struct ctl *c)
{
	struct json_object *list = member(c->session, "probes");
	struct mytap_probe_turn turn;
	bool any = false;

	if (!read_switch(c->words[1], &turn.is_on))
		return 1;
	for (size_t i = 0; i < length_of(list); i++) {
		if (!probe_is_named(json_object_array_get_idx(list, i), i, c->words[0]))
			continue;
		turn.probe = i;
		any = true;
		if (!tell(c, MYTAP_CMD_PROBE, &turn, sizeof(turn), "the probe"))
			return 1;
	}
	if (!any)
		options_complain("ctl: %s has no probe %s: mytap ctl %s status lists them", c->name, c->words[0], c->name);
	return any ? 0 : 1;
}

static int turn_all(const struct ctl *c, bool is_on)
{
	const struct mytap_probe_turn turn = { .probe = ~0U, .is_on = is_on };

	return tell(c, MYTAP_CMD_PROBE, &turn, sizeof(turn), "that") ? 0 : 1;
}

static int ctl_on(const struct ctl *c)
{
	return turn_all(c, true);
}

static int ctl_off(const struct ctl *c)
{
	return turn_all(c, false);
}

static int ctl_tracing(const struct ctl *c)
{
	uint32_t is_on;

	return read_switch(c->words[0], &is_on) && tell(c, MYTAP_CMD_TRACING, &is_on, sizeof(is_on), "that") ? 0 : 1;
}

static int ctl_set(const struct ctl *c)
{
	if (!strchr(c->words[0], '=')) {
		options_complain("ctl: set takes VARIABLE=NUMBER, not '%s'", c->words[0]);
		return 1;
	}
	return tell(c, MYTAP_CMD_SET_GLOBAL, c->words[0], strlen(c->words[0]), c->words[0]) ? 0 : 1;
}

static int ctl_stop(const struct ctl *c)
{
	return tell(c, MYTAP_CMD_STOP, NULL, 0, "that") ? 0 : 1;
}

static const struct verb {
	const char *name, *words;
	unsigned int nwords;
	int (*run)(const struct ctl *c);
	const char *what;
} verbs[] = {
	{ "status", "", 0, ctl_status, "print its probes with their numbers, places and losses, and its globals" },
	{ "on", "", 0, ctl_on, "turn all its probes on again, except begin, end and error" },
	{ "off", "", 0, ctl_off, "turn all its probes off, except begin, end and error" },
	{ "probe", "NAME on|off", 2, ctl_probe, "turn one probe on or off, by its number, its point or its place (x.stp:3:7)" },
	{ "tracing", "on|off", 1, ctl_tracing, "as tracing_on() and tracing_off() in a script" },
	{ "set", "VARIABLE=NUMBER", 1, ctl_set, "set a global that is a number" },
	{ "print", "VARIABLE", 1, ctl_print, "print a global, array or aggregate as JSON" },
	{ "dump", "", 0, ctl_dump, "print the output that its reader has not taken yet" },
	{ "stop", "", 0, ctl_stop, "end it, as exit() does" },
};
enum { NVERBS = sizeof(verbs) / sizeof(*verbs) };

void ctl_print_verbs(FILE *out)
{
	fputs("\nCommands:\n", out);
	for (int i = 0; i < NVERBS; i++)
		fprintf(out, "  %s%s%-*s %s\n", verbs[i].name, *verbs[i].words ? " " : "", 22 - (int)strlen(verbs[i].name) - (*verbs[i].words != 0),
			verbs[i].words, verbs[i].what);
}

static struct json_object *session_find(struct json_object *list, const char *name)
{
	for (size_t i = 0; i < length_of(list); i++)
		if (!strcmp(text_of(json_object_array_get_idx(list, i), "name"), name))
			return json_object_array_get_idx(list, i);
	options_complain("ctl: no session is called %s: mytap ps lists them", name);
	return NULL;
}

static const struct verb *read_verb(const str_vec *words)
{
	for (int i = 0; words->n >= 2 && i < NVERBS; i++) {
		if (strcmp(words->v[1], verbs[i].name))
			continue;
		if (words->n == 2 + verbs[i].nwords)
			return &verbs[i];
		options_complain("ctl: mytap ctl SESSION %s%s%s", verbs[i].name, *verbs[i].words ? " " : "", verbs[i].words);
		return NULL;
	}
	options_complain("ctl: a session and a command are needed (mytap help ctl lists the commands)");
	return NULL;
}

int ctl_run(struct session *s)
{
	const str_vec *words = &s->opt.args;
	const struct verb *verb = read_verb(words);
	struct ctl c = { 0 };
	struct json_object *table;
	int status;

	if (!verb)
		return 1;
	table = inspect_live(s->arena, &sessions_table);
	if (!table)
		return 1;
	c.name = words->v[0];
	c.session = session_find(member(table, "entries"), c.name);
	c.words = (const char *const *)words->v + 2;
	status = c.session ? verb->run(&c) : 1;
	json_object_put(table);
	return fflush(stdout) ? 1 : status;
}
