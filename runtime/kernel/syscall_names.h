/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Made from tapsets/linux/syscalls.def by tools/syscall_names.awk, for syscall_names.c. */

static const char x64_names[] __attribute__((aligned(8))) =
	"\0\0\0\0\0\0\0\0" "read\0\0\0\0" "write\0\0\0" "open\0\0\0\0" "close\0\0\0" "stat\0\0\0\0" "fstat\0\0\0"
	"lstat\0\0\0" "poll\0\0\0\0" "lseek\0\0\0" "mmap\0\0\0\0" "mprotect\0\0\0\0\0\0\0\0" "munmap\0\0"
	"brk\0\0\0\0\0" "rt_sigaction\0\0\0\0" "rt_sigprocmask\0\0" "rt_sigreturn\0\0\0\0" "ioctl\0\0\0" "pread64\0"
	"pwrite64\0\0\0\0\0\0\0\0" "readv\0\0\0" "writev\0\0" "access\0\0" "pipe\0\0\0\0" "select\0\0"
	"sched_yield\0\0\0\0\0" "mremap\0\0" "msync\0\0\0" "mincore\0" "madvise\0" "shmget\0\0" "shmat\0\0\0"
	"shmctl\0\0" "dup\0\0\0\0\0" "dup2\0\0\0\0" "pause\0\0\0" "nanosleep\0\0\0\0\0\0\0" "getitimer\0\0\0\0\0\0\0"
	"alarm\0\0\0" "setitimer\0\0\0\0\0\0\0" "getpid\0\0" "sendfile\0\0\0\0\0\0\0\0" "socket\0\0" "connect\0"
	"accept\0\0" "sendto\0\0" "recvfrom\0\0\0\0\0\0\0\0" "sendmsg\0" "recvmsg\0" "shutdown\0\0\0\0\0\0\0\0"
	"bind\0\0\0\0" "listen\0\0" "getsockname\0\0\0\0\0" "getpeername\0\0\0\0\0" "socketpair\0\0\0\0\0\0"
	"setsockopt\0\0\0\0\0\0" "getsockopt\0\0\0\0\0\0" "clone\0\0\0" "fork\0\0\0\0" "vfork\0\0\0" "execve\0\0"
	"exit\0\0\0\0" "wait4\0\0\0" "kill\0\0\0\0" "uname\0\0\0" "semget\0\0" "semop\0\0\0" "semctl\0\0" "shmdt\0\0\0"
	"msgget\0\0" "msgsnd\0\0" "msgrcv\0\0" "msgctl\0\0" "fcntl\0\0\0" "flock\0\0\0" "fsync\0\0\0"
	"fdatasync\0\0\0\0\0\0\0" "truncate\0\0\0\0\0\0\0\0" "ftruncate\0\0\0\0\0\0\0" "getdents\0\0\0\0\0\0\0\0"
	"getcwd\0\0" "chdir\0\0\0" "fchdir\0\0" "rename\0\0" "mkdir\0\0\0" "rmdir\0\0\0" "creat\0\0\0" "link\0\0\0\0"
	"unlink\0\0" "symlink\0" "readlink\0\0\0\0\0\0\0\0" "chmod\0\0\0" "fchmod\0\0" "chown\0\0\0" "fchown\0\0"
	"lchown\0\0" "umask\0\0\0" "gettimeofday\0\0\0\0" "getrlimit\0\0\0\0\0\0\0" "getrusage\0\0\0\0\0\0\0"
	"sysinfo\0" "times\0\0\0" "ptrace\0\0" "getuid\0\0" "syslog\0\0" "getgid\0\0" "setuid\0\0" "setgid\0\0"
	"geteuid\0" "getegid\0" "setpgid\0" "getppid\0" "getpgrp\0" "setsid\0\0" "setreuid\0\0\0\0\0\0\0\0"
	"setregid\0\0\0\0\0\0\0\0" "getgroups\0\0\0\0\0\0\0" "setgroups\0\0\0\0\0\0\0" "setresuid\0\0\0\0\0\0\0"
	"getresuid\0\0\0\0\0\0\0" "setresgid\0\0\0\0\0\0\0" "getresgid\0\0\0\0\0\0\0" "getpgid\0"
	"setfsuid\0\0\0\0\0\0\0\0" "setfsgid\0\0\0\0\0\0\0\0" "getsid\0\0" "capget\0\0" "capset\0\0"
	"rt_sigpending\0\0\0" "rt_sigtimedwait\0" "rt_sigqueueinfo\0" "rt_sigsuspend\0\0\0" "sigaltstack\0\0\0\0\0"
	"utime\0\0\0" "mknod\0\0\0" "uselib\0\0" "personality\0\0\0\0\0" "ustat\0\0\0" "statfs\0\0" "fstatfs\0"
	"sysfs\0\0\0" "getpriority\0\0\0\0\0" "setpriority\0\0\0\0\0" "sched_setparam\0\0" "sched_getparam\0\0"
	"sched_setscheduler\0\0\0\0\0\0" "sched_getscheduler\0\0\0\0\0\0" "sched_get_priority_max\0\0"
	"sched_get_priority_min\0\0" "sched_rr_get_interval\0\0\0" "mlock\0\0\0" "munlock\0" "mlockall\0\0\0\0\0\0\0\0"
	"munlockall\0\0\0\0\0\0" "vhangup\0" "modify_ldt\0\0\0\0\0\0" "pivot_root\0\0\0\0\0\0" "_sysctl\0" "prctl\0\0\0"
	"arch_prctl\0\0\0\0\0\0" "adjtimex\0\0\0\0\0\0\0\0" "setrlimit\0\0\0\0\0\0\0" "chroot\0\0" "sync\0\0\0\0"
	"acct\0\0\0\0" "settimeofday\0\0\0\0" "mount\0\0\0" "umount2\0" "swapon\0\0" "swapoff\0" "reboot\0\0"
	"sethostname\0\0\0\0\0" "setdomainname\0\0\0" "iopl\0\0\0\0" "ioperm\0\0" "create_module\0\0\0"
	"init_module\0\0\0\0\0" "delete_module\0\0\0" "get_kernel_syms\0" "query_module\0\0\0\0"
	"quotactl\0\0\0\0\0\0\0\0" "nfsservctl\0\0\0\0\0\0" "getpmsg\0" "putpmsg\0" "afs_syscall\0\0\0\0\0" "tuxcall\0"
	"security\0\0\0\0\0\0\0\0" "gettid\0\0" "readahead\0\0\0\0\0\0\0" "setxattr\0\0\0\0\0\0\0\0"
	"lsetxattr\0\0\0\0\0\0\0" "fsetxattr\0\0\0\0\0\0\0" "getxattr\0\0\0\0\0\0\0\0" "lgetxattr\0\0\0\0\0\0\0"
	"fgetxattr\0\0\0\0\0\0\0" "listxattr\0\0\0\0\0\0\0" "llistxattr\0\0\0\0\0\0" "flistxattr\0\0\0\0\0\0"
	"removexattr\0\0\0\0\0" "lremovexattr\0\0\0\0" "fremovexattr\0\0\0\0" "tkill\0\0\0" "time\0\0\0\0" "futex\0\0\0"
	"sched_setaffinity\0\0\0\0\0\0\0" "sched_getaffinity\0\0\0\0\0\0\0" "set_thread_area\0"
	"io_setup\0\0\0\0\0\0\0\0" "io_destroy\0\0\0\0\0\0" "io_getevents\0\0\0\0" "io_submit\0\0\0\0\0\0\0"
	"io_cancel\0\0\0\0\0\0\0" "get_thread_area\0" "lookup_dcookie\0\0" "epoll_create\0\0\0\0" "epoll_ctl_old\0\0\0"
	"epoll_wait_old\0\0" "remap_file_pages\0\0\0\0\0\0\0\0" "getdents64\0\0\0\0\0\0" "set_tid_address\0"
	"restart_syscall\0" "semtimedop\0\0\0\0\0\0" "fadvise64\0\0\0\0\0\0\0" "timer_create\0\0\0\0"
	"timer_settime\0\0\0" "timer_gettime\0\0\0" "timer_getoverrun\0\0\0\0\0\0\0\0" "timer_delete\0\0\0\0"
	"clock_settime\0\0\0" "clock_gettime\0\0\0" "clock_getres\0\0\0\0" "clock_nanosleep\0" "exit_group\0\0\0\0\0\0"
	"epoll_wait\0\0\0\0\0\0" "epoll_ctl\0\0\0\0\0\0\0" "tgkill\0\0" "utimes\0\0" "vserver\0" "mbind\0\0\0"
	"set_mempolicy\0\0\0" "get_mempolicy\0\0\0" "mq_open\0" "mq_unlink\0\0\0\0\0\0\0" "mq_timedsend\0\0\0\0"
	"mq_timedreceive\0" "mq_notify\0\0\0\0\0\0\0" "mq_getsetattr\0\0\0" "kexec_load\0\0\0\0\0\0" "waitid\0\0"
	"add_key\0" "request_key\0\0\0\0\0" "keyctl\0\0" "ioprio_set\0\0\0\0\0\0" "ioprio_get\0\0\0\0\0\0"
	"inotify_init\0\0\0\0" "inotify_add_watch\0\0\0\0\0\0\0" "inotify_rm_watch\0\0\0\0\0\0\0\0"
	"migrate_pages\0\0\0" "openat\0\0" "mkdirat\0" "mknodat\0" "fchownat\0\0\0\0\0\0\0\0" "futimesat\0\0\0\0\0\0\0"
	"newfstatat\0\0\0\0\0\0" "unlinkat\0\0\0\0\0\0\0\0" "renameat\0\0\0\0\0\0\0\0" "linkat\0\0"
	"symlinkat\0\0\0\0\0\0\0" "readlinkat\0\0\0\0\0\0" "fchmodat\0\0\0\0\0\0\0\0" "faccessat\0\0\0\0\0\0\0"
	"pselect6\0\0\0\0\0\0\0\0" "ppoll\0\0\0" "unshare\0" "set_robust_list\0" "get_robust_list\0" "splice\0\0"
	"tee\0\0\0\0\0" "sync_file_range\0" "vmsplice\0\0\0\0\0\0\0\0" "move_pages\0\0\0\0\0\0"
	"utimensat\0\0\0\0\0\0\0" "epoll_pwait\0\0\0\0\0" "signalfd\0\0\0\0\0\0\0\0" "timerfd_create\0\0" "eventfd\0"
	"fallocate\0\0\0\0\0\0\0" "timerfd_settime\0" "timerfd_gettime\0" "accept4\0" "signalfd4\0\0\0\0\0\0\0"
	"eventfd2\0\0\0\0\0\0\0\0" "epoll_create1\0\0\0" "dup3\0\0\0\0" "pipe2\0\0\0" "inotify_init1\0\0\0" "preadv\0\0"
	"pwritev\0" "rt_tgsigqueueinfo\0\0\0\0\0\0\0" "perf_event_open\0" "recvmmsg\0\0\0\0\0\0\0\0"
	"fanotify_init\0\0\0" "fanotify_mark\0\0\0" "prlimit64\0\0\0\0\0\0\0" "name_to_handle_at\0\0\0\0\0\0\0"
	"open_by_handle_at\0\0\0\0\0\0\0" "clock_adjtime\0\0\0" "syncfs\0\0" "sendmmsg\0\0\0\0\0\0\0\0" "setns\0\0\0"
	"getcpu\0\0" "process_vm_readv\0\0\0\0\0\0\0\0" "process_vm_writev\0\0\0\0\0\0\0" "kcmp\0\0\0\0"
	"finit_module\0\0\0\0" "sched_setattr\0\0\0" "sched_getattr\0\0\0" "renameat2\0\0\0\0\0\0\0" "seccomp\0"
	"getrandom\0\0\0\0\0\0\0" "memfd_create\0\0\0\0" "kexec_file_load\0" "bpf\0\0\0\0\0" "execveat\0\0\0\0\0\0\0\0"
	"userfaultfd\0\0\0\0\0" "membarrier\0\0\0\0\0\0" "mlock2\0\0" "copy_file_range\0" "preadv2\0"
	"pwritev2\0\0\0\0\0\0\0\0" "pkey_mprotect\0\0\0" "pkey_alloc\0\0\0\0\0\0" "pkey_free\0\0\0\0\0\0\0"
	"statx\0\0\0" "io_pgetevents\0\0\0" "rseq\0\0\0\0" "uretprobe\0\0\0\0\0\0\0" "uprobe\0\0"
	"pidfd_send_signal\0\0\0\0\0\0\0" "io_uring_setup\0\0" "io_uring_enter\0\0" "io_uring_register\0\0\0\0\0\0\0"
	"open_tree\0\0\0\0\0\0\0" "move_mount\0\0\0\0\0\0" "fsopen\0\0" "fsconfig\0\0\0\0\0\0\0\0" "fsmount\0"
	"fspick\0\0" "pidfd_open\0\0\0\0\0\0" "clone3\0\0" "close_range\0\0\0\0\0" "openat2\0" "pidfd_getfd\0\0\0\0\0"
	"faccessat2\0\0\0\0\0\0" "process_madvise\0" "epoll_pwait2\0\0\0\0" "mount_setattr\0\0\0"
	"quotactl_fd\0\0\0\0\0" "landlock_create_ruleset\0" "landlock_add_rule\0\0\0\0\0\0\0"
	"landlock_restrict_self\0\0" "memfd_secret\0\0\0\0" "process_mrelease\0\0\0\0\0\0\0\0" "futex_waitv\0\0\0\0\0"
	"set_mempolicy_home_node\0" "cachestat\0\0\0\0\0\0\0" "fchmodat2\0\0\0\0\0\0\0"
	"map_shadow_stack\0\0\0\0\0\0\0\0" "futex_wake\0\0\0\0\0\0" "futex_wait\0\0\0\0\0\0" "futex_requeue\0\0\0"
	"statmount\0\0\0\0\0\0\0" "listmount\0\0\0\0\0\0\0" "lsm_get_self_attr\0\0\0\0\0\0\0"
	"lsm_set_self_attr\0\0\0\0\0\0\0" "lsm_list_modules\0\0\0\0\0\0\0\0" "mseal\0\0\0" "setxattrat\0\0\0\0\0\0"
	"getxattrat\0\0\0\0\0\0" "listxattrat\0\0\0\0\0" "removexattrat\0\0\0" "open_tree_attr\0\0"
	"file_getattr\0\0\0\0" "file_setattr\0\0\0\0" "listns\0\0" "rseq_slice_yield\0\0\0\0\0\0\0\0";
