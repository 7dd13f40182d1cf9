// SPDX-License-Identifier: GPL-2.0-or-later
// cflags: -Wl,-Ttext-segment=0x10000000
/*
 * Makes each of these system calls with ten patterns of arguments, two of its pointers being those of strings at known
 * addresses. As uid 1000 in an empty folder as root, so that the calls change little. A call that does not come back within a
 * second is left, with the process that made it. The word at ARMED is the pid of the process that is at one of the calls, or 0.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TEXT	0x4ab000L		/* "/etc/passwd" */
#define OTHER	0x4ac000L		/* "second" */
#define ARMED	0x600000L

static const long patterns[10][6] = {
	{ 0, 0, 0, 0, 0, 0 },
	{ 1, 2, 3, 4, 5, 6 },
	{ -1, -1, -1, -1, -1, -1 },
	{ TEXT, OTHER, 4, TEXT, OTHER, 7 },
	{ 3, TEXT, 16, 0, OTHER, 16 },
	{ -100, TEXT, 0x241, 0644, 0, 0 },
	{ TEXT, 0x8000, 0600, 1, 0, 0 },
	{ 2, 1, 0, OTHER, 0x10, 0 },
	{ 5, 0, TEXT, 0x40, 0, 0 },
	{ 0x7fffffff, 0x10000, 0x1000, 0x32, -1, 0x2000 },
};

static const int numbers[] = {
	SYS_accept4, SYS_acct, SYS_add_key, SYS_adjtimex, SYS_bpf, SYS_capget, SYS_capset, SYS_chdir, SYS_chmod, SYS_chown,
	SYS_chroot, SYS_clock_adjtime, SYS_clock_getres, SYS_clock_gettime, SYS_clock_settime, SYS_copy_file_range,
	SYS_creat, SYS_delete_module, SYS_dup3, SYS_epoll_create, SYS_epoll_create1, SYS_epoll_ctl, SYS_epoll_pwait,
	SYS_epoll_wait, SYS_eventfd, SYS_eventfd2, SYS_faccessat, SYS_faccessat2, SYS_fadvise64, SYS_fallocate,
	SYS_fanotify_init, SYS_fanotify_mark, SYS_fchdir, SYS_fchmod, SYS_fchmodat, SYS_fchown, SYS_fchownat, SYS_fgetxattr,
	SYS_finit_module, SYS_flistxattr, SYS_fremovexattr, SYS_fsetxattr, SYS_newfstatat, SYS_fstatfs, SYS_ftruncate,
	SYS_futex, SYS_futimesat, SYS_get_mempolicy, SYS_get_robust_list, SYS_getcpu, SYS_getcwd, SYS_getdents, SYS_getegid,
	SYS_geteuid, SYS_getgid, SYS_getgroups, SYS_getpgid, SYS_getpgrp, SYS_getppid, SYS_getpriority, SYS_getrandom,
	SYS_getresgid, SYS_getresuid, SYS_getrlimit, SYS_getrusage, SYS_getsid, SYS_gettid, SYS_gettimeofday, SYS_getuid,
	SYS_getxattr, SYS_init_module, SYS_inotify_add_watch, SYS_inotify_init, SYS_inotify_init1, SYS_inotify_rm_watch,
	SYS_io_cancel, SYS_io_destroy, SYS_io_getevents, SYS_io_setup, SYS_io_submit, SYS_ioperm, SYS_iopl, SYS_ioprio_get,
	SYS_ioprio_set, SYS_kcmp, SYS_keyctl, SYS_lchown, SYS_lgetxattr, SYS_link, SYS_linkat, SYS_listxattr, SYS_llistxattr,
	SYS_lookup_dcookie, SYS_lremovexattr, SYS_lsetxattr, SYS_mbind, SYS_membarrier, SYS_memfd_create, SYS_memfd_secret,
	SYS_migrate_pages, SYS_mkdir, SYS_mkdirat, SYS_mknod, SYS_mknodat, SYS_mlock, SYS_mlock2, SYS_mlockall,
	SYS_modify_ldt, SYS_mount, SYS_move_pages, SYS_mq_getsetattr, SYS_mq_notify, SYS_mq_open, SYS_mq_timedreceive,
	SYS_mq_timedsend, SYS_mq_unlink, SYS_munlock, SYS_munlockall, SYS_name_to_handle_at, SYS_open_by_handle_at,
	SYS_openat, SYS_perf_event_open, SYS_personality, SYS_pipe2, SYS_pivot_root, SYS_pkey_alloc, SYS_pkey_free,
	SYS_pkey_mprotect, SYS_ppoll, SYS_prctl, SYS_preadv, SYS_preadv2, SYS_prlimit64, SYS_process_vm_readv,
	SYS_process_vm_writev, SYS_pselect6, SYS_ptrace, SYS_pwritev, SYS_pwritev2, SYS_quotactl, SYS_readahead,
	SYS_readlink, SYS_readlinkat, SYS_recvmmsg, SYS_remap_file_pages, SYS_removexattr, SYS_rename, SYS_renameat,
	SYS_renameat2, SYS_request_key, SYS_rmdir, SYS_rt_sigpending, SYS_rt_sigqueueinfo, SYS_rt_sigsuspend,
	SYS_rt_sigtimedwait, SYS_rt_tgsigqueueinfo, SYS_sched_get_priority_max, SYS_sched_get_priority_min,
	SYS_sched_getaffinity, SYS_sched_getattr, SYS_sched_getparam, SYS_sched_getscheduler, SYS_sched_rr_get_interval,
	SYS_sched_setaffinity, SYS_sched_setattr, SYS_sched_setparam, SYS_sched_setscheduler, SYS_semtimedop, SYS_sendmmsg,
	SYS_set_mempolicy, SYS_set_robust_list, SYS_set_tid_address, SYS_setdomainname, SYS_setfsgid, SYS_setfsuid,
	SYS_setgid, SYS_setgroups, SYS_sethostname, SYS_setns, SYS_setpgid, SYS_setpriority, SYS_setregid, SYS_setresgid,
	SYS_setresuid, SYS_setreuid, SYS_setrlimit, SYS_setsid, SYS_settimeofday, SYS_setuid, SYS_setxattr, SYS_sigaltstack,
	SYS_signalfd, SYS_signalfd4, SYS_splice, SYS_statfs, SYS_statx, SYS_symlink, SYS_symlinkat, SYS_sync,
	SYS_sync_file_range, SYS_syncfs, SYS__sysctl, SYS_sysfs, SYS_sysinfo, SYS_syslog, SYS_tee, SYS_time,
	SYS_timer_create, SYS_timer_delete, SYS_timer_getoverrun, SYS_timer_gettime, SYS_timer_settime, SYS_timerfd_create,
	SYS_timerfd_gettime, SYS_timerfd_settime, SYS_times, SYS_umask, SYS_umount2, SYS_unlink, SYS_unlinkat, SYS_unshare,
	SYS_userfaultfd, SYS_ustat, SYS_utime, SYS_utimensat, SYS_utimes, SYS_vmsplice, SYS_waitid,
};

