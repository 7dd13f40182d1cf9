/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads the command line by the table in option_list.c. Options and other
 * words may come in any order (so that a script started by #! takes options
 * too); the first other word is the script unless -e, -l or the like gave
 * one, the rest are its arguments; "--" ends the options.
 */
#include "translator/commands.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <wordexp.h>

#include "config.h"
#include "translator/script_help.h"
#include "translator/defines.h"

bool options_complain(const char *fmt, ...)
{
	va_list ap;

	fputs("mytap: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return false;
}

static bool is_last(const struct option_row *o)
{
	return !o->letter && !o->name;
}

/* In a list; the letter, or a name of n bytes. */
static const struct option_row *find_in(const struct option_row *list, char letter, const char *name, size_t n)
{
	for (const struct option_row *o = list; o && !is_last(o); o++)
		if (name ? o->name && strlen(o->name) == n && !strncmp(o->name, name, n) : o->letter == letter)
			return o;
	return NULL;
}

/* Options of the command take precedence over the common ones. */
static const struct option_row *find_option(const struct session *s, char letter, const char *name, size_t n)
{
	const struct option_row *own = s->opt.action ? find_in(s->opt.action->options, letter, name, n) : NULL;

	return own ? own : find_in(option_list, letter, name, n);
}

static const char *row_text(const struct option_row *o, char buf[64])
{
	if (o->name)
		snprintf(buf, 64, "--%s", o->name);
	else
		snprintf(buf, 64, "-%c", o->letter);
	return buf;
}

static bool apply(struct session *s, const struct option_row *o, const char *arg)
{
	char buf[64];

	if (o->set)
		return o->set(s, arg);
	if (o->missing && o->missing[0] == ':')
		return options_complain("%s is not supported%s", row_text(o, buf), o->missing);
	return options_complain("%s is not supported yet%s%s", row_text(o, buf), o->missing ? ": " : "",
				o->missing ? o->missing : "");
}

static bool unknown_name(const char *word, size_t n)
{
	char *name = strndup(word, n);
	struct near near = NEAR_INIT(name);

	for (const struct option_row *o = option_list; !is_last(o); o++)
		if (o->name)
			near_try(&near, o->name);
	if (near.best)
		options_complain("unknown option --%s (did you mean --%s?)", name, near.best);
	else
		options_complain("unknown option --%s (mytap -h lists them all)", name);
	free(name);
	return false;
}

/* --name, --name=value, --name value. Returns words used, 0 on error. */
static int read_long(struct session *s, char **word, int left)
{
	const char *name = word[0] + 2, *eq = strchr(name, '=');
	size_t n = eq ? (size_t)(eq - name) : strlen(name);
	const struct option_row *o = find_option(s, 0, name, n);

	if (!o)
		return unknown_name(name, n);
	if (o->arg == ARG_NONE && eq)
		return options_complain("--%s takes no value", o->name);
	if (o->arg != ARG_NEEDED || eq)
		return apply(s, o, eq ? eq + 1 : NULL);
	if (left < 2)
		return options_complain("--%s needs a value: --%s=%s", o->name, o->name, o->metavar);
	return apply(s, o, word[1]) ? 2 : 0;
}

/* -v, -vvk, -p4, -p 4. Returns words used, 0 on error. */
static int read_letters(struct session *s, char **word, int left)
{
	for (const char *p = word[0] + 1; *p; p++) {
		const struct option_row *o = find_option(s, *p, NULL, 0);

		if (!o)
			return options_complain("unknown option -%c (mytap -h lists them all)", *p);
		if (o->arg == ARG_NONE) {
			if (!apply(s, o, NULL))
				return 0;
			continue;
		}
		if (p[1] || o->arg == ARG_OPTIONAL)
			return apply(s, o, p[1] ? p + 1 : NULL);
		if (left < 2)
			return options_complain("-%c needs a value: -%c %s", *p, *p, o->metavar);
		return apply(s, o, word[1]) ? 2 : 0;
	}
	return 1;
}

/*
 * "#!/usr/bin/mytap -v -g" passes "-v -g" as one word, then the script. True if the script's first line ends with
 * that word.
 */
static bool is_shebang_word(const char *word, const char *script)
{
	char line[1024] = "";
	size_t n = strlen(word);
	FILE *f;

	if (word[0] != '-' || !strpbrk(word, " \t") || !(f = fopen(script, "re")))
		return false;
	bool got = fgets(line, sizeof(line), f);
	fclose(f);
	line[strcspn(line, "\n")] = '\0';
	size_t len = strlen(line);
	while (len && strchr(" \t\r", line[len - 1]))
		len--;
	while (n && strchr(" \t\r", word[n - 1]))
		n--;
	return got && !strncmp(line, "#!", 2) && len > n && !strncmp(line + len - n, word, n);
}

/* argv with the interpreter's one word split. */
static char **split_shebang(struct session *s, int *argc, char **argv)
{
	VEC(char *) words = { 0 };

	if (*argc < 3 || !is_shebang_word(argv[1], argv[2]))
		return argv;
	vec_push(s->arena, &words, argv[0]);
	char *text = arena_strdup(s->arena, argv[1]);
	for (char *w = strtok(text, " \t\r"); w; w = strtok(NULL, " \t\r"))
		vec_push(s->arena, &words, w);
	for (int i = 2; i < *argc; i++)
		vec_push(s->arena, &words, argv[i]);
	*argc = words.n;
	vec_push(s->arena, &words, NULL);
	return words.v;
}

static bool has_script(const struct options *o)
{
	return o->script_text || o->script_file || o->list || o->dump_probe_types ||
	       o->dump_probe_aliases || o->dump_functions || o->dump_library || o->help_on || o->clean_cache || o->action;
}

/* The first word that is no option is a command or the script, unless the options gave a script. */
static void place_words(struct session *s, char **words, unsigned int n)
{
	unsigned int i = 0;

	if (n && !has_script(&s->opt))
		s->opt.script_file = words[i++];
	for (; i < n; i++)
		vec_push(s->arena, &s->opt.args, words[i]);
}

/* True if this word is a command. A script of that name is ./NAME. */
static bool take_command(struct session *s, const char *word, unsigned int words_before)
{
	const struct command *c = command_find(word);

	if (!c || words_before || (s->opt.action ? s->opt.action != c : has_script(&s->opt)))
		return false;
	s->opt.action = c;
	return true;
}

/* -b: what -o names is the beginning of the files' names. */
static bool bulk_is_sensible(struct session *s)
{
	if (!s->opt.output)
		return options_complain("-b writes FILE_0 and so on: name FILE by -o");
	if (s->opt.rotation || s->opt.vm || s->opt.is_recorder)
		return options_complain("-b writes a file for each CPU that runs the script: it does not go with -S, -F or --vm");
	vec_push(s->arena, &s->opt.writers, ((struct writer_option){ "bulk", s->opt.output }));
	s->opt.output = NULL;
	return true;
}

/* Checks that need all options. */
static bool check_together(struct session *s)
{
	bool ok = true;

	if (s->opt.action)
		ok = command_take_words(s);
	if (s->opt.command && s->opt.target_pids.n)
		ok = options_complain("-c and -x both set target(): give one of them");
	if (s->opt.is_recorder && s->opt.vm)
		ok = options_complain("-F goes on after mytap has ended, and a guest (--vm) does not");
	else if (s->opt.is_recorder && (s->opt.command || s->opt.time_limit > 0 || s->opt.trace.last))
		ok = options_complain("-F leaves the session to itself: with -c, -T or --last mytap would have to stay (without -F it does)");
	else if (s->opt.is_recorder && (s->opt.output || s->opt.writers.n))
		ok = options_complain("-F leaves the session to itself: -o, --json and other outputs are for mytap attach");
	if (s->opt.rotation && !s->opt.output)
		ok = options_complain("-S is about the files of -o FILE: give that, too");
	if (s->opt.is_bulk)
		ok &= bulk_is_sensible(s);
	if (s->opt.suppress_time_limits && !s->opt.guru)
		ok = options_complain("--suppress-time-limits needs guru mode (-g): such a script can stop a CPU for good");
	return defines_are_numbers(s) && ok;
}

typedef VEC(char *) word_vec;

/* Lines of "$MYTAP_DIR/rc" or "~/.config/mytap/rc", split like a shell does, precede all other words. */
static bool add_rc_words(struct session *s, word_vec *words)
{
	const char *dir = getenv("MYTAP_DIR") ? getenv("MYTAP_DIR") : getenv("SYSTEMTAP_DIR"), *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	const char *path = dir ? arena_printf(s->arena, "%s/rc", dir) :
			   config ? arena_printf(s->arena, "%s/mytap/rc", config) :
			   arena_printf(s->arena, "%s/.config/mytap/rc", home ? home : "");
	struct strbuf b = { 0 };
	bool ok = true;
	char *save;

	if (!strbuf_read_file(&b, path)) {
		strbuf_deinit(&b);
		return true;
	}
	for (char *line = strtok_r(b.s, "\n", &save); line && ok; line = strtok_r(NULL, "\n", &save)) {
		wordexp_t e;

		if (line[strspn(line, " \t")] == '#')
			continue;
		ok = wordexp(line, &e, WRDE_NOCMD) == 0;
		if (!ok) {
			options_complain("%s: not valid words of a shell: %s", path, line);
			continue;
		}
		for (size_t i = 0; i < e.we_wordc; i++)
			vec_push(s->arena, words, arena_strdup(s->arena, e.we_wordv[i]));
		wordfree(&e);
	}
	strbuf_deinit(&b);
	return ok;
}

/* All words of this run: the rc file's, then the command line's. */
static char **gather_words(struct session *s, int *argc, char **argv)
{
	word_vec words = { 0 };

	vec_push(s->arena, &words, argv[0]);
	if (!add_rc_words(s, &words))
		return NULL;
	argv = split_shebang(s, argc, argv);
	for (int i = 1; i < *argc; i++)
		vec_push(s->arena, &words, argv[i]);
	*argc = words.n;
	vec_push(s->arena, &words, NULL);
	return words.v;
}

/* "-h SCRIPT": prints its leading comment, and the options that its comments declare. */
static bool is_help_on_script(const char *word, const char *next)
{
	struct stat st;

	return (!strcmp(word, "-h") || !strcmp(word, "--help")) && next && !stat(next, &st) && S_ISREG(st.st_mode);
}

/* "--help NAME" is the command. */
static bool is_help_on(const char *word, const char *next)
{
	return !strcmp(word, "--help") && next && *next != '-';
}

bool options_read(struct session *s, int argc, char **argv)
{
	word_vec words = { 0 };
	bool ended = false, has_action = false;

	s->opt.last_pass = 5;
	s->opt.privilege = "stapdev";
	argv = gather_words(s, &argc, argv);
	if (!argv)
		return false;
	s->opt.words = argv;
	for (int i = 1; i < argc; ) {
		char *w = argv[i];
		int used = 1;

		if (!ended && !has_action && !words.n && is_help_on_script(w, argv[i + 1])) {
			s->opt.check_only = true;
			return script_help_print(s, argv[i + 1], stdout);
		}
		if (!ended && !has_action && is_help_on(w, argv[i + 1]))
			has_action = take_command(s, "help", 0);
		else if (!ended && !has_action && take_command(s, w, words.n))
			has_action = true;
		else if (ended || w[0] != '-' || !w[1])
			vec_push(s->arena, &words, w);
		else if (!strcmp(w, "--"))
			ended = true;
		else if (w[1] == '-')
			used = read_long(s, argv + i, argc - i);
		else
			used = read_letters(s, argv + i, argc - i);
		if (!used)
			return false;
		if (s->opt.check_only)
			return true;
		i += used;
	}
	place_words(s, words.v, words.n);
	if (!s->opt.release)
		s->opt.release = getenv("SYSTEMTAP_RELEASE");
	if (!has_script(&s->opt)) {
		options_complain("no script: give a file, - for standard input, or -e 'PROBES' (mytap -h for help)");
		return false;
	}
	return check_together(s);
}

void options_print_version(FILE *out)
{
	fprintf(out, "mytap %s (language of SystemTap " LANGUAGE_VERSION ")\n"
		"Licence GPL-2.0-or-later. There is no warranty.\n", PACKAGE_VERSION);
}

void options_print_help(FILE *out)
{
	fputs("Usage: mytap [OPTIONS] FILE [ARGUMENTS]\n"
	      "       mytap [OPTIONS] - [ARGUMENTS]             the script from standard input\n"
	      "       mytap [OPTIONS] -e 'SCRIPT' [ARGUMENTS]\n"
	      "       mytap -l PROBE | -L PROBE                 list probe points\n", out);
	command_list_print(out);
	fputs("\nOptions:\n", out);
	options_print_rows(out, option_list);
}

void options_print_rows(FILE *out, const struct option_row *rows)
{
	for (const struct option_row *o = rows; !is_last(o); o++) {
		char left[80];
		int n = 0;

		if (!o->help || !o->set)
			continue;
		if (o->letter)
			n += snprintf(left + n, sizeof(left) - n, o->arg == ARG_OPTIONAL && !o->name ? "-%c%s[=%s]" : "-%c%s%s", o->letter,
				      o->arg == ARG_NEEDED && !o->name ? " " : "", o->arg && !o->name ? o->metavar : "");
		if (o->name)
			n += snprintf(left + n, sizeof(left) - n, "%s--%s", o->letter ? ", " : "", o->name);
		if (o->name && o->arg)
			n += snprintf(left + n, sizeof(left) - n, o->arg == ARG_OPTIONAL ? "[=%s]" : "=%s",
				      o->metavar);
		if (n > 26)
			fprintf(out, "  %s\n  %-27s%s\n", left, "", o->help);
		else
			fprintf(out, "  %-27s%s\n", left, o->help);
	}
}
