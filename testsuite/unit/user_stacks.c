// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The walk of runtime/unwind.h, by tables of the loader, against libdw's (dwfl) on the same stopped process: programs of C,
 * C++, python3 and bash, one full of signals, one of several threads, and 32-bit ones. Each sample must be the same, frame by
 * frame. How large the tables are, too.
 *
 * With MYTAP_TEST_LONG 350 samples of each, else 40. user_stacks FILE...: sizes and times of the tables of these files.
 */
#include <elfutils/libdwfl.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MYTAP_UNWIND_WALKS
#include "runtime/loader/eh_frame.h"
#include "runtime/loader/say.h"

enum { FRAMES = 256, FILES = 128, MAPPINGS = 1024, CODE_32 = 0x23 };

static int failures;

/* ---- the programs --------------------------------------------------------------------------------- */

static volatile double sum;
static volatile long left;

static int compare(const void *a, const void *b)
{
	sum += sin(*(const int *)a) * exp(cos(*(const int *)b));
	return (*(const int *)a > *(const int *)b) - (*(const int *)a < *(const int *)b);
}

/* Counts down with the return address in a register and nothing on the stack, as libgcc is when it jumps to a handler. */
void in_register(long n);
asm(".text\n"
    ".type in_register, @function\n"
    "in_register:\n"
    "	.cfi_startproc\n"
    "	pop %rcx\n"
    "	.cfi_def_cfa_offset 0\n"
    "	.cfi_register %rip, %rcx\n"
    "0:	dec %rdi\n"
    "	jnz 0b\n"
    "	jmp *%rcx\n"
    "	.cfi_endproc\n"
    ".size in_register, . - in_register\n");

static __attribute__((noipa)) int leaf(int depth, const char *text)
{
	int some[64];
	char room[256];

	for (int i = 0; i < 64; i++)
		some[i] = (i * 7919 + depth) % 64;
	qsort(some, 64, sizeof(*some), compare);
	in_register(4000);
	snprintf(room, sizeof(room), "%s %g %d", text, sum, some[5]);
	return (int)strlen(room) + atoi(room);
}

/* A frame that is aligned by the function itself, and one of a size that is known at run time only. */
static __attribute__((noipa)) int aligned(int depth, const char *text)
{
	_Alignas(64) volatile char room[128];
	volatile char any[16 + depth % 32];

	room[depth % 128] = any[depth % 16] = 1;
	return leaf(depth, text) + room[depth % 128] + any[depth % 16];
}

static __attribute__((noipa)) int recurse(int depth, const char *text)
{
	int n = depth ? recurse(depth - 1, text) : aligned((int)(sum * 100) & 255, text);

	return n + (depth & 1 ? leaf(depth, text) : 0);
}

static void *busy(void *text)
{
	for (int i = 0;; i++)
		left += recurse(i % 40, text);
	return NULL;
}

static void on_signal(int signal)
{
	left += leaf(signal, "signal");
}

static int target_signals(void)
{
	struct itimerval often = { { 0, 300 }, { 0, 300 } };

	signal(SIGPROF, on_signal);
	setitimer(ITIMER_PROF, &often, NULL);
	busy("signals");
	return 0;
}

static int target_threads(void)
{
	pthread_t t;

	for (int i = 0; i < 3; i++)
		pthread_create(&t, NULL, busy, "thread");
	busy("main");
	return 0;
}

static jmp_buf begin;

static __attribute__((noipa)) void jump(void)
{
	longjmp(begin, 1);
}

static __attribute__((noipa)) void jump_from(void)
{
	jump();
	left++;
}

/* Many samples are in longjmp() itself, which has the registers of where it goes already. */
static void target_jumps(int depth)
{
	volatile char some[16 + (depth & 15)];	/* its frame is found by rbp */

	some[depth & 15] = 1;
	while (_setjmp(begin) || some[depth & 15])
		jump_from();
}

