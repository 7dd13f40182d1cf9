// SPDX-License-Identifier: GPL-2.0-or-later
/* A module that attaches probes for long is told of after 1, 2, 4 seconds and so on, with the number of places since it began; anew for the
 * next work; and nothing else is. */
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/loader/patience.h"
#include "runtime/loader/say.h"
#include "loader_fake.h"

#define MS 1000000ULL

static char *said(void)
{
	static char text[4096];
	ssize_t n;

	lseek(STDERR_FILENO, 0, SEEK_SET);
	n = read(STDERR_FILENO, text, sizeof(text) - 1);
	text[n > 0 ? n : 0] = '\0';
	if (ftruncate(STDERR_FILENO, 0) || lseek(STDERR_FILENO, 0, SEEK_SET))
		abort();
	return text;
}

/* The message, without its time; "": none. */
static void look(struct patience *p, struct mytap_shared *sh, u64 ms, u64 places, const char *want)
{
	const char *text;

	sh->progress = 100 + places;
	expect(patience_look(p, ms * MS, false) == PATIENCE_LASTS, "at %llu ms", (unsigned long long)ms);
	text = said();
	text = strstr(text, "ms: ") ? strstr(text, "ms: ") + 4 : text;
	expect(!strcmp(text, want), "at %llu ms it says \"%s\", not \"%s\"", (unsigned long long)ms, text, want);
}

int main(void)
{
	struct mytap_shared sh = { .state = MYTAP_STARTING, .doing = MYTAP_ATTACHES, .thread = 0 };
	struct patience p;

	if (dup2(memfd_create("messages", 0), STDERR_FILENO) < 0)
		abort();
	say_init(true, false);
	said();
	patience_init(&p, &sh, 300);
	look(&p, &sh, 10, 0, "");
	look(&p, &sh, 900, 50, "");
	look(&p, &sh, 1020, 60, "attaching probes for 1 s now: 60 places so far\n");
	look(&p, &sh, 1900, 70, "");
	look(&p, &sh, 2100, 80, "attaching probes for 2 s now: 80 places so far\n");
	look(&p, &sh, 9000, 900, "attaching probes for 8 s now: 900 places so far\n");
	look(&p, &sh, 15000, 901, "");
	sh.doing = MYTAP_IDLE;
	look(&p, &sh, 17000, 902, "");
	sh.state = MYTAP_STOPPING;
	sh.doing = MYTAP_DETACHES;
	look(&p, &sh, 20000, 1000, "");
	look(&p, &sh, 21500, 1300, "detaching probes for 1 s now: 300 places so far\n");
	sh.doing = MYTAP_RUNS_END;
	look(&p, &sh, 22000, 1301, "");
	look(&p, &sh, 40000, 1302, "");
	return failures != 0;
}
