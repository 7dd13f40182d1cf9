// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Bytes as a .ko -> its tables -> everything that the loader makes of them before the
 * kernel is asked: formats, probes, names looked up in a /proc/kallsyms, globals, another
 * name, the checks against the machine.
 */
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/loader/decode.h"
#include "runtime/loader/globals.h"
#include "runtime/loader/machine.h"
#include "runtime/loader/module_file.h"
#include "runtime/loader/say.h"
#include "runtime/loader/symbols.h"
#include "fuzz_loader.h"

static const char kallsyms[] =
	"ffffffff81000000 T vfs_read\nffffffff81000010 t vfs_read\nffffffff81000020 D jiffies\n"
	"ffffffffc0000000 t f\t[ext4]\nffffffffc0000000 T g\t[ext4]\nffffffffc0000010 t f\t[xfs]\n\nx\nffff T\n";

/* A file of that content; its path by the descriptor in path. */
static int file_make(const void *p, size_t n, char path[64])
{
	int fd = memfd_create("fuzz", MFD_CLOEXEC);

	if (fd < 0 || write(fd, p, n) != (ssize_t)n || fchmod(fd, 0600))
		abort();
	snprintf(path, 64, "/proc/self/fd/%d", fd);
	return fd;
}

static void use_formats(const struct module_file *m)
{
	static const s64 arguments[32] = { 1, -1, 5LL << 32 | 3, INT64_MIN, 70000, -70000 };
	struct format_table *t = format_table_new(&m->formats);
	struct output o;

	output_init(&o, open("/dev/null", O_WRONLY | O_NONBLOCK | O_CLOEXEC), "nothing");
	o.is_own = true;
	for (u32 i = 0; i <= m->formats.n && i < 100; i++) {
		format_print(t, &o, &(struct event_print){ .format = i, .args = (const char *)arguments, .size = sizeof(arguments) });
		output_flush(&o);
	}
	output_finish(&o);
	format_table_free(t);
}

static void use_probes(const struct module_file *m)
{
	static const struct mytap_probe_counters some = { .skipped_lock = 3, .missed = 1, .missed_among = 2, .lost_records = 9 };
	struct report_rings rings = { .dropped = 10, .most_dropped = 10, .taken = 1, .taken_bytes = 64, .ring_size = 4096 };
	struct report r;
	char name[64];

	report_init(&r, &m->probes);
	for (u32 i = 0; i <= m->probes.n && i < 100; i++) {
		report_add(&r, i, &some);
		report_probe_name(&r, i, name, sizeof(name));
	}
	report_say(&r, &rings);
	report_deinit(&r);
}

static void use_globals(const struct module_file *m)
{
	static char *const fixed[] = { "n=5", "n=-", "s=\"x\"", "=", "x", "n =0x7fffffffffffffffffff" };
	char *own[1];

	globals_check(&m->globals, fixed, sizeof(fixed) / sizeof(*fixed));
	for (size_t i = 0; i < m->globals.n && i < 10; i++) {
		size_t len = m->globals.len[i], name = strcspn(m->globals.v[i], " ");

		own[0] = must_alloc(len + 8);
		snprintf(own[0], len + 8, "%.*s=17", (int)name, m->globals.v[i]);
		globals_check(&m->globals, own, 1);
		free(own[0]);
	}
}

static void use_names(const struct module_file *m)
{
	char path[64];
	int fd = file_make(kallsyms, sizeof(kallsyms) - 1, path);

	symbols_name_modules(&m->names);
	free(symbols_resolve_from(&m->names, path));
	close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct module_file m;
	char path[64];
	int fd = file_make(data, size, path);

	say_init(size & 1, false);
	if (module_file_open(&m, path)) {
		use_formats(&m);
		use_probes(&m);
		use_globals(&m);
		use_names(&m);
		machine_is_able(&m);
		module_file_info(&m, "build_id");
		module_file_rename(&m);
	}
	module_file_close(&m);
	close(fd);
	return 0;
}