static const char cc_program[] =
	"#include <map>\n#include <string>\n#include <stdexcept>\n#include <algorithm>\n#include <vector>\n"
	"struct base { virtual int run(int n) = 0; virtual ~base() {} };\n"
	"template <int N> struct step : base { std::map<std::string, int> seen; int run(int n) override { step<N - 1> next;\n"
	"	try { if (n % 3 == N % 3) throw std::runtime_error(\"x\" + std::to_string(n)); return next.run(n + 1); }\n"
	"	catch (const std::exception &e) { return ++seen[e.what()] + next.run(n + 1); } } };\n"
	"template <> struct step<0> : base { int run(int n) override { std::vector<std::string> v;\n"
	"	for (int i = 0; i < 50; i++) v.push_back(std::to_string(i * 7919 + n));\n"
	"	std::sort(v.begin(), v.end(), [](const std::string &a, const std::string &b) { return a < b; }); return (int)v[3].size(); } };\n"
	"int main() { volatile int n = 0; for (int i = 0;; i++) { step<12> s; n = n + s.run(i); } }\n";

static const char python_program[] =
	"import re, json\n"
	"def f(n):\n    return sorted(re.sub('[0-9]+', lambda m: str(int(m.group()) + n), 'a1b22c333' * 5)) if n < 1 else f(n - 1)\n"
	"while True:\n    json.dumps(f(15)); sorted([3, 1, 2], key=lambda x: len(f(x)))\n";

static const char bash_program[] =
	"f() { if [ $1 -gt 0 ]; then f $(($1 - 1)); else local a=(1 2 3 4); [[ abc123 =~ ^[a-z]+([0-9]+)$ ]]; "
	"echo ${a[@]//2/5} ${BASH_REMATCH[1]} > /dev/null; fi; }; while :; do f 8; done";

/* 32-bit: signal frames of both kinds, an aligned frame (main's, too), a system call, calls through the PLT. */
static const char narrow_program[] =
	"#include <math.h>\n#include <pthread.h>\n#include <signal.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n"
	"#include <sys/time.h>\n#include <unistd.h>\n#define N __attribute__((noipa))\n"
	"static volatile double sum; static volatile int left;\n"
	"static int compare(const void *a, const void *b) { sum += sin(*(const int *)a) * exp(cos(*(const int *)b));\n"
	"	return (*(const int *)a > *(const int *)b) - (*(const int *)a < *(const int *)b); }\n"
	"N int leaf(int depth, const char *text) { int some[64]; char room[256]; for (int i = 0; i < 64; i++) some[i] = (i * 7919 + depth) % 64;\n"
	"	qsort(some, 64, sizeof(*some), compare); usleep(depth % 2); snprintf(room, sizeof(room), \"%s %g %d\", text, sum, some[5]);\n"
	"	return (int)strlen(room) + atoi(room) + (int)getppid(); }\n"
	"N int aligned(int depth, const char *text) { _Alignas(64) volatile char room[128]; volatile char any[16 + depth % 32];\n"
	"	room[depth % 128] = any[depth % 16] = 1; return leaf(depth, text) + room[depth % 128] + any[depth % 16]; }\n"
	"N int recurse(int depth, const char *text) { int n = depth ? recurse(depth - 1, text) : aligned((int)(sum * 100) & 255, text);\n"
	"	return n + (depth & 1 ? leaf(depth, text) : 0); }\n"
	"N void *busy(void *text) { for (int i = 0;; i++) left += recurse(i % 40, text); return NULL; }\n"
	"static void on_signal(int n) { left += leaf(n, \"signal\"); }\n"
	"static void on_info(int n, siginfo_t *i, void *u) { left += leaf(n + !i, \"info\"); }\n"
	"int main(int argc, char **argv) { struct itimerval often = { { 0, 700 }, { 0, 700 } }; struct sigaction a = { .sa_sigaction = on_info,\n"
	"	.sa_flags = SA_SIGINFO }; pthread_t t;\n"
	"	if (argc > 2) { signal(SIGPROF, on_signal); sigaction(SIGALRM, &a, NULL); setitimer(ITIMER_PROF, &often, NULL);\n"
	"		setitimer(ITIMER_REAL, &often, NULL); }\n"
	"	else if (argc > 1) for (int i = 0; i < 3; i++) pthread_create(&t, NULL, busy, \"thread\");\n"
	"	busy(\"main\"); }\n";

