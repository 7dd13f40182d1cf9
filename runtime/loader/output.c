// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Invariant: bytes that the other side has not accepted stay in the buffer, in order, until it accepts them or
 * until an error ends the output; then they are counted as lost.
 *
 * Standard output may be shared with other programs, so its flags are left alone: pipes and terminals are opened
 * anew without blocking, sockets take MSG_DONTWAIT, and where neither works a write after poll() of at most
 * PIPE_BUF bytes does not block.
 */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "identity.h"
#include "rotation.h"
#include "say.h"

static bool is_file(int fd)
{
	struct stat st;

	return fstat(fd, &st) || S_ISREG(st.st_mode);
}

static void choose_way(struct output *o)
{
	char path[40];
	struct stat st;
	int fd;

	o->most_at_once = SIZE_MAX;
	if (is_file(o->fd))
		return;
	if (!fstat(o->fd, &st) && S_ISSOCK(st.st_mode)) {
		o->is_socket = true;
		return;
	}
	if (fcntl(o->fd, F_GETFL) & O_NONBLOCK)
		return;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", o->fd);
	/* With the user's rights: a caller who passed a descriptor opened for less gains no access by this. */
	fd = identity_open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0);
	if (fd < 0) {
		o->most_at_once = PIPE_BUF;
		return;
	}
	if (o->is_own)
		close(o->fd);
	o->fd = fd;
	o->is_own = true;
}

void output_init(struct output *o, int fd, const char *name)
{
	*o = (struct output){ .fd = fd, .name = name };
	choose_way(o);
	output_make_room(o, 2 * OUTPUT_PIECE);
}

/*
 * Signals are blocked, so an open() that waits for the reader of a FIFO could not be interrupted: it is tried
 * repeatedly instead.
 */
static int open_file(const char *path, bool (*is_to_end)(void))
{
	enum { PATIENCE = 50 };		/* ms */
	int fd;

	for (;;) {
		fd = identity_open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0666);
		if (fd >= 0 || errno != ENXIO || is_to_end())
			return fd;
		poll(NULL, 0, PATIENCE);
	}
}

/* The output owns the name; it is freed on failure. */
static bool open_named(struct output *o, char *name, bool (*is_to_end)(void))
{
	int fd = open_file(name, is_to_end);

	if (fd < 0) {
		say_error("cannot write to %s: %s", name, strerror(errno));
		free(name);
		return false;
	}
	output_init(o, fd, name);
	o->is_own = o->has_own_name = true;
	return true;
}

bool output_open(struct output *o, const char *path, bool (*is_to_end)(void))
{
	if (path)
		return open_named(o, name_expand(path), is_to_end);
	output_init(o, STDOUT_FILENO, "standard output");
	return true;
}

bool output_open_rotating(struct output *o, const char *path, struct rotation *r, bool (*is_to_end)(void))
{
	if (!path)
		return output_open(o, NULL, is_to_end);
	r->path = path;
	if (!open_named(o, rotation_name(r, 0), is_to_end))
		return false;
	if (is_file(o->fd)) {
		o->rotation = r;
		rotation_took(r, 0, o->name);
	}
	return true;
}

void output_make_room(struct output *o, size_t n)
{
	if (o->start) {
		memmove(o->buf, o->buf + o->start, o->end - o->start);
		o->end -= o->start;
		o->start = 0;
	}
	if (o->cap - o->end >= n)
		return;
	o->cap = o->end + n > 2 * o->cap ? o->end + n : 2 * o->cap;
	o->buf = must_realloc(o->buf, o->cap);
}

void output_add(struct output *o, const void *p, size_t n)
{
	memcpy(output_room(o, n), p, n);
	o->end += n;
}

void output_printf(struct output *o, const char *fmt, ...)
{
	char *to = output_room(o, OUTPUT_LINE);
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(to, OUTPUT_LINE, fmt, args);
	va_end(args);
	output_advance(o, to + (n < OUTPUT_LINE ? n : OUTPUT_LINE - 1));
}

