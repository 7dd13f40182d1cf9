// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * raise(): a signal for the current thread. A probe may be hit while the kernel holds the locks that sending a
 * signal takes. So the signal is sent by an irq_work of this CPU, which runs at the latest when interrupts are
 * enabled again: those locks are held only with interrupts off.
 *
 * A CPU's queue is filled by its handlers and emptied by its irq_work, both with interrupts off; in an NMI raise()
 * fails.
 */
#include <linux/sched/signal.h>
#include <linux/sched/task.h>

enum { RAISE_MOST = 16 };		/* signals pending on a CPU */

struct raise_queue {
	struct irq_work work;
	u32 n;
	struct {
		struct task_struct *task;	/* with a reference */
		int signal;
	} wanted[RAISE_MOST];
};

static DEFINE_PER_CPU(struct raise_queue, raise_queues);

static void raise_work(struct irq_work *work)
{
	struct raise_queue *q = container_of(work, struct raise_queue, work);
	unsigned long flags;
	u32 i;

	local_irq_save(flags);
	for (i = 0; i < q->n; i++) {
		send_sig(q->wanted[i].signal, q->wanted[i].task, 1);
		put_task_struct(q->wanted[i].task);
	}
	q->n = 0;
	local_irq_restore(flags);
}

static const char *raise_add(int signal)
{
	struct raise_queue *q = this_cpu_ptr(&raise_queues);

	if (q->n == RAISE_MOST)
		return "raise(): too many signals at once";
	q->wanted[q->n].task = get_task_struct(current);
	q->wanted[q->n++].signal = signal;
	irq_work_queue(&q->work);
	return NULL;
}

void mytap_raise(struct mytap_ctx *c, s64 signal, const char *where)
{
	const char *why;
	unsigned long flags;

	if (signal <= 0 || !valid_signal(signal))
		why = "raise(): there is no such signal";
	else if (!current->mm || current->flags & (PF_KTHREAD | PF_EXITING))
		why = "raise(): this probe was not hit in a process that runs";
	else if (in_nmi())
		why = "raise(): not possible in an NMI";
	else {
		raw_local_irq_save(flags);	/* interrupts are on in an interruptible handler */
		why = raise_add(signal);
		raw_local_irq_restore(flags);
	}
	if (why)
		mytap_error(c, why, where);
}

static void raises_init(void)
{
	int cpu;

	for_each_possible_cpu(cpu)
		init_irq_work(&per_cpu(raise_queues, cpu).work, raise_work);
}

/* No handler runs any more. */
static void raises_end(void)
{
	int cpu;

	for_each_possible_cpu(cpu)
		irq_work_sync(&per_cpu(raise_queues, cpu).work);
}
