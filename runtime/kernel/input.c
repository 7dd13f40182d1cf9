// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Standard input, sent by the reader. Bytes wait in a buffer, and a work on the session's own queue runs hits for
 * them, one after the other: not in the reader's system call, since the reader has to take the handlers' output.
 * The queue also runs the session's stop, so no hit is under way when the families detach.
 */

enum { INPUT_MOST = 64 << 10 };

static struct {
	struct mutex lock;		/* protects the bytes */
	char *bytes;			/* INPUT_MOST bytes of room; those waiting */
	u32 n;
	bool is_over;
	char *text;			/* a string of the script: what a handler sees */
	char *line;			/* a string: the line so far */
	u32 room, length;		/* of a string; of line */
	bool said;
	struct work_struct work;
} input;

static void input_run(bool is_line, const char *text)
{
	u64 args[] = { (u64)text };
	u32 i;

	for (i = 0; i < mytap_script.nprobes && !session_is_stopping(); i++) {
		const struct mytap_hit *h = &session.probe_hits[i];

		if (probe_of(h)->family == MYTAP_INPUT && FAMILY_DATA(input, h)->is_line == is_line)
			context_run(h, NULL, EXTRA_ARGS, args);
	}
}

static void input_line_ends(void)
{
	mytap_str_end(input.line, input.length);
	input.length = 0;
	input_run(true, input.line);
}

/* A line that does not fit continues in the next hit. NULs are left out, since a string cannot hold them. */
static void input_line_byte(char byte)
{
	if (byte == '\n') {
		input_line_ends();
		return;
	}
	if (input.length == input.room - 1) {
		if (!input.said)
			process_message(MYTAP_REC_WARN, ~0, "a line of standard input is longer than a string (MAXSTRINGLEN): "
					"it comes in pieces");
		input.said = true;
		input_line_ends();
	}
	if (byte)
		input.line[input.length++] = byte;
}

static void input_byte(char byte)
{
	input.text[0] = byte;
	mytap_str_end(input.text, byte != 0);
	input_run(false, input.text);
	input_line_byte(byte);
}

/* Takes some of the waiting bytes; returns their number. */
static u32 input_take(char *to, u32 most, bool *is_over)
{
	u32 n;

	mutex_lock(&input.lock);
	n = min(most, input.n);
	memcpy(to, input.bytes, n);
	input.n -= n;
	memmove(input.bytes, input.bytes + n, input.n);
	*is_over = input.is_over && !input.n;
	mutex_unlock(&input.lock);
	return n;
}

static void input_work(struct work_struct *work)
{
	char some[256];
	bool is_over = false;
	u32 i, n;

	while (!session_is_stopping() && (n = input_take(some, sizeof(some), &is_over)))
		for (i = 0; i < n && !session_is_stopping(); i++) {
			input_byte(some[i]);
			session_gets_on();
			cond_resched();
		}
	if (is_over && input.length && !session_is_stopping())
		input_line_ends();
}

static int input_comes(const char *bytes, u32 n)
{
	bool fits;

	if (!input.bytes)
		return -EINVAL;
	mutex_lock(&input.lock);
	fits = n <= INPUT_MOST - input.n;
	if (fits)
		memcpy(input.bytes + input.n, bytes, n);
	input.n += fits ? n : 0;
	input.is_over |= !n;
	mutex_unlock(&input.lock);
	if (!fits)
		return -EAGAIN;
	queue_work(session.queue, &input.work);
	return 0;
}

static int input_attach(struct probed_module *unused)
{
	if (!probes_count(MYTAP_INPUT))
		return 0;
	input.room = FAMILY_SCRIPT_DATA(INPUT, input)->room;
	mutex_init(&input.lock);
	INIT_WORK(&input.work, input_work);
	input.text = kzalloc(sizeof(u64), GFP_KERNEL);
	input.line = kvzalloc(ALIGN(input.room, 8), GFP_KERNEL);
	input.bytes = kvmalloc(INPUT_MOST, GFP_KERNEL);
	return input.text && input.line && input.bytes ? 0 : -ENOMEM;
}

/* Only after the queue has stopped. */
static void input_free(void)
{
	kfree(input.text);
	kvfree(input.line);
	kvfree(input.bytes);
}

static const struct mytap_family_ops input_family = { .attach = input_attach, .input = input_comes, .free = input_free };
