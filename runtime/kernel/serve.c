// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A process of the reader that runs begin, end and error probes, so that they are in one that scripts know: execname(),
 * pid(), raise(), what is in its memory. It comes by the command SERVE and stays in it until the session is over; the
 * session's queue hands it what is to be run and waits. While none is there (the reader is dead, or is one that sends
 * none) the queue runs it. One that is signalled leaves and comes back. Process context.
 *
 * The reader's file is open as long as the process is in here: what waits for the reader to make room must not rely on
 * its last close.
 */

enum { SERVER_SECONDS = 10 };		/* from START, or a signal, until it must be here */

static struct {
	spinlock_t lock;		/* of state */
	wait_queue_head_t wait;		/* both sides */
	/* AWAY: START announced one, or it takes a signal and comes back */
	enum { SERVER_NONE, SERVER_AWAY, SERVER_IDLE, SERVER_ASKED, SERVER_BUSY } state;
	u16 family;			/* of who is ASKED, like goes_on */
	bool (*goes_on)(void);
} server = {
	.lock = __SPIN_LOCK_UNLOCKED(server.lock),
	.wait = __WAIT_QUEUE_HEAD_INITIALIZER(server.wait),
};

/* true: from `from` to `to`, by nobody else. */
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

/* On the queue. */
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

/* Who waits for us looks whether this thread is still there. */
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
	mutex_lock(&session.lock);	/* START, which may come at the same moment, leaves it then */
	session.reader = current->tgid;
	mutex_unlock(&session.lock);
	/* What was asked for is done, also by one that is being killed. */
	do {
		if (server_goes(SERVER_ASKED, SERVER_BUSY))
			server_serve();
		else if (!error && !session_is_over())
			error = wait_event_interruptible(server.wait, READ_ONCE(server.state) == SERVER_ASKED || session_is_over());
	} while (!((error || session_is_over()) &&
		   server_goes(SERVER_IDLE, fatal_signal_pending(current) ? SERVER_NONE : SERVER_AWAY)));
	return error;
}
