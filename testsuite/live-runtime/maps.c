// SPDX-License-Identifier: GPL-2.0-or-later
/* Arrays: every function of api.h, from begin alone. */
#include "script.h"

FORMATS =
	/* 0 */ "%s: %d\n\0"
	/* 1 */ "  [%s] = %d\n\0"
	/* 2 */ "  [%d] = %d\n\0"
	/* 3 */ "wrong: %d, expected %d (check %d)\n\0";

static struct mytap_map *strings, *numbers, *ring, *stats, *pairs, *names;
static s64 checks;

static const char key_names[][8] MYTAP_STRING = { "one", "two", "three", "four", "five", "six" };

static void check(struct mytap_ctx *c, s64 got, s64 want)
{
	checks++;
	if (got != want)
		say(c, 3, 3, got, want, checks);
}

static s64 *slot_string(struct mytap_ctx *c, struct mytap_map *m, const char *s)
{
	u64 k[8], *e = mytap_key_str(k, s);

	return mytap_map_slot(c, m, k, e - k, "identifier 'strings' at maps.stp:1:1");
}

static s64 *slot_number(struct mytap_ctx *c, struct mytap_map *m, u64 n)
{
	return mytap_map_slot(c, m, &n, 1, "identifier 'numbers' at maps.stp:2:2");
}

static void list(struct mytap_ctx *c, struct mytap_map *m, struct mytap_sort sort, bool is_string)
{
	struct mytap_iter it;

	for (mytap_iter_begin(c, &it, m, &sort, ""); mytap_iter_next(c, &it);)
		if (is_string)
			say_string(c, 1, (const char *)it.key, *(s64 *)it.value);
		else
			say(c, 2, 2, *it.key, *(s64 *)it.value, 0);
}

static void title(struct mytap_ctx *c, const char *s, s64 n)
{
	char b[64] MYTAP_STRING;

	mytap_strcpy_raw(b, sizeof(b), s);
	say_string(c, 0, b, n);
}

static void test_strings(struct mytap_ctx *c)
{
	static const s64 value[] = { 3, 1, 2, 2, 9, -4 };
	u64 k[8], *e;
	u32 i;

	for (i = 0; i < 6; i++)
		*slot_string(c, strings, key_names[i]) = value[i];
	check(c, mytap_map_count(strings), 6);
	title(c, "as inserted", -1);
	list(c, strings, (struct mytap_sort){ .limit = -1 }, true);
	title(c, "by value, falling", -1);
	list(c, strings, (struct mytap_sort){ .direction = -1, .key = -1, .limit = -1 }, true);
	title(c, "by value, rising, limit", 3);
	list(c, strings, (struct mytap_sort){ .direction = 1, .key = -1, .limit = 3 }, true);
	title(c, "by key", -1);
	list(c, strings, (struct mytap_sort){ .direction = 1, .key = 0, .limit = -1 }, true);
	title(c, "limit", 0);
	list(c, strings, (struct mytap_sort){ .direction = 1, .key = 0, .limit = 0 }, true);
	e = mytap_key_str(k, key_names[2]);
	check(c, *(s64 *)mytap_map_find(c, strings, k, e - k), 2);
	check(c, mytap_map_delete(strings, k, e - k), true);
	check(c, mytap_map_delete(strings, k, e - k), false);
	check(c, mytap_map_find(c, strings, k, e - k) == NULL, true);
	*slot_string(c, strings, key_names[2]) += 7;		/* a fresh value is zero */
	title(c, "after delete", mytap_map_count(strings));
	list(c, strings, (struct mytap_sort){ .limit = -1 }, true);
	mytap_map_clear(c, strings, "");
	check(c, mytap_map_count(strings), 0);
	list(c, strings, (struct mytap_sort){ .limit = -1 }, true);
}