/* ---- our walk --------------------------------------------------------------------------------------- */

static pid_t target, thread;
static bool is_32;
static int misled;

static bool unwind_read(u64 addr, u64 *value, u32 word)
{
	struct iovec to = { value, word }, from = { (void *)addr, word };

	*value = 0;
	return process_vm_readv(target, &to, 1, &from, 1, 0) == (ssize_t)word;
}

static struct file {
	char path[256];
	struct mytap_unwind *table;
} files[FILES];
static int nfiles;

static struct mapping {
	u64 start, end, offset;
	struct file *file;
} mappings[MAPPINGS];
static int nmappings;

static struct mytap_unwind *table_of(const char *path, struct elf_bytes *e)
{
	int fd = open(path, O_RDONLY);
	struct stat st;
	void *p;

	if (fd < 0 || fstat(fd, &st))
		return NULL;
	p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	return p != MAP_FAILED && elf_bytes_init(e, p, (size_t)st.st_size) ? eh_frame_table(e, NULL) : NULL;
}

/* The vdso is the same in all processes; it is a file that is mapped whole. */
static struct mytap_unwind *table_of_vdso(u64 start, u64 end)
{
	unsigned char *p = must_alloc(end - start);
	struct elf_bytes e;

	for (u64 i = 0; i + 8 <= end - start; i += 8)
		if (!unwind_read(start + i, (u64 *)(p + i), 8))
			return NULL;
	return elf_bytes_init(&e, p, end - start) ? eh_frame_table(&e, NULL) : NULL;
}

static struct file *file_of(const char *path, u64 start, u64 end)
{
	struct elf_bytes e;
	struct file *f;

	for (int i = 0; i < nfiles; i++)
		if (!strcmp(files[i].path, path))
			return &files[i];
	if (nfiles == FILES)
		exit(99);
	f = &files[nfiles++];
	snprintf(f->path, sizeof(f->path), "%s", path);
	f->table = *path == '/' ? table_of(path, &e) : table_of_vdso(start, end);
	return f;
}

static void mappings_read(void)
{
	char path[64], line[512];
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/maps", target);
	f = fopen(path, "r");
	nmappings = 0;
	while (f && fgets(line, sizeof(line), f)) {
		char flags[8], name[256] = "";
		u64 start, end, offset;

		if (sscanf(line, "%lx-%lx %7s %lx %*s %*s %255[^\n]", &start, &end, flags, &offset, name) < 4 || flags[2] != 'x' ||
		    (*name != '/' && strcmp(name, "[vdso]")) || nmappings == MAPPINGS)
			continue;
		mappings[nmappings++] = (struct mapping){ start, end, offset, file_of(name, start, end) };
	}
	if (f)
		fclose(f);
}

static u64 steps, signals, by_rule[8];
static u8 kinds[FRAMES];		/* of the rules of the last walk's frames */

static __always_inline int walk(const struct user_regs_struct *r, u64 *ret, const char **why, u32 word)
{
	struct mytap_unwind_state s = {
		.ip = r->rip, .known = 0xffff,
		.r = { r->rax, r->rdx, r->rcx, r->rbx, r->rsi, r->rdi, r->rbp, r->rsp, r->r8, r->r9, r->r10, r->r11, r->r12, r->r13,
		       r->r14, r->r15 },
	};
	int n = 0;

	*why = "so deep";
	while (n < FRAMES) {
		const struct mytap_unwind_rule *rule = NULL;
		enum mytap_unwind_result result;

		ret[n++] = s.ip;
		for (int i = 0; i < nmappings; i++) {
			u64 at = s.ip - s.is_call;

			if (at >= mappings[i].start && at < mappings[i].end && mappings[i].file->table)
				rule = mytap_unwind_find(mappings[i].file->table, at - mappings[i].start + mappings[i].offset);
		}
		*why = "no rule";
		if (!rule)
			return n;
		steps++;
		by_rule[rule->kind & 7]++;
		kinds[n - 1] = rule->kind;
		signals += rule->kind == MYTAP_UNWIND_SIGNAL;
		result = mytap_unwind_step(&s, rule, word);
		*why = result == MYTAP_UNWIND_IS_END ? "end" : result == MYTAP_UNWIND_FAULTS ? "fault" : "no rule";
		if (result != MYTAP_UNWIND_GOES_ON)
			return n;
	}
	return n;
}