static const u16 x64_at[] = {
	1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 17, 19,
	21, 22, 23, 25, 26, 27, 28, 29, 30, 32, 33, 34, 35, 36, 37, 38,
	39, 40, 41, 42, 44, 46, 47, 49, 50, 52, 53, 54, 55, 56, 58, 59,
	60, 62, 63, 64, 66, 68, 70, 72, 74, 75, 76, 77, 78, 79, 80, 81,
	82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 95, 97, 99, 101,
	102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 113, 114, 115, 116, 117, 118,
	119, 121, 123, 125, 126, 127, 128, 129, 130, 131, 132, 133, 134, 135, 136, 137,
	138, 139, 141, 143, 145, 147, 149, 151, 153, 155, 156, 158, 160, 161, 162, 163,
	165, 167, 169, 171, 173, 174, 175, 176, 178, 179, 180, 181, 182, 184, 186, 188,
	190, 193, 196, 199, 202, 205, 206, 207, 209, 211, 212, 214, 216, 217, 218, 220,
	222, 224, 225, 226, 227, 229, 230, 231, 232, 233, 234, 236, 238, 239, 240, 242,
	244, 246, 248, 250, 252, 254, 255, 256, 258, 259, 261, 262, 264, 266, 268, 270,
	272, 274, 276, 278, 280, 282, 284, 286, 288, 289, 290, 291, 294, 297, 299, 301,
	303, 305, 307, 309, 311, 313, 315, 317, 319, 322, 324, 326, 328, 330, 332, 334,
	336, 338, 341, 343, 345, 347, 349, 351, 353, 355, 357, 358, 359, 360, 361, 363,
	365, 366, 368, 370, 372, 374, 376, 378, 379, 380, 382, 383, 385, 387, 389, 392,
	395, 397, 398, 399, 400, 402, 404, 406, 408, 410, 411, 413, 415, 417, 419, 421,
	422, 423, 425, 427, 428, 429, 431, 433, 435, 437, 439, 441, 443, 444, 446, 448,
	450, 451, 453, 455, 457, 458, 459, 461, 462, 463, 466, 468, 470, 472, 474, 476,
	479, 482, 484, 485, 487, 488, 489, 492, 495, 496, 498, 500, 502, 504, 505, 507,
	509, 511, 512, 514, 516, 518, 519, 521, 522, 524, 526, 528, 530, 531, 533, 534,
	536, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 537, 540, 542, 544, 547, 549, 551, 552,
	554, 555, 556, 558, 559, 561, 562, 564, 566, 568, 570, 572, 574, 577, 580, 583,
	585, 588, 590, 593, 595, 597, 600, 602, 604, 606, 608, 610, 613, 616, 619, 620,
	622, 624, 626, 628, 630, 632, 634, 635,
};

