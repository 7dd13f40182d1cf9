// SPDX-License-Identifier: GPL-2.0-or-later
/* Patterns of names and of source paths. */
#include <fnmatch.h>
#include <string.h>

#include "translator/debuginfo/sources.h"

bool glob_is_pattern(const char *s)
{
	return s && s[strcspn(s, "*?[")];
}

bool glob_match(const char *pattern, const char *name)
{
	size_t n = strlen(pattern);

	if (n == 1 && *pattern == '*')
		return true;
	/* The common "name*" without fnmatch(), which is slow for 35,000 names. */
	if (n && pattern[n - 1] == '*' && strcspn(pattern, "*?[\\") == n - 1)
		return !strncmp(pattern, name, n - 1);
	if (!glob_is_pattern(pattern))
		return !strcmp(pattern, name);
	return !fnmatch(pattern, name, 0);
}

bool glob_match_path(const char *pattern, const char *path)
{
	if (!path)
		return false;
	if (glob_match(pattern, path))
		return true;
	if (*pattern == '/')
		return false;
	for (const char *p = strchr(path, '/'); p; p = strchr(p + 1, '/'))
		if (glob_match(pattern, p + 1))
			return true;
	return false;
}