/* ---- libdw's ------------------------------------------------------------------------------------- */

struct their {
	u64 v[FRAMES + 1];
	int n;
};

static int their_frame(Dwfl_Frame *frame, void *ret)
{
	struct their *t = ret;
	Dwarf_Addr pc;

	if (!dwfl_frame_pc(frame, &pc, NULL) || t->n == FRAMES)
		return DWARF_CB_ABORT;
	t->v[t->n++] = pc;
	return DWARF_CB_OK;
}

static void their_walk(struct their *t)
{
	static char *no_path;
	static const Dwfl_Callbacks calls = {
		.find_elf = dwfl_linux_proc_find_elf, .find_debuginfo = dwfl_standard_find_debuginfo, .debuginfo_path = &no_path,
	};
	Dwfl *dwfl = dwfl_begin(&calls);

	t->n = 0;
	dwfl_linux_proc_report(dwfl, target);
	dwfl_report_end(dwfl, NULL, NULL);
	dwfl_linux_proc_attach(dwfl, target, true);
	dwfl_getthread_frames(dwfl, thread, their_frame, t);
	dwfl_end(dwfl);
	while (t->n && !t->v[t->n - 1])		/* what comes back to 0 is no frame */
		t->n--;
}

/* ---- samples --------------------------------------------------------------------------------------- */

/*
 * From a frame of a 32-bit program whose CFA is in memory (main's, where it aligns its stack) libdw 0.188 goes no further: what comes
 * then is compared with libgcc's in live/ok/user_stack_32. Ours must be whole.
 */
static bool they_end_early(int k, int n, const char *why, const struct their *t)
{
	return is_32 && k && k == t->n && k < n && kinds[k - 1] == MYTAP_UNWIND_MEMORY && !strcmp(why, "end");
}

static const struct mapping *mapping_at(u64 address)
{
	for (int i = 0; i < nmappings; i++)
		if (address >= mappings[i].start && address < mappings[i].end)
			return &mappings[i];
	return NULL;
}

/*
 * The 32-bit C library's memcpy() pushes a register without saying so: both have followed what it says to an address in no file, and
 * read different words from there. 1 of some hundred samples, but where a busy machine stops a program is no even chance.
 */
static bool both_are_misled(int k, const u64 *ours, const struct their *t)
{
	const struct mapping *m = is_32 && k > 1 && k <= t->n && ours[k - 1] == t->v[k - 1] && !mapping_at(ours[k - 1]) ?
				  mapping_at(ours[k - 2]) : NULL;
	bool is_so = m && strstr(m->file->path, "/libc.so");

	misled += is_so;
	return is_so;
}

/*
 * "mov (%esp),%reg; ret", by which 32-bit code asks where it is, has no unwind information in Debian's libm: libdw goes on by guess.
 * ip: at either instruction.
 */
static bool is_thunk(u64 ip, const char *why)
{
	u64 code;

	if (!is_32 || strcmp(why, "no rule") || !unwind_read(ip - 3, &code, 8))
		return false;
	return ((code >> 24 & 0xff) == 0x8b && (code >> 32 & 0xc7) == 4 && (code >> 40 & 0xffff) == 0xc324) ||
	       ((code & 0xff) == 0x8b && (code >> 8 & 0xc7) == 4 && (code >> 16 & 0xffff) == 0xc324);
}

