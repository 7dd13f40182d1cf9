/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nfsserve: the kernel's NFS server on 127.0.0.1 and a client of it, both in this machine (modules nfsd and nfsv3), and, between
 * them: creates "one", writes 5000 bytes, reads them back past the cache, makes and removes the folder "two", removes "one".
 * With an argument also what else a client does, by versions 3 and 4. It is its own rpcbind, which says yes to everything, and its own mountd: it fills the server's tables and asks it for the
 * handle of the file system, a tmpfs at /export. Status 0: all of it went as it should.
 */
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <linux/nfs.h>
#include <linux/nfs_mount.h>

static pid_t rpcbind;

static void done(const char *what)
{
	if (what)
		fprintf(stderr, "nfsserve: %s: %s\n", what, strerror(errno));
	if (rpcbind > 0)
		kill(rpcbind, SIGKILL);
	exit(what != NULL);
}

static bool try_put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);
	bool ok = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	return ok;
}

static void put(const char *path, const char *text)
{
	if (!try_put(path, text))
		done(path);
}

static void loopback_up(void)
{
	struct ifreq lo = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int s = socket(AF_INET, SOCK_DGRAM, 0);

	if (s < 0 || ioctl(s, SIOCSIFFLAGS, &lo))
		done("lo");
	close(s);
}

/* A call over TCP: a length with its highest bit set, then the number that the answer repeats. What is asked does not matter. */
static void rpcbind_answer(int s)
{
	uint32_t in[256], length;

	while (recv(s, &length, 4, MSG_WAITALL) == 4) {
		uint32_t n = ntohl(length) & 0x7fffffff;
		/* to that call: a reply, accepted, no credentials, success, and 1 for "yes" */
		uint32_t out[8] = { htonl(0x80000000 | 28), 0, htonl(1), 0, 0, 0, 0, htonl(1) };

		if (n > sizeof(in) || recv(s, in, n, MSG_WAITALL) != (ssize_t)n)
			break;
		out[1] = in[0];
		if (send(s, out, sizeof(out), MSG_NOSIGNAL) != sizeof(out))
			break;
	}
	close(s);
}

static void rpcbind_start(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(111), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int s = socket(AF_INET, SOCK_STREAM, 0);

	if (s < 0 || bind(s, (struct sockaddr *)&at, sizeof(at)) || listen(s, 20))
		done("rpcbind");
	rpcbind = fork();
	if (rpcbind) {
		close(s);
		return;
	}
	signal(SIGCHLD, SIG_IGN);
	for (;;) {
		int to = accept(s, NULL, NULL);

		if (to >= 0 && !fork()) {
			rpcbind_answer(to);
			_exit(0);
		}
		close(to);
	}
}

static void server_start(void)
{
	mkdir("/export", 0755);
	if (mount("tmpfs", "/export", "tmpfs", 0, "size=1m"))
		done("tmpfs");
	if (mount("nfsd", "/proc/fs/nfsd", "nfsd", 0, NULL))
		done("nfsd");
	try_put("/proc/fs/nfsd/nfsv4gracetime", "10\n");
	put("/proc/fs/nfsd/portlist", "tcp 2049\n");
	put("/proc/fs/nfsd/threads", "2\n");
	put("/proc/net/rpc/auth.unix.ip/channel", "nfsd 127.0.0.1 2147483647 here\n");
	/* asynchronous, from any port, the file system has number 1, no look at subtrees */
	put("/proc/net/rpc/nfsd.export/channel", "here /export 2147483647 9234 0 0 1\n");
	put("/proc/net/rpc/nfsd.fh/channel", "here 1 \\x01000000 2147483647 /export\n");
}

/* The handle of /export as the server tells it: "\x01000100...". */
static void handle_get(struct nfs3_fh *fh)
{
	static const char ask[] = "here /export 64\n";
	char text[256] = "";
	int fd = open("/proc/fs/nfsd/filehandle", O_RDWR);

	if (fd < 0 || write(fd, ask, sizeof(ask) - 1) != sizeof(ask) - 1 || read(fd, text, sizeof(text) - 1) <= 0)
		done("filehandle");
	close(fd);
	for (const char *p = text + 2; sscanf(p, "%2hhx", &fh->data[fh->size]) == 1; p += 2)
		fh->size++;
}

static void client_start(void)
{
	struct nfs_mount_data m = {
		.version = 6, .fd = -1, .flags = NFS_MOUNT_VER3 | NFS_MOUNT_TCP | NFS_MOUNT_NONLM, .rsize = 8192, .wsize = 8192,
		.addr = { .sin_family = AF_INET, .sin_port = htons(2049), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) },
		.hostname = "127.0.0.1", .pseudoflavor = 1,
	};

	handle_get((struct nfs3_fh *)&m.root);
	mkdir("/nfs", 0755);
	if (mount("127.0.0.1:/export", "/nfs", "nfs", 0, &m))
		done("mount");
}

