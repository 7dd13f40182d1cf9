// SPDX-License-Identifier: GPL-2.0-or-later
// cflags: -Wl,-Ttext-segment=0x10000000
/*
 * The system calls of ten_patterns with two of its patterns, as 64-bit and by int $0x80 as 32-bit programs make them, each with its
 * arguments as text beside it; their results are those of a first call that is not watched. As uid 1000, in an empty folder as root.
 * The texts of calls that 64-bit programs have are those of live/ok/syscall_argstr.want and _dcookie.want (cli/syscall_texts compares;
 * cli/argstr_differences tells which of them are another system's), of the others by hand: 0x6374652f is "/etc", the upper word first.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/personality.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "watched_calls.h"

#define TEXT	0x4ab000L		/* "/etc/passwd" */
#define OTHER	0x4ac000L		/* "second" */

static const long patterns[2][6] = {
	{ 1, 2, 3, 4, 5, 6 },
	{ TEXT, OTHER, 4, TEXT, OTHER, 7 },
};

/* Numbers of both widths, -1: none, or in an earlier row. NULL: what the call gives is another thing each time. */
static const struct row {
	int wide, narrow;
	const char *name, *text[2];
} rows[] = {
	{ 288, 364, "accept4", { "1, 0x2, 0x3, 0x4", "4894720, 0x4ac000, 0x4, SOCK_CLOEXEC|0x42b000" } },
	{ 163, 51, "acct", { "0x1", "\"/etc/passwd\"" } },
	{ 248, 286, "add_key", { "0x1, 0x2, 0x3, 4, 5", "\"/etc/passwd\", \"second\", 0x4, 4894720, 4898816" } },
	{ 159, -1, "adjtimex", { "0x1", "{ADJ_OFFSET|ADJ_FREQUENCY|ADJ_MAXERROR|ADJ_ESTERROR|ADJ_TIMECONST|ADJ_SETOFFSET|ADJ_NANO|ADJ_TICK|0x63740400, constant=0, esterror=0, freq=0, maxerror=0, offset=6584179, precision=0, status=0, tick=0, tolerance=0}" } },
	{ 321, 357, "bpf", { "BPF_MAP_LOOKUP_ELEM, 0x2, 3", "0x4ab000, 0x4ac000, 4" } },
	{ 125, 184, "capget", { "0x1, 0x2", "0x4ab000, 0x4ac000" } },
	{ 126, 185, "capset", { "0x1, 0x2", "0x4ab000, 0x4ac000" } },
	{ 80, 12, "chdir", { "0x1", "\"/etc/passwd\"" } },
	{ 90, 15, "chmod", { "0x1, 02", "\"/etc/passwd\", 022540000" } },
	{ 92, 212, "chown", { "0x1, 2, 3", "\"/etc/passwd\", 4898816, 4" } },
	{ 161, 61, "chroot", { "0x1", "\"/etc/passwd\"" } },
	{ 305, -1, "clock_adjtime", { "CLOCK_MONOTONIC, 0x2", "0x4ab000, {ADJ_OFFSET|ADJ_FREQUENCY|ADJ_STATUS|ADJ_TIMECONST|ADJ_SETOFFSET|ADJ_NANO|ADJ_TICK|0x6f630440, constant=0, esterror=0, freq=0, maxerror=0, offset=0, precision=0, status=0, tick=0, tolerance=0}" } },
	{ -1, 343, "clock_adjtime", { "CLOCK_MONOTONIC, 0x2", "0x4ab000, {ADJ_OFFSET|ADJ_FREQUENCY|ADJ_STATUS|ADJ_TIMECONST|ADJ_SETOFFSET|ADJ_NANO|ADJ_TICK|0x6f630440, constant=0, esterror=0, freq=0, maxerror=0, offset=25710, precision=0, status=0, tick=0, tolerance=0}" } },
	{ -1, 405, "clock_adjtime", { "CLOCK_MONOTONIC, 0x2", "0x4ab000, {ADJ_OFFSET|ADJ_FREQUENCY|ADJ_STATUS|ADJ_TIMECONST|ADJ_SETOFFSET|ADJ_NANO|ADJ_TICK|0x6f630440, constant=0, esterror=0, freq=0, maxerror=0, offset=0, precision=0, status=0, tick=0, tolerance=0}" } },
	{ 229, 266, "clock_getres", { "CLOCK_MONOTONIC, 0x2", "0x4ab000, 0x4ac000" } },
	{ -1, 406, "clock_getres", { "CLOCK_MONOTONIC, 0x2", "0x4ab000, 0x4ac000" } },
	{ 228, 265, "clock_gettime", { "CLOCK_MONOTONIC, 0x2", "0x4ab000, 0x4ac000" } },
	{ -1, 403, "clock_gettime", { "CLOCK_MONOTONIC, 0x2", "0x4ab000, 0x4ac000" } },
	{ 227, -1, "clock_settime", { "CLOCK_MONOTONIC, 0x2", "0x4ab000, [110425477965171.000000000]" } },
	{ -1, 264, "clock_settime", { "CLOCK_MONOTONIC, 0x2", "0x4ab000, [1868785011.000025710]" } },
	{ -1, 404, "clock_settime", { "CLOCK_MONOTONIC, 0x2", "0x4ab000, [110425477965171.000000000]" } },
	{ 326, 377, "copy_file_range", { "1, 0x2, 3, 0x4, 5, 0x6", "4894720, 0x4ac000, 4, 0x4ab000, 4898816, 0x7" } },
	{ 85, 8, "creat", { "0x1, 02", "\"/etc/passwd\", 022540000" } },
	{ 176, 129, "delete_module", { "0x1, 0x2", "\"/etc/passwd\", 0x4ac000" } },
	{ 292, 330, "dup3", { "1, 2, 0x3", "4894720, 4898816, 0x4" } },
	{ 213, 254, "epoll_create", { "1", "4894720" } },
	{ 291, 329, "epoll_create1", { "0x1", "EPOLL_CLOEXEC|0x42b000" } },
	{ 233, 255, "epoll_ctl", { "1, EPOLL_CTL_DEL, 3, 0x4", "4894720, 0x4ac000, 4, 0x4ab000" } },
	{ 281, 319, "epoll_pwait", { "1, 0x2, 3, 4, 0x5, 6", "4894720, 0x4ac000, 4, 4894720, 0x4ac000, 7" } },
	{ 232, 256, "epoll_wait", { "1, 0x2, 3, 4", "4894720, 0x4ac000, 4, 4894720" } },
	{ 284, 323, "eventfd", { "1", "4894720" } },
	{ 290, 328, "eventfd2", { "1, 0x2", "4894720, EFD_CLOEXEC|0x42c000" } },
	{ 269, 307, "faccessat", { "1, 0x2, W_OK|X_OK", "4894720, \"second\", R_OK" } },
	{ 439, 439, "faccessat2", { "1, 0x2, W_OK|X_OK, 0x4", "4894720, \"second\", R_OK, AT_EMPTY_PATH|0x4aa000" } },
	{ 221, -1, "fadvise64", { "1, 2, 3, POSIX_FADV_DONTNEED", "4894720, 4898816, 4, 0x4ab000" } },
	{ 285, -1, "fallocate", { "1, FALLOC_FL_PUNCH_HOLE, 0x3, 4", "4894720, 0x4ac000, 0x4, 4894720" } },
	{ 300, 338, "fanotify_init", { "FAN_CLASS_NOTIF|FAN_CLOEXEC, O_RDWR", "FAN_CLASS_NOTIF|FAN_REPORT_TARGET_FID|FAN_REPORT_FD_ERROR|0x4a8000, O_RDONLY|O_DIRECT|O_LARGEFILE|O_NOFOLLOW|O_CLOEXEC|0x400000" } },
	{ 301, -1, "fanotify_mark", { "1, FAN_MARK_REMOVE, FAN_ACCESS|FAN_MODIFY, 4, 0x5", "4894720, 0x4ac000, FAN_ATTRIB, 4894720, \"second\"" } },
	{ -1, 339, "fanotify_mark", { "1, FAN_MARK_REMOVE, FAN_ACCESS|FAN_MODIFY|0x400000000, 5, 0x6", "4894720, 0x4ac000, FAN_ATTRIB|0x4ab00000000000, 4898816, 0x7" } },
	{ 81, 133, "fchdir", { "1", "4894720" } },
	{ 91, 94, "fchmod", { "1, 02", "4894720, 022540000" } },
	{ 268, 306, "fchmodat", { "1, 0x2, 03", "4894720, \"second\", 04" } },
	{ 93, 207, "fchown", { "1, 2, 3", "4894720, 4898816, 4" } },
	{ 260, 298, "fchownat", { "1, 0x2, 3, 4, 0x5", "4894720, \"second\", 4, 4894720, 0x4ac000" } },
	{ 193, 231, "fgetxattr", { "1, 0x2, 0x3, 4", "4894720, \"second\", 0x4, 4894720" } },
	{ 313, 350, "finit_module", { "1, 0x2, MODULE_INIT_IGNORE_MODVERSIONS|MODULE_INIT_IGNORE_VERMAGIC", "4894720, \"second\", MODULE_INIT_COMPRESSED_FILE" } },
	{ 196, 234, "flistxattr", { "1, 0x2, 3", "4894720, 0x4ac000, 4" } },
	{ 199, 237, "fremovexattr", { "1, 0x2", "4894720, \"second\"" } },
	{ 190, 228, "fsetxattr", { "1, 0x2, 0x3, 4, XATTR_CREATE|0x4", "4894720, \"second\", 0x4, 4894720, 0x4ac000" } },
	{ 262, 300, "fstatat", { "1, 0x2, 0x3, 0x4", "4894720, \"second\", 0x4, AT_EMPTY_PATH|0x4aa000" } },
	{ 138, 100, "fstatfs", { "1, 0x2", "4894720, 0x4ac000" } },
	{ 77, 93, "ftruncate", { "1, 2", "4894720, 4898816" } },
	{ 202, 422, "futex", { "0x1, FUTEX_FD, 3", "0x4ab000, 0x4ac000, 4" } },
	{ 261, -1, "futimesat", { "1, 0x2, 0x3", "4894720, \"second\", 0x4" } },
	{ 239, 275, "get_mempolicy", { "0x1, 0x2, 3, 0x4, MPOL_F_NODE|MPOL_F_MEMS_ALLOWED", "0x4ab000, 0x4ac000, 4, 0x4ab000, 0x4ac000" } },
	{ 274, 312, "get_robust_list", { "1, 0x2, 0x3", "4894720, 0x4ac000, 0x4" } },
	{ 309, 318, "getcpu", { "0x1, 0x2, 0x3", "0x4ab000, 0x4ac000, 0x4" } },
	{ 79, 183, "getcwd", { "0x1, 2", "0x4ab000, 4898816" } },
	{ 78, 141, "getdents", { "1, 0x2, 3", "4894720, 0x4ac000, 4" } },
	{ -1, 220, "getdents", { "1, 0x2, 3", "4894720, 0x4ac000, 4" } },
	{ 108, 50, "getegid", { "", "" } },
	{ -1, 202, "getegid", { "", "" } },
	{ 107, 49, "geteuid", { "", "" } },
	{ -1, 201, "geteuid", { "", "" } },
	{ 104, 47, "getgid", { "", "" } },
	{ -1, 200, "getgid", { "", "" } },
	{ 115, 80, "getgroups", { "1, 0x2", "4894720, 0x4ac000" } },
	{ -1, 205, "getgroups", { "1, 0x2", "4894720, 0x4ac000" } },
	{ 121, 132, "getpgid", { "1", "4894720" } },
	{ 111, 65, "getpgrp", { "", "" } },
	{ 110, 64, "getppid", { "", "" } },
	{ 140, 96, "getpriority", { "PRIO_PGRP, 2", "0x4ab000, 4898816" } },
	{ 318, 355, "getrandom", { "0x1, 2, GRND_NONBLOCK|GRND_RANDOM", "\"/etc/passwd\", 4898816, GRND_INSECURE" } },
	{ 120, 171, "getresgid", { "0x1, 0x2, 0x3", "0x4ab000, 0x4ac000, 0x4" } },
	{ -1, 211, "getresgid", { "0x1, 0x2, 0x3", "0x4ab000, 0x4ac000, 0x4" } },
	{ 118, 165, "getresuid", { "0x1, 0x2, 0x3", "0x4ab000, 0x4ac000, 0x4" } },
	{ -1, 209, "getresuid", { "0x1, 0x2, 0x3", "0x4ab000, 0x4ac000, 0x4" } },
	{ 97, 76, "getrlimit", { "RLIMIT_FSIZE, 0x2", "0x4ab000, 0x4ac000" } },
	{ -1, 191, "getrlimit", { "RLIMIT_FSIZE, 0x2", "0x4ab000, 0x4ac000" } },
	{ 98, 77, "getrusage", { "RUSAGE_THREAD, 0x2", "0x4ab000, 0x4ac000" } },
	{ 124, 147, "getsid", { "1", "4894720" } },
	{ 186, 224, "gettid", { "", "" } },
	{ 96, 78, "gettimeofday", { "0x1, 0x2", "0x4ab000, 0x4ac000" } },
	{ 102, 199, "getuid", { "", "" } },
	{ 191, 229, "getxattr", { "0x1, 0x2, 0x3, 4", "\"/etc/passwd\", \"second\", 0x4, 4894720" } },
	{ 175, 128, "init_module", { "0x1, 2, 0x3", "0x4ab000, 4898816, 0x4" } },
	{ 254, 292, "inotify_add_watch", { "1, 0x2, IN_ACCESS|IN_MODIFY", "4894720, \"second\", IN_ATTRIB" } },
	{ 253, 291, "inotify_init", { "", "" } },
	{ 294, 332, "inotify_init1", { "0x1", "IN_CLOEXEC|0x42b000" } },
	{ 255, 293, "inotify_rm_watch", { "1, 2", "4894720, 4898816" } },
	{ 210, 249, "io_cancel", { "1, 0x2, 0x3", "4894720, 0x4ac000, 0x4" } },
	{ 207, 246, "io_destroy", { "1", "4894720" } },
	{ 208, -1, "io_getevents", { "1, 2, 3, 0x4, 0x5", "4894720, 4898816, 4, 0x4ab000, [110425477965171.000000000]" } },
	{ -1, 247, "io_getevents", { "1, 2, 3, 0x4, 0x5", "4894720, 4898816, 4, 0x4ab000, [1868785011.000025710]" } },
	{ 206, 245, "io_setup", { "1, 0x2", "4894720, 0x4ac000" } },
	{ 209, 248, "io_submit", { "1, 2, 0x3", "4894720, 4898816, 0x4" } },
	{ 173, 101, "ioperm", { "0x1, 0x2, 0x3", "0x4ab000, 0x4ac000, 0x4" } },
	{ 172, 110, "iopl", { "1", "4894720" } },
	{ 252, 290, "ioprio_get", { "IOPRIO_WHO_PROCESS, 2", "0x4ab000, 4898816" } },
	{ 251, 289, "ioprio_set", { "IOPRIO_WHO_PROCESS, 2, IOPRIO_CLASS_NONE|3", "0x4ab000, 4898816, IOPRIO_CLASS_NONE|4" } },
	{ 312, 349, "kcmp", { "1, 2, KCMP_FS, 4, 5", "4894720, 4898816, KCMP_SIGHAND, 4894720, 4898816" } },
	{ 250, 288, "keyctl", { "KEYCTL_JOIN_SESSION_KEYRING, 0x2", "0x4ab000, 4898816, 4, 4894720, 4898816" } },
	{ 94, 198, "lchown", { "0x1, 2, 3", "\"/etc/passwd\", 4898816, 4" } },
	{ 192, 230, "lgetxattr", { "0x1, 0x2, 0x3, 4", "\"/etc/passwd\", \"second\", 0x4, 4894720" } },
	{ 86, 9, "link", { "0x1, 0x2", "\"/etc/passwd\", \"second\"" } },
	{ 265, 303, "linkat", { "1, 0x2, 3, 0x4, 0x5", "4894720, \"second\", 4, \"/etc/passwd\", 0x4ac000" } },
	{ 194, 232, "listxattr", { "0x1, 0x2, 3", "\"/etc/passwd\", 0x4ac000, 4" } },
	{ 195, 233, "llistxattr", { "0x1, 0x2, 3", "\"/etc/passwd\", 0x4ac000, 4" } },
	{ 212, -1, "lookup_dcookie", { "0x1, 0x2, 0x3", "0x4ab000, 0x4ac000, 0x4" } },
	{ 198, 236, "lremovexattr", { "0x1, 0x2", "\"/etc/passwd\", \"second\"" } },
	{ 189, 227, "lsetxattr", { "0x1, 0x2, 0x3, 4, XATTR_CREATE|0x4", "\"/etc/passwd\", \"second\", 0x4, 4894720, 0x4ac000" } },
	{ 237, 274, "mbind", { "0x1, 2, MPOL_INTERLEAVE, 0x4, 5, MPOL_MF_MOVE|MPOL_MF_MOVE_ALL", "0x4ab000, 4898816, MPOL_LOCAL, 0x4ab000, 4898816, MPOL_MF_STRICT|MPOL_MF_MOVE|MPOL_MF_MOVE_ALL" } },
	{ 324, 375, "membarrier", { "MEMBARRIER_CMD_SHARED, 2", "0x4ab000, 4898816" } },
	{ 319, 356, "memfd_create", { "0x1, MFD_ALLOW_SEALING", "\"/etc/passwd\", 0x4ac000" } },
	{ 447, 447, "memfd_secret", { "0x1", "O_CLOEXEC|0x42b000" } },
	{ 256, 294, "migrate_pages", { "1, 2, 0x3, 0x4", "4894720, 4898816, 0x4, 0x4ab000" } },
	{ 83, 39, "mkdir", { "0x1, 02", "\"/etc/passwd\", 022540000" } },
	{ 258, 296, "mkdirat", { "1, 0x2, 03", "4894720, \"second\", 04" } },
	{ 133, 14, "mknod", { "0x1, 02, 3", "\"/etc/passwd\", S_IFSOCK|022400000, 4" } },
	{ 259, 297, "mknodat", { "1, 0x2, 03, 4", "4894720, \"second\", 04, 4894720" } },
	{ 149, 150, "mlock", { "0x1, 2", "0x4ab000, 4898816" } },
	{ 325, 376, "mlock2", { "0x1, 2, MLOCK_ONFAULT|0x2", "0x4ab000, 4898816, 0x4" } },
	{ 151, 152, "mlockall", { "MCL_CURRENT", "0x4ab000" } },
	{ 154, 123, "modify_ldt", { "1, 0x2, 3", "4894720, 0x4ac000, 4" } },
	{ 165, 21, "mount", { "0x1, 0x2, 0x3, MS_NODEV, 0x5", "\"/etc/passwd\", \"second\", 0x4, MS_BIND|MS_MOVE|MS_SILENT|MS_UNBINDABLE|MS_SLAVE|MS_KERNMOUNT, \"second\"" } },
	{ 279, 317, "move_pages", { "1, 2, 0x3, 0x4, 0x5, MPOL_MF_MOVE|MPOL_MF_MOVE_ALL", "4894720, 4898816, 0x4, 0x4ab000, 0x4ac000, MPOL_MF_STRICT|MPOL_MF_MOVE|MPOL_MF_MOVE_ALL" } },
	{ 245, 282, "mq_getsetattr", { "1, 0x2, 0x3", "4894720, 0x4ac000, 0x4" } },
	{ 244, 281, "mq_notify", { "1, 0x2", "4894720, 0x4ac000" } },
	{ 240, 277, "mq_open", { "0x1, O_RDWR", "\"/etc/passwd\", O_RDONLY|O_DIRECT|O_LARGEFILE|O_NOFOLLOW|O_CLOEXEC|0x400000" } },
	{ 243, 280, "mq_timedreceive", { "1, 0x2, 3, 0x4, 0x5", "4894720, 0x4ac000, 4, 0x4ab000, 0x4ac000" } },
	{ -1, 419, "mq_timedreceive", { "1, 0x2, 3, 0x4, 0x5", "4894720, 0x4ac000, 4, 0x4ab000, 0x4ac000" } },
	{ 242, 279, "mq_timedsend", { "1, 0x2, 3, 4, 0x5", "4894720, 0x4ac000, 4, 4894720, 0x4ac000" } },
	{ -1, 418, "mq_timedsend", { "1, 0x2, 3, 4, 0x5", "4894720, 0x4ac000, 4, 4894720, 0x4ac000" } },
	{ 241, 278, "mq_unlink", { "0x1", "\"/etc/passwd\"" } },
	{ 150, 151, "munlock", { "0x1, 2", "0x4ab000, 4898816" } },
	{ 152, 153, "munlockall", { "", "" } },
	{ 303, 341, "name_to_handle_at", { "1, 0x2, 0x3, 0x4, AT_HANDLE_MNT_ID_UNIQUE|0x4", "4894720, \"second\", 0x4, 0x4ab000, 0x4ac000" } },
	{ 304, 342, "open_by_handle_at", { "1, 0x2, O_ACCMODE", "4894720, 0x4ac000, O_RDONLY|0x4" } },
	{ 298, 336, "perf_event_open", { "0x1, 2, 3, 4, PERF_FLAG_FD_NO_GROUP|PERF_FLAG_PID_CGROUP", "0x4ab000, 4898816, 4, 4894720, 0x4ac000" } },
	{ 135, 136, "personality", { "0x1", "0x4ab000" } },
	{ 22, 42, "pipe", { "0x1", "[1668572463, 1935765551]" } },
	{ 293, 331, "pipe2", { "0x1, 0x2", "[1668572463, 1935765551], O_CLOEXEC|O_DIRECT|0x428000" } },
	{ 155, 217, "pivot_root", { "0x1, 0x2", "\"/etc/passwd\", \"second\"" } },
	{ 330, 381, "pkey_alloc", { "1, PKEY_DISABLE_WRITE", "4894720, 0x4ac000" } },
	{ 331, 382, "pkey_free", { "1", "4894720" } },
	{ 329, 380, "pkey_mprotect", { "0x1, 2, PROT_READ|PROT_WRITE, 4", "0x4ab000, 4898816, PROT_EXEC, 4894720" } },
	{ 271, -1, "ppoll", { "0x1, 2, 0x3, 0x4, 5", "0x4ab000, 4898816, 0x4, 0x4ab000, 4898816" } },
	{ 157, 172, "prctl", { "PR_SET_PDEATHSIG, 0x2", "0x4ab000, 0x4ac000, 0x4, 0x4ab000, 0x4ac000" } },
	{ 295, -1, "preadv", { "1, 0x2, 3, 0x4", "4894720, 0x4ac000, 4, 0x4ab000" } },
	{ -1, 333, "preadv", { "1, 0x2, 3, 0x500000004", "4894720, 0x4ac000, 4, 0x4ac000004ab000" } },
	{ 327, -1, "preadv2", { "1, 0x2, 3, 0x4, RWF_DSYNC|RWF_SYNC", "4894720, 0x4ac000, 4, 0x4ab000, RWF_HIPRI|RWF_DSYNC|RWF_SYNC" } },
	{ -1, 378, "preadv2", { "1, 0x2, 3, 0x500000004, RWF_DSYNC|RWF_SYNC", "4894720, 0x4ac000, 4, 0x4ac000004ab000, RWF_HIPRI|RWF_DSYNC|RWF_SYNC" } },
	{ 302, 340, "prlimit64", { "1, RLIMIT_DATA, 0x3, 0x4", "4894720, 0x4ac000, 0x4, 0x4ab000" } },
	{ 270, -1, "pselect6", { "1, 0x2, 0x3, 0x4, 0x5, 0x6", "4894720, 0x4ac000, 0x4, 0x4ab000, [110425477965171.000000000], 0x7" } },
	{ 101, 26, "ptrace", { "PTRACE_PEEKTEXT, 2, 0x3, [0x4]", "0x4ab000, 4898816, 0x4, 0x4ab000" } },
	{ 296, -1, "pwritev", { "1, 0x2, 3, 0x4", "4894720, 0x4ac000, 4, 0x4ab000" } },
	{ -1, 334, "pwritev", { "1, 0x2, 3, 0x500000004", "4894720, 0x4ac000, 4, 0x4ac000004ab000" } },
	{ 328, -1, "pwritev2", { "1, 0x2, 3, 0x4, RWF_DSYNC|RWF_SYNC", "4894720, 0x4ac000, 4, 0x4ab000, RWF_HIPRI|RWF_DSYNC|RWF_SYNC" } },
	{ -1, 379, "pwritev2", { "1, 0x2, 3, 0x500000004, RWF_DSYNC|RWF_SYNC", "4894720, 0x4ac000, 4, 0x4ac000004ab000, RWF_HIPRI|RWF_DSYNC|RWF_SYNC" } },
	{ 179, 131, "quotactl", { "0x0|GRPQUOTA, 0x2, 3, 0x4", "0x4ab0|USRQUOTA, \"second\", 4, 0x4ab000" } },
	{ 187, -1, "readahead", { "1, 2, 3", "4894720, 4898816, 4" } },
	{ 89, 85, "readlink", { "0x1, 0x2, 3", "\"/etc/passwd\", 0x4ac000, 4" } },
	{ 267, 305, "readlinkat", { "1, 0x2, 0x3, 4", "4894720, \"second\", 0x4, 4894720" } },
	{ 299, -1, "recvmmsg", { "1, 0x2, 3, MSG_DONTROUTE, 0x5", "4894720, 0x4ac000, 4, MSG_RST|MSG_ERRQUEUE|MSG_MORE|MSG_SENDPAGE_NOTLAST|0x480000, [110425477965171.000000000]" } },
	{ 216, 257, "remap_file_pages", { "0x1, 0x2, PROT_READ|PROT_WRITE, 0x4, 0x5", "0x4ab000, 0x4ac000, PROT_EXEC, 0x4ab000, MAP_NORESERVE|MAP_POPULATE|MAP_STACK|MAP_SYNC|0x400000" } },
	{ 197, 235, "removexattr", { "0x1, 0x2", "\"/etc/passwd\", \"second\"" } },
	{ 82, 38, "rename", { "0x1, 0x2", "\"/etc/passwd\", \"second\"" } },
	{ 264, 302, "renameat", { "1, 0x2, 3, 0x4", "4894720, \"second\", 4, \"/etc/passwd\"" } },
	{ 316, 353, "renameat2", { "1, 0x2, 3, 0x4, RENAME_NOREPLACE|RENAME_WHITEOUT", "4894720, \"second\", 4, \"/etc/passwd\", 0x4ac000" } },
	{ 249, 287, "request_key", { "0x1, 0x2, 0x3, 4", "\"/etc/passwd\", \"second\", 0x4, 4894720" } },
	{ 84, 40, "rmdir", { "0x1", "\"/etc/passwd\"" } },
	{ 127, 176, "rt_sigpending", { "0x1, 2", "0x4ab000, 4898816" } },
	{ 129, 178, "rt_sigqueueinfo", { "1, SIGINT, 0x3", "4894720, 0x4ac000, 0x4" } },
	{ 128, 177, "rt_sigtimedwait", { "0x1, 0x2, 0x3, 4", "[SIGHUP|SIGINT|SIGQUIT|SIGILL|SIGABRT|SIGKILL|SIGSEGV|SIGALRM|SIGTERM|SIGSTOP|SIGTTIN|SIGTTOU|SIGURG|SIGXFSZ|SIGVTALRM|SIGPWR|SIGSYS|SIGRT_1|SIGRT_2|SIGRT_3|SIGRT_4|SIGRT_6|SIGRT_13|SIGRT_14|SIGRT_15|SIGRT_17|SIGRT_22|SIGRT_23|SIGRT_25|SIGRT_26|SIGRT_29|SIGRT_30|SIGRT_31], {si_signo=0x6f636573, si_code=SI_USER, si_pid=0, si_uid=0}, 0x4, 4894720" } },
	{ -1, 421, "rt_sigtimedwait", { "0x1, 0x2, 0x3, 4", "[SIGHUP|SIGINT|SIGQUIT|SIGILL|SIGABRT|SIGKILL|SIGSEGV|SIGALRM|SIGTERM|SIGSTOP|SIGTTIN|SIGTTOU|SIGURG|SIGXFSZ|SIGVTALRM|SIGPWR|SIGSYS|SIGRT_1|SIGRT_2|SIGRT_3|SIGRT_4|SIGRT_6|SIGRT_13|SIGRT_14|SIGRT_15|SIGRT_17|SIGRT_22|SIGRT_23|SIGRT_25|SIGRT_26|SIGRT_29|SIGRT_30|SIGRT_31], {si_signo=0x6f636573, si_code=SI_USER, si_pid=0, si_uid=0}, 0x4, 4894720" } },
	{ 297, 335, "rt_tgsigqueueinfo", { "1, 2, SIGQUIT, 0x4", "4894720, 4898816, SIGILL, {si_signo=0x6374652f, si_code=0x647773}" } },
	{ 146, 159, "sched_get_priority_max", { "SCHED_FIFO", "0x4ab000" } },
	{ 147, 160, "sched_get_priority_min", { "SCHED_FIFO", "0x4ab000" } },
	{ 204, 242, "sched_getaffinity", { "1, 2, 0x3", "4894720, 4898816, 0x4" } },
	{ 315, 352, "sched_getattr", { "1, 0x2, 3, 4", "4894720, {size=1868785011, sched_policy=25710, sched_flags=0, sched_nice=0, sched_priority=0, sched_runtime=0, sched_deadline=0, sched_period=0}, 4, 4894720" } },
	{ 143, 155, "sched_getparam", { "1, 0x2", "4894720, 0x4ac000" } },
	{ 145, 157, "sched_getscheduler", { "1", "4894720" } },
	{ 148, 161, "sched_rr_get_interval", { "1, 0x2", "4894720, 0x4ac000" } },
	{ -1, 423, "sched_rr_get_interval", { "1, 0x2", "4894720, 0x4ac000" } },
	{ 203, 241, "sched_setaffinity", { "1, 2, 0x3", "4894720, 4898816, 0x4" } },
	{ 314, 351, "sched_setattr", { "1, 0x2, 3", "4894720, {size=1868785011, sched_policy=25710, sched_flags=0, sched_nice=0, sched_priority=0, sched_runtime=0, sched_deadline=0, sched_period=0}, 4" } },
	{ 142, 154, "sched_setparam", { "1, 0x2", "4894720, 0x4ac000" } },
	{ 144, 156, "sched_setscheduler", { "1, SCHED_RR, 0x3", "4894720, 0x4ac000, 0x4" } },
	{ 220, 420, "semtimedop", { "1, 0x2, 3, 0x4", "4894720, 0x4ac000, 4, [8314049735936992559.006584179]" } },
	{ 307, 345, "sendmmsg", { "1, 0x2, 3, MSG_DONTROUTE", "4894720, 0x4ac000, 4, MSG_RST|MSG_ERRQUEUE|MSG_MORE|MSG_SENDPAGE_NOTLAST|0x480000" } },
	{ 238, 276, "set_mempolicy", { "MPOL_PREFERRED, 0x2, 3", "MPOL_F_STATIC_NODES|MPOL_F_NUMA_BALANCING|0x4a1000, 0x4ac000, 4" } },
	{ 273, 311, "set_robust_list", { "0x1, 2", "0x4ab000, 4898816" } },
	{ 218, 258, "set_tid_address", { "0x1", "0x4ab000" } },
	{ 171, 121, "setdomainname", { "0x1, 2", "\"/etc/passwd\", 4898816" } },
	{ 123, 139, "setfsgid", { "1", "4894720" } },
	{ -1, 216, "setfsgid", { "1", "4894720" } },
	{ 122, 138, "setfsuid", { "1", "4894720" } },
	{ -1, 215, "setfsuid", { "1", "4894720" } },
	{ 106, 46, "setgid", { "1", "4894720" } },
	{ -1, 214, "setgid", { "1", "4894720" } },
	{ 116, 81, "setgroups", { "1, 0x2", "4894720, 0x4ac000" } },
	{ -1, 206, "setgroups", { "1, 0x2", "4894720, 0x4ac000" } },
	{ 170, 74, "sethostname", { "0x1, 2", "\"/etc/passwd\", 4898816" } },
	{ 308, 346, "setns", { "1, 0x2", "4894720, CLONE_VFORK|CLONE_PARENT|CLONE_NEWNS|CLONE_SETTLS|CLONE_DETACHED" } },
	{ 109, 57, "setpgid", { "1, 2", "4894720, 4898816" } },
	{ 141, 97, "setpriority", { "PRIO_PGRP, 2, 3", "0x4ab000, 4898816, 4" } },
	{ 114, 204, "setregid", { "1, 2", "4894720, 4898816" } },
	{ 119, 210, "setresgid", { "1, 2, 3", "4894720, 4898816, 4" } },
	{ 117, 208, "setresuid", { "1, 2, 3", "4894720, 4898816, 4" } },
	{ 113, 203, "setreuid", { "1, 2", "4894720, 4898816" } },
	{ 112, 66, "setsid", { "", "" } },
	{ 164, -1, "settimeofday", { "0x1, 0x2", "[8314049735936992559.6584179], [1868785011, 25710]" } },
	{ 105, 23, "setuid", { "1", "4894720" } },
	{ -1, 213, "setuid", { "1", "4894720" } },
	{ 188, 226, "setxattr", { "0x1, 0x2, 0x3, 4, XATTR_CREATE|0x4", "\"/etc/passwd\", \"second\", 0x4, 4894720, 0x4ac000" } },
	{ 131, -1, "sigaltstack", { "0x1, 0x2", "{ss_sp=0x7361702f6374652f, ss_flags=SS_ONSTACK|SS_DISABLE|0x647770, ss_size=0}, 0x4ac000" } },
	{ -1, 186, "sigaltstack", { "0x1, 0x2", "{ss_sp=0x6374652f, ss_flags=SS_ONSTACK|SS_DISABLE|0x7361702c, ss_size=6584179}, 0x4ac000" } },
	{ 282, -1, "signalfd", { "1, 0x2, 3", "4894720, 0x4ac000, 4" } },
	{ 275, 313, "splice", { "1, 0x2, 3, 0x4, 5, SPLICE_F_NONBLOCK|SPLICE_F_MORE", "4894720, 0x4ac000, 4, 0x4ab000, 4898816, SPLICE_F_MOVE|SPLICE_F_NONBLOCK|SPLICE_F_MORE" } },
	{ 137, 99, "statfs", { "0x1, 0x2", "\"/etc/passwd\", 0x4ac000" } },
	{ 332, 383, "statx", { "1, 0x2, 0x3, STATX_NLINK, 0x5", "4894720, \"second\", 0x4, STATX_MNT_ID|STATX_DIOALIGN|STATX_SUBVOL|STATX_DIO_READ_ALIGN|0x480000, 0x4ac000" } },
	{ 88, 83, "symlink", { "0x1, 0x2", "\"/etc/passwd\", \"second\"" } },
	{ 266, 304, "symlinkat", { "0x1, 2, 0x3", "\"/etc/passwd\", 4898816, 0x4" } },
	{ 162, 36, "sync", { "", "" } },
	{ 277, -1, "sync_file_range", { "1, 2, 3, SYNC_FILE_RANGE_WAIT_AFTER", "4894720, 4898816, 4, 0x4ab000" } },
	{ 306, 344, "syncfs", { "1", "4894720" } },
	{ 156, 149, "sysctl", { "0x1", "0x4ab000" } },
	{ 139, 135, "sysfs", { "1, 0x2", "4894720, 0x4ac000, 0x4" } },
	{ 99, -1, "sysinfo", { "0x1", "{uptime=8314049735936992559, loads=[6584179, 0, 0], totalram=0, freeram=0, sharedram=0, bufferram=0, totalswap=0, freeswap=0, procs=0}" } },
	{ -1, 116, "sysinfo", { "0x1", "{uptime=1668572463, loads=[1935765551, 6584179, 0], totalram=0, freeram=0, sharedram=0, bufferram=0, totalswap=0, freeswap=0, procs=0}" } },
	{ 103, 103, "syslog", { "1, 0x2, 3", "4894720, 0x4ac000, 4" } },
	{ 276, 315, "tee", { "1, 2, 3, 0x4", "4894720, 4898816, 4, 0x4ab000" } },
	{ 201, 13, "time", { "0x1", NULL } },
	{ 222, 259, "timer_create", { "CLOCK_MONOTONIC, 0x2, 0x3", "0x4ab000, 0x4ac000, 0x4" } },
	{ 226, 263, "timer_delete", { "1", "4894720" } },
	{ 225, 262, "timer_getoverrun", { "1", "4894720" } },
	{ 224, 261, "timer_gettime", { "1, 0x2", "4894720, 0x4ac000" } },
	{ -1, 408, "timer_gettime", { "1, 0x2", "4894720, 0x4ac000" } },
	{ 223, 260, "timer_settime", { "1, 2, 0x3, 0x4", "4894720, 4898816, 0x4, 0x4ab000" } },
	{ -1, 409, "timer_settime", { "1, 2, 0x3, 0x4", "4894720, 4898816, 0x4, 0x4ab000" } },
	{ 283, 322, "timerfd_create", { "CLOCK_MONOTONIC, 0x2", "0x4ab000, TFD_CLOEXEC|0x42c000" } },
	{ 287, 326, "timerfd_gettime", { "1, 0x2", "4894720, 0x4ac000" } },
	{ -1, 410, "timerfd_gettime", { "1, 0x2", "4894720, 0x4ac000" } },
	{ 286, 325, "timerfd_settime", { "1, TFD_TIMER_CANCEL_ON_SET, 0x3, 0x4", "4894720, 0x4ac000, 0x4, 0x4ab000" } },
	{ -1, 411, "timerfd_settime", { "1, TFD_TIMER_CANCEL_ON_SET, 0x3, 0x4", "4894720, 0x4ac000, 0x4, 0x4ab000" } },
	{ 100, 43, "times", { "0x1", NULL } },
	{ 95, 60, "umask", { "01", "022530000" } },
	{ 166, 22, "umount", { "0x1, MNT_DETACH", "\"/etc/passwd\", 0x4ac000" } },
	{ -1, 52, "umount", { "0x1, MNT_DETACH", "\"/etc/passwd\", 0x4ac000" } },
	{ 87, 10, "unlink", { "0x1", "\"/etc/passwd\"" } },
	{ 263, 301, "unlinkat", { "1, 0x2, 0x3", "4894720, \"second\", 0x4" } },
	{ 272, 310, "unshare", { "0x1", "CLONE_PTRACE|CLONE_PARENT|CLONE_NEWNS|CLONE_SETTLS|CLONE_DETACHED|0x1000" } },
	{ 323, 374, "userfaultfd", { "UFFD_USER_MODE_ONLY", "O_CLOEXEC|0x42b000" } },
	{ 136, -1, "ustat", { "1, 0x2", "4894720, 0x4ac000" } },
	{ 132, -1, "utime", { "0x1, 0x2", "\"/etc/passwd\", [110425477965171, Thu Jan  1 00:00:00 1970]" } },
	{ 280, 412, "utimensat", { "1, 0x2, 0x3, 0x4", "4894720, \"second\", 0x4, AT_EMPTY_PATH|0x4aa000" } },
	{ 235, -1, "utimes", { "0x1, 0x2", "\"/etc/passwd\", [110425477965171.000000][0.000000]" } },
	{ 247, 284, "waitid", { "P_PID, 2, 0x3, WEXITED, 0x5", "0x4ab000, 4898816, 0x4, 0x4ab000, 0x4ac000" } },
};