static const char ia32_names[] __attribute__((aligned(8))) =
	"\0\0\0\0\0\0\0\0" "restart_syscall\0" "exit\0\0\0\0" "fork\0\0\0\0" "read\0\0\0\0" "write\0\0\0" "open\0\0\0\0"
	"close\0\0\0" "waitpid\0" "creat\0\0\0" "link\0\0\0\0" "unlink\0\0" "execve\0\0" "chdir\0\0\0" "time\0\0\0\0"
	"mknod\0\0\0" "chmod\0\0\0" "lchown\0\0" "break\0\0\0" "oldstat\0" "lseek\0\0\0" "getpid\0\0" "mount\0\0\0"
	"umount\0\0" "setuid\0\0" "getuid\0\0" "stime\0\0\0" "ptrace\0\0" "alarm\0\0\0" "oldfstat\0\0\0\0\0\0\0\0"
	"pause\0\0\0" "utime\0\0\0" "stty\0\0\0\0" "gtty\0\0\0\0" "access\0\0" "nice\0\0\0\0" "ftime\0\0\0"
	"sync\0\0\0\0" "kill\0\0\0\0" "rename\0\0" "mkdir\0\0\0" "rmdir\0\0\0" "dup\0\0\0\0\0" "pipe\0\0\0\0"
	"times\0\0\0" "prof\0\0\0\0" "brk\0\0\0\0\0" "setgid\0\0" "getgid\0\0" "signal\0\0" "geteuid\0" "getegid\0"
	"acct\0\0\0\0" "umount2\0" "lock\0\0\0\0" "ioctl\0\0\0" "fcntl\0\0\0" "mpx\0\0\0\0\0" "setpgid\0" "ulimit\0\0"
	"oldolduname\0\0\0\0\0" "umask\0\0\0" "chroot\0\0" "ustat\0\0\0" "dup2\0\0\0\0" "getppid\0" "getpgrp\0"
	"setsid\0\0" "sigaction\0\0\0\0\0\0\0" "sgetmask\0\0\0\0\0\0\0\0" "ssetmask\0\0\0\0\0\0\0\0"
	"setreuid\0\0\0\0\0\0\0\0" "setregid\0\0\0\0\0\0\0\0" "sigsuspend\0\0\0\0\0\0" "sigpending\0\0\0\0\0\0"
	"sethostname\0\0\0\0\0" "setrlimit\0\0\0\0\0\0\0" "getrlimit\0\0\0\0\0\0\0" "getrusage\0\0\0\0\0\0\0"
	"gettimeofday\0\0\0\0" "settimeofday\0\0\0\0" "getgroups\0\0\0\0\0\0\0" "setgroups\0\0\0\0\0\0\0" "select\0\0"
	"symlink\0" "oldlstat\0\0\0\0\0\0\0\0" "readlink\0\0\0\0\0\0\0\0" "uselib\0\0" "swapon\0\0" "reboot\0\0"
	"readdir\0" "mmap\0\0\0\0" "munmap\0\0" "truncate\0\0\0\0\0\0\0\0" "ftruncate\0\0\0\0\0\0\0" "fchmod\0\0"
	"fchown\0\0" "getpriority\0\0\0\0\0" "setpriority\0\0\0\0\0" "profil\0\0" "statfs\0\0" "fstatfs\0" "ioperm\0\0"
	"socketcall\0\0\0\0\0\0" "syslog\0\0" "setitimer\0\0\0\0\0\0\0" "getitimer\0\0\0\0\0\0\0" "stat\0\0\0\0"
	"lstat\0\0\0" "fstat\0\0\0" "olduname\0\0\0\0\0\0\0\0" "iopl\0\0\0\0" "vhangup\0" "idle\0\0\0\0" "vm86old\0"
	"wait4\0\0\0" "swapoff\0" "sysinfo\0" "ipc\0\0\0\0\0" "fsync\0\0\0" "sigreturn\0\0\0\0\0\0\0" "clone\0\0\0"
	"setdomainname\0\0\0" "uname\0\0\0" "modify_ldt\0\0\0\0\0\0" "adjtimex\0\0\0\0\0\0\0\0"
	"mprotect\0\0\0\0\0\0\0\0" "sigprocmask\0\0\0\0\0" "create_module\0\0\0" "init_module\0\0\0\0\0"
	"delete_module\0\0\0" "get_kernel_syms\0" "quotactl\0\0\0\0\0\0\0\0" "getpgid\0" "fchdir\0\0" "bdflush\0"
	"sysfs\0\0\0" "personality\0\0\0\0\0" "afs_syscall\0\0\0\0\0" "setfsuid\0\0\0\0\0\0\0\0"
	"setfsgid\0\0\0\0\0\0\0\0" "_llseek\0" "getdents\0\0\0\0\0\0\0\0" "_newselect\0\0\0\0\0\0" "flock\0\0\0"
	"msync\0\0\0" "readv\0\0\0" "writev\0\0" "getsid\0\0" "fdatasync\0\0\0\0\0\0\0" "_sysctl\0" "mlock\0\0\0"
	"munlock\0" "mlockall\0\0\0\0\0\0\0\0" "munlockall\0\0\0\0\0\0" "sched_setparam\0\0" "sched_getparam\0\0"
	"sched_setscheduler\0\0\0\0\0\0" "sched_getscheduler\0\0\0\0\0\0" "sched_yield\0\0\0\0\0"
	"sched_get_priority_max\0\0" "sched_get_priority_min\0\0" "sched_rr_get_interval\0\0\0"
	"nanosleep\0\0\0\0\0\0\0" "mremap\0\0" "setresuid\0\0\0\0\0\0\0" "getresuid\0\0\0\0\0\0\0" "vm86\0\0\0\0"
	"query_module\0\0\0\0" "poll\0\0\0\0" "nfsservctl\0\0\0\0\0\0" "setresgid\0\0\0\0\0\0\0"
	"getresgid\0\0\0\0\0\0\0" "prctl\0\0\0" "rt_sigreturn\0\0\0\0" "rt_sigaction\0\0\0\0" "rt_sigprocmask\0\0"
	"rt_sigpending\0\0\0" "rt_sigtimedwait\0" "rt_sigqueueinfo\0" "rt_sigsuspend\0\0\0" "pread64\0"
	"pwrite64\0\0\0\0\0\0\0\0" "chown\0\0\0" "getcwd\0\0" "capget\0\0" "capset\0\0" "sigaltstack\0\0\0\0\0"
	"sendfile\0\0\0\0\0\0\0\0" "getpmsg\0" "putpmsg\0" "vfork\0\0\0" "ugetrlimit\0\0\0\0\0\0" "mmap2\0\0\0"
	"truncate64\0\0\0\0\0\0" "ftruncate64\0\0\0\0\0" "stat64\0\0" "lstat64\0" "fstat64\0" "lchown32\0\0\0\0\0\0\0\0"
	"getuid32\0\0\0\0\0\0\0\0" "getgid32\0\0\0\0\0\0\0\0" "geteuid32\0\0\0\0\0\0\0" "getegid32\0\0\0\0\0\0\0"
	"setreuid32\0\0\0\0\0\0" "setregid32\0\0\0\0\0\0" "getgroups32\0\0\0\0\0" "setgroups32\0\0\0\0\0"
	"fchown32\0\0\0\0\0\0\0\0" "setresuid32\0\0\0\0\0" "getresuid32\0\0\0\0\0" "setresgid32\0\0\0\0\0"
	"getresgid32\0\0\0\0\0" "chown32\0" "setuid32\0\0\0\0\0\0\0\0" "setgid32\0\0\0\0\0\0\0\0"
	"setfsuid32\0\0\0\0\0\0" "setfsgid32\0\0\0\0\0\0" "pivot_root\0\0\0\0\0\0" "mincore\0" "madvise\0"
	"getdents64\0\0\0\0\0\0" "fcntl64\0" "gettid\0\0" "readahead\0\0\0\0\0\0\0" "setxattr\0\0\0\0\0\0\0\0"
	"lsetxattr\0\0\0\0\0\0\0" "fsetxattr\0\0\0\0\0\0\0" "getxattr\0\0\0\0\0\0\0\0" "lgetxattr\0\0\0\0\0\0\0"
	"fgetxattr\0\0\0\0\0\0\0" "listxattr\0\0\0\0\0\0\0" "llistxattr\0\0\0\0\0\0" "flistxattr\0\0\0\0\0\0"
	"removexattr\0\0\0\0\0" "lremovexattr\0\0\0\0" "fremovexattr\0\0\0\0" "tkill\0\0\0" "sendfile64\0\0\0\0\0\0"
	"futex\0\0\0" "sched_setaffinity\0\0\0\0\0\0\0" "sched_getaffinity\0\0\0\0\0\0\0" "set_thread_area\0"
	"get_thread_area\0" "io_setup\0\0\0\0\0\0\0\0" "io_destroy\0\0\0\0\0\0" "io_getevents\0\0\0\0"
	"io_submit\0\0\0\0\0\0\0" "io_cancel\0\0\0\0\0\0\0" "fadvise64\0\0\0\0\0\0\0" "exit_group\0\0\0\0\0\0"
	"lookup_dcookie\0\0" "epoll_create\0\0\0\0" "epoll_ctl\0\0\0\0\0\0\0" "epoll_wait\0\0\0\0\0\0"
	"remap_file_pages\0\0\0\0\0\0\0\0" "set_tid_address\0" "timer_create\0\0\0\0" "timer_settime\0\0\0"
	"timer_gettime\0\0\0" "timer_getoverrun\0\0\0\0\0\0\0\0" "timer_delete\0\0\0\0" "clock_settime\0\0\0"
	"clock_gettime\0\0\0" "clock_getres\0\0\0\0" "clock_nanosleep\0" "statfs64\0\0\0\0\0\0\0\0"
	"fstatfs64\0\0\0\0\0\0\0" "tgkill\0\0" "utimes\0\0" "fadvise64_64\0\0\0\0" "vserver\0" "mbind\0\0\0"
	"get_mempolicy\0\0\0" "set_mempolicy\0\0\0" "mq_open\0" "mq_unlink\0\0\0\0\0\0\0" "mq_timedsend\0\0\0\0"
	"mq_timedreceive\0" "mq_notify\0\0\0\0\0\0\0" "mq_getsetattr\0\0\0" "kexec_load\0\0\0\0\0\0" "waitid\0\0"
	"add_key\0" "request_key\0\0\0\0\0" "keyctl\0\0" "ioprio_set\0\0\0\0\0\0" "ioprio_get\0\0\0\0\0\0"
	"inotify_init\0\0\0\0" "inotify_add_watch\0\0\0\0\0\0\0" "inotify_rm_watch\0\0\0\0\0\0\0\0"
	"migrate_pages\0\0\0" "openat\0\0" "mkdirat\0" "mknodat\0" "fchownat\0\0\0\0\0\0\0\0" "futimesat\0\0\0\0\0\0\0"
	"fstatat64\0\0\0\0\0\0\0" "unlinkat\0\0\0\0\0\0\0\0" "renameat\0\0\0\0\0\0\0\0" "linkat\0\0"
	"symlinkat\0\0\0\0\0\0\0" "readlinkat\0\0\0\0\0\0" "fchmodat\0\0\0\0\0\0\0\0" "faccessat\0\0\0\0\0\0\0"
	"pselect6\0\0\0\0\0\0\0\0" "ppoll\0\0\0" "unshare\0" "set_robust_list\0" "get_robust_list\0" "splice\0\0"
	"sync_file_range\0" "tee\0\0\0\0\0" "vmsplice\0\0\0\0\0\0\0\0" "move_pages\0\0\0\0\0\0" "getcpu\0\0"
	"epoll_pwait\0\0\0\0\0" "utimensat\0\0\0\0\0\0\0" "signalfd\0\0\0\0\0\0\0\0" "timerfd_create\0\0" "eventfd\0"
	"fallocate\0\0\0\0\0\0\0" "timerfd_settime\0" "timerfd_gettime\0" "signalfd4\0\0\0\0\0\0\0"
	"eventfd2\0\0\0\0\0\0\0\0" "epoll_create1\0\0\0" "dup3\0\0\0\0" "pipe2\0\0\0" "inotify_init1\0\0\0" "preadv\0\0"
	"pwritev\0" "rt_tgsigqueueinfo\0\0\0\0\0\0\0" "perf_event_open\0" "recvmmsg\0\0\0\0\0\0\0\0"
	"fanotify_init\0\0\0" "fanotify_mark\0\0\0" "prlimit64\0\0\0\0\0\0\0" "name_to_handle_at\0\0\0\0\0\0\0"
	"open_by_handle_at\0\0\0\0\0\0\0" "clock_adjtime\0\0\0" "syncfs\0\0" "sendmmsg\0\0\0\0\0\0\0\0" "setns\0\0\0"
	"process_vm_readv\0\0\0\0\0\0\0\0" "process_vm_writev\0\0\0\0\0\0\0" "kcmp\0\0\0\0" "finit_module\0\0\0\0"
	"sched_setattr\0\0\0" "sched_getattr\0\0\0" "renameat2\0\0\0\0\0\0\0" "seccomp\0" "getrandom\0\0\0\0\0\0\0"
	"memfd_create\0\0\0\0" "bpf\0\0\0\0\0" "execveat\0\0\0\0\0\0\0\0" "socket\0\0" "socketpair\0\0\0\0\0\0"
	"bind\0\0\0\0" "connect\0" "listen\0\0" "accept4\0" "getsockopt\0\0\0\0\0\0" "setsockopt\0\0\0\0\0\0"
	"getsockname\0\0\0\0\0" "getpeername\0\0\0\0\0" "sendto\0\0" "sendmsg\0" "recvfrom\0\0\0\0\0\0\0\0" "recvmsg\0"
	"shutdown\0\0\0\0\0\0\0\0" "userfaultfd\0\0\0\0\0" "membarrier\0\0\0\0\0\0" "mlock2\0\0" "copy_file_range\0"
	"preadv2\0" "pwritev2\0\0\0\0\0\0\0\0" "pkey_mprotect\0\0\0" "pkey_alloc\0\0\0\0\0\0" "pkey_free\0\0\0\0\0\0\0"
	"statx\0\0\0" "arch_prctl\0\0\0\0\0\0" "io_pgetevents\0\0\0" "rseq\0\0\0\0" "semget\0\0" "semctl\0\0"
	"shmget\0\0" "shmctl\0\0" "shmat\0\0\0" "shmdt\0\0\0" "msgget\0\0" "msgsnd\0\0" "msgrcv\0\0" "msgctl\0\0"
	"clock_gettime64\0" "clock_settime64\0" "clock_adjtime64\0" "clock_getres_time64\0\0\0\0\0"
	"clock_nanosleep_time64\0\0" "timer_gettime64\0" "timer_settime64\0" "timerfd_gettime64\0\0\0\0\0\0\0"
	"timerfd_settime64\0\0\0\0\0\0\0" "utimensat_time64\0\0\0\0\0\0\0\0" "pselect6_time64\0" "ppoll_time64\0\0\0\0"
	"io_pgetevents_time64\0\0\0\0" "recvmmsg_time64\0" "mq_timedsend_time64\0\0\0\0\0" "mq_timedreceive_time64\0\0"
	"semtimedop_time64\0\0\0\0\0\0\0" "rt_sigtimedwait_time64\0\0" "futex_time64\0\0\0\0"
	"sched_rr_get_interval_time64\0\0\0\0" "pidfd_send_signal\0\0\0\0\0\0\0" "io_uring_setup\0\0"
	"io_uring_enter\0\0" "io_uring_register\0\0\0\0\0\0\0" "open_tree\0\0\0\0\0\0\0" "move_mount\0\0\0\0\0\0"
	"fsopen\0\0" "fsconfig\0\0\0\0\0\0\0\0" "fsmount\0" "fspick\0\0" "pidfd_open\0\0\0\0\0\0" "clone3\0\0"
	"close_range\0\0\0\0\0" "openat2\0" "pidfd_getfd\0\0\0\0\0" "faccessat2\0\0\0\0\0\0" "process_madvise\0"
	"epoll_pwait2\0\0\0\0" "mount_setattr\0\0\0" "quotactl_fd\0\0\0\0\0" "landlock_create_ruleset\0"
	"landlock_add_rule\0\0\0\0\0\0\0" "landlock_restrict_self\0\0" "memfd_secret\0\0\0\0"
	"process_mrelease\0\0\0\0\0\0\0\0" "futex_waitv\0\0\0\0\0" "set_mempolicy_home_node\0" "cachestat\0\0\0\0\0\0\0"
	"fchmodat2\0\0\0\0\0\0\0" "map_shadow_stack\0\0\0\0\0\0\0\0" "futex_wake\0\0\0\0\0\0" "futex_wait\0\0\0\0\0\0"
	"futex_requeue\0\0\0" "statmount\0\0\0\0\0\0\0" "listmount\0\0\0\0\0\0\0" "lsm_get_self_attr\0\0\0\0\0\0\0"
	"lsm_set_self_attr\0\0\0\0\0\0\0" "lsm_list_modules\0\0\0\0\0\0\0\0" "mseal\0\0\0" "setxattrat\0\0\0\0\0\0"
	"getxattrat\0\0\0\0\0\0" "listxattrat\0\0\0\0\0" "removexattrat\0\0\0" "open_tree_attr\0\0"
	"file_getattr\0\0\0\0" "file_setattr\0\0\0\0" "listns\0\0" "rseq_slice_yield\0\0\0\0\0\0\0\0";
