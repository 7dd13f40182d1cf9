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
	8, 16, 24, 32, 40, 48, 56, 64, 72, 80, 88, 104, 112, 120, 136, 152,
	168, 176, 184, 200, 208, 216, 224, 232, 240, 256, 264, 272, 280, 288, 296, 304,
	312, 320, 328, 336, 352, 368, 376, 392, 400, 416, 424, 432, 440, 448, 464, 472,
	480, 496, 504, 512, 528, 544, 560, 576, 592, 600, 608, 616, 624, 632, 640, 648,
	656, 664, 672, 680, 688, 696, 704, 712, 720, 728, 736, 744, 760, 776, 792, 808,
	816, 824, 832, 840, 848, 856, 864, 872, 880, 888, 904, 912, 920, 928, 936, 944,
	952, 968, 984, 1000, 1008, 1016, 1024, 1032, 1040, 1048, 1056, 1064, 1072, 1080, 1088, 1096,
	1104, 1112, 1128, 1144, 1160, 1176, 1192, 1208, 1224, 1240, 1248, 1264, 1280, 1288, 1296, 1304,
	1320, 1336, 1352, 1368, 1384, 1392, 1400, 1408, 1424, 1432, 1440, 1448, 1456, 1472, 1488, 1504,
	1520, 1544, 1568, 1592, 1616, 1640, 1648, 1656, 1672, 1688, 1696, 1712, 1728, 1736, 1744, 1760,
	1776, 1792, 1800, 1808, 1816, 1832, 1840, 1848, 1856, 1864, 1872, 1888, 1904, 1912, 1920, 1936,
	1952, 1968, 1984, 2000, 2016, 2032, 2040, 2048, 2064, 2072, 2088, 2096, 2112, 2128, 2144, 2160,
	2176, 2192, 2208, 2224, 2240, 2256, 2272, 2288, 2304, 2312, 2320, 2328, 2352, 2376, 2392, 2408,
	2424, 2440, 2456, 2472, 2488, 2504, 2520, 2536, 2552, 2576, 2592, 2608, 2624, 2640, 2656, 2672,
	2688, 2704, 2728, 2744, 2760, 2776, 2792, 2808, 2824, 2840, 2856, 2864, 2872, 2880, 2888, 2904,
	2920, 2928, 2944, 2960, 2976, 2992, 3008, 3024, 3032, 3040, 3056, 3064, 3080, 3096, 3112, 3136,
	3160, 3176, 3184, 3192, 3200, 3216, 3232, 3248, 3264, 3280, 3288, 3304, 3320, 3336, 3352, 3368,
	3376, 3384, 3400, 3416, 3424, 3432, 3448, 3464, 3480, 3496, 3512, 3528, 3544, 3552, 3568, 3584,
	3600, 3608, 3624, 3640, 3656, 3664, 3672, 3688, 3696, 3704, 3728, 3744, 3760, 3776, 3792, 3808,
	3832, 3856, 3872, 3880, 3896, 3904, 3912, 3936, 3960, 3968, 3984, 4000, 4016, 4032, 4040, 4056,
	4072, 4088, 4096, 4112, 4128, 4144, 4152, 4168, 4176, 4192, 4208, 4224, 4240, 4248, 4264, 4272,
	4288, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 4296, 4320, 4336, 4352, 4376, 4392, 4408, 4416,
	4432, 4440, 4448, 4464, 4472, 4488, 4496, 4512, 4528, 4544, 4560, 4576, 4592, 4616, 4640, 4664,
	4680, 4704, 4720, 4744, 4760, 4776, 4800, 4816, 4832, 4848, 4864, 4880, 4904, 4928, 4952, 4960,
	4976, 4992, 5008, 5024, 5040, 5056, 5072, 5080,
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
	8, 24, 32, 40, 48, 56, 64, 72, 80, 88, 96, 104, 112, 120, 128, 136,
	144, 152, 160, 168, 176, 184, 192, 200, 208, 216, 224, 232, 240, 256, 264, 272,
	280, 288, 296, 304, 312, 320, 328, 336, 344, 352, 360, 368, 376, 384, 392, 400,
	408, 416, 424, 432, 440, 448, 456, 464, 472, 480, 488, 496, 512, 520, 528, 536,
	544, 552, 560, 568, 584, 600, 616, 632, 648, 664, 680, 696, 712, 728, 744, 760,
	776, 792, 808, 816, 824, 840, 856, 864, 872, 880, 888, 896, 904, 920, 936, 944,
	952, 968, 984, 992, 1000, 1008, 1016, 1032, 1040, 1056, 1072, 1080, 1088, 1096, 1112, 1120,
	1128, 1136, 1144, 1152, 1160, 1168, 1176, 1184, 1200, 1208, 1224, 1232, 1248, 1264, 1280, 1296,
	1312, 1328, 1344, 1360, 1376, 1384, 1392, 1400, 1408, 1424, 1440, 1456, 1472, 1480, 1496, 1512,
	1520, 1528, 1536, 1544, 1552, 1568, 1576, 1584, 1592, 1608, 1624, 1640, 1656, 1680, 1704, 1720,
	1744, 1768, 1792, 1808, 1816, 1832, 1848, 1856, 1872, 1880, 1896, 1912, 1928, 1936, 1952, 1968,
	1984, 2000, 2016, 2032, 2048, 2056, 2072, 2080, 2088, 2096, 2104, 2120, 2136, 2144, 2152, 2160,
	2176, 2184, 2200, 2216, 2224, 2232, 2240, 2256, 2272, 2288, 2304, 2320, 2336, 2352, 2368, 2384,
	2400, 2416, 2432, 2448, 2464, 2472, 2488, 2504, 2520, 2536, 2552, 2560, 2568, 2584, 0, 0,
	2592, 2600, 2616, 2632, 2648, 2664, 2680, 2696, 2712, 2728, 2744, 2760, 2776, 2792, 2808, 2816,
	2832, 2840, 2864, 2888, 2904, 2920, 2936, 2952, 2968, 2984, 3000, 0, 3016, 3032, 3048, 3064,
	3080, 3096, 3120, 3136, 3152, 3168, 3184, 3208, 3224, 3240, 3256, 3272, 3288, 3304, 3320, 3328,
	3336, 3352, 3360, 3368, 3384, 3400, 3408, 3424, 3440, 3456, 3472, 3488, 3504, 0, 3512, 3520,
	3536, 3544, 3560, 3576, 3592, 3616, 3640, 3656, 3664, 3672, 3680, 3696, 3712, 3728, 3744, 3760,
	3768, 3784, 3800, 3816, 3832, 3848, 3856, 3864, 3880, 3896, 3904, 3920, 3928, 3944, 3960, 3968,
	3984, 4000, 4016, 4032, 4040, 4056, 4072, 4088, 4104, 4120, 4136, 4144, 4152, 4168, 4176, 4184,
	4208, 4224, 4240, 4256, 4272, 4288, 4312, 4336, 4352, 4360, 4376, 4384, 4408, 4432, 4440, 4456,
	4472, 4488, 4504, 4512, 4528, 4544, 4552, 4568, 4576, 4592, 4600, 4608, 4616, 4624, 4640, 4656,
	4672, 4688, 4696, 4704, 4720, 4728, 4744, 4760, 4776, 4784, 4800, 4808, 4824, 4840, 4856, 4872,
	4880, 4896, 4912, 0, 0, 0, 0, 0, 0, 4920, 4928, 4936, 4944, 4952, 4960, 4968,
	4976, 4984, 4992, 5000, 5016, 5032, 5048, 5072, 5096, 5112, 5128, 5152, 5176, 5200, 5216, 0,
	5232, 5256, 5272, 5296, 5320, 5344, 5368, 5384, 5416, 5440, 5456, 5472, 5496, 5512, 5528, 5536,
	5552, 5560, 5568, 5584, 5592, 5608, 5616, 5632, 5648, 5664, 5680, 5696, 5712, 5736, 5760, 5784,
	5800, 5824, 5840, 5864, 5880, 5896, 5920, 5936, 5952, 5968, 5984, 6000, 6024, 6048, 6072, 6080,
	6096, 6112, 6128, 6144, 6160, 6176, 6192, 6200,
};
