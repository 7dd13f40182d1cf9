// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * `mytap inspect`: opens the memory, reads the requested tables into one document of facts, and prints it as text or
 * JSON. A dump is read in a child process: libkdumpfile may crash on damaged files, and this must be reported as such.
 */
#include "translator/inspect/inspect.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "translator/image/build_id.h"
#include "translator/inspect/command.h"
#include "translator/options.h"

enum { SCHEMA = 1 };

static const struct inspect_table *const tables[] = {
	&modules_table, &kprobes_table, &ftrace_table, &fprobes_table, &tracers_table, &tracepoints_table, &uprobes_table, &sessions_table,
	&function_table, &text_table,
};
enum { NTABLES = sizeof(tables) / sizeof(*tables) };

/* ---- one kernel ----------------------------------------------------------------------------------------- */

static const char *value_of(struct inspect *in, const char *key)
{
	size_t n;
	const char *value = vmcoreinfo_value(in->mem->vmcoreinfo, key, &n);

	return value ? arena_strndup(in->a, value, n) : NULL;
}

/* The vmlinux must be of this kernel. */
static bool vmlinux_fits(struct inspect *in, struct strbuf *why)
{
	const char *id = value_of(in, "BUILD-ID");
	uint8_t bytes[32];
	uint32_t n;
	char text[65] = "";

	if (!in->vmlinux)
		return true;
	n = build_id_of_elf(in->vmlinux, bytes);
	for (uint32_t i = 0; i < n; i++)
		snprintf(text + 2 * i, 3, "%02x", bytes[i]);
	if (!n)
		strbuf_printf(why, "%s is no vmlinux: it has no build-id, or cannot be read", in->vmlinux);
	else if (!id)
		strbuf_printf(why, "the kernel does not have its build-id in memory (it is older than 5.9): mytap cannot check that %s is its vmlinux", in->vmlinux);
	else if (strcmp(id, text))
		strbuf_printf(why, "%s is of another kernel: its build-id is %s, that of the kernel is %s", in->vmlinux, text, id);
	else
		return true;
	return false;
}

bool inspect_open(struct inspect *in, struct strbuf *why)
{
	if (!vmlinux_fits(in, why))
		return false;
	if (!symbols_read(in, why) || !types_read(in, why)) {
		struct strbuf all = { 0 };

		strbuf_printf(&all, "%s (kernel %s): %s", in->image_path ? in->image_path : "/proc/kcore", value_of(in, "OSRELEASE"), why->s);
		strbuf_deinit(why);
		*why = all;
		return false;
	}
	in->findings = json_object_new_array();
	modules_read(in);
	return true;
}

void inspect_close(struct inspect *in)
{
	in->mem->close(in->mem);
	source_close(in);
	symbols_free(&in->symbols);
	map_deinit(&in->offsets);
	json_object_put(in->findings);
}

static struct json_object *source_facts(struct inspect *in)
{
	struct json_object *o = json_object_new_object();
	uint64_t slide;

	fact_text(o, "release", value_of(in, "OSRELEASE"));
	fact_text(o, "build_id", value_of(in, "BUILD-ID"));
	fact_text(o, "from", in->mem->format);
	fact_text(o, "file", in->image_path);
	if (vmcoreinfo_number(in->mem->vmcoreinfo, "KERNELOFFSET", 16, &slide))
		fact_address(o, "slide", slide);
	return o;
}

/* ---- the document ---------------------------------------------------------------------------------------- */

static void read_table(struct inspect *in, const struct inspect_table *t, const struct inspect_request *r, struct json_object *document)
{
	struct json_object *table = json_object_new_object();

	t->read(in, table);
	json_object_object_add(document, t->name, table);
	if (!r->is_json)
		text_print_table(stdout, t->title, table, t->rows, in->verbose);
}

/* A table or item was requested by name and could not be shown. */
static bool is_unreadable(struct json_object *document, const char *table)
{
	struct json_object *t;

	return json_object_object_get_ex(document, table, &t) && json_object_object_get_ex(t, "unreadable", NULL);
}