static void work(void)
{
	static char out[5000], in[8192] __attribute__((aligned(4096)));
	int fd = open("/nfs/one", O_WRONLY | O_CREAT | O_EXCL, 0640);

	memset(out, 'x', sizeof(out));
	if (fd < 0 || write(fd, out, sizeof(out)) != sizeof(out) || fsync(fd) || close(fd))
		done("write");
	fd = open("/nfs/one", O_RDONLY | O_DIRECT);
	if (fd < 0 || read(fd, in, sizeof(out)) != sizeof(out) || memcmp(in, out, sizeof(out)) || close(fd))
		done("read");
	if (mkdir("/nfs/two", 0750) || rmdir("/nfs/two") || unlink("/nfs/one"))
		done("names");
}

/* What work() leaves out, in a folder of the server's: each kind of operation of a file and of a folder once or twice. */
static void more_work(const char *folder)
{
	static char out[20000], in[20000];
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 10 };
	int fd, other, p[2];
	char *m;
	DIR *d;

	if (chdir(folder))
		done(folder);
	fd = open("three", O_RDWR | O_CREAT, 0640);
	memset(out, 'y', sizeof(out));
	if (fd < 0 || write(fd, out, sizeof(out)) != sizeof(out) || close(fd))	/* written when it is closed */
		done("write in memory");
	if (rename("three", "four") || access("nothing", F_OK) == 0)
		done("rename");
	fd = open("four", O_RDWR);
	if (fd < 0 || fcntl(fd, F_SETLK, &lock))
		done("lock");
	lock.l_type = F_UNLCK;
	if (fcntl(fd, F_SETLK, &lock) || lseek(fd, 4096, SEEK_SET) != 4096 || lseek(fd, 0, SEEK_END) != sizeof(out) || lseek(fd, 0, SEEK_SET))
		done("lseek");
	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	if (read(fd, in, sizeof(in)) != sizeof(in) || memcmp(in, out, sizeof(in)))
		done("read to memory");
	lseek(fd, 0, SEEK_SET);
	if (pipe(p) || splice(fd, NULL, p[1], NULL, 1000, 0) != 1000)
		done("splice");
	m = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (m == MAP_FAILED)
		done("mmap");
	m[5000] = 'z';
	if (msync(m, 8192, MS_SYNC) || munmap(m, 8192) || pwrite(fd, out, 4096, 8192) != 4096 || fsync(fd) || close(fd))
		done("msync");
	close(p[0]);
	close(p[1]);
	/* a part of a page that is not in memory; a copy */
	fd = open("four", O_RDWR);
	other = open("copy", O_RDWR | O_CREAT, 0600);
	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	if (pwrite(fd, out, 10, 12300) != 10 || fsync(fd) || copy_file_range(fd, NULL, other, NULL, 4096, 0) != 4096 || close(fd) || close(other))
		done("copy");
	d = opendir(".");
	for (fd = 0; d && readdir(d); fd++)
		;
	if (fd != 4 || closedir(d) || unlink("copy") || mkdir("folder", 0700) || rmdir("folder"))
		done("readdir");
	if (unlink("four") || mknod("five", S_IFREG | 0600, 0) || unlink("five") || chdir("/"))
		done("unlink");
}

/*
 * By version 4: the server has a root, which is /export. It lets nobody open files for as long as clients of before may come again; a
 * kernel that has no place to keep their names, as here, does not end that time when asked: 10 seconds are the least.
 */
static void client_start_4(void)
{
	put("/proc/net/rpc/nfsd.fh/channel", "here 1 \\x00000000 2147483647 /export\n");
	try_put("/proc/fs/nfsd/v4_end_grace", "Y\n");
	mkdir("/nfs4", 0755);
	if (mount("127.0.0.1:/", "/nfs4", "nfs4", 0, "vers=4.0,rsize=8192,wsize=8192,addr=127.0.0.1,clientaddr=127.0.0.1,proto=tcp,port=2049,sec=sys"))
		done("mount of version 4");
}

int main(int argc, char **)
{
	loopback_up();
	rpcbind_start();
	server_start();
	client_start();
	work();
	if (argc > 1) {
		more_work("/nfs");
		client_start_4();
		more_work("/nfs4");
		if (umount("/nfs4"))
			done("umount of version 4");
	}
	if (umount("/nfs"))
		done("umount");
	put("/proc/fs/nfsd/threads", "0\n");
	/* Its tables still know the file system, and forget it by time. */
	if (umount2("/proc/fs/nfsd", MNT_DETACH) || umount2("/export", MNT_DETACH))
		done("umount of the server's");
	done(NULL);
}
