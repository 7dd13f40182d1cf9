# modules: syscall_strace.stp
# needs: strace
# guest: $(program_adds strace)
# timeout: 200
# turns: 10
# The same run as strace sees it: the same calls in the same order with the same results, and the same arguments but for the calls that
# are listed with the reason. What is listed and equal is a failure, too.
cat > differ << 'LIST'
# strace looks when the call has ended, so it shows what the call has written
read readlink getrandom fstatat statx pipe pipe2 prlimit64 wait4 pread
# and only so much of a structure
fstat
# structures and what they hold in the words of SystemTap: rlimits, signal actions and their masks, timers, capabilities of openat2
setrlimit rt_sigaction rt_sigaction32 rt_sigprocmask setitimer compat_setitimer openat2 utimensat
# flags: in the order of the table; private futexes as a flag; PF_ for sockets' families, SIG_0 for no signal
eventfd2 futex socket kill
# arguments with no type that strace takes for one: of fcntl, of a device, of a socket's option, the word that ptrace reads
fcntl mknod setsockopt ptrace
# NUL as \0 where no digit follows; a set of signals, the high half of an offset in hexadecimal
write signalfd4 compat_fallocate
# arguments by name, and only those that there are
clone
# how many variables an environment has
execve compat_execve
# pointers that strace calls NULL are what they are; a length in hexadecimal
rseq close_range
# SystemTap's i386 name for what strace sees inside
socketcall
LIST
mytap-run -c "strace -s 45 -o strace.out usual_calls > /dev/null" t_syscall_strace.ko > ours 2> err || { cat ours err; exit 1; }
[ ! -s err ] || { cat err; exit 1; }
# strace's lines as ours are: what it prints otherwise for every call.
sed -e '1d' -e '/^[-+[]/d' -e 's/^\(.*)\) *= /\1\t= /' -e '/^exit_group/d' \
    -e 's/= -1 \(E[A-Z0-9]*\) .*/= (\1)/' -e 's/ (Timeout)$//' -e 's/{tv_sec=\([0-9]*\), tv_nsec=\([0-9]*\)}/[\1.ns\2]/g' \
    -e 's/{tv_sec=\([0-9]*\), tv_usec=\([0-9]*\)}/[\1.us\2]/g' -e 's/{sa_family=AF_INET, sin_port=htons(\([0-9]*\)), sin_addr=inet_addr("\([0-9.]*\)")}/{AF_INET, \2, \1}/' \
    -e 's/{sa_family=AF_INET6, sin6_port=htons(\([0-9]*\)), .*inet_pton(AF_INET6, "\([0-9a-f:]*\)".*sin6_scope_id=0}/{AF_INET6, \2, \1}/' \
    -e 's/{sa_family=AF_UNIX, sun_path=\(".*"\)}/{AF_UNIX, \1}/' -e 's/\bNULL\b/0x0/g' \
    -e 's/^newfstatat(/fstatat(/; s/^mmap(/mmap2(/; s/^fstat64(/fstat(/; s/^stat64(/stat(/; s/^pread64(/pread(/' \
    -e 's/^clock_nanosleep_time64(/clock_nanosleep(/; s/^truncate64(/compat_truncate64(/; s/^pwrite64(/pwrite32(/' strace.out > theirs
sed -e 's/) = -[0-9]* \((E[A-Z0-9]*)\)$/)\t= \1/; t' -e 's/) = \([^=]*\)$/)\t= \1/' ours | sed -e 's/\bNULL\b/0x0/g' -e '/^exit_group/d' > mine
awk -F '\t' '
	function padded(s,   a, n) {	# [1.ns2] is [1.000000002]
		while (match(s, /\.[nu]s[0-9]+\]/)) {
			n = substr(s, RSTART + 3, RLENGTH - 4)
			a = sprintf(substr(s, RSTART + 1, 1) == "n" ? "%09d" : "%06d", n)
			s = substr(s, 1, RSTART) a substr(s, RSTART + RLENGTH - 1)
		}
		return s
	}
	FILENAME == "differ" { if ($0 !~ /^#/) { n = split($0, w, " "); for (i = 1; i <= n; i++) listed[w[i]] = 0 } next }
	FILENAME == "theirs" { theirs[++m] = padded($1); result[m] = $2; next }
	{
		k++
		name = $1; sub(/\(.*/, "", name)
		other = theirs[k]; sub(/\(.*/, "", other)
		if ($1 == theirs[k] && $2 == result[k]) { equal++; next }
		if (name in listed && $2 == result[k]) { listed[name]++; next }
		# the names of 32-bit calls that SystemTap calls otherwise
		sub(/^compat_/, "", name)
		if (name == other && substr($1, 8) == theirs[k] && $2 == result[k]) { equal++; next }
		print "ours   " $1 " " $2; print "strace " theirs[k] " " result[k]
		bad++
	}
	END {
		for (name in listed) if (!listed[name]) { print name " is listed, and does not differ"; bad++ }
		print equal " equal, " k " calls, strace has " m
		exit bad || k != m || equal < 110
	}' differ theirs mine