static int show(struct inspect *in, const struct inspect_request *r)
{
	struct json_object *document = json_object_new_object(), *source = source_facts(in), *v;
	int status;

	fact_number(document, "schema", SCHEMA);
	json_object_object_add(document, "source", source);
	if (!r->is_json) {
		printf("Kernel %s", value_of(in, "OSRELEASE"));
		if (json_object_object_get_ex(source, "slide", &v))
			printf(", slide %s", json_object_get_string(v));
		printf(", %s%s%s\n\n", in->mem->format, in->image_path ? " " : "", in->image_path ? in->image_path : "");
	}
	for (int i = 0; i < NTABLES; i++)
		if (strcmp(r->table, "all") ? !strcmp(r->table, tables[i]->name) : tables[i]->is_in_all)
			read_table(in, tables[i], r, document);
	json_object_object_add(document, "findings", json_object_get(in->findings));
	if (r->is_json)
		printf("%s\n", json_object_to_json_string_ext(document, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
	else
		text_print_findings(stdout, in->findings);
	if (in->verbose)
		fprintf(stderr, "mytap: %llu reads, %llu kB, %llu of them incomplete\n", (unsigned long long)in->mem->reads,
			(unsigned long long)in->mem->bytes / 1024, (unsigned long long)in->mem->failed);
	status = is_unreadable(document, r->table) ? 1 : 0;
	json_object_put(document);
	return fflush(stdout) ? 1 : status;
}

int inspect_memory(struct arena *a, struct memory *m, const struct inspect_request *r)
{
	struct inspect in = {
		.a = a, .mem = m, .verbose = r->verbose, .function = r->function, .vmlinux = r->vmlinux, .image_path = r->core,
	};
	struct strbuf why = { 0 };
	int status = 1;

	if (inspect_open(&in, &why))
		status = show(&in, r);
	else
		fprintf(stderr, "mytap: %s\n", strbuf_str(&why));
	strbuf_deinit(&why);
	inspect_close(&in);
	return status;
}

struct json_object *inspect_live(struct arena *a, const struct inspect_table *t)
{
	struct strbuf why = { 0 };
	struct inspect in = { .a = a, .mem = memory_open_live(a, &why) };
	struct json_object *table = NULL;

	if (in.mem && inspect_open(&in, &why)) {
		table = json_object_new_object();
		t->read(&in, table);
	} else {
		fprintf(stderr, "mytap: %s\n", strbuf_str(&why));
	}
	if (in.mem)
		inspect_close(&in);
	strbuf_deinit(&why);
	return table;
}

static int inspect_here(struct arena *a, const struct inspect_request *r)
{
	struct strbuf why = { 0 };
	struct memory *m = r->core ? memory_open_dump(a, r->core, &why) : memory_open_live(a, &why);
	int status = m ? inspect_memory(a, m, r) : 1;

	if (!m)
		fprintf(stderr, "mytap: %s\n", strbuf_str(&why));
	strbuf_deinit(&why);
	return status;
}

static int inspect_apart(struct arena *a, const struct inspect_request *r)
{
	const struct rlimit no_core = { 0, 0 };
	int status;
	pid_t child;

	if (!r->core)
		return inspect_here(a, r);
	fflush(NULL);
	child = fork();
	if (child == 0) {
		/* A signal ends this process without cleanup: the parent reports it. */
		signal(SIGTERM, SIG_DFL);
		signal(SIGINT, SIG_DFL);
		setrlimit(RLIMIT_CORE, &no_core);
		status = inspect_here(a, r);
		fflush(NULL);
		_exit(status);
	}
	if (child < 0 || waitpid(child, &status, 0) != child) {
		fprintf(stderr, "mytap: the process that reads the dump cannot be started\n");
		return 1;
	}
	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	if (WTERMSIG(status) != SIGINT && WTERMSIG(status) != SIGTERM && WTERMSIG(status) != SIGHUP)
		fprintf(stderr, "mytap: %s: reading it ended by signal %d (%s): the dump is damaged in a way that libkdumpfile does not stand "
			"(makedumpfile -E may make a readable ELF file of it)\n", r->core, WTERMSIG(status), strsignal(WTERMSIG(status)));
	return 1;
}

/* ---- the command line --------------------------------------------------------------------------------------- */

void inspect_print_tables(FILE *out)
{
	fputs("\nTables:\n", out);
	for (int i = 0; i < NTABLES; i++)
		fprintf(out, "  %s%s%-*s %s\n", tables[i]->name, tables[i]->argument ? " " : "",
			15 - (int)strlen(tables[i]->name) - (tables[i]->argument != NULL),
			tables[i]->argument ? tables[i]->argument : "", tables[i]->what);
	fputs("  all             all of these but functions\n", out);
}

static bool read_table_words(struct inspect_request *r, const str_vec *words)
{
	const char *lists = "(mytap help inspect lists them)";
	const struct inspect_table *t = NULL;

	if (!words->n)
		return options_complain("inspect: which table? %s", lists);
	r->table = words->v[0];
	for (int i = 0; i < NTABLES; i++)
		if (!strcmp(r->table, tables[i]->name))
			t = tables[i];
	if (!t && strcmp(r->table, "all"))
		return options_complain("inspect: there is no table '%s' %s", r->table, lists);
	if (t && t->argument && words->n < 2)
		return options_complain("inspect: function needs a name: mytap inspect function %s", t->argument);
	if (words->n > (t && t->argument ? 2u : 1u))
		return options_complain("inspect: one table at a time, not '%s' too", words->v[words->n - 1]);
	r->function = t && t->argument ? words->v[1] : NULL;
	return true;
}

int inspect_run(struct session *s)
{
	const struct inspect_options *o = &s->opt.inspect;
	struct inspect_request r = { .core = o->core, .vmlinux = o->vmlinux, .is_json = o->is_json, .verbose = s->opt.verbose };

	return read_table_words(&r, &s->opt.args) ? inspect_apart(s->arena, &r) : 1;
}
