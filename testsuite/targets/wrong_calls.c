// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * System calls that usual_calls and ten_patterns do not make, with arguments that are wrong or do nothing, each with what a script is
 * to say of it beside it. Each is made without being watched first, to know its result, and then once more; as 64-bit programs make
 * it, and by int $0x80 as 32-bit ones do. As uid 1000.
 */
#include <unistd.h>
#include "watched_calls.h"

#define N	0x20001000		/* "/nothing" */
#define W	0x20001100		/* "word" */
#define Z	0x20001200		/* 512 zeros */
#define C	0x20001400		/* struct clone_args */
#define T	0x20001500		/* 5 and 67 seconds of a 32-bit program */
#define M	(-1L)
#define CWD	(-100L)

/* Numbers of both widths, -1: none. */
static const struct row {
	int wide, narrow;
	const char *name, *text;
	long arg[6];
} rows[] = {
	{ 43, -1, "accept", "-1, 0x8, 0x9", { M, 8, 9 } },
	{ 21, 33, "access", "\"/nothing\", R_OK|W_OK", { N, 6 } },
	{ 37, 27, "alarm", "0", { 0 } },
	{ 158, 384, "arch_prctl", "ARCH_GET_FS, 0x8", { 0x1003, 8 } },
	{ -1, 134, "bdflush", "5, 0x8", { 5, 8 } },
	{ 49, 361, "bind", "-1, 0x8, 16", { M, 8, 16 } },
	{ 451, 451, "cachestat", "-1, {off=0, len=0}, 0x9, 0x1", { M, Z, 9, 1 } },
	{ -1, 182, "chown16", "\"/nothing\", 0, -1", { N, 0, 0xffff } },
	{ 435, 435, "clone3", "0x8, 8", { 8, 8 } },
	{ 435, 435, "clone3", "{flags=CLONE_VM|CLONE_FS, pidfd=0x0, child_tid=0x0, parent_tid=0x0, exit_signal=SIGCHLD, stack=0x0, stack_size=0x0, tls=0x0}, 8",
	  { C, 8 } },
	{ 3, 6, "close", "-1", { M } },
	{ 436, 436, "close_range", "300, 200, CLOSE_RANGE_CLOEXEC", { 300, 200, 4 } },
	{ -1, 124, "compat_adjtimex", "0x8", { 8 } },
	{ -1, 267, "compat_clock_nanosleep", "CLOCK_MONOTONIC, TIMER_ABSTIME, 0x8, 0x9", { 1, 1, 8, 9 } },
	{ -1, 358, "compat_execveat", "AT_FDCWD, \"/nothing\", [], [/* 0 vars */], AT_SYMLINK_NOFOLLOW|AT_EMPTY_PATH", { CWD, N, Z, Z, 0x1100 } },
	{ -1, 250, "compat_fadvise64", "-1, 4294967301, 7, POSIX_FADV_SEQUENTIAL", { M, 5, 1, 7, 2 } },
	{ -1, 272, "compat_fadvise64_64", "-1, 4294967301, 8589934598, POSIX_FADV_DONTNEED", { M, 5, 1, 6, 2, 4 } },
	{ -1, 194, "compat_ftruncate64", "-1, 4294967301", { M, 5, 1 } },
	{ -1, 240, "compat_futex", "0x8, FUTEX_WAKE|FUTEX_PRIVATE_FLAG, 5", { 8, 129, 5, 9, 10, 11 } },
	{ -1, 299, "compat_futimesat", "AT_FDCWD, \"/nothing\", 0x8", { CWD, N, 8 } },
	{ -1, 105, "compat_getitimer", "ITIMER_PROF, 0x8", { 2, 8 } },
	{ -1, 253, "compat_lookup_dcookie", "0x100000005, 0x8, 0x9", { 5, 1, 8, 9 } },
	{ -1, 90, "compat_mmap", "0x8", { 8 } },
	{ -1, 82, "compat_old_select", "0x8", { 8 } },
	{ -1, 309, "compat_ppoll", "0x8, 1, 0x9, 0xa, 4", { 8, 1, 9, 10, 4 } },
	{ -1, 414, "compat_ppoll", "0x8, 1, 0x9, 0xa, 4", { 8, 1, 9, 10, 4 } },
	{ -1, 308, "compat_pselect6", "-1, 0x8, 0x9, 0xa, 0xb, 0xc", { M, 8, 9, 10, 11, 12 } },
	{ -1, 413, "compat_pselect6", "-1, 0x8, 0x9, 0xa, 0xb, 0xc", { M, 8, 9, 10, 11, 12 } },
	{ -1, 225, "compat_readahead", "-1, 4294967301, 7", { M, 5, 1, 7 } },
	{ -1, 337, "compat_recvmmsg", "-1, 0x8, 1, MSG_PEEK|MSG_DONTWAIT, 0x9", { M, 8, 1, 0x42, 9 } },
	{ -1, 417, "compat_recvmmsg", "-1, 0x8, 1, MSG_PEEK|MSG_DONTWAIT, 0x9", { M, 8, 1, 0x42, 9 } },
	{ -1, 142, "compat_select", "-1, 0x8, 0x9, 0xa, 0xb", { M, 8, 9, 10, 11 } },
	{ -1, 104, "compat_setitimer", "ITIMER_REAL, 0x8, 0x9", { 0, 8, 9 } },
	{ -1, 321, "compat_signalfd", "-1, 0x8, 7", { M, 8, 7 } },
	{ -1, 327, "compat_signalfd", "-1, 0x8, 7, SFD_CLOEXEC", { M, 8, 7, 0x80000 } },
	{ -1, 402, "compat_sys_msgctl", "-1, IPC_STAT, 0x8", { M, 0x102, 8 } },
	{ -1, 401, "compat_sys_msgrcv", "-1, 0x8, 9, 1, IPC_NOWAIT|MSG_NOERROR", { M, 8, 9, 1, 0x1800 } },
	{ -1, 400, "compat_sys_msgsnd", "-1, 0x8, 9, IPC_NOWAIT", { M, 8, 9, 0x800 } },
	{ -1, 372, "compat_sys_recvmsg", "-1, 0x8, MSG_OOB", { M, 8, 1 } },
	{ -1, 394, "compat_sys_semctl", "-1, 3, GETVAL, 0x9", { M, 3, 0x10c, 9 } },
	{ -1, 370, "compat_sys_sendmsg", "-1, 0x8, MSG_MORE", { M, 8, 0x8000 } },
	{ -1, 397, "compat_sys_shmat", "-1, 0x1000, SHM_RDONLY|SHM_RND", { M, 0x1000, 0x3000 } },
	{ -1, 396, "compat_sys_shmctl", "-1, SHM_LOCK, 0x8", { M, 0x10b, 8 } },
	{ -1, 271, "compat_sys_utimes", "\"/nothing\", 0x8", { N, 8 } },
	{ -1, 193, "compat_truncate64", "\"/nothing\", 4294967301", { N, 5, 1 } },
	{ -1, 30, "compat_utime", "\"/nothing\", [Thu Jan  1 00:00:05 1970, Thu Jan  1 00:01:07 1970]", { N, T } },
	{ -1, 320, "compat_utimensat", "AT_FDCWD, \"/nothing\", 0x8, AT_SYMLINK_NOFOLLOW", { CWD, N, 8, 0x100 } },
	{ 42, 362, "connect", "-1, 0x8, 16", { M, 8, 16 } },
	{ 32, 41, "dup", "-1", { M } },
	{ 33, 63, "dup2", "-1, 7", { M, 7 } },
	{ 441, 441, "epoll_pwait2", "-1, 0x8, 9, 0xa, 0xb, 8", { M, 8, 9, 10, 11, 8 } },
	{ 322, -1, "execveat", "AT_FDCWD, \"/nothing\", [], [/* 0 vars */], AT_SYMLINK_NOFOLLOW|AT_EMPTY_PATH", { CWD, N, Z, Z, 0x1100 } },
	{ 452, 452, "fchmodat2", "AT_FDCWD, \"/nothing\", 0640, AT_SYMLINK_NOFOLLOW", { CWD, N, 0640, 0x100 } },
	{ -1, 95, "fchown16", "-1, -1, 1000", { M, 0xffff, 1000 } },
	{ 72, 55, "fcntl", "-1, F_DUPFD_CLOEXEC, 0x64", { M, 1030, 100 } },
	{ -1, 221, "fcntl", "-1, F_DUPFD_CLOEXEC, 0x64", { M, 1030, 100 } },
	{ 75, 148, "fdatasync", "-1", { M } },
	{ 468, 468, "file_getattr", "AT_FDCWD, \"/nothing\", 0x8, 24, 0x1", { CWD, N, 8, 24, 1 } },
	{ 469, 469, "file_setattr", "AT_FDCWD, \"/nothing\", 0x8, 24, 0x1", { CWD, N, 8, 24, 1 } },
	{ 73, 143, "flock", "-1, LOCK_EX|LOCK_NB", { M, 6 } },
	{ 431, 431, "fsconfig", "-1, FSCONFIG_SET_STRING, \"word\", \"word\", 0", { M, 1, W, W, 0 } },
	{ 431, 431, "fsconfig", "-1, FSCONFIG_SET_BINARY, \"word\", 0x8, 4", { M, 2, W, 8, 4 } },
	{ 432, 432, "fsmount", "-1, FSMOUNT_CLOEXEC, MOUNT_ATTR_RDONLY|MOUNT_ATTR_NOSUID", { M, 1, 3 } },
	{ 430, 430, "fsopen", "\"word\", FSOPEN_CLOEXEC", { W, 1 } },
	{ 433, 433, "fspick", "AT_FDCWD, \"/nothing\", FSPICK_CLOEXEC|FSPICK_EMPTY_PATH", { CWD, N, 9 } },
	{ 5, 28, "fstat", "-1, 0x8", { M, 8 } },
	{ -1, 108, "fstat", "-1, 0x8", { M, 8 } },
	{ -1, 269, "fstatfs64", "-1, 84, 0x8", { M, 84, 8 } },
	{ 74, 118, "fsync", "-1", { M } },
	{ 456, 456, "futex_requeue", "0x8, 0x0, 1, 2", { 8, 0, 1, 2 } },
	{ 455, 455, "futex_wait", "0x8, 1, 0xf, FUTEX2_SIZE_U32|FUTEX2_PRIVATE, 0x9, CLOCK_MONOTONIC", { 8, 1, 15, 0x82, 9, 1 } },
	{ 449, 449, "futex_waitv", "0x8, 1, 0x0, 0x9, CLOCK_MONOTONIC", { 8, 1, 0, 9, 1 } },
	{ 454, 454, "futex_wake", "0x8, 0xf, 1, FUTEX2_SIZE_U8|FUTEX2_NUMA", { 8, 15, 1, 4 } },
	{ 211, 244, "get_thread_area", "0x8", { 8 } },
	{ 217, -1, "getdents", "-1, 0x8, 9", { M, 8, 9 } },
	{ 36, -1, "getitimer", "ITIMER_VIRTUAL, 0x8", { 1, 8 } },
	{ 52, 368, "getpeername", "-1, 0x8, 0x9", { M, 8, 9 } },
	{ 39, 20, "getpid", "", { 0 } },
	{ 51, 367, "getsockname", "-1, 0x8, 0x9", { M, 8, 9 } },
	{ 55, 365, "getsockopt", "-1, SOL_SOCKET, SO_ERROR, 0x8, 0x9", { M, 1, 4, 8, 9 } },
	{ 464, 464, "getxattrat", "AT_FDCWD, \"/nothing\", AT_EMPTY_PATH, \"word\", 0x8, 16", { CWD, N, 0x1000, W, 8, 16 } },
	{ 333, 385, "io_pgetevents", "1, 2, 3, 0x8, 0x9, 0xa", { 1, 2, 3, 8, 9, 10 } },
	{ -1, 416, "io_pgetevents", "1, 2, 3, 0x8, 0x9, 0xa", { 1, 2, 3, 8, 9, 10 } },
	{ 426, 426, "io_uring_enter", "4294967295, 1, 2, IORING_ENTER_GETEVENTS, 0x8, 9", { M, 1, 2, 1, 8, 9 } },
	{ 427, 427, "io_uring_register", "4294967295, IORING_REGISTER_FILES, 0x8, 1", { M, 2, 8, 1 } },
	{ 425, 425, "io_uring_setup", "1, 0x8", { 1, 8 } },
	{ 16, 54, "ioctl", "-1, TCGETS, 0x8", { M, 0x5401, 8 } },
	{ -1, 117, "ipc", "SHMDT, 1, 0x2, 0x3, 0x8, 5", { 0x16, 1, 2, 3, 8, 5 } },
	{ 320, -1, "kexec_file_load", "-1, -1, 5, \"word\", KEXEC_FILE_UNLOAD", { M, M, 5, W, 1 } },
	{ 246, 283, "kexec_load", "0x8, 1, 0x9, KEXEC_ON_CRASH", { 8, 1, 9, 1 } },
	{ 62, 37, "kill", "2147483632, SIG_0", { 0x7ffffff0, 0 } },
	{ 445, 445, "landlock_add_rule", "-1, LANDLOCK_RULE_PATH_BENEATH, 0x8, 0x0", { M, 1, 8, 0 } },
	{ 444, 444, "landlock_create_ruleset", "0x0, 0, LANDLOCK_CREATE_RULESET_VERSION", { 0, 0, 1 } },
	{ 446, 446, "landlock_restrict_self", "-1, LANDLOCK_RESTRICT_SELF_LOG_NEW_EXEC_ON", { M, 2 } },
	{ -1, 16, "lchown16", "\"/nothing\", -1, 0", { N, 0xffff, 0 } },
	{ 50, 363, "listen", "-1, 7", { M, 7 } },
	{ 458, 458, "listmount", "0x8, 0x9, 1, LISTMOUNT_REVERSE", { 8, 9, 1, 1 } },
	{ 470, 470, "listns", "0x8, 0x9, 1, 0x1", { 8, 9, 1, 1 } },
	{ 465, 465, "listxattrat", "AT_FDCWD, \"/nothing\", AT_SYMLINK_NOFOLLOW, 0x8, 9", { CWD, N, 0x100, 8, 9 } },
	{ -1, 140, "llseek", "-1, 0x1, 0x2, 0x8, SEEK_END", { M, 1, 2, 8, 2 } },
	{ 8, 19, "lseek", "-1, -5, SEEK_CUR", { M, -5, 1 } },
	{ 459, 459, "lsm_get_self_attr", "100, 0x8, 0x9, 0x2", { 100, 8, 9, 2 } },
	{ 461, 461, "lsm_list_modules", "0x8, 0x9, 0x1", { 8, 9, 1 } },
	{ 460, 460, "lsm_set_self_attr", "100, 0x8, 9, 0x1", { 100, 8, 9, 1 } },
	{ 6, 107, "lstat", "\"/nothing\", 0x8", { N, 8 } },
	{ -1, 84, "lstat", "\"/nothing\", 0x8", { N, 8 } },
	{ -1, 196, "lstat", "\"/nothing\", 0x8", { N, 8 } },
	{ 28, 219, "madvise", "0x1001, 4096, MADV_DONTNEED", { 0x1001, 4096, 4 } },
	{ 453, 453, "map_shadow_stack", "0x1000, 4096, SHADOW_STACK_SET_TOKEN", { 0x1000, 4096, 1 } },
	{ 27, 218, "mincore", "0x1001, 4096, 0x8", { 0x1001, 4096, 8 } },
	{ 442, 442, "mount_setattr", "AT_FDCWD, \"/nothing\", AT_EMPTY_PATH|AT_RECURSIVE, 0x8, 32", { CWD, N, 0x9000, 8, 32 } },
	{ 429, 429, "move_mount", "AT_FDCWD, \"/nothing\", -1, \"word\", MOVE_MOUNT_F_SYMLINKS|MOVE_MOUNT_T_EMPTY_PATH", { CWD, N, M, W, 0x41 } },
	{ 10, 125, "mprotect", "0x1001, 4096, PROT_READ", { 0x1001, 4096, 1 } },
	{ 25, 163, "mremap", "0x1001, 4096, 8192, MREMAP_MAYMOVE, 0x8", { 0x1001, 4096, 8192, 1, 8 } },
	{ 462, 462, "mseal", "0x1001, 4096, 0x1", { 0x1001, 4096, 1 } },
	{ 71, -1, "msgctl", "-1, IPC_STAT, 0x8", { M, 2, 8 } },
	{ 68, 399, "msgget", "0x1234, IPC_EXCL", { 0x1234, 0x400 } },
	{ 70, -1, "msgrcv", "-1, 0x8, 9, 1, IPC_NOWAIT|MSG_NOERROR", { M, 8, 9, 1, 0x1800 } },
	{ 69, -1, "msgsnd", "-1, 0x8, 9, IPC_NOWAIT", { M, 8, 9, 0x800 } },
	{ 26, 144, "msync", "0x1001, 4096, MS_ASYNC|MS_INVALIDATE", { 0x1001, 4096, 3 } },
	{ 11, 91, "munmap", "0x1001, 4096", { 0x1001, 4096 } },
	{ -1, 34, "nice", "0", { 0 } },
	{ 2, 5, "open", "\"/nothing\", O_RDONLY|O_CLOEXEC", { N, 0x80000 } },
	{ 428, 428, "open_tree", "AT_FDCWD, \"/nothing\", OPEN_TREE_CLONE|AT_RECURSIVE", { CWD, N, 0x8001 } },
	{ 467, 467, "open_tree_attr", "AT_FDCWD, \"/nothing\", OPEN_TREE_CLOEXEC, 0x8, 32", { CWD, N, 0x80000, 8, 32 } },
	{ 437, 437, "openat2", "AT_FDCWD, \"/nothing\", 0x8, 24", { CWD, N, 8, 24 } },
	{ 438, 438, "pidfd_getfd", "-1, 3, 0x0", { M, 3, 0 } },
	{ 434, 434, "pidfd_open", "-1, PIDFD_NONBLOCK", { M, 0x800 } },
	{ 424, 424, "pidfd_send_signal", "-1, SIGUSR1, 0x8, PIDFD_SIGNAL_THREAD", { M, 10, 8, 1 } },
	{ 7, 168, "poll", "0x8, 1, 0", { 8, 1, 0 } },
	{ 440, 440, "process_madvise", "-1, 0x8, 1, MADV_COLD, 0x0", { M, 8, 1, 20, 0 } },
	{ 448, 448, "process_mrelease", "-1, 0x0", { M, 0 } },
	{ 310, 347, "process_vm_readv", "-1, 0x8, 1, 0x9, 2, 3", { M, 8, 1, 9, 2, 3 } },
	{ 311, 348, "process_vm_writev", "-1, 0x8, 1, 0x9, 2, 3", { M, 8, 1, 9, 2, 3 } },
	{ 18, -1, "pwrite", "-1, \"word\", 4, 5", { M, W, 4, 5 } },
	{ 443, 443, "quotactl_fd", "-1, Q_SYNC|USRQUOTA, 0, 0x8", { M, 0x80000100, 0, 8 } },
	{ -1, 89, "readdir", "-1, 0x8, 1", { M, 8, 1 } },
	{ 19, 145, "readv", "-1, 0x8, 1", { M, 8, 1 } },
	{ 169, 88, "reboot", "LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_CAD_OFF, 0x8", { 0xfee1dead, 0x28121969, 0, 8 } },
	{ 45, 371, "recvfrom", "-1, 0x8, 9, MSG_TRUNC, 0xa, 0xb", { M, 8, 9, 0x20, 10, 11 } },
	{ 47, -1, "recvmsg", "-1, 0x8, MSG_OOB", { M, 8, 1 } },
	{ 466, 466, "removexattrat", "AT_FDCWD, \"/nothing\", AT_SYMLINK_NOFOLLOW, \"word\"", { CWD, N, 0x100, W } },
	{ 219, 0, "restart_syscall", "", { 0 } },
	{ 334, 386, "rseq", "0x8, 32, RSEQ_FLAG_UNREGISTER, 0x53053053", { 8, 32, 1, 0x53053053 } },
	{ 471, 471, "rseq_slice_yield", "", { 0 } },
	{ 14, 175, "rt_sigprocmask", "SIG_BLOCK, 0x8, 0x9, 8", { 0, 8, 9, 8 } },
	{ 24, 158, "sched_yield", "", { 0 } },
	{ 317, 354, "seccomp", "SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_LOG, 0x8", { 1, 2, 8 } },
	{ 66, -1, "semctl", "-1, 3, GETVAL, 0x9", { M, 3, 12, 9 } },
	{ 64, 393, "semget", "0x1234, 3, IPC_EXCL", { 0x1234, 3, 0x400 } },
	{ 65, -1, "semop", "-1, 0x8, 1", { M, 8, 1 } },
	{ 40, 187, "sendfile", "-1, -1, 0x8, 9", { M, M, 8, 9 } },
	{ -1, 239, "sendfile", "-1, -1, 0x8, 9", { M, M, 8, 9 } },
	{ 46, -1, "sendmsg", "-1, 0x8, MSG_MORE", { M, 8, 0x8000 } },
	{ 44, 369, "sendto", "-1, \"word\", 4, MSG_DONTWAIT, 0x8, 16", { M, W, 4, 0x40, 8, 16 } },
	{ 450, 450, "set_mempolicy_home_node", "0x1000, 4096, 1, 0x1", { 0x1000, 4096, 1, 1 } },
	{ 205, 243, "set_thread_area", "0x8", { 8 } },
	{ -1, 71, "setregid16", "-1, -1", { 0xffff, 0xffff } },
	{ -1, 170, "setresgid16", "-1, -1, -1", { 0xffff, 0xffff, 0xffff } },
	{ -1, 164, "setresuid16", "-1, -1, -1", { 0xffff, 0xffff, 0xffff } },
	{ -1, 70, "setreuid16", "-1, -1", { 0xffff, 0xffff } },
	{ 54, 366, "setsockopt", "-1, SOL_SOCKET, SO_MARK, 0x8, 9", { M, 1, 36, 8, 9 } },
	{ -1, 79, "settimeofday32", "0x8, 0x9", { 8, 9 } },
	{ 463, 463, "setxattrat", "AT_FDCWD, \"/nothing\", AT_EMPTY_PATH, \"word\", 0x8, 16", { CWD, N, 0x1000, W, 8, 16 } },
	{ -1, 68, "sgetmask", "", { 0 } },
	{ 30, -1, "shmat", "-1, 0x1000, SHM_RDONLY|SHM_RND", { M, 0x1000, 0x3000 } },
	{ 31, -1, "shmctl", "-1, SHM_LOCK, 0x8", { M, 11, 8 } },
	{ 67, 398, "shmdt", "0x1001", { 0x1001 } },
	{ 29, 395, "shmget", "0x1234, 4096, SHM_NORESERVE", { 0x1234, 4096, 0x1000 } },
	{ 48, 373, "shutdown", "-1, SHUT_WR", { M, 1 } },
	{ -1, 67, "sigaction32", "SIGUSR1, 0x8, 0x9", { 10, 8, 9 } },
	{ -1, 48, "signal", "SIGUSR2, SIG_DFL", { 12, 0 } },
	{ -1, 73, "sigpending", "0x8", { 8 } },
	{ -1, 126, "sigprocmask", "SIG_UNBLOCK, 0x8, 0x9", { 1, 8, 9 } },
	{ 53, 360, "socketpair", "PF_LOCAL, SOCK_STREAM|SOCK_CLOEXEC, 7, 0x8", { 1, 0x80001, 7, 8 } },
	{ -1, 69, "ssetmask", "[]", { 0 } },
	{ 4, 18, "stat", "\"/nothing\", 0x8", { N, 8 } },
	{ -1, 106, "stat", "\"/nothing\", 0x8", { N, 8 } },
	{ -1, 268, "statfs64", "\"/nothing\", 84, 0x8", { N, 84, 8 } },
	{ 457, 457, "statmount", "0x8, 0x9, 100, 0x1", { 8, 9, 100, 1 } },
	{ -1, 25, "stime", "0x8", { 8 } },
	{ 168, 115, "swapoff", "\"/nothing\"", { N } },
	{ 167, 87, "swapon", "\"/nothing\", SWAP_FLAG_PREFER|SWAP_FLAG_DISCARD", { N, 0x18000 } },
	{ 234, 270, "tgkill", "-1, -1, SIGUSR1", { M, M, 10 } },
	{ 200, 238, "tkill", "-1, SIGUSR1", { M, 10 } },
	{ 76, 92, "truncate", "\"/nothing\", 5", { N, 5 } },
	{ 63, 122, "uname", "0x8", { 8 } },
	{ -1, 59, "uname", "0x8", { 8 } },
	{ -1, 109, "uname", "0x8", { 8 } },
	{ 134, 86, "uselib", "\"/nothing\"", { N } },
	{ -1, 62, "ustat32", "259, 0x8", { 259, 8 } },
	{ 153, 111, "vhangup", "", { 0 } },
	{ -1, 166, "vm86", "0x1, 0x8", { 1, 8 } },
	{ -1, 113, "vm86old", "0x8", { 8 } },
	{ 278, 316, "vmsplice", "-1, 0x8, 1, SPLICE_F_NONBLOCK|SPLICE_F_GIFT", { M, 8, 1, 10 } },
	{ 61, 114, "wait4", "-1, 0x8, WNOHANG, 0x9", { M, 8, 1, 9 } },
	{ -1, 7, "waitpid", "-1, 0x8, WNOHANG|WUNTRACED", { M, 8, 3 } },
	{ 1, 4, "write", "-1, \"word\", 4", { M, W, 4 } },
	{ 20, 146, "writev", "-1, 0x8, 1", { M, 8, 1 } },
};

static void nothing_to_prepare(void)
{
}

int main(void)
{
	map_expect();
	if (setgid(1000) || setuid(1000)) {
		perror("wrong_calls");
		return 1;
	}
	strcpy((char *)N, "/nothing");
	strcpy((char *)W, "word");
	((uint64_t *)C)[0] = 0x300;
	((uint64_t *)C)[4] = 17;
	memcpy((void *)T, (unsigned int []){ 5, 67 }, 8);
	for (unsigned int i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (rows[i].wide >= 0)
			watched(rows[i].name, rows[i].text, rows[i].wide, call64, rows[i].arg, nothing_to_prepare);
		if (rows[i].narrow >= 0)
			watched(rows[i].name, rows[i].text, rows[i].narrow, call32, rows[i].arg, nothing_to_prepare);
	}
	return 0;
}
