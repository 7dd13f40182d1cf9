/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * net [more]: what tests know of the network, over lo, every byte of it; prints nothing.
 * TCP over IPv4, from port 4601 to 4600: TCP_NODELAY is set; 100 bytes by send(), 200 by write(), 300 by sendmsg() are received as
 * such; it ends by connect() to AF_UNSPEC. UDP over IPv4, from 4602 to 4603: 40 bytes by sendto(), received by recvfrom(); then
 * connected: 50 by send() and recv(), and disconnected. UDP over IPv6, from 4604 to 4605: 60 bytes. From 4604 to
 * 127.0.0.1's 4603, as an IPv6 address: 70 bytes. A connection to port 4609 is refused. Packets of 3000 bytes go in
 * pieces over a device whose greatest size was 65536 and becomes 1500 for that, by UDP from 4602 to 4603. With "more": a packet of protocol
 * 253 is answered. The listener on 4606 is full with one connection: the second gets no answer, and tries again after
 * a second. 10 bytes of the first are acknowledged late.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

static char bytes[4096];

static void must(const char *what, long got, long want)
{
	if (got == want)
		return;
	fprintf(stderr, "net: %s gave %ld, not %ld\n", what, got, want);
	exit(1);
}

static struct sockaddr_in at(int port)
{
	return (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

static struct sockaddr_in6 at6(int port)
{
	return (struct sockaddr_in6){ .sin6_family = AF_INET6, .sin6_port = htons(port), .sin6_addr = IN6ADDR_LOOPBACK_INIT };
}

static int bound(int type, int port)
{
	struct sockaddr_in a = at(port);
	int s = socket(AF_INET, type, 0), one = 1;

	setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	must("bind", bind(s, (void *)&a, sizeof(a)), 0);
	return s;
}

static int bound6(int port)
{
	struct sockaddr_in6 a = at6(port);
	int s = socket(AF_INET6, SOCK_DGRAM, 0);

	must("bind", bind(s, (void *)&a, sizeof(a)), 0);
	return s;
}

static void tcp(void)
{
	struct sockaddr_in to = at(4600);
	struct sockaddr nobody = { .sa_family = AF_UNSPEC };
	struct iovec v = { bytes, 300 };
	struct msghdr m = { .msg_iov = &v, .msg_iovlen = 1 };
	int l = bound(SOCK_STREAM, 4600), c = bound(SOCK_STREAM, 4601), s, one = 1;

	must("listen", listen(l, 5), 0);
	must("connect", connect(c, (void *)&to, sizeof(to)), 0);
	s = accept(l, NULL, NULL);
	must("setsockopt", setsockopt(c, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)), 0);
	must("send", send(c, bytes, 100, 0), 100);
	must("recv", recv(s, bytes, 100, MSG_WAITALL), 100);
	must("write", write(c, bytes, 200), 200);
	must("read", read(s, bytes, 200), 200);
	must("sendmsg", sendmsg(c, &m, 0), 300);
	must("recvmsg", recvmsg(s, &m, MSG_WAITALL), 300);
	must("connect to nobody", connect(c, &nobody, sizeof(nobody)), 0);
	close(s);
	close(c);
	close(l);
	c = socket(AF_INET, SOCK_STREAM, 0);
	to = at(4609);
	must("connect to 4609", connect(c, (void *)&to, sizeof(to)), -1);
	close(c);
}

static void udp(void)
{
	struct sockaddr_in to = at(4603), from;
	struct sockaddr_in6 to6 = at6(4605);
	struct sockaddr nobody = { .sa_family = AF_UNSPEC };
	socklen_t size = sizeof(from);
	int c = bound(SOCK_DGRAM, 4602), s = bound(SOCK_DGRAM, 4603), c6 = bound6(4604), s6 = bound6(4605);

	must("sendto", sendto(c, bytes, 40, 0, (void *)&to, sizeof(to)), 40);
	must("recvfrom", recvfrom(s, bytes, 4096, 0, (void *)&from, &size), 40);
	must("connect", connect(c, (void *)&to, sizeof(to)), 0);
	must("send", send(c, bytes, 50, 0), 50);
	must("recv", recv(s, bytes, 4096, 0), 50);
	must("disconnect", connect(c, &nobody, sizeof(nobody)), 0);
	must("sendto", sendto(c6, bytes, 60, 0, (void *)&to6, sizeof(to6)), 60);
	must("recv", recv(s6, bytes, 4096, 0), 60);
	close(c6);
	c6 = socket(AF_INET6, SOCK_DGRAM, 0);
	to6.sin6_port = htons(4603);
	inet_pton(AF_INET6, "::ffff:127.0.0.1", &to6.sin6_addr);
	must("sendto", sendto(c6, bytes, 70, 0, (void *)&to6, sizeof(to6)), 70);
	must("recv", recv(s, bytes, 4096, 0), 70);
	close(c6);
	close(s6);
	close(c);
	close(s);
}

static void pieces(void)
{
	struct ifreq lo = { .ifr_name = "lo", .ifr_mtu = 1500 };
	struct sockaddr_in to = at(4603);
	int c = bound(SOCK_DGRAM, 4602), s = bound(SOCK_DGRAM, 4603);

	must("mtu", ioctl(c, SIOCSIFMTU, &lo), 0);
	must("sendto", sendto(c, bytes, 3000, 0, (void *)&to, sizeof(to)), 3000);
	must("recv", recv(s, bytes, 4096, 0), 3000);
	lo.ifr_mtu = 65536;
	must("mtu", ioctl(c, SIOCSIFMTU, &lo), 0);
	close(c);
	close(s);
}

static void unknown_protocol(void)
{
	char packet[28] = { 0x45, 0, 0, 28, 0, 1, 0, 0, 64, (char)253, 0, 0, 127, 0, 0, 1, 127, 0, 0, 1 };
	struct sockaddr_in to = at(0);
	int s = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);