static void test_full(struct mytap_ctx *c)
{
	u64 i, k;

	for (i = 0; i < 100; i++)
		*slot_number(c, numbers, i * 0x100000001ULL) = i;
	check(c, mytap_map_count(numbers), 100);
	check(c, slot_number(c, numbers, 5000) == NULL, true);
	check(c, c->error != NULL, true);
	c->error = NULL;			/* as try does */
	for (i = 0; i < 100; i++) {
		k = i * 0x100000001ULL;
		check(c, *(s64 *)mytap_map_find(c, numbers, &k, 1), i);
	}
	for (i = 0; i < 100; i += 2) {
		k = i * 0x100000001ULL;
		check(c, mytap_map_delete(numbers, &k, 1), true);
	}
	for (i = 0; i < 50; i++)
		check(c, slot_number(c, numbers, 10000 + i) != NULL, true);
	check(c, mytap_map_count(numbers), 100);
	title(c, "largest keys", 3);
	list(c, numbers, (struct mytap_sort){ .direction = -1, .key = 0, .limit = 3 }, false);
	for (i = 0; i < 10; i++)
		*slot_number(c, ring, i) = i * i;
	title(c, "wrapped", mytap_map_count(ring));
	list(c, ring, (struct mytap_sort){ .limit = -1 }, false);
}

/* pairs[number, string]: slices */
static void test_slices(struct mytap_ctx *c)
{
	struct mytap_match two[] = { { .number = 2 }, { .any = true } }, five[] = { { .any = true }, { .string = key_names[4] } },
			   none[] = { { .number = 9 }, { .any = true } };
	struct mytap_iter it, inner;
	struct mytap_sort sort = { .limit = -1, .match = two }, up = { .direction = 1, .key = -1, .limit = -1 };
	u64 k[16], *e;
	s64 sum = 0, last;
	u32 i;

	for (i = 0; i < 24; i++) {
		k[0] = i % 4;
		e = mytap_key_str(k + 1, key_names[i / 4]);
		*(s64 *)mytap_map_slot(c, pairs, k, e - k, "") = 24 - i;
	}
	for (mytap_iter_begin(c, &it, pairs, &sort, ""); mytap_iter_next(c, &it);)
		sum += *(s64 *)it.value;
	check(c, sum, 22 + 18 + 14 + 10 + 6 + 2);
	sort.match = five;
	sort.direction = -1;
	sort.key = 0;
	sort.limit = 2;
	for (mytap_iter_begin(c, &it, pairs, &sort, ""), sum = 0; mytap_iter_next(c, &it);)
		sum = sum * 10 + *it.key;
	check(c, sum, 32);
	check(c, mytap_map_any(c, pairs, two, ""), true);
	check(c, mytap_map_any(c, pairs, none, ""), false);
	/* a sorted foreach inside a sorted foreach over the same array */
	for (mytap_iter_begin(c, &it, pairs, &up, ""), sum = 0, last = 0; mytap_iter_next(c, &it); last = *(s64 *)it.value) {
		sort = (struct mytap_sort){ .direction = -1, .key = -1, .limit = 1 };
		check(c, *(s64 *)it.value, last + 1);
		for (mytap_iter_begin(c, &inner, pairs, &sort, ""); mytap_iter_next(c, &inner);)
			sum += *(s64 *)inner.value;
	}
	check(c, sum, 24 * 24);
	mytap_map_delete_matching(c, pairs, two, "");
	check(c, mytap_map_count(pairs), 18);
	check(c, mytap_map_any(c, pairs, two, ""), false);
}

struct stat { s64 count, sum, max; };

static void stats_merge(void *to, const void *from)
{
	struct stat *a = to;
	const struct stat *b = from;

	a->max = !a->count || b->max > a->max ? b->max : a->max;
	a->count += b->count;
	a->sum += b->sum;
}

static s64 stats_sum(const void *v) { return ((const struct stat *)v)->sum; }

