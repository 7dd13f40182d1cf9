/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The host's side of the protocol. Frames are sent through a buffer, so that the host always reads while it writes
 * and no deadlock is possible. A frame received only sets a field or goes to the sink; the functions at the end wait
 * for the field they need.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "translator/image/unpack.h"
#include "translator/runners/agent_parts.h"
#include "translator/runners/guest_impl.h"
#include "translator/runners/guest_signals.h"

enum { OUT_HIGH = 1 << 20, LAST_LINES = 60 };
enum { LIMIT_TAKE = 60 };		/* seconds for the guest to accept more of a file */

double clock_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

/* Frames */

static void frame_put(struct guest *g, enum frame_type type, const void *p, size_t n, const void *q, size_t m)
{
	struct frame_head h = { .type = type, .len = n + m };

	strbuf_add(&g->out, &h, sizeof(h));
	if (n)
		strbuf_add(&g->out, p, n);
	if (m)
		strbuf_add(&g->out, q, m);
}

static void write_fetched(struct guest *g, const char *p, size_t n)
{
	while (n && g->fetch_fd >= 0) {
		ssize_t put = write(g->fetch_fd, p, n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0) {
			g->is_fetch_short = true;
			return;
		}
		p += put;
		n -= put;
	}
}

static const enum frame_type stream_frames[] = {
	[GUEST_OUT] = FRAME_OUT, [GUEST_ERR] = FRAME_ERR, [GUEST_DATA] = FRAME_DATA, [GUEST_LOG] = FRAME_LOG,
};

static void stream_close(struct guest *g, enum guest_stream stream)
{
	uint32_t frame = stream_frames[stream];

	if (!g->is_closed[stream])
		frame_put(g, FRAME_CLOSE, &frame, sizeof(frame), NULL, 0);
	g->is_closed[stream] = true;
}

static void sink_put(struct guest *g, enum guest_stream stream, const char *p, size_t n)
{
	if (g->command && !g->is_closed[stream] && !g->command->sink(g->command->ctx, stream, p, n))
		stream_close(g, stream);
}

static uint32_t number_of(const char *p, size_t n)
{
	uint32_t v = 0;

	memcpy(&v, p, n < sizeof(v) ? n : sizeof(v));
	return v;
}

static void frame_handle(struct guest *g, enum frame_type type, const char *p, size_t n)
{
	switch (type) {
	case FRAME_READY:
		memcpy(&g->ready, p, n < sizeof(g->ready) ? n : sizeof(g->ready));
		g->is_ready = true;
		return;
	case FRAME_STARTED:
		g->is_started = true;
		return;
	case FRAME_OUT:
		sink_put(g, GUEST_OUT, p, n);
		return;
	case FRAME_ERR:
		sink_put(g, GUEST_ERR, p, n);
		return;
	case FRAME_DATA:
		sink_put(g, GUEST_DATA, p, n);
		return;
	case FRAME_LOG:
		sink_put(g, GUEST_LOG, p, n);
		return;
	case FRAME_EXIT:
		g->status = number_of(p, n);
		g->has_exited = true;
		return;
	case FRAME_CONTENT:
		write_fetched(g, p, n);
		return;
	case FRAME_FETCHED:
		g->fetched_mode = number_of(p, n);
		g->is_fetched = true;
		return;
	case FRAME_WANT:
		strbuf_reset(&g->wanted);
		strbuf_add(&g->wanted, p, n);
		return;
	case FRAME_REFUSED:
		strbuf_add(&g->refused, p, n);
		strbuf_putc(&g->refused, '\n');
		g->is_fetched = true;
		return;
	case FRAME_START:
	case FRAME_FILE:
	case FRAME_WRITE:
	case FRAME_RUN:
	case FRAME_SIGNAL:
	case FRAME_FETCH:
	case FRAME_LINK:
	case FRAME_IDLE:
	case FRAME_GIVEN:
	case FRAME_CLOSE:
		return;
	}
}