static bool is_same(const char *what, const u64 *ours, int n, const char *why, const struct their *t)
{
	int k = 0;

	while (k < n && k < t->n && ours[k] == t->v[k])
		k++;
	if ((k == n && k == t->n) || they_end_early(k, n, why, t) || both_are_misled(k, ours, t) ||
	    (k && k == n && is_thunk(ours[k - 1], why)))
		return true;
	printf("%s: frame %d: %#lx, and libdw has %#lx; behind %#lx; %d frames (%s), libdw has %d\n", what, k, k < n ? ours[k] : 0,
	       k < t->n ? t->v[k] : 0, k ? ours[k - 1] : 0, n, why, t->n);
	for (int i = 0; k && i < nmappings; i++)
		if (ours[k - 1] >= mappings[i].start && ours[k - 1] < mappings[i].end)
			printf("    that is in %s, at %#lx\n", mappings[i].file->path,
			       ours[k - 1] - mappings[i].start + mappings[i].offset);
	return false;
}

/* Stops it, compares, lets it go on. false: it has ended. */
static bool sample(const char *what, bool *same, int *frames)
{
	static struct their theirs;
	struct user_regs_struct regs;
	u64 ours[FRAMES];
	const char *why;
	int status, n;

	if (ptrace(PTRACE_INTERRUPT, thread, 0, 0) || waitpid(thread, &status, __WALL) != thread || !WIFSTOPPED(status) ||
	    ptrace(PTRACE_GETREGS, thread, 0, &regs))
		return false;
	mappings_read();
	is_32 = regs.cs == CODE_32;
	n = is_32 ? walk(&regs, ours, &why, 4) : walk(&regs, ours, &why, 8);
	their_walk(&theirs);
	*same = is_same(what, ours, n, why, &theirs);
	*frames += n;
	/* Stopped on the way to a signal of its own: it gets it. */
	ptrace(PTRACE_CONT, thread, 0, status >> 16 || WSTOPSIG(status) == SIGTRAP ? 0 : WSTOPSIG(status));
	return true;
}

static pid_t start(char *const *words)
{
	pid_t pid = fork();

	if (!pid) {
		int null = open("/dev/null", O_RDWR);

		dup2(null, 0);
		dup2(null, 2);
		execvp(words[0], words);
		_exit(127);
	}
	return pid;
}

/* The last of its threads. */
static pid_t last_thread(pid_t pid)
{
	char path[64];
	pid_t last = pid;

	for (pid_t t = pid + 1; t < pid + 200; t++) {
		snprintf(path, sizeof(path), "/proc/%d/task/%d", pid, t);
		if (!access(path, F_OK))
			last = t;
	}
	return last;
}

static void run(const char *what, char *const *words, int samples, bool of_thread)
{
	int same = 0, n = 0, frames = 0;
	u64 before = signals;

	target = start(words);
	usleep(300000);
	thread = of_thread ? last_thread(target) : target;
	nfiles = 0;
	if (ptrace(PTRACE_SEIZE, thread, 0, 0)) {
		printf("%s does not run: %s\n", what, strerror(errno));
		failures++;
		kill(target, SIGKILL);
		waitpid(target, NULL, 0);
		return;
	}
	while (n < samples) {
		bool is_good = false;

		usleep((useconds_t)(500 + rand() % 3000));
		if (!sample(what, &is_good, &frames))
			break;
		n++;
		same += is_good;
	}
	kill(target, SIGKILL);
	while (waitpid(-1, NULL, __WALL) > 0)
		;
	printf("%s: %d of %d stacks are the same, %d frames, %lu of signals\n", what, same, n, frames, signals - before);
	if (misled)
		printf("%s: the file's own information is wrong in %d\n", what, misled);
	failures += same != n || n != samples || misled > 1 + samples / 8;
	misled = 0;
}

/* command: with %s for the program's path. */
static bool make_program(const char *path, const char *text, const char *command)
{
	char line[400];
	FILE *f;

	snprintf(line, sizeof(line), command, path);
	f = popen(line, "w");
	if (!f)
		return false;
	fputs(text, f);
	return !pclose(f) && !chmod(path, 0700);
}

