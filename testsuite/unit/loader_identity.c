// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What --user may open: what uid, gid and supplementary groups of that user may, and nothing
 * of root's; and which module files are loaded at all. As root only.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdbool.h>
#include <sys/stat.h>

#include "runtime/loader/identity.h"
#include "runtime/loader/module_file.h"
#include "runtime/loader/output.h"
#include "runtime/loader/say.h"
#include "loader_fake.h"

enum { USER = 1000, ADM = 4, OTHER = 54321 };

static void make_file(const char *path, uid_t uid, gid_t gid, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || write(fd, "kept", 4) != 4 || fchown(fd, uid, gid) || fchmod(fd, mode) || close(fd))
		abort();
}

static void make_folder(const char *path, uid_t uid, gid_t gid, mode_t mode)
{
	if (mkdir(path, 0700) || chown(path, uid, gid) || chmod(path, mode))
		abort();
}

/* -o there: written as that user, or refused and left as it was. */
/* No waiting for a reader of a FIFO. */
static bool at_once(void)
{
	return true;
}

static void try_output(const char *user, const char *path, bool is_allowed)
{
	struct stat before = { 0 }, after = { 0 };
	struct output o;
	bool is_open;

	stat(path, &before);
	if (!identity_set(user))
		abort();
	is_open = output_open(&o, path, at_once);
	expect(is_open == is_allowed, "--user %s, %s", user, path);
	if (is_open)
		output_finish(&o);
	stat(path, &after);
	if (is_allowed)
		expect(after.st_size == 0 && (before.st_ino ? after.st_uid == before.st_uid : after.st_uid == USER), "%s", path);
	else
		expect(after.st_size == before.st_size && after.st_ino == before.st_ino, "%s was touched", path);
}

/* We are again who we were, with all our groups. */
static void expect_root(const gid_t *groups, int n)
{
	gid_t now[64];

	expect(getgroups(64, now) == n && !memcmp(now, groups, n * sizeof(*now)), "other groups than before");
	expect(geteuid() == 0 && !access("/etc/shadow", W_OK), "no longer root");
}

static void test_outputs(void)
{
	static const gid_t ours[] = { 0, ADM };

	make_folder("adm", 0, ADM, 0770);
	make_folder("open", 0, 0, 01777);
	make_file("root-group", 0, 0, 0660);
	make_file("adm-group", 0, ADM, 0660);
	make_file("own", USER, USER, 0600);
	make_file("root-only", 0, 0, 0600);
	if (setgroups(2, ours))
		abort();
	try_output("1000:1000", "root-group", false);
	try_output("1000:1000", "root-only", false);
	try_output("1000:1000", "adm-group", false);
	try_output("1000:1000", "adm/new", false);
	try_output("1000:1000", "own", true);
	try_output("1000:1000", "open/new", true);
	try_output("1000:1000,4", "adm-group", true);
	try_output("1000:1000,4", "adm/new", true);
	try_output("1000:1000,4", "root-group", false);
	expect_root(ours, 2);
}

/* Whoever gives us something to read from gets it no more writable than it was. */
static void test_reopened(void)
{
	struct output o;
	char c;
	int both, fd;

	if (mkfifo("fifo", 0600) || chmod("fifo", 0644))
		abort();
	both = open("fifo", O_RDWR | O_NONBLOCK);
	fd = open("fifo", O_RDONLY | O_NONBLOCK);
	fcntl(fd, F_SETFL, 0);
	identity_set("1000:1000");
	output_init(&o, fd, "fifo");
	output_add(&o, "text", 4);
	expect(!output_finish(&o), "written to a FIFO that was given for reading");
	expect(read(both, &c, 1) < 0, "a FIFO of root's holds what the user printed");
	close(both);
	close(fd);
}

/* As far as its mode, owner and kind go; what is in it is no module, and that is the other reason to refuse. */
static bool is_read(const char *path)
{
	struct module_file m;
	bool is_it;

	module_file_open(&m, path);
	is_it = m.bytes;
	module_file_close(&m);
	return is_it;
}

static void make_module(const char *path, uid_t uid, gid_t gid, mode_t mode)
{
	make_file(path, uid, gid, mode);
	if (truncate(path, 4096))
		abort();
}

static void test_modules(void)
{
	struct module_file m;

	identity_set("1000:1000");
	unsetenv("SUDO_UID");
	make_module("a.ko", 0, 0, 0644);
	make_module("b.ko", USER, USER, 0600);
	make_module("c.ko", OTHER, OTHER, 0644);
	make_module("d.ko", USER, USER, 0664);
	make_module("e.ko", USER, USER, 0646);
	make_module("f.ko", 0, 0, 0600);
	expect(is_read("a.ko"), "root's");
	expect(is_read("b.ko"), "the user's own");
	expect(!is_read("c.ko"), "another user's");
	expect(!is_read("d.ko"), "its group may write it");
	expect(!is_read("e.ko"), "everybody may write it");
	expect(!is_read("f.ko"), "the user may not read it");
	expect(!is_read("fifo") && !is_read("adm") && !is_read("/dev/zero"), "no file at all");
	setenv("SUDO_UID", "54321", 1);
	expect(is_read("c.ko"), "of who called sudo");
	setenv("SUDO_UID", "54321x", 1);
	expect(!is_read("c.ko"), "SUDO_UID is no number");
	unsetenv("SUDO_UID");

	/* What was opened stays what is loaded, whatever becomes of the path and of the file's length. */
	module_file_open(&m, "b.ko");
	if (truncate("b.ko", 0) || rename("c.ko", "b.ko"))
		abort();
	expect(m.bytes && m.size == 4096 && m.bytes[0] == 'k' && m.bytes[4095] == 0, "another file, or a shorter one");
	module_file_close(&m);
}

int main(void)
{
	char folder[] = "/tmp/mytap-identity.XXXXXX", command[64];

	if (geteuid()) {
		printf("needs root\n");
		return 77;
	}
	say_init(false, false);
	if (!mkdtemp(folder) || chmod(folder, 0755) || chdir(folder))
		abort();
	umask(022);
	test_outputs();
	test_reopened();
	test_modules();
	snprintf(command, sizeof(command), "rm -r %s", folder);
	return system(command) || failures;
}