static void frames_handle(struct guest *g)
{
	size_t at = 0;

	while (g->in.len - at >= sizeof(struct frame_head)) {
		struct frame_head h;

		memcpy(&h, g->in.s + at, sizeof(h));
		if (g->in.len - at - sizeof(h) < h.len)
			break;
		frame_handle(g, h.type, g->in.s + at + sizeof(h), h.len);
		at += sizeof(h) + h.len;
	}
	g->in.len -= at;
	memmove(g->in.s, g->in.s + at, g->in.len);
}

static bool send_pending(struct guest *g)
{
	while (g->out_done < g->out.len) {
		ssize_t n = send(g->qemu.port, g->out.s + g->out_done, g->out.len - g->out_done,
				 MSG_DONTWAIT | MSG_NOSIGNAL);

		if (n < 0)
			return errno == EAGAIN || errno == EINTR;
		g->out_done += n;
	}
	strbuf_reset(&g->out);
	g->out_done = 0;
	return true;
}

static bool receive_pending(struct guest *g)
{
	static char buf[1 << 16];
	ssize_t n = recv(g->qemu.port, buf, sizeof(buf), MSG_DONTWAIT);

	if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
		return false;
	if (n > 0) {
		strbuf_add(&g->in, buf, n);
		frames_handle(g);
	}
	return true;
}

/* Passes a message of the command's socket on. */
static void order_take(struct guest *g)
{
	char order[4096];
	ssize_t n = recv(g->command->orders, order, sizeof(order), MSG_DONTWAIT);

	if (n > 0)
		frame_put(g, FRAME_WRITE, order, n, NULL, 0);
	else if (!n || (errno != EAGAIN && errno != EINTR))
		g->has_no_orders = true;
}

/*
 * One round: sends and receives without blocking, or waits until either is possible. Returns -1: the guest is gone,
 * 0: timeout or signal.
 */
static int guest_step(struct guest *g, double until)
{
	int watched = g->command && !g->is_closed[GUEST_OUT] ? g->command->watched : -1;
	struct pollfd p[] = {
		{ .fd = g->qemu.port, .events = POLLIN }, { .fd = watched },
		{ .fd = g->command && !g->has_no_orders ? g->command->orders : -1, .events = POLLIN },
	};
	double left = until - clock_now();
	struct timespec t;

	if (g->out.len)
		p[0].events |= POLLOUT;
	if (left < 0)
		left = 0;
	if (left > 1e6)
		left = 1e6;
	t.tv_sec = left;
	t.tv_nsec = (left - t.tv_sec) * 1e9;
	if (ppoll(p, 3, &t, guest_signals_mask()) <= 0)
		return 0;
	if (p[2].revents)
		order_take(g);
	if (p[1].revents & POLLERR)
		stream_close(g, GUEST_OUT);
	if (p[0].revents & POLLOUT && !send_pending(g))
		return -1;
	if (p[0].revents & (POLLIN | POLLHUP | POLLERR))
		return receive_pending(g) ? 1 : -1;
	return 1;
}

bool guest_wait(struct guest *g, const bool *flag, double seconds)
{
	double until = clock_now() + seconds;

	while (!*flag && clock_now() < until && !guest_signal_pending()) {
		if (guest_step(g, until) < 0)
			break;
	}
	return *flag;
}

/* Life */

bool guest_spawn(struct guest *g, const struct qemu_config *c, struct strbuf *why)
{
	strbuf_reset(&g->in);
	strbuf_reset(&g->out);
	g->out_done = 0;
	g->fetch_fd = -1;
	g->memory_mb = c->memory_mb;
	g->is_ready = g->is_started = g->has_exited = false;
	return qemu_start(g->arena, &g->qemu, c, why);
}

bool guest_begin(struct guest *g, double seconds)
{
	struct frame_start st = { 0 };
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	st.sec = now.tv_sec;
	st.nsec = now.tv_nsec;
	if (getrandom(st.seed, sizeof(st.seed), GRND_NONBLOCK) < 0)
		memcpy(st.seed, &now, sizeof(now));
	frame_put(g, FRAME_START, &st, sizeof(st), NULL, 0);
	return guest_wait(g, &g->is_started, seconds);
}

