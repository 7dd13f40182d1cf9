// SPDX-License-Identifier: GPL-2.0-or-later
/* See option_set.h. */
#include "translator/option_set.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

bool option_is_name(const char *s, size_t n)
{
	if (!n || isdigit((unsigned char)*s))
		return false;
	while (n--)
		if (!isalnum((unsigned char)s[n]) && s[n] != '_')
			return false;
	return true;
}

/* NAME=VALUE; *value: where it begins. */
static bool is_setting(const char *option, const char *arg, const char **value)
{
	const char *eq = strchr(arg, '=');

	if (!eq || !option_is_name(arg, (size_t)(eq - arg)))
		return options_complain("%s takes NAME=VALUE, not '%s'", option, arg);
	*value = eq + 1;
	return true;
}

/* Appends the text to a list. */
static bool keep_setting(struct session *s, const char *option, const char *arg, str_vec *list)
{
	const char *value;

	if (!is_setting(option, arg, &value))
		return false;
	vec_push(s->arena, list, arg);
	return true;
}

bool set_make_arg(struct session *s, const char *arg)
{
	return keep_setting(s, "-B", arg, &s->opt.make_args);
}

/* Keys that the build itself writes: the kernel takes the first of two. */
static bool is_of_the_build(const char *arg)
{
	static const char *const names[] = { "license", "name", "vermagic", "depends", "retpoline", "srcversion", "intree" };
	size_t n = strcspn(arg, "=");

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strlen(names[i]) == n && !strncmp(names[i], arg, n))
			return true;
	return false;
}

bool set_modinfo(struct session *s, const char *arg)
{
	const char *value;

	if (!is_setting("--modinfo", arg, &value))
		return false;
	if (is_of_the_build(arg))
		return options_complain("--modinfo=%s: the build itself sets this value, and the kernel uses that", arg);
	vec_push(s->arena, &s->opt.modinfo, arg);
	return true;
}

bool set_sysenv(struct session *s, const char *arg)
{
	const char *value;

	if (!is_setting("--sysenv", arg, &value))
		return false;
	if (strncmp(arg, "PATH=", 5) && strncmp(arg, "LD_LIBRARY_PATH=", 16))
		return options_complain("--sysenv takes PATH=... and LD_LIBRARY_PATH=..., by which the script's programs and libraries "
					"are found, not '%s': no other variable of the environment is used", arg);
	vec_push(s->arena, &s->opt.sysenv, arg);
	return true;
}

bool set_script_option(struct session *s, const char *arg)
{
	return keep_setting(s, "--opt", arg, &s->opt.script_options);
}

bool set_data_dir(struct session *s, const char *arg)
{
	(void)s;
	return !setenv("MYTAP_DATA_DIR", arg, 1);
}

bool set_download(struct session *s, const char *arg)
{
	const char *servers = getenv("DEBUGINFOD_URLS");
	long seconds;

	(void)s;
	if (arg && !strcmp(arg, "no"))
		return !unsetenv("DEBUGINFOD_URLS");
	if (arg && !strcmp(arg, "ask"))
		return options_complain("--download-debuginfo=ask: there are no prompts while a script is built; give yes, no or seconds");
	if (arg && strcmp(arg, "yes")) {
		if (!options_read_number("--download-debuginfo", arg, 1, INT_MAX, &seconds))
			return false;
		if (setenv("DEBUGINFOD_TIMEOUT", arg, 1))
			return options_complain("--download-debuginfo=%s: %s", arg, strerror(errno));
	}
	if (!servers || !*servers)
		return options_complain("--download-debuginfo: the servers are in DEBUGINFOD_URLS, which is empty "
					"(for Debian: https://debuginfod.debian.net)");
	return true;
}

static bool set_limit(const char *option, int resource, const char *arg)
{
	struct rlimit limit;
	long n;

	if (!options_read_number(option, arg, 1, LONG_MAX, &n))
		return false;
	limit.rlim_cur = limit.rlim_max = (rlim_t)n;
	return !setrlimit(resource, &limit) || options_complain("%s=%s: %s", option, arg, strerror(errno));
}

#define RLIMIT(name, resource)							\
bool set_rlimit_##name(struct session *s, const char *arg)			\
{										\
	(void)s;								\
	return set_limit("--rlimit-" #name, resource, arg);			\
}

RLIMIT(as, RLIMIT_AS)
RLIMIT(cpu, RLIMIT_CPU)
RLIMIT(nproc, RLIMIT_NPROC)
RLIMIT(stack, RLIMIT_STACK)
RLIMIT(fsize, RLIMIT_FSIZE)