static void test_per_cpu(struct mytap_ctx *c)
{
	struct mytap_sort sort = { .direction = -1, .key = -1, .value = stats_sum, .limit = -1 };
	u32 mine = c->slot, i, s;
	struct mytap_iter it;
	struct stat v, *p;
	u64 k;

	for (s = 0; s < mytap_nslots; s++)
		for (i = 0; i <= s; i++) {
			mytap_slot_set(c, s);	/* as if on that CPU */
			k = i;
			p = mytap_map_own(c, stats, &k, 1, "");
			p->count++;
			p->sum += 10 * (i + 1);
			p->max = -1 - (s64)s;
		}
	mytap_slot_set(c, mine);
	check(c, mytap_map_count(stats), mytap_nslots);
	for (mytap_iter_begin(c, &it, stats, &sort, ""), i = 0; mytap_iter_next(c, &it); i++) {
		p = it.value;
		check(c, p->count, mytap_nslots - *it.key);
		check(c, p->max, -1 - (s64)*it.key);
	}
	check(c, i, mytap_nslots);
	k = 0;
	check(c, mytap_map_merged(c, stats, &k, 1, &v, ""), true);
	check(c, v.count, mytap_nslots);
	check(c, mytap_map_delete(stats, &k, 1), true);
	check(c, mytap_map_merged(c, stats, &k, 1, &v, ""), true);
	check(c, v.count, 0);
	p = mytap_map_own(c, stats, &k, 1, "");
	check(c, p->count, 0);
}

/* string values, sorted by them */
static void test_string_values(struct mytap_ctx *c)
{
	struct mytap_sort sort = { .direction = 1, .key = -1, .string_value = true, .limit = -1 };
	struct mytap_iter it;
	u64 i;

	for (i = 0; i < 6; i++)
		mytap_strcpy(mytap_map_slot(c, names, &i, 1, ""), 64, key_names[i]);
	title(c, "by string value", 6);
	for (mytap_iter_begin(c, &it, names, &sort, ""); mytap_iter_next(c, &it);)
		say_string(c, 1, it.value, *it.key);
}

static void begin(struct mytap_ctx *c)
{
	test_strings(c);
	test_full(c);
	test_slices(c);
	test_per_cpu(c);
	test_string_values(c);
	title(c, "checks made", checks > 250);
	mytap_exit(c);
}

PROBES =
	"begin\tmaps.stp:1:1";

static const struct mytap_probe probes[] = {
	{ .family = MYTAP_BEGIN, .handler = begin, .text = "begin" },
};

static const struct mytap_map_desc maps[] = {
	{ .map = &strings, .name = "strings", .nkeys = 1, .string_keys = 1,
	  .room = &(const struct mytap_map_room){ .entries = 10, .key_words = 8, .value_bytes = 8, .sorted = 1 } },
	{ .map = &numbers, .name = "numbers", .nkeys = 1,
	  .room = &(const struct mytap_map_room){ .entries = 100, .key_words = 1, .value_bytes = 8, .sorted = 1 } },
	{ .map = &ring, .name = "ring", .nkeys = 1, .wraps = true,
	  .room = &(const struct mytap_map_room){ .entries = 4, .key_words = 1, .value_bytes = 8 } },
	{ .map = &pairs, .name = "pairs", .nkeys = 2, .string_keys = 2,
	  .room = &(const struct mytap_map_room){ .entries = 30, .key_words = 9, .value_bytes = 8, .sorted = 1 } },
	{ .map = &stats, .name = "stats", .nkeys = 1, .merge = stats_merge,
	  .room = &(const struct mytap_map_room){ .entries = 512, .key_words = 1, .value_bytes = sizeof(struct stat), .per_cpu = 1, .sorted = 1 } },
	{ .map = &names, .name = "names", .nkeys = 1,
	  .room = &(const struct mytap_map_room){ .entries = 8, .key_words = 1, .value_bytes = 64, .sorted = 1 } },
};

SCRIPT(.maps = maps, .nmaps = COUNT(maps));
