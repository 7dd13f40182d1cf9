/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Two ports (tap0, tap1) and a bridge (br0, 10.9.0.1) of this program's own, which sends frames into tap0:
 *
 *	an ARP request for 10.9.0.1, of 02:00:00:00:00:02, who says he is 10.9.0.2: everybody's; the answer comes back by tap0
 *	a frame of type 0x88b5 for 02:00:00:00:00:99, whom the bridge does not know: it goes on to tap1
 *	a packet of IPv6 from fd00::2 to fd00::99, for 02:00:00:00:00:99, without anything in it: it goes on to tap1
 *	a bridge's own packet: identifier 0x8001, cost 19, port 0x8002, times 20, 2 and 15 seconds
 *
 * Nothing else goes by these devices: they have no address of IPv6.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static int control;			/* a socket to ask and tell by */

static void need(int ok, const char *what)
{
	if (ok)
		return;
	perror(what);
	exit(1);
}

static void write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);

	need(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text), path);
	close(fd);
}

static struct ifreq named(const char *name)
{
	struct ifreq r = { 0 };

	strcpy(r.ifr_name, name);
	return r;
}

static int port_make(const char *name, unsigned char last)
{
	struct ifreq r = named(name);
	int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK);
	unsigned char mac[] = { 2, 0, 0, 0, 0, last };

	r.ifr_flags = IFF_TAP | IFF_NO_PI;
	need(fd >= 0 && !ioctl(fd, TUNSETIFF, &r), "tap");
	r.ifr_hwaddr.sa_family = ARPHRD_ETHER;
	memcpy(r.ifr_hwaddr.sa_data, mac, 6);
	need(!ioctl(control, SIOCSIFHWADDR, &r), "address of a tap");
	return fd;
}

static void port_add(const char *name)
{
	struct ifreq r = named("br0");

	r.ifr_ifindex = (int)if_nametoindex(name);
	need(!ioctl(control, SIOCBRADDIF, &r), "port");
}

static void switch_to(const char *name, int up)
{
	struct ifreq r = named(name);

	r.ifr_flags = up ? IFF_UP | IFF_BROADCAST | IFF_MULTICAST : IFF_BROADCAST | IFF_MULTICAST;
	need(!ioctl(control, SIOCSIFFLAGS, &r), "flags");
}

static void address_set(void)
{
	struct ifreq r = named("br0");
	struct sockaddr_in *in = (void *)&r.ifr_addr;

	in->sin_family = AF_INET;
	in->sin_addr.s_addr = inet_addr("10.9.0.1");
	need(!ioctl(control, SIOCSIFADDR, &r), "address");
}

/* Until the bridge may send: the kernel tells itself a moment after its ports came, and drops what is sent before. */
static void wait_for_bridge(void)
{
	char state[16] = "";

	for (int i = 0; i < 1000 && strncmp(state, "up", 2); i++) {
		int fd = open("/sys/class/net/br0/operstate", O_RDONLY);

		usleep(10000);
		need(fd >= 0 && read(fd, state, sizeof(state)) > 0, "state of the bridge");
		close(fd);
	}
	switch_to("br0", 1);		/* waits for the kernel to be through with it */
}

/* The next frame of that type that comes out of a port, which a busy host may delay for seconds; others are passed over. */
static int read_frame(int fd, unsigned int type, unsigned char *frame)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	ssize_t n;

	while (poll(&p, 1, 30000) == 1) {
		n = read(fd, frame, 200);
		if (n >= 14 && frame[12] * 256u + frame[13] == type)
			return (int)n;
	}
	return 0;
}

/* In one piece, so that each device is asked once. */
static void read_statistics(void)
{
	static char text[64 << 10];
	int fd = open("/proc/net/dev", O_RDONLY);

	need(fd >= 0 && read(fd, text, sizeof(text)) > 0 && strstr(text, "tap0:"), "/proc/net/dev");
	close(fd);
}

static const unsigned char request[] = {
	0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 2, 8, 6,
	0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 2, 10, 9, 0, 2, 0, 0, 0, 0, 0, 0, 10, 9, 0, 1,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
};
static const unsigned char unknown[60] = { 2, 0, 0, 0, 0, 0x99, 2, 0, 0, 0, 0, 2, 0x88, 0xb5, 'x' };
static const unsigned char six[60] = {
	2, 0, 0, 0, 0, 0x99, 2, 0, 0, 0, 0, 2, 0x86, 0xdd, 0x60, 0, 0, 0, 0, 6, 59, 64,
	0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x99,
};
static const unsigned char own[60] = {
	0x01, 0x80, 0xc2, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0, 38, 0x42, 0x42, 3,
	0, 0, 0, 0, 0, 0x80, 1, 2, 0, 0, 0, 0, 0x11, 0, 0, 0, 19, 0x80, 3, 2, 0, 0, 0, 0, 0x12, 0x80, 2, 0, 1, 20, 0, 2, 0, 15, 0,
};

static void send_frame(int fd, const unsigned char *frame)
{
	need(write(fd, frame, 60) == 60, "frame");
}

int main(void)
{
	unsigned char frame[200];
	int tap0, tap1;

	control = socket(AF_INET, SOCK_DGRAM, 0);
	write_text("/proc/sys/net/ipv6/conf/default/disable_ipv6", "1");
	tap0 = port_make("tap0", 0xa);
	tap1 = port_make("tap1", 0xb);
	need(!ioctl(control, SIOCBRADDBR, "br0"), "bridge");
	write_text("/sys/class/net/br0/bridge/forward_delay", "0");
	write_text("/sys/class/net/br0/bridge/multicast_snooping", "0");
	address_set();
	port_add("tap0");
	port_add("tap1");
	switch_to("br0", 1);
	switch_to("tap0", 1);
	switch_to("tap1", 1);
	wait_for_bridge();
	send_frame(tap0, request);
	need(read_frame(tap1, 0x0806, frame) == 60, "the request at the other port");
	need(read_frame(tap0, 0x0806, frame) >= 42 && frame[21] == 2 && frame[31] == 1, "the answer");
	send_frame(tap0, unknown);
	need(read_frame(tap1, 0x88b5, frame) == 60, "the frame for nobody");
	send_frame(tap0, six);
	need(read_frame(tap1, 0x86dd, frame) == 60, "the packet of IPv6");
	send_frame(tap0, own);
	need(read_frame(tap1, 38, frame) == 60, "the bridge's packet");
	read_statistics();
	switch_to("br0", 0);
	need(!ioctl(control, SIOCBRDELBR, "br0"), "no bridge");
	close(tap0);
	close(tap1);
	return 0;
}