/* Without what belongs to the compiler (lib32gcc-12-dev, with ten packages more): libc6-dev-i386 is enough. */
#define LINK_32 "-nostartfiles -nodefaultlibs /usr/lib32/Scrt1.o /usr/lib32/crti.o -x c - -x none -lm -lc /usr/lib32/libgcc_s.so.1 /usr/lib32/crtn.o"

static void run_narrow(int samples)
{
	char path[] = "/tmp/user_stacks.XXXXXX";

	close(mkstemp(path));
	if (access("/usr/lib32/Scrt1.o", R_OK)) {
		printf("32-bit programs: libc6-dev-i386 is not installed\n");
	} else if (make_program(path, narrow_program, "gcc -m32 -O2 -fPIE -pie -pthread " LINK_32 " -o %s")) {
		run("32-bit", (char *[]){ path, NULL }, samples, false);
		run("32-bit, threads", (char *[]){ path, "threads", NULL }, samples, true);
		run("32-bit, signals", (char *[]){ path, "with", "signals", NULL }, samples, false);
	} else {
		failures++;
	}
	unlink(path);
}

static void sizes(const char *path)
{
	struct timespec a, b;
	struct mytap_unwind *t;
	struct elf_bytes e = { 0 };
	u64 text = 0;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
	t = table_of(path, &e);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
	for (unsigned int i = 0; i < e.nsegments; i++)
		if (elf_bytes_segment(&e, i).p_type == PT_LOAD && elf_bytes_segment(&e, i).p_flags & PF_X)
			text += elf_bytes_segment(&e, i).p_filesz;
	printf("%s: text %lu, table %u, rows %u, runs %u, rules %u, fars %u, us %ld\n", path, text, t ? t->size : 0, t ? t->nrows : 0, t ? t->nruns : 0, t ? t->nrules : 0,
	       t ? t->nfars : 0, (b.tv_sec - a.tv_sec) * 1000000 + (b.tv_nsec - a.tv_nsec) / 1000);
}

int main(int argc, char **argv)
{
	static const char *const targets[] = { "plain", "signals", "threads" };
	char self[4096], cc[] = "/tmp/user_stacks.XXXXXX";
	const char *with_long = getenv("MYTAP_TEST_LONG");
	int samples = with_long && *with_long ? 350 : 40;
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	if (argc > 1 && *argv[1] == '/') {
		for (int i = 1; i < argc; i++)
			sizes(argv[i]);
		return 0;
	}
	if (argc > 1)
		return !strcmp(argv[1], "signals") ? target_signals() : !strcmp(argv[1], "threads") ? target_threads() :
		       !strcmp(argv[1], "jumps") ? (target_jumps(argc), 0) :
		       (int)(long)busy("plain");
	self[n] = '\0';
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (int i = 0; i < 3; i++)
		run(targets[i], (char *[]){ self, (char *)targets[i], NULL }, samples, i == 2);
	run("jumps", (char *[]){ self, "jumps", NULL }, 3 * samples, false);
	run("bash", (char *[]){ "bash", "-c", (char *)bash_program, NULL }, samples, false);
	run("python3", (char *[]){ "python3", "-c", (char *)python_program, NULL }, samples, false);
	close(mkstemp(cc));
	if (make_program(cc, cc_program, "g++ -O2 -x c++ - -o %s 2> /dev/null"))
		run("C++", (char *[]){ cc, NULL }, samples, false);
	unlink(cc);
	run_narrow(samples);
	printf("%lu steps: register %lu, memory %lu, PLT %lu, signal %lu\n", steps, by_rule[MYTAP_UNWIND_REGISTER], by_rule[MYTAP_UNWIND_MEMORY],
	       by_rule[MYTAP_UNWIND_PLT], by_rule[MYTAP_UNWIND_SIGNAL]);
	return failures != 0;
}