static void fail(struct output *o, int error)
{
	o->lost += o->end - o->start;
	o->start = o->end = 0;
	if (error == EPIPE) {
		o->is_closed = true;
		return;
	}
	if (!o->is_broken)
		say_error("cannot write to %s: %s; the session ends here", o->name, strerror(error));
	o->is_broken = true;
}

static bool at_once(void)
{
	return true;
}

/* false: reported, and the output ends. */
static bool open_next(struct output *o)
{
	struct rotation *r = o->rotation;
	char *name = rotation_name(r, r->number + 1);
	int fd = open_file(name, at_once), error = errno;

	if (fd >= 0 && close(o->fd) && errno != EINTR) {	/* the file before is incomplete */
		fail(o, errno);
		o->fd = fd;
		free(name);
		return false;
	}
	free((char *)o->name);
	o->name = name;
	if (fd < 0) {
		fail(o, error);
		return false;
	}
	o->fd = fd;
	rotation_took(r, r->number + 1, name);
	return true;
}

/* True if the next bytes belong into the next file. */
static bool is_full(const struct output *o)
{
	return o->rotation && !rotation_piece(o->rotation, o->buf + o->start, o->end - o->start);
}

static ssize_t write_some(struct output *o)
{
	size_t n = o->end - o->start;

	if (o->rotation)
		n = rotation_piece(o->rotation, o->buf + o->start, n);
	if (n > o->most_at_once) {
		struct pollfd p = { .fd = o->fd, .events = POLLOUT };

		n = o->most_at_once;
		if (poll(&p, 1, 0) == 0) {
			errno = EAGAIN;
			return -1;
		}
	}
	if (o->is_socket)
		return send(o->fd, o->buf + o->start, n, MSG_DONTWAIT | MSG_NOSIGNAL);
	return write(o->fd, o->buf + o->start, n);
}

void output_flush(struct output *o)
{
	o->is_blocked = false;
	if (o->is_closed || o->is_broken) {
		o->lost += o->end - o->start;
		o->start = o->end = 0;
		return;
	}
	while (o->start < o->end) {
		ssize_t n;

		if (is_full(o) && !open_next(o))
			return;
		n = write_some(o);
		if (n > 0) {
			if (o->rotation)
				rotation_wrote(o->rotation, o->buf + o->start, n);
			o->start += n;
			o->written += n;
			continue;
		}
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN) {
			o->is_blocked = true;
			return;
		}
		fail(o, n < 0 ? errno : EIO);
		return;
	}
	o->start = o->end = 0;
}

void output_switch(struct output *o)
{
	output_flush(o);
	if (o->rotation && !o->is_broken)
		open_next(o);
}

void outputs_flush(struct output *o)
{
	for (; o; o = o->next)
		output_flush(o);
}

bool outputs_are_blocked(const struct output *o)
{
	for (; o; o = o->next)
		if (o->is_blocked)
			return true;
	return false;
}

void output_discard(struct output *o)
{
	free(o->buf);
	*o = (struct output){ .fd = -1 };
}

unsigned int outputs_poll(const struct output *o, struct pollfd *ret)
{
	unsigned int n = 0;

	for (; o && n < OUTPUTS_MOST; o = o->next)
		ret[n++] = (struct pollfd){ .fd = o->fd, .events = o->is_blocked ? POLLOUT : 0 };
	return n;
}

void outputs_polled(struct output *o, const struct pollfd *p)
{
	for (unsigned int n = 0; o && n < OUTPUTS_MOST; o = o->next, n++) {
		if (p[n].revents & POLLERR && !o->is_blocked)
			o->is_closed = true;
		if (p[n].revents & (POLLOUT | POLLERR | POLLHUP))
			output_flush(o);
	}
}

bool output_finish(struct output *o)
{
	output_flush(o);
	o->lost += o->end - o->start;	/* the caller did not wait for the other side */
	/* A full disk of a network file system is only known here. */
	if (o->is_own && close(o->fd) && errno != EINTR && !o->is_broken && !o->is_closed)
		fail(o, errno);
	free(o->buf);
	o->buf = NULL;
	return !o->is_broken && (!o->lost || o->is_closed);
}

void output_deinit(struct output *o)
{
	if (o->has_own_name)
		free((char *)o->name);
	o->name = NULL;
}
