// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The arguments and the environment of the current process, as they are in its memory now. Any context; bounded:
 * only the first 128 kB of either are read. When the memory is paged out the answer is empty.
 */

enum { PROCESS_TEXT_MOST = 128 << 10 };

struct process_text {
	u64 at, end;			/* the range not read yet */
	u32 i, have;
	bool has_failed;
	char bytes[128];
};

static void process_text_open(struct process_text *t, u64 start, u64 end)
{
	t->at = start;
	t->end = end > start + PROCESS_TEXT_MOST ? start + PROCESS_TEXT_MOST : end;
	t->i = t->have = 0;
	t->has_failed = false;
}

static bool process_text_has_more(const struct process_text *t)
{
	return t->i < t->have || t->at < t->end;
}

/* The next byte; -1: no more. */
static int process_text_byte(struct process_text *t)
{
	if (t->i == t->have) {
		if (t->has_failed || t->at >= t->end)
			return -1;
		t->have = min_t(u64, sizeof(t->bytes) - (t->at & (sizeof(t->bytes) - 1)), t->end - t->at);
		t->i = 0;
		if (!user_copy(t->bytes, t->at, t->have)) {
			t->has_failed = true;
			t->have = 0;
			return -1;
		}
		t->at += t->have;
	}
	return (unsigned char)t->bytes[t->i++];
}

/* Arguments first to last (last < first: all from first on). */
void mytap_cmdline(char *to, size_t size, s64 first, s64 last, const char *delim)
{
	struct mm_struct *mm = current->mm;
	struct process_text t;
	size_t at = 0;
	s64 arg = 0;
	int b;

	mytap_str_end(to, 0);
	if (!mm || first < 0)
		return;
	process_text_open(&t, READ_ONCE(mm->arg_start), READ_ONCE(mm->arg_end));
	while (at < size - 1 && (b = process_text_byte(&t)) >= 0) {
		if (b) {
			if (arg >= first)
				to[at++] = b;
			continue;
		}
		arg++;
		if (last >= first && arg > last)
			break;
		if (arg > first && process_text_has_more(&t))
			at = text_add(to, size, at, delim, mytap_strlen(delim));
	}
	mytap_str_end(to, t.has_failed ? 0 : at);
}

void mytap_env_var(char *to, size_t size, const char *name)
{
	struct mm_struct *mm = current->mm;
	bool is_it = false, may_be_it = true;
	struct process_text t;
	size_t at = 0, k = 0;
	int b;

	mytap_str_end(to, 0);
	if (!mm || !*name)
		return;
	process_text_open(&t, READ_ONCE(mm->env_start), READ_ONCE(mm->env_end));
	while (at < size - 1 && (b = process_text_byte(&t)) >= 0) {
		if (is_it) {
			if (!b)
				break;
			to[at++] = b;
		} else if (!b) {
			may_be_it = true;
			k = 0;
		} else if (may_be_it) {
			is_it = !name[k] && b == '=';
			may_be_it = name[k] && name[k] == (char)b;
			k++;
		}
	}
	mytap_str_end(to, t.has_failed ? 0 : at);
}
