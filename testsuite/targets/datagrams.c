/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * datagrams [PORT COUNT]: sends datagrams to itself over lo and tells which came. By IPv4 COUNT (20) to PORT (4700), of 100, 101,
 * ... bytes; by IPv6 six to PORT + 1, of 200, 201, ... bytes. Each send has ended in the receiver's queue, or nowhere.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static char bytes[4096];

static void check(const char *what, long got)
{
	if (got >= 0)
		return;
	perror(what);
	exit(1);
}

static void one_family(const char *name, struct sockaddr *a, socklen_t size, int count, int bytes_first)
{
	int out = socket(a->sa_family, SOCK_DGRAM, 0), in = socket(a->sa_family, SOCK_DGRAM, 0), n = 0;
	ssize_t got;

	check("bind", bind(in, a, size));
	for (int i = 0; i < count; i++)
		sendto(out, bytes, bytes_first + i, 0, a, size);	/* who is dropped on the way out is told so */
	printf("%s:", name);
	while ((got = recv(in, bytes, sizeof(bytes), MSG_DONTWAIT)) >= 0 && ++n)
		printf(" %zd", got);
	printf(" (%d of %d)\n", n, count);
	close(in);
	close(out);
}

int main(int argc, char **argv)
{
	int port = argc > 2 ? atoi(argv[1]) : 4700, count = argc > 2 ? atoi(argv[2]) : 20;
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr_in6 to6 = { .sin6_family = AF_INET6, .sin6_port = htons(port + 1), .sin6_addr = IN6ADDR_LOOPBACK_INIT };

	one_family("IPv4", (void *)&to, sizeof(to), count, 100);
	one_family("IPv6", (void *)&to6, sizeof(to6), 6, 200);
	return 0;
}
