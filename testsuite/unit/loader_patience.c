// SPDX-License-Identifier: GPL-2.0-or-later
/* A module that attaches probes for long is told of after 1, 2, 4 seconds and so on, with the number of places since it began; anew for the
 * next work; and nothing else is. A system call that may hang is waited for without looking again and again. */
#include <errno.h>
#include <stdbool.h>
#include <sys/resource.h>
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

static int sleeps_ms(const void *ms)
{
	usleep(*(const useconds_t *)ms * 1000);
	return ENODEV;
}

/* How often this process sleeps while another one does something, and what it says. */
static void wait_for_call(useconds_t ms, double seconds, int want, const char *message)
{
	struct rusage before, after;
	long n;
	int error;

	getrusage(RUSAGE_SELF, &before);
	error = patience_run(sleeps_ms, &ms, seconds, "has been sleeping");
	getrusage(RUSAGE_SELF, &after);
	n = after.ru_nvcsw - before.ru_nvcsw;
	expect(error == want, "%u ms: error %d", ms, error);
	expect(n >= 1 && n <= 4, "%u ms: it slept %ld times", ms, n);
	expect(*message ? !!strstr(said(), message) : !*said(), "messages of %u ms", ms);
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
	wait_for_call(300, 60, ENODEV, "");
	wait_for_call(60000, 0.2, ETIMEDOUT, "the kernel has been sleeping for 0 s now (process ");
	return failures != 0;
}
