// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The server: a process of the reader that runs begin, end and error probes, so that execname(), pid(), raise() and user memory
 * are those of a process that scripts know. It calls the command SERVE, which returns when the session is over; the session's
 * queue hands it the probes to run and waits. Without a server (the reader is dead or sends none) the queue runs them itself. A
 * server that gets a signal leaves and comes back. Process context.
 *
 * The server keeps the reader's file open: a wait for room in a ring must not rely on the last close of that file.
 */

enum { SERVER_SECONDS = 10 };		/* from START or a signal until the server must have come */

static struct {
	spinlock_t lock;		/* of state */
	wait_queue_head_t wait;		/* of the queue and of the server */
	/* AWAY: announced by START, or taking a signal */
	enum { SERVER_NONE, SERVER_AWAY, SERVER_IDLE, SERVER_ASKED, SERVER_BUSY } state;
	u16 family;			/* of the probes to run; valid while ASKED, like goes_on */
	bool (*goes_on)(void);
} server = {
	.lock = __SPIN_LOCK_UNLOCKED(server.lock),
	.wait = __WAIT_QUEUE_HEAD_INITIALIZER(server.wait),
};

/* Changes the state if it is `from`; false: it is another. */
static bool server_goes(u32 from, u32 to)
{
	bool is_so;

	spin_lock(&server.lock);
	is_so = server.state == from;
	if (is_so)
		WRITE_ONCE(server.state, to);
	spin_unlock(&server.lock);
	if (is_so)
		wake_up_all(&server.wait);
	return is_so;
}

/* On the session's queue: runs the family's probes in the server, or here. */
static void server_run(u16 family, bool (*goes_on)(void))
{
	if (!process_probe_after(family, NULL))
		return;
	wait_event_idle_timeout(server.wait, READ_ONCE(server.state) != SERVER_AWAY || !READ_ONCE(session.reader_file),
				SERVER_SECONDS * HZ);
	server_goes(SERVER_AWAY, SERVER_NONE);
	server.family = family;
	server.goes_on = goes_on;
	if (!server_goes(SERVER_IDLE, SERVER_ASKED)) {
		process_probes_run(family, goes_on);
		return;
	}
	wait_event_idle(server.wait, READ_ONCE(server.state) != SERVER_ASKED && READ_ONCE(server.state) != SERVER_BUSY);
}

/* The reader watches whether the thread named in shared->thread lives (patience.c). */
static void server_serve(void)
{
	u32 queue_thread = session.shared->thread;

	if (queue_thread)
		WRITE_ONCE(session.shared->thread, current->pid);
	process_probes_run(server.family, server.goes_on);
	WRITE_ONCE(session.shared->thread, queue_thread);
	server_goes(SERVER_BUSY, SERVER_IDLE);
}

static bool session_is_over(void)
{
	return READ_ONCE(session.shared->state) == MYTAP_DONE;
}

/* The command SERVE; no lock is held. */
static int server_come(void)
{
	int error = 0;

	if (!server_goes(SERVER_NONE, SERVER_IDLE) && !server_goes(SERVER_AWAY, SERVER_IDLE))
		return -EBUSY;
	mutex_lock(&session.lock);	/* START may run at the same time, and keeps a reader that is set */
	session.reader = current->tgid;
	mutex_unlock(&session.lock);
	/* Probes that were handed over are run, also by a server that is being killed. */
	do {
		if (server_goes(SERVER_ASKED, SERVER_BUSY))
			server_serve();
		else if (!error && !session_is_over())
			error = wait_event_interruptible(server.wait, READ_ONCE(server.state) == SERVER_ASKED || session_is_over());
	} while (!((error || session_is_over()) &&
		   server_goes(SERVER_IDLE, fatal_signal_pending(current) ? SERVER_NONE : SERVER_AWAY)));
	return error;
}
