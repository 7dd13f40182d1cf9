/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The checks of `mytap doctor` for running scripts on this machine: the kernel's configuration, features switched off
 * at run time, and whether the user may load modules. Only files are read.
 */
#include <linux/capability.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "translator/spawn.h"
#include "translator/doctor.h"
#include "translator/image/unpack.h"

/* The configuration of the running kernel; where: the file it was read from. */
static bool read_running_config(struct target *t, struct strbuf *ret, const char **where)
{
	struct utsname u;
	struct strbuf why = { 0 };
	bool ok = false;

	uname(&u);
	const char *files[] = {
		"/proc/config.gz", arena_printf(t->arena, "/boot/config-%s", u.release),
		arena_printf(t->arena, "/lib/modules/%s/build/.config", u.release),
		arena_printf(t->arena, "/lib/modules/%s/config", u.release),
	};
	for (unsigned int i = 0; i < sizeof(files) / sizeof(*files) && !ok; i++) {
		strbuf_reset(ret);
		ok = access(files[i], R_OK) == 0 && file_unpack(files[i], ret, &why) && ret->len;
		*where = files[i];
	}
	strbuf_deinit(&why);
	return ok;
}

enum config_answer { CONFIG_NO, CONFIG_YES, CONFIG_UNKNOWN };

static enum config_answer running_config(struct target *t, const char *name, const char **where)
{
	struct strbuf b = { 0 };
	enum config_answer answer = CONFIG_UNKNOWN;

	if (read_running_config(t, &b, where))
		answer = strstr(strbuf_str(&b), arena_printf(t->arena, "\n%s=y\n", name)) ? CONFIG_YES : CONFIG_NO;
	strbuf_deinit(&b);
	return answer;
}

static bool is_one(const char *path)
{
	struct strbuf b = { 0 };
	bool yes = strbuf_read_file(&b, path) && b.len && *b.s == '1';

	strbuf_deinit(&b);
	return yes;
}

static bool is_zero(const char *path)
{
	struct strbuf b = { 0 };
	bool yes = strbuf_read_file(&b, path) && b.len && *b.s == '0';

	strbuf_deinit(&b);
	return yes;
}

/* One CONFIG_ option, and the texts for not set and unknown. */
static bool take_config(struct target *t, const char *name, enum doctor_status without, const char *remedy,
			struct doctor_finding *ret)
{
	const char *where;

	switch (running_config(t, name, &where)) {
	case CONFIG_YES:
		ret->text = arena_printf(t->arena, "%s is set (%s)", name, where);
		return true;
	case CONFIG_NO:
		ret->status = without;
		ret->text = arena_printf(t->arena, "%s is not set (%s)", name, where);
		ret->remedy = remedy;
		return false;
	case CONFIG_UNKNOWN:
		ret->status = DOCTOR_WARNING;
		ret->text = arena_printf(t->arena, "not known whether %s is set: no config of this kernel is here", name);
		return true;
	}
	return true;
}

static void check_modules(struct target *t, struct doctor_finding *ret)
{
	/* The file exists only if the kernel supports modules; no configuration is needed. */
	if (access("/proc/modules", F_OK) == 0)
		ret->text = "the kernel loads modules (/proc/modules)";
	else if (take_config(t, "CONFIG_MODULES", DOCTOR_MISSING, "use a guest (mytap --vm), or boot the distribution's kernel",
			     ret))
		*ret = (struct doctor_finding){ DOCTOR_MISSING, "no /proc/modules", "use a guest (mytap --vm)", NULL };
	if (is_one("/proc/sys/kernel/modules_disabled"))
		*ret = (struct doctor_finding){ DOCTOR_MISSING, "switched off until the next boot (kernel.modules_disabled=1)",
						"reboot without that setting (/etc/sysctl.d), or use a guest (mytap --vm)", NULL };
}

static void check_kprobes(struct target *t, struct doctor_finding *ret)
{
	if (take_config(t, "CONFIG_KPROBES", DOCTOR_MISSING,
			"use a guest (mytap --vm), or boot a kernel that has them", ret) &&
	    is_zero("/sys/kernel/debug/kprobes/enabled")) {
		ret->status = DOCTOR_WARNING;
		ret->text = "switched off (/sys/kernel/debug/kprobes/enabled)";
		ret->remedy = "echo 1 > /sys/kernel/debug/kprobes/enabled";
	}
}

