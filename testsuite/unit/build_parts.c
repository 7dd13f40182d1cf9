/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parts of pass 4 that need no kernel: checksums, children, recorded commands, damaged module files. */
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "translator/build/commands.h"
#include "translator/build/header_cut.h"
#include "translator/build/unit_cut.h"
#include "translator/image/build_id.h"
#include "translator/image/folder.h"
#include "translator/image/hash.h"
#include "translator/build/ko.h"
#include "translator/spawn.h"
#include "translator/kernel.h"

static unsigned int failed;
static struct session s;
static char folder[] = "/tmp/mytap-build-parts.XXXXXX";

#define CHECK(x) do {								\
	if (!(x)) {								\
		printf("%s:%d: not so: %s\n", __FILE__, __LINE__, #x);		\
		failed++;							\
	}									\
} while (0)

static const char *in_folder(const char *name)
{
	return arena_printf(s.arena, "%s/%s", folder, name);
}

/* The examples of FIPS 180-4, and every way to cut a text into pieces. */
static void check_hash(void)
{
	static const char million[] = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
	char hex[HASH_HEX], whole[HASH_HEX], text[300];
	struct hash h;

	hash_init(&h);
	hash_final(&h, hex);
	CHECK(!strcmp(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
	hash_init(&h);
	hash_add(&h, "abc", 3);
	hash_final(&h, hex);
	CHECK(!strcmp(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
	hash_init(&h);
	hash_add(&h, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56);
	hash_final(&h, hex);
	CHECK(!strcmp(hex, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"));
	hash_init(&h);
	for (int i = 0; i < 1000000; i++)
		hash_add(&h, "a", 1);
	hash_final(&h, hex);
	CHECK(!strcmp(hex, million));
	for (int i = 0; i < 300; i++)
		text[i] = i;
	hash_init(&h);
	hash_add(&h, text, 300);
	hash_final(&h, whole);
	for (int cut = 0; cut <= 300; cut++) {
		hash_init(&h);
		hash_add(&h, text, cut);
		hash_add(&h, text + cut, 300 - cut);
		hash_final(&h, hex);
		CHECK(!strcmp(hex, whole));
	}
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static int run(struct strbuf *out, int limit, const char *dir, const char *const *env, const char *const *argv)
{
	struct spawn what = { .argv = argv, .dir = dir, .env = env, .time_limit = limit };

	strbuf_reset(out);
	return spawn_run(&what, out);
}

#define ARGV(...) (const char *const []) { __VA_ARGS__, NULL }

static void check_spawn(void)
{
	struct strbuf out = { 0 };
	double began = now();

	CHECK(run(&out, 0, NULL, NULL, ARGV("sh", "-c", "echo a; echo b >&2; exit 3")) == 3);
	CHECK(!strcmp(strbuf_str(&out), "a\nb\n"));
	CHECK(run(&out, 0, "/", ARGV("X=1 2", "HOME"), ARGV("sh", "-c", "echo $PWD $X ${HOME-none}")) == 0);
	CHECK(!strcmp(strbuf_str(&out), "/ 1 2 none\n"));
	CHECK(run(&out, 0, NULL, NULL, ARGV("cat")) == 0);
	CHECK(run(&out, 0, NULL, NULL, ARGV("mytap-no-such-program")) == -1);
	CHECK(strstr(strbuf_str(&out), "No such file"));
	CHECK(run(&out, 0, "/no/such/folder", NULL, ARGV("true")) == -1);
	CHECK(run(&out, 0, NULL, NULL, ARGV("sh", "-c", "kill -9 $$")) == 128 + 9);
	/* More than a pipe holds. */
	CHECK(run(&out, 0, NULL, NULL, ARGV("sh", "-c", "head -c 3000000 /dev/zero")) == 0);
	CHECK(out.len == 3000000);
	/* A grandchild that keeps the pipe open ends with its parent's group. */
	CHECK(run(&out, 1, NULL, NULL, ARGV("sh", "-c", "sleep 60 & sleep 60")) == -1);
	CHECK(strstr(strbuf_str(&out), "time limit"));
	CHECK(now() - began < 30);
	strbuf_reset(&out);
	spawn_print(ARGV("a", "b c", "it's", "", "$x"), &out);
	CHECK(!strcmp(out.s, "a 'b c' 'it'\\''s' '' '$x'"));
	strbuf_deinit(&out);
}

static void put(const char *name, const char *text)
{
	CHECK(file_write(in_folder(name), text, strlen(text)));
}

static void check_commands(void)
{
	const char *m = seed_module_name, *why = NULL;
	struct seed seed = { 0 }, again = { 0 };
	struct strbuf b = { 0 };

	put(".script.o.cmd", arena_printf(s.arena,
	    "savedcmd_script.o := gcc-12 -Wp,-MMD,x.d -nostdinc -I./include -include ./c.h -D__KERNEL__ "
	    "-I%s -DKBUILD_MODNAME='\"a b\"' -O2 -DX='\"y\"' -DC=\\$$ -c -o script.o script.c\nsource\n", folder));
	put(arena_printf(s.arena, ".%s.o.cmd", m), arena_printf(s.arena,
	    "savedcmd_x := ld -m elf -r -o %s.o @%s.mod ; ./tools/objtool/objtool --ibt --link %s.o\n", m, m, m));
	put(arena_printf(s.arena, ".%s.ko.cmd", m), arena_printf(s.arena,
	    "savedcmd_x := ld -r -T a.lds -o %s.ko %s.o %s.mod.o .module-common.o;  true\n", m, m, m));
	put("kbuild.env", "SRCARCH=x86\n");
	CHECK(commands_record(s.target, folder, &seed, &why));
	CHECK(seed.objtool_is_late && seed.objtool.n == 3);
	CHECK(seed.cc.n == 6 && !strcmp(seed.cc.v[3], "-O2") && !strcmp(seed.cc.v[4], "-DX=\"y\""));
	CHECK(seed.include.n == 4 && !strcmp(seed.include.v[3], "-DKBUILD_MODNAME=\"a b\""));
	CHECK(seed.extra.n == 1 && !strcmp(seed.extra.v[0], ".module-common.o"));
	CHECK(seed.final.n == 4 && seed.env.n == 1);
	commands_print(&seed, &b);
	CHECK(commands_parse(s.target, b.s, &again));
	CHECK(again.objtool_is_late && again.cc.n == seed.cc.n && !strcmp(again.include.v[3], seed.include.v[3]));
	CHECK(!commands_parse(s.target, "nonsense\n", &again));
	put(arena_printf(s.arena, ".%s.ko.cmd", m), "cmd_x := ld -r -o x.ko x.o && pahole x.ko\n");
	CHECK(!commands_record(s.target, folder, &again, &why) && strstr(why, "do more"));
	unlink(in_folder(".script.o.cmd"));
	CHECK(!commands_record(s.target, folder, &again, &why) && strstr(why, ".cmd"));
	strbuf_deinit(&b);
}

/* An object made by the compiler, then every byte of its headers damaged: no check may crash or loop. */
static void check_ko(void)
{
	struct strbuf out = { 0 }, why = { 0 };
	struct ko e, damaged;
	str_vec missing = { 0 };

	put("x.c", "extern int not_there(void); int f(void) { return not_there(); }\n"
	    "__attribute__((section(\".modinfo\"))) char a[] = \"name=placeholder\";\n"
	    "__attribute__((section(\".gnu.linkonce.this_module\"))) char b[] = \"x placeholder\";\n"
	    "__attribute__((section(\"__versions\"))) struct { long crc; char name[56]; } v = { 1, \"known\" };\n");
	CHECK(run(&out, 60, folder, NULL, ARGV("gcc", "-fno-pic", "-c", "-o", "x.o", "x.c")) == 0);
	CHECK(ko_open(&e, in_folder("x.o")));
	ko_unversioned(&e, s.arena, &missing);
	CHECK(missing.n == 1 && !strcmp(missing.v[0], "not_there"));
	CHECK(ko_check(&e, &e, &why));
	CHECK(ko_compare(&e, &e, &why));
	CHECK(!ko_rename(&e, "not there", "x"));
	CHECK(!ko_rename(&e, "place", "much longer"));
	for (size_t i = 0; i < e.file.len; i++) {
		char kept = e.file.s[i];

		e.file.s[i] ^= 0xff;
		CHECK(file_write(in_folder("y.o"), e.file.s, e.file.len));
		if (ko_open(&damaged, in_folder("y.o"))) {
			ko_unversioned(&damaged, s.arena, &missing);
			ko_check(&damaged, &e, &why);
			ko_close(&damaged);
		}
		e.file.s[i] = kept;
	}
	for (size_t n = 0; n < e.file.len; n += 7) {
		CHECK(file_write(in_folder("y.o"), e.file.s, n));
		if (ko_open(&damaged, in_folder("y.o")))
			ko_close(&damaged);
	}
	CHECK(ko_rename(&e, "placeholder", "new"));
	CHECK(!strcmp(e.file.s + ko_section(&e, ".modinfo")->sh_offset, "name=new"));
	CHECK(!ko_rename(&e, "placeholder", "new"));
	ko_close(&e);
	strbuf_deinit(&out);
	strbuf_deinit(&why);
}

/* An object with two calls by the kernel's table of alternatives, the second of which is `call`; flags of both. */
static bool calls_fit(const char *call, unsigned int flags, unsigned int bytes, struct strbuf *why)
{
	struct strbuf out = { 0 };
	struct ko e, damaged;
	bool fit;

	put("a.s", arena_printf(s.arena, ".text\n1: call *table(%%rip)\n2: nop\n3: %s\n4: nop\n"
				".section .altinstructions,\"a\"\n.macro row from to\n.long \\from - .\n.long 2b - .\n.short 3\n.short %u\n"
				".byte \\to - \\from\n.byte 1\n.fill %u - 14\n.endm\nrow 1b 2b\nrow 3b 4b\n"
				".section .modinfo,\"a\"\n.long 1\n.section .gnu.linkonce.this_module,\"a\"\n.long 1\n", call, flags, bytes));
	CHECK(run(&out, 60, folder, NULL, ARGV("gcc", "-c", "-o", "a.o", "a.s")) == 0 || !puts(strbuf_str(&out)));
	CHECK(ko_open(&e, in_folder("a.o")));
	fit = ko_calls_fit(&e, why);
	CHECK(ko_check(&e, NULL, &out) == fit);
	for (size_t i = 0; i < e.file.len; i++) {	/* damaged: any answer, no crash */
		char kept = e.file.s[i];

		e.file.s[i] ^= 0xff;
		CHECK(file_write(in_folder("y.o"), e.file.s, e.file.len));
		if (ko_open(&damaged, in_folder("y.o"))) {
			ko_calls_fit(&damaged, &out);
			ko_close(&damaged);
		}
		e.file.s[i] = kept;
	}
	ko_close(&e);
	strbuf_deinit(&out);
	return fit;
}

static void check_calls(void)
{
	struct strbuf why = { 0 };

	CHECK(calls_fit("call *table(%rip)", 2, 14, &why) && !why.len);
	CHECK(calls_fit("call *(%rax)", 1, 14, &why) && calls_fit("call *(%rax)", 0, 14, &why));
	CHECK(calls_fit("call *(%rax)", 2, 20, &why) && !why.len);	/* of a kernel that is not known here */
	CHECK(!calls_fit("call *(%rax)", 2, 14, &why) && strstr(why.s, "the call at .text+0x7 "));
	CHECK(!calls_fit("call table", 2, 14, &why) && !calls_fit("nop", 3, 14, &why));
	strbuf_deinit(&why);
}

/* Made, and its path as it comes back; freed. */
static bool is_private(const char *path, struct strbuf *why)
{
	strbuf_reset(why);
	char *real = folder_make_private(path, why);
	bool is_it = real && !strcmp(strrchr(real, '/'), strrchr(path, '/'));

	free(real);
	return is_it;
}

/* Whoever may write a folder above can put another in the place of ours. */
static void check_parents(void)
{
	struct strbuf why = { 0 };

	CHECK(is_private(in_folder("p/q/r/s"), &why));
	chmod(in_folder("p/q"), 0775);
	CHECK(!is_private(in_folder("p/q/r/s"), &why) && strstr(why.s, "others may write") && strstr(why.s, "on the way"));
	chmod(in_folder("p/q"), 0757);
	CHECK(!is_private(in_folder("p/q/r/s"), &why) && strstr(why.s, "others may write"));
	chmod(in_folder("p/q"), 01777);
	CHECK(is_private(in_folder("p/q/r/s"), &why));
	/* By a link, it is the folder's own way that counts; and what comes back has no link in it. */
	CHECK(symlink("p/q/r", in_folder("l")) == 0 && is_private(in_folder("l/s"), &why));
	char *real = folder_make_private(in_folder("l/s"), &why);
	CHECK(real && !strcmp(real, in_folder("p/q/r/s")));
	free(real);
	chmod(in_folder("p/q"), 0777);
	CHECK(!is_private(in_folder("l/s"), &why));
	chmod(in_folder("p/q"), 0755);
	if (geteuid() == 0) {
		CHECK(chown(in_folder("p/q"), 12345, 0) == 0);
		CHECK(!is_private(in_folder("p/q/r/s"), &why) && strstr(why.s, "belongs to user 12345"));
		CHECK(chown(in_folder("p/q"), 0, 0) == 0);
	}
	CHECK(is_private(in_folder("p/q/r/s"), &why));
	strbuf_deinit(&why);
}

static void check_folders(void)
{
	struct strbuf why = { 0 };

	CHECK(is_private(in_folder("a/b/c"), &why));
	chmod(in_folder("a/b"), 0777);
	CHECK(!is_private(in_folder("a/b"), &why) && strstr(why.s, "others may write"));
	put("f", "x");
	CHECK(file_is_private(in_folder("f")));
	chmod(in_folder("f"), 0622);
	CHECK(!file_is_private(in_folder("f")));
	CHECK(symlink("f", in_folder("link")) == 0 && !file_is_private(in_folder("link")));
	int lock = lock_take(in_folder("lock"));
	CHECK(lock >= 0 && lock_try(in_folder("lock")) == -1);
	close(lock);
	lock = lock_try(in_folder("lock"));
	CHECK(lock >= 0);
	close(lock);
	strbuf_deinit(&why);
}

static void check_build_id(void)
{
	static const unsigned char notes[] = {
		4, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 'X', 'e', 'n', 0, 'a', 'b', 'c', 0,
		4, 0, 0, 0, 4, 0, 0, 0, 3, 0, 0, 0, 'G', 'N', 'U', 0, 1, 2, 3, 4,
	};
	uint8_t id[32];

	CHECK(build_id_of_notes(notes, sizeof(notes), id) == 4 && id[0] == 1 && id[3] == 4);
	/* Cut off anywhere, in memory of its own so that a sanitizer sees a byte too far. */
	for (size_t n = 0; n < sizeof(notes); n++) {
		char *copy = malloc(n + 1);

		memcpy(copy, notes, n);
		CHECK(build_id_of_notes(copy, n, id) == 0);
		free(copy);
	}
}

/* What remains of a header for a text. */
static const char *cut_for(const char *text)
{
	static const char header[] =
		"# 0 \"api.c\"\n# 1 \"<built-in>\"\n#define __INT_MAX__ 0x7fffffff\n# 1 \"api.h\"\n"
		"#define GONE(x) x\n#undef GONE\n#define SECTION(name) __attribute__((section(\"s;\" name)))\n#define MOST LIMIT + 1\n"
		"typedef unsigned long word;\ntypedef void (*handler)(struct context *c);\n"
		"enum kind { FIRST_KIND,\n# 9 \"api.h\"\n LAST_KIND = 7 };\nenum { LIMIT = sizeof(struct pair) };\n"
		"struct context;\nstruct pair { word a; enum kind k; handler h; };\nunion both { int i; struct pair p; } both_of[2];\n"
		"extern struct pair table[] __attribute__((visibility(\"hidden\")));\n"
		"extern const char flag __attribute__((weak));\n"
		"static inline __attribute__((always_inline)) word twice(word w) { if (w) { return '}' + w; } return 2 * w; }\n"
		"void many(const char *format, ...) __attribute__((format(printf, 1, 2)));\n"
		"_Static_assert(sizeof(struct pair) > 1, \"twice\");\nasm(\".globl table\");\n"
		"static inline int last(void) { return FIRST_KIND + GONE_TOO; }\n";
	struct strbuf b = { 0 };

	header_cut(s.arena, header, text, &b);
	const char *cut = arena_strndup(s.arena, strbuf_str(&b), b.len);
	strbuf_deinit(&b);
	return cut;
}

static void check_header_cut(void)
{
	const char *cut = cut_for("nothing \"twice\" /* it's many() */ // twice(\n");

	CHECK(!strstr(cut, "twice") && !strstr(cut, "many") && strstr(cut, "struct pair table") == NULL && strstr(cut, "asm("));
	cut = cut_for("int x = twice(3);");
	CHECK(strstr(cut, "typedef unsigned long word;") && strstr(cut, "return 2 * w; }") && !strstr(cut, "struct pair {"));
	cut = cut_for("many(\"%d\", flag, MOST)");
	CHECK(strstr(cut, "void many(") && strstr(cut, "printf, 1, 2") && strstr(cut, "flag __attribute__") && !strstr(cut, "twice"));
	CHECK(strstr(cut, "#define MOST LIMIT + 1") && strstr(cut, "enum { LIMIT") && strstr(cut, "struct pair {"));
	CHECK(strstr(cut, "LAST_KIND = 7 };") && strstr(cut, "(*handler)(") && strstr(cut, "struct context;") && !strstr(cut, "# 9"));
	CHECK(strstr(cut, "typedef unsigned long word;") < strstr(cut, "struct pair {"));
	cut = cut_for("table[0].a SECTION(\"x\") GONE(1) __INT_MAX__ both_of");
	CHECK(strstr(cut, "extern struct pair table[]") && strstr(cut, "#define SECTION") && strstr(cut, "both_of[2];"));
	CHECK(!strstr(cut, "GONE(x)") && !strstr(cut, "__INT_MAX__") && !strstr(cut, "_Static_assert"));
	/* Damaged: neither a crash nor a hang. */
	for (const char *bad = "#define\n#\n{{{ enum ) ] } \" ' struct"; *bad; bad++) {
		struct strbuf b = { 0 };

		header_cut(s.arena, bad, "enum struct x", &b);
		strbuf_deinit(&b);
	}
}

static const char *unit_cut_of(const char *unit)
{
	struct strbuf b = { 0 };

	unit_cut(s.arena, unit, &b);
	const char *cut = arena_strndup(s.arena, strbuf_str(&b), b.len);
	strbuf_deinit(&b);
	return cut;
}

static void check_unit_cut(void)
{
	static const char unit[] =
		"# 0 \"/tmp/unit.c\"\n# 1 \"<built-in>\"\n# 1 \"a.h\" 1\n"
		"typedef int word;\ntypedef word (*reader_t)(int);\ntypedef word (plain_t)(int);\ntypedef word bare_t(int);\n"
		"struct __attribute__((packed)) odd { int a; } odd_one;\n"
		"struct outer { struct inner { enum { DEEP = 1, DEEPER } e; } in; };\n"
		"extern void (*hook)(int first);\nstatic word unused(struct outer *hook_of) { return '}' + DEEP; }\n"
		"register unsigned long stack asm(\"rsp\");\n"
		"# 20 \"a.h\"\nstatic __inline__ __attribute__((gnu_inline)) word\nlow(reader_t f)\n{ if (f) { return f(\"}\"[0]); } return DEEPER; }\n"
		"#pragma pack(push)\n# 7 \"unit.c\" 2\n"
		"static int real(void) { return low(0) + stack; }\n"
		"int made(void) __attribute__((alias(\"real\")));\nextern typeof(made) made __attribute__((externally_visible));\n"
		"static int table[] __attribute__((__used__)) = { sizeof(plain_t *), sizeof(bare_t *) };\n"
		"_Static_assert(sizeof(odd_one) == 4, \"\");;\nasm(\".globl made\");\nint other(void) { hook(1); return 0; }\n";
	static const char *const kept[] = {
		"typedef int word;", "(*reader_t)(int);", "(plain_t)(int);", "bare_t(int);", "struct __attribute__((packed)) odd { int a; } odd_one;",
		"enum { DEEP", "asm(\"rsp\");", "# 20 \"a.h\"\nstatic __inline__", "return DEEPER; }", "#pragma pack(push)\n# 7 \"unit.c\"\nstatic int real(void)",
		"# 8 \"unit.c\"\nint made(void)", "{ sizeof(plain_t *)", "_Static_assert(", "asm(\".globl made\");",
	}, *const gone[] = { "unused(", "other(", "hook" };
	const char *cut = unit_cut_of(unit), *last = cut;

	for (unsigned int i = 0; i < sizeof(kept) / sizeof(*kept); i++)
		CHECK(strstr(cut, kept[i]));
	for (unsigned int i = 0; i < sizeof(gone) / sizeof(*gone); i++)
		CHECK(!strstr(cut, gone[i]));
	for (unsigned int i = 0; i < 4; i++, last = strstr(cut, kept[i]))
		CHECK(last && strstr(last, kept[i + 1]));	/* in order */
	CHECK(!strcmp(unit_cut_of(cut), cut));
	for (const char *bad = "#pragma\n#\n\n# 1\n{{{ enum alias( ) ] } \" ' struct"; *bad; bad++)
		unit_cut_of(bad);
}

int main(void)
{
	session_init(&s);
	s.target = target_new(&s);
	if (!mkdtemp(folder))
		return 1;
	check_hash();
	check_spawn();
	check_commands();
	check_header_cut();
	check_unit_cut();
	check_ko();
	check_calls();
	check_folders();
	check_parents();
	check_build_id();
	folder_remove(folder);
	CHECK(access(folder, F_OK) < 0);
	session_deinit(&s);
	return failed != 0;
}