	must("raw", sendto(s, packet, sizeof(packet), 0, (void *)&to, sizeof(to)), sizeof(packet));
	close(s);
}

static int tries_again(int s)
{
	struct tcp_info i = { 0 };
	socklen_t size = sizeof(i);

	getsockopt(s, IPPROTO_TCP, TCP_INFO, &i, &size);
	return i.tcpi_total_retrans;
}

static void full_listener(void)
{
	struct sockaddr_in to = at(4606);
	int l = bound(SOCK_STREAM, 4606), c = bound(SOCK_STREAM, 4607), d = bound(SOCK_STREAM, 4608), s, zero = 0;

	must("listen", listen(l, 0), 0);
	must("connect", connect(c, (void *)&to, sizeof(to)), 0);
	fcntl(d, F_SETFL, O_NONBLOCK);
	must("connect to the full one", connect(d, (void *)&to, sizeof(to)), -1);
	for (int i = 0; i < 200 && !tries_again(d); i++)
		usleep(50000);
	close(d);
	s = accept(l, NULL, NULL);
	must("setsockopt", setsockopt(s, IPPROTO_TCP, TCP_QUICKACK, &zero, sizeof(zero)), 0);
	must("send", send(c, bytes, 10, 0), 10);
	must("recv", recv(s, bytes, 10, MSG_WAITALL), 10);
	usleep(500000);
	close(c);
	close(s);
	close(l);
}

int main(int argc, char **argv)
{
	struct ifreq lo = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int s = socket(AF_INET, SOCK_DGRAM, 0);

	must("lo", ioctl(s, SIOCSIFFLAGS, &lo), 0);
	close(s);
	tcp();
	udp();
	pieces();
	if (argc > 1 && !strcmp(argv[1], "more")) {
		unknown_protocol();
		full_listener();
	}
	return 0;
}
