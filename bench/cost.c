// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cost [-n ROUNDS] COMMAND...: runs the command that often and prints "CPU-MS PEAK-MB PASS2-MS": user and system time and
 * peak resident memory of the command and its children, as the kernel counted them (wait4). PASS2-MS is the CPU time (user
 * and system) that the command printed for its pass 2 ("Pass 2: ... 12usr/3sys/15real ms", -v), "-" if there is none. The
 * command's output is discarded; a failure ends the run with its messages. Each figure is the median of the rounds.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_ROUNDS = 99 };

struct figures {
	double cpu[MAX_ROUNDS], peak[MAX_ROUNDS], pass2[MAX_ROUNDS];
	int n, npass2;
};

static int compare_numbers(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static double median(double *v, int n)
{
	qsort(v, n, sizeof(*v), compare_numbers);
	return v[n / 2];
}

/* The pass line among the messages, if there is one. */
static void pass_read(struct figures *f, FILE *messages)
{
	char line[4096];
	int user, system;

	while (fgets(line, sizeof(line), messages)) {
		const char *at = strncmp(line, "Pass 2:", 7) ? NULL : strstr(line, "usr/");

		while (at && at > line && at[-1] >= '0' && at[-1] <= '9')
			at--;
		if (at && sscanf(at, "%dusr/%dsys", &user, &system) == 2)
			f->pass2[f->npass2++] = user + system;
	}
}

static int run(struct figures *f, char **argv)
{
	FILE *messages = tmpfile();
	struct rusage used;
	int status, null = open("/dev/null", O_RDWR);
	pid_t pid = messages ? fork() : -1;

	if (pid == 0) {
		dup2(null, 0);
		dup2(null, 1);
		dup2(fileno(messages), 2);
		execvp(argv[0], argv);
		perror(argv[0]);
		_exit(127);
	}
	close(null);
	if (pid < 0 || wait4(pid, &status, 0, &used) != pid)
		return 1;
	rewind(messages);
	if (status) {
		char line[4096];

		fprintf(stderr, "failed: %s\n", argv[0]);
		while (fgets(line, sizeof(line), messages))
			fputs(line, stderr);
		return 1;
	}
	pass_read(f, messages);
	fclose(messages);
	f->cpu[f->n] = (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e3 +
		       (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e3;
	f->peak[f->n++] = used.ru_maxrss / 1024.0;
	return 0;
}

int main(int argc, char **argv)
{
	struct figures f = { .n = 0 };
	int rounds = 7, first = 1;

	if (argc > 3 && !strcmp(argv[1], "-n")) {
		rounds = atoi(argv[2]);
		first = 3;
	}
	if (first >= argc || rounds < 1 || rounds > MAX_ROUNDS) {
		fprintf(stderr, "usage: cost [-n ROUNDS] COMMAND...\n");
		return 2;
	}
	for (int i = 0; i < rounds; i++)
		if (run(&f, argv + first))
			return 1;
	printf("%.1f %.1f ", median(f.cpu, f.n), median(f.peak, f.n));
	if (f.npass2)
		printf("%.1f\n", median(f.pass2, f.npass2));
	else
		printf("-\n");
	return 0;
}