static void put_at(long address, const char *text)
{
	memset((void *)address, 0, 4096);
	strcpy((char *)address, text);
}

static void map_at(long address)
{
	if (mmap((void *)address, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != (void *)address) {
		perror("mmap");
		exit(1);
	}
}

/* Undoes what a call may have done. Messages go to 2; what is above is for the calls. */
static void prepare(void)
{
	put_at(TEXT, "/etc/passwd");
	put_at(OTHER, "second");
	syscall(SYS_close_range, 7, ~0U, 0);
	umask(022);
	personality(PER_LINUX);
}

int main(void)
{
	char folder[] = "/tmp/widths.XXXXXX";
	int null = open("/dev/null", O_RDWR);

	map_expect();
	map_at(TEXT);
	map_at(OTHER);
	setsid();
	if (!mkdtemp(folder) || chroot(folder) || chdir("/") || setgid(1000) || setuid(1000)) {
		perror("both_widths");
		return 1;
	}
	for (int fd = 0; fd < 7; fd++)
		if (fd != 2)
			dup2(null, fd);
	for (unsigned int i = 0; i < 2 * sizeof(rows) / sizeof(*rows); i++) {
		const struct row *row = &rows[i / 2];
		const char *text = row->text[i % 2];

		if (text && row->wide >= 0)
			watched(row->name, text, row->wide, call64, patterns[i % 2], prepare);
		if (text && row->narrow >= 0)
			watched(row->name, text, row->narrow, call32, patterns[i % 2], prepare);
	}
	return 0;
}
