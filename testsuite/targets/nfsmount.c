/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nfsmount: asks for a file system of NFS version 3 from port 4650 of 127.0.0.1, where nobody listens, and must not get it.
 */
#include <errno.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <net/if.h>
#include <unistd.h>

int main(void)
{
	struct ifreq lo = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int s = socket(AF_INET, SOCK_DGRAM, 0);

	ioctl(s, SIOCSIFFLAGS, &lo);
	mkdir("/nfs", 0700);
	if (!mount("127.0.0.1:/there", "/nfs", "nfs", 0, "vers=3,proto=tcp,addr=127.0.0.1,port=4650,mountaddr=127.0.0.1,mountport=4651,"
		   "mountproto=tcp,soft,retrans=1,timeo=5,nolock")) {
		fputs("nfsmount: something is mounted\n", stderr);
		return 1;
	}
	close(s);
	return 0;
}