static void check_ftrace(struct target *t, struct doctor_finding *ret)
{
	if (take_config(t, "CONFIG_DYNAMIC_FTRACE_WITH_REGS", DOCTOR_WARNING,
			"boot a kernel that has it: without, function probes are kprobes and cost several times as much", ret) &&
	    is_zero("/proc/sys/kernel/ftrace_enabled")) {
		ret->status = DOCTOR_WARNING;
		ret->text = "switched off: function probes never fire (kernel.ftrace_enabled=0)";
		ret->remedy = "sysctl kernel.ftrace_enabled=1";
	}
}

static void check_lockdown(struct target *t, struct doctor_finding *ret)
{
	static const char path[] = "/sys/kernel/security/lockdown";
	struct strbuf b = { 0 };
	const char *where;

	if (strbuf_read_file(&b, path) && b.len) {
		ret->text = arena_printf(t->arena, "%.*s (%s)", (int)strcspn(b.s, "\n"), b.s, path);
		if (!strstr(b.s, "[none]")) {
			ret->status = DOCTOR_WARNING;
			ret->remedy = "only signed modules are accepted: sign with a key that the machine trusts "
				      "(mytap --sign-key=KEY), switch Secure Boot off, or use a guest (mytap --vm)";
		}
	} else if (running_config(t, "CONFIG_SECURITY_LOCKDOWN_LSM", &where) == CONFIG_NO) {
		ret->text = "the kernel has none";
	} else {
		ret->status = DOCTOR_WARNING;
		ret->text = arena_printf(t->arena, "not known: there is no %s", path);
		ret->remedy = "mount -t securityfs none /sys/kernel/security";
	}
	strbuf_deinit(&b);
}

static void check_enforcement(struct target *t, struct doctor_finding *ret)
{
	static const char path[] = "/sys/module/module/parameters/sig_enforce";
	struct strbuf b = { 0 };

	if (!strbuf_read_file(&b, path) || !b.len) {
		ret->text = "signatures are not checked";
	} else if (*b.s == 'Y') {
		ret->status = DOCTOR_WARNING;
		ret->text = arena_printf(t->arena, "only signed modules are accepted (%s)", path);
		ret->remedy = "sign with a key that the machine trusts (mytap --sign-key=KEY), or use a guest (mytap --vm)";
	} else {
		ret->text = arena_printf(t->arena, "unsigned modules are accepted (%s)", path);
	}
	strbuf_deinit(&b);
}

static bool has_capability(unsigned int capability)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct caps[2] = { 0 };

	return syscall(SYS_capget, &head, caps) == 0 && (caps[capability / 32].effective & 1U << capability % 32);
}

static void check_rights(struct target *t, struct doctor_finding *ret)
{
	char *sudo = spawn_find("sudo");

	if (has_capability(CAP_SYS_MODULE)) {
		ret->text = geteuid() ? "CAP_SYS_MODULE" : "root, with CAP_SYS_MODULE";
	} else if (geteuid() == 0) {
		ret->status = DOCTOR_MISSING;
		ret->text = "root, but without CAP_SYS_MODULE: a container?";
		ret->remedy = "run it outside, or give the container that capability";
	} else if (sudo) {
		ret->text = arena_printf(t->arena, "user %u; mytap-run is started with sudo", geteuid());
	} else {
		ret->status = DOCTOR_MISSING;
		ret->text = arena_printf(t->arena, "user %u, and there is no sudo", geteuid());
		ret->remedy = "become root, or: apt-get install sudo";
	}
	free(sudo);
}

const struct doctor_check doctor_machine_checks[] = {
	{ "modules", check_modules, true },
	{ "kprobes", check_kprobes, true },
	{ "ftrace", check_ftrace, false },
	{ "lockdown", check_lockdown, false },
	{ "signatures", check_enforcement, false },
	{ "rights", check_rights, true },
	{ 0 },
};