void guest_discard(struct guest *g)
{
	qemu_kill(&g->qemu);
	strbuf_deinit(&g->in);
	strbuf_deinit(&g->out);
	strbuf_deinit(&g->wanted);
	strbuf_deinit(&g->refused);
}

void guest_stop(struct guest *g)
{
	if (g)
		guest_discard(g);
}

static void say_last_words(struct guest *g, const char *what, struct strbuf *why)
{
	struct strbuf words = { 0 };

	qemu_last_words(&g->qemu, LAST_LINES, &words);
	strbuf_printf(why, "%s; %s\n%s", what, words.len ? "its last words:" : "its console is silent",
		      strbuf_str(&words));
	strbuf_deinit(&words);
}

/* Files */

static bool take_refused(struct guest *g, struct strbuf *why)
{
	if (g->refused.len == 0)
		return false;
	strbuf_printf(why, "in the guest: %s", g->refused.s);
	strbuf_reset(&g->refused);
	return true;
}

bool guest_put(struct guest *g, const char *host_path, const char *guest_path, struct strbuf *why)
{
	char buf[FRAME_MAX];
	int fd = open(host_path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	uint32_t mode;
	ssize_t n;

	if (fd < 0 || fstat(fd, &st) || !S_ISREG(st.st_mode)) {
		strbuf_printf(why, "%s: %s\n", host_path, fd < 0 ? strerror(errno) : "not an ordinary file");
		if (fd >= 0)
			close(fd);
		return false;
	}
	mode = st.st_mode & 07777;
	frame_put(g, FRAME_FILE, &mode, sizeof(mode), guest_path, strlen(guest_path));
	while ((n = read(fd, buf, sizeof(buf))) > 0) {
		frame_put(g, FRAME_CONTENT, buf, n, NULL, 0);
		while (g->out.len - g->out_done > OUT_HIGH) {
			const double until = clock_now() + LIMIT_TAKE;
			int step = guest_step(g, until);

			if (!guest_signal_pending() && (step > 0 || (step == 0 && clock_now() < until)))
				continue;
			if (!guest_signal_pending())
				say_last_words(g, step ? "the guest ended while it was given files" :
							 "the guest has stopped taking the files it is given", why);
			close(fd);
			return false;
		}
	}
	if (n < 0)
		strbuf_printf(why, "%s: %s\n", host_path, strerror(errno));
	close(fd);
	return n == 0 && !take_refused(g, why);
}

void guest_memory(const struct guest *g, int *pid, unsigned int *mb)
{
	*pid = g->qemu.pid;
	*mb = g->memory_mb;
}

void guest_link(struct guest *g, const char *guest_path, const char *target)
{
	frame_put(g, FRAME_LINK, guest_path, strlen(guest_path) + 1, target, strlen(target));
}

void guest_idle(struct guest *g)
{
	frame_put(g, FRAME_IDLE, NULL, 0, NULL, 0);
}

bool guest_get(struct guest *g, const char *guest_path, const char *host_path, struct strbuf *why)
{
	bool ok;

	g->fetch_fd = open(host_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (g->fetch_fd < 0) {
		strbuf_printf(why, "%s: %s\n", host_path, strerror(errno));
		return false;
	}
	g->is_fetched = g->is_fetch_short = false;
	frame_put(g, FRAME_FETCH, guest_path, strlen(guest_path), NULL, 0);
	ok = guest_wait(g, &g->is_fetched, 300);
	if (!ok && !guest_signal_pending())
		say_last_words(g, "the guest does not give its file", why);
	if (g->is_fetch_short) {
		strbuf_printf(why, "%s: %s\n", host_path, strerror(ENOSPC));
		ok = false;
	}
	if (take_refused(g, why))
		ok = false;
	if (ok && (g->fetched_mode & 0111))
		fchmod(g->fetch_fd, 0755);
	close(g->fetch_fd);
	g->fetch_fd = -1;
	if (!ok)
		unlink(host_path);
	return ok;
}

/* Modules */

/* Sends a module file, uncompressed. Returns its name in the guest, or NULL with the reason in why. */
static const char *module_put(struct guest *g, const char *path, struct strbuf *why)
{
	const uint32_t mode = 0644;
	const char *name = arena_printf(g->arena, "/m/%s", strrchr(path, '/') + 1);
	struct strbuf text = { 0 };
	char *end = strstr(name, ".ko");

	if (!file_unpack(path, &text, why))
		return NULL;
	if (end)
		end[3] = '\0';
	frame_put(g, FRAME_FILE, &mode, sizeof(mode), name, strlen(name));
	for (size_t at = 0, n; at < text.len; at += n) {
		n = text.len - at < FRAME_MAX ? text.len - at : FRAME_MAX;
		frame_put(g, FRAME_CONTENT, text.s + at, n, NULL, 0);
	}
	strbuf_deinit(&text);
	return name;
}

/* Handles a call of modprobe in the guest. */
static void module_give(struct guest *g)
{
	const char *name = arena_strndup(g->arena, g->wanted.s, g->wanted.len);
	struct strbuf answer = { 0 }, why = { 0 };
	name_vec files = { 0 };

	strbuf_reset(&g->wanted);
	switch (guest_module_find(g->arena, &g->kernel, name, &files)) {
	case GUEST_MODULE_BUILTIN:
		strbuf_putc(&answer, MODPROBE_BUILTIN);
		break;
	case GUEST_MODULE_NONE:
		strbuf_printf(&answer, "%cthe kernel %s has no module of that name", MODPROBE_NONE, g->kernel.release);
		break;
	case GUEST_MODULE_FILES:
		strbuf_putc(&answer, MODPROBE_FILES);
		vec_each(it, &files) {
			const char *there = module_put(g, *it, &why);

			if (there)
				strbuf_printf(&answer, "%s\n", there);
		}
		break;
	}
	if (why.len) {
		strbuf_reset(&answer);
		strbuf_printf(&answer, "%c%s", MODPROBE_NONE, why.s);
	}
	frame_put(g, FRAME_GIVEN, answer.s, answer.len < FRAME_MAX ? answer.len : FRAME_MAX, NULL, 0);
	strbuf_deinit(&answer);
	strbuf_deinit(&why);
}

/* Commands */

static enum guest_end command_wait(struct guest *g, double time_limit, struct strbuf *why)
{
	double until = time_limit > 0 ? clock_now() + time_limit : INFINITY;
	bool was_passed = false;

	while (!g->has_exited) {
		int step = guest_step(g, until);
		int32_t number = guest_signal_take();

		if (step < 0) {
			say_last_words(g, "the guest ended (a panic?)", why);
			return GUEST_DIED;
		}
		if (g->wanted.len)
			module_give(g);
		if (number && was_passed)
			return GUEST_KILLED;
		if (number) {
			was_passed = true;
			frame_put(g, FRAME_SIGNAL, &number, sizeof(number), NULL, 0);
		}
		if (clock_now() >= until) {
			say_last_words(g, "the time limit is over", why);
			return GUEST_TIMED_OUT;
		}
	}
	return GUEST_EXITED;
}

enum guest_end guest_run(struct guest *g, const struct guest_command *c, int *status, struct strbuf *why)
{
	uint32_t flags = (c->holds_signals ? RUN_SIGNALS_HELD : 0) | (c->has_data ? RUN_DATA : 0);
	enum guest_end end;

	if (strlen(c->text) > FRAME_MAX - sizeof(flags)) {
		strbuf_printf(why, "the command is longer than %zu bytes\n", FRAME_MAX - sizeof(flags));
		return GUEST_DIED;
	}
	if (guest_signal_pending())
		return GUEST_NOT_BEGUN;
	memset(g->is_closed, 0, sizeof(g->is_closed));
	g->has_no_orders = false;
	g->command = c;
	g->has_exited = false;
	frame_put(g, FRAME_RUN, &flags, sizeof(flags), c->text, strlen(c->text));
	end = command_wait(g, c->time_limit, why);
	g->command = NULL;
	if (end == GUEST_EXITED && take_refused(g, why))
		end = GUEST_DIED;
	*status = g->status;
	return end;
}
