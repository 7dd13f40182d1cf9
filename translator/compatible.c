// SPDX-License-Identifier: GPL-2.0-or-later
/* See compatible.h: features by the release that introduced them. */
#include "translator/compatible.h"

#include <ctype.h>
#include <string.h>

#include "translator/session.h"

static const struct { const char *what, *since; } features[COMPATIBLE_FEATURES] = {
	[COMPATIBLE_ABORT] = { "abort()", "4.0" },
	[COMPATIBLE_FUNCTION_CONTEXT] = { "a function with $variables of the probe that calls it", "4.3" },
	[COMPATIBLE_ENUM] = { "@enum", "5.5" },
	[COMPATIBLE_ENUMNAME] = { "@enumname", "5.6" },
};

bool compatible_is_version(const char *version, const char **why)
{
	const char *p = version;

	*why = "takes a version such as 4.3";
	do {
		if (!isdigit((unsigned char)*p))
			return false;
		p += strspn(p, "0123456789");
	} while (*p && *p++ == '.');
	if (*p || p[-1] == '.')
		return false;
	*why = "cannot be later than the language of this mytap, that of SystemTap " LANGUAGE_VERSION;
	return strverscmp(version, LANGUAGE_VERSION) <= 0;
}

void compatible_need(struct session *s, enum compatible_feature f, struct loc loc)
{
	const char *wanted = s->opt.compatible;

	if (!wanted || strverscmp(features[f].since, wanted) <= 0 || (loc.src && loc.src->library) || s->said_newer[f])
		return;
	s->said_newer[f] = true;
	diag_error(&s->diag, loc, "%s came with SystemTap %s, but --compatible=%s asks for an older language", features[f].what,
		   features[f].since, wanted);
}
