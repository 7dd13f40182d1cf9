/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Calls with values of its own choice, one phase after the other; the phase is the
 * thread's name. Prints "E KEY VALUE" for what a tracer has to see, first. For
 * testsuite/debuginfo/live_values.sh.
 */
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static void phase(const char *name)
{
	prctl(PR_SET_NAME, name);
}

static void expect(const char *key, long long value)
{
	printf("E %s %lld\n", key, value);
}

int main(void)
{
	static const char path[] = "/tmp/vls/mytap_values";
	static char buf[10000];
	struct sched_param none = { 0 };
	struct stat st;
	void *map;
	int fd;

	mkdir("/tmp", 0777);
	mkdir("/tmp/vls", 0777);
	fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0640);
	if (fd < 0 || write(fd, buf, 9876) != 9876 || fchown(fd, 4242, 1717) || fchmod(fd, 0651) || fstat(fd, &st)) {
		perror(path);
		return 1;
	}
	if (sched_setscheduler(0, SCHED_OTHER | SCHED_RESET_ON_FORK, &none) || fcntl(fd, F_SETSIG, 34)) {
		perror("values");
		return 1;
	}
	expect("ino", (long long)st.st_ino);
	expect("mode", st.st_mode);
	expect("flags", fcntl(fd, F_GETFL));
	expect("fd", fd);
	expect("pid", getpid());
	fflush(stdout);
	lseek(fd, 1234, SEEK_SET);
	phase("ph_read");
	if (read(fd, buf, 4321) != 4321)
		return 1;
	phase("ph_none");
	lseek(fd, 5555, SEEK_SET);
	phase("ph_write");
	if (write(fd, buf, 777) != 777)
		return 1;
	phase("ph_seek");
	lseek(fd, 2222, SEEK_SET);
	phase("ph_stat");
	fstat(fd, &st);
	phase("ph_path");
	stat(path, &st);
	phase("ph_chmod");
	fchmod(fd, 0651);
	phase("ph_trunc");
	if (ftruncate(fd, 9876))
		return 1;
	phase("ph_fcntl");
	fcntl(fd, F_SETSIG, 34);
	phase("ph_prio");
	setpriority(PRIO_PROCESS, 0, 7);
	phase("ph_mmap");
	map = mmap(NULL, 0x5000, PROT_READ, MAP_SHARED, fd, 0x2000);
	phase("ph_dup");
	dup2(fd, 77);
	phase("ph_none");
	return map == MAP_FAILED;
}
