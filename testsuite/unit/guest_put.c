/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A file of some megabytes for a guest that takes everything at once: no wait for an answer that nobody owes.
 * The port is a socket of our own; no guest is started.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "translator/runners/guest_impl.h"

enum { SIZE = 3 << 20, LIMIT = 20 };

static char path[] = "/tmp/mytap-guest-put.XXXXXX";

/* Ends by the alarm when guest_put() waits. */
int main(void)
{
	struct strbuf why = { 0 };
	struct guest g = { .fetch_fd = -1 };
	int port[2], size = 4 * SIZE, fd = mkstemp(path);
	char *text = calloc(1, SIZE);
	bool ok;

	if (fd < 0 || !text || write(fd, text, SIZE) != SIZE || socketpair(AF_UNIX, SOCK_STREAM, 0, port)) {
		perror(path);
		return 1;
	}
	if (setsockopt(port[0], SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof(size))) {
		puts("root only");
		unlink(path);
		return 77;
	}
	g.arena = arena_new();
	g.qemu.port = port[0];
	alarm(LIMIT);
	ok = guest_put(&g, path, "/file", &why);
	printf("%s%s\n", ok ? "taken" : "not taken: ", strbuf_str(&why));
	close(port[1]);
	strbuf_deinit(&g.out);
	strbuf_deinit(&why);
	arena_free(g.arena);
	free(text);
	unlink(path);
	return !ok;
}