static volatile long *shared;		/* shared[0]: who makes the call; shared[1]: the pattern */

/* And zeros up to the end of its page, where an earlier call may have written. */
static void put_at(long address, const char *text)
{
	memset((void *)address, 0, 4096);
	strcpy((char *)address, text);
}

static void map_at(long address, const char *text)
{
	char *p = mmap((void *)address, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);

	if (p != (char *)address) {
		perror("mmap");
		exit(1);
	}
	strcpy(p, text);
}

static void child(int number)
{
	for (; shared[1] < 10; shared[1]++) {
		const long *a = patterns[shared[1]];

		put_at(TEXT, "/etc/passwd");
		put_at(OTHER, "second");
		shared[0] = getpid();
		syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
		shared[0] = 0;
	}
	_exit(0);
}

/* Did the child end by itself within a second? */
static int ended(pid_t pid)
{
	struct timespec pause = { 0, 2000000 };

	for (int i = 0; i < 500; i++) {
		if (waitpid(pid, NULL, WNOHANG) == pid)
			return 1;
		nanosleep(&pause, NULL);
	}
	return 0;
}

static void call(int number)
{
	shared[1] = 0;
	while (shared[1] < 10) {
		pid_t pid = fork();

		if (!pid)
			child(number);
		if (!ended(pid)) {
			kill(pid, SIGKILL);
			waitpid(pid, NULL, 0);
		}
		shared[0] = 0;
		shared[1]++;		/* the one that did not come back, or the end */
	}
}

int main(void)
{
	char folder[] = "/tmp/ten.XXXXXX";
	int none = open("/dev/null", O_RDWR);

	map_at(TEXT, "/etc/passwd");
	map_at(OTHER, "second");
	shared = mmap((void *)ARMED, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	if (shared != (void *)ARMED || !mkdtemp(folder) || chroot(folder) || chdir("/") || setgid(1000) || setuid(1000)) {
		perror("ten_patterns");
		return 1;
	}
	/* None of the calls is to write to a file that matters, or to read from one. */
	for (int fd = 0; fd < 3; fd++)
		dup2(none, fd);
	syscall(SYS_close_range, 3, ~0U, 0);
	for (unsigned int i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		call(numbers[i]);
	return 0;
}