static const u16 ia32_at[] = {
	1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17,
	18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 32, 33, 34,
	35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50,
	51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 64, 65, 66, 67,
	68, 69, 70, 71, 73, 75, 77, 79, 81, 83, 85, 87, 89, 91, 93, 95,
	97, 99, 101, 102, 103, 105, 107, 108, 109, 110, 111, 112, 113, 115, 117, 118,
	119, 121, 123, 124, 125, 126, 127, 129, 130, 132, 134, 135, 136, 137, 139, 140,
	141, 142, 143, 144, 145, 146, 147, 148, 150, 151, 153, 154, 156, 158, 160, 162,
	164, 166, 168, 170, 172, 173, 174, 175, 176, 178, 180, 182, 184, 185, 187, 189,
	190, 191, 192, 193, 194, 196, 197, 198, 199, 201, 203, 205, 207, 210, 213, 215,
	218, 221, 224, 226, 227, 229, 231, 232, 234, 235, 237, 239, 241, 242, 244, 246,
	248, 250, 252, 254, 256, 257, 259, 260, 261, 262, 263, 265, 267, 268, 269, 270,
	272, 273, 275, 277, 278, 279, 280, 282, 284, 286, 288, 290, 292, 294, 296, 298,
	300, 302, 304, 306, 308, 309, 311, 313, 315, 317, 319, 320, 321, 323, 0, 0,
	324, 325, 327, 329, 331, 333, 335, 337, 339, 341, 343, 345, 347, 349, 351, 352,
	354, 355, 358, 361, 363, 365, 367, 369, 371, 373, 375, 0, 377, 379, 381, 383,
	385, 387, 390, 392, 394, 396, 398, 401, 403, 405, 407, 409, 411, 413, 415, 416,
	417, 419, 420, 421, 423, 425, 426, 428, 430, 432, 434, 436, 438, 0, 439, 440,
	442, 443, 445, 447, 449, 452, 455, 457, 458, 459, 460, 462, 464, 466, 468, 470,
	471, 473, 475, 477, 479, 481, 482, 483, 485, 487, 488, 490, 491, 493, 495, 496,
	498, 500, 502, 504, 505, 507, 509, 511, 513, 515, 517, 518, 519, 521, 522, 523,
	526, 528, 530, 532, 534, 536, 539, 542, 544, 545, 547, 548, 551, 554, 555, 557,
	559, 561, 563, 564, 566, 568, 569, 571, 572, 574, 575, 576, 577, 578, 580, 582,
	584, 586, 587, 588, 590, 591, 593, 595, 597, 598, 600, 601, 603, 605, 607, 609,
	610, 612, 614, 0, 0, 0, 0, 0, 0, 615, 616, 617, 618, 619, 620, 621,
	622, 623, 624, 625, 627, 629, 631, 634, 637, 639, 641, 644, 647, 650, 652, 0,
	654, 657, 659, 662, 665, 668, 671, 673, 677, 680, 682, 684, 687, 689, 691, 692,
	694, 695, 696, 698, 699, 701, 702, 704, 706, 708, 710, 712, 714, 717, 720, 723,
	725, 728, 730, 733, 735, 737, 740, 742, 744, 746, 748, 750, 753, 756, 759, 760,
	762, 764, 766, 768, 770, 772, 774, 775,
};
