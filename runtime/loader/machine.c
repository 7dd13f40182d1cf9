// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Checks that the kernel makes as well, but only with an errno as the result, and one that it does not make: that
 * the module has the addresses of this kernel. The version magic only means "same release", so build-ids are
 * compared.
 */
#include "machine.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "runtime/wire.h"
#include "say.h"

enum { BUILD_ID_MOST = 32 };

static ssize_t read_file(const char *path, char *to, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -1;
	n = read(fd, to, size);
	close(fd);
	return n;
}

bool read_line(const char *path, char *line, size_t size)
{
	ssize_t n = read_file(path, line, size - 1);

	if (n < 0)
		return false;
	line[n] = '\0';
	line[strcspn(line, "\n")] = '\0';
	return true;
}

static bool has_capability(unsigned int capability)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct caps[2] = { 0 };

	if (syscall(SYS_capget, &head, caps))
		return geteuid() == 0;
	return caps[capability / 32].effective & 1U << capability % 32;
}

static bool may_load_modules(void)
{
	char line[64];

	if (!has_capability(CAP_SYS_MODULE)) {
		say_error("loading a module takes root (CAP_SYS_MODULE): run it with sudo, or in a guest with mytap --vm");
		return false;
	}
	if (access("/proc/modules", F_OK)) {
		say_error("this kernel loads no modules (CONFIG_MODULES is off): run the script in a guest with mytap --vm");
		return false;
	}
	if (read_line("/proc/sys/kernel/modules_disabled", line, sizeof(line)) && !strcmp(line, "1")) {
		say_error("loading of modules is switched off until the next boot (sysctl kernel.modules_disabled=1)");
		return false;
	}
	return true;
}

static bool is_lockdown_passed(const struct module_file *m)
{
	char line[128];

	if (m->is_signed || !read_line("/sys/kernel/security/lockdown", line, sizeof(line)))
		return true;
	if (!strstr(line, "[integrity]") && !strstr(line, "[confidentiality]"))
		return true;
	say_error("the kernel is locked down (%s) and takes only signed modules: sign it with a key the machine knows, "
		  "switch Secure Boot off, or use a guest with mytap --vm", line);
	return false;
}

static bool is_release_right(const struct module_file *m)
{
	struct utsname u;

	if (!m->release || uname(&u))
		return true;
	if (strlen(u.release) == m->release_len && !memcmp(u.release, m->release, m->release_len))
		return true;
	say_error("%s was made for kernel %.*s, but %s is running: make it again with mytap -r %s", m->path,
		  (int)m->release_len, m->release, u.release, u.release);
	return false;
}

/* The build-id note of the running kernel; its length, 0: not available. */
static size_t running_build_id(unsigned char id[BUILD_ID_MOST])
{
	static char notes[65536];
	ssize_t n = read_file("/sys/kernel/notes", notes, sizeof(notes));
	const char *p = notes;

	while (n >= (ssize_t)sizeof(Elf64_Nhdr)) {
		const Elf64_Nhdr *h = (const void *)p;
		size_t name = (h->n_namesz + 3UL) & ~3UL, desc = (h->n_descsz + 3UL) & ~3UL;

		if (name + desc > (size_t)n - sizeof(*h))
			break;
		if (h->n_type == NT_GNU_BUILD_ID && h->n_namesz == 4 && !memcmp(p + sizeof(*h), "GNU", 4) &&
		    h->n_descsz <= BUILD_ID_MOST) {
			memcpy(id, p + sizeof(*h) + name, h->n_descsz);
			return h->n_descsz;
		}
		p += sizeof(*h) + name + desc;
		n -= sizeof(*h) + name + desc;
	}
	return 0;
}

static bool is_build_id_right(const struct module_file *m)
{
	const char *wanted = module_file_info(m, "build_id");
	unsigned char id[BUILD_ID_MOST];
	char running[2 * BUILD_ID_MOST + 1] = "";
	size_t n = running_build_id(id);

	if (!wanted || !*wanted)
		return true;
	if (!n) {
		say_verbose("the running kernel does not tell its build-id; the module will compare it");
		return true;
	}
	for (size_t i = 0; i < n; i++)
		snprintf(running + 2 * i, 3, "%02x", id[i]);
	if (!strcasecmp(running, wanted))
		return true;
	say_error("%s was made for another build of this kernel (build-id %s; the running one has %s): its addresses would "
		  "be wrong. Boot the kernel that is installed, or make the module again", m->path, wanted, running);
	return false;
}

/* The protocol version in the module file; the mapped page has it again. */
static bool is_wire_right(const struct module_file *m)
{
	const char *wire = module_file_info(m, "wire");

	if (!wire || atoi(wire) == MYTAP_WIRE_VERSION)
		return true;
	say_error("%s speaks version %s of the loader's messages, this mytap-run version %d: make it again with the mytap "
		  "installed here", m->path, wire, MYTAP_WIRE_VERSION);
	return false;
}

bool machine_is_able(const struct module_file *m)
{
	bool may = may_load_modules();
	bool lockdown = is_lockdown_passed(m);
	bool release = is_release_right(m);
	bool build_id = release && is_build_id_right(m);
	bool wire = is_wire_right(m);

	return may && lockdown && release && build_id && wire;
}
