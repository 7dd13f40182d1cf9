// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * timer.profile: every online CPU samples itself hz times a second, with the registers of the interrupted code.
 * CPUs that go on- or offline are followed: the hotplug callbacks run on the CPU itself.
 */

struct profile_cpu {
	struct hrtimer timer;
	struct sampler *profile;
};

struct sampler {
	struct mytap_hit *hit;
	struct profile_cpu __percpu *cpus;
	ktime_t interval;
};

static struct sampler *profiles;
static u32 profiles_n;
static int profile_state = -1;		/* of the CPU hotplug state machine */

static enum hrtimer_restart profile_tick(struct hrtimer *timer)
{
	struct sampler *p = container_of(timer, struct profile_cpu, timer)->profile;

	hrtimer_forward_now(timer, timer_run(p->hit, get_irq_regs()) ? p->interval : ns_to_ktime(TIMER_RETRY_NS));
	return HRTIMER_RESTART;
}

static int profile_cpu_up(unsigned int cpu)
{
	u32 i;

	for (i = 0; i < profiles_n; i++) {
		struct profile_cpu *p = per_cpu_ptr(profiles[i].cpus, cpu);

		p->profile = &profiles[i];
		compat_hrtimer_setup(&p->timer, profile_tick, CLOCK_MONOTONIC, HRTIMER_MODE_REL_PINNED_HARD);
		hrtimer_start(&p->timer, profiles[i].interval, HRTIMER_MODE_REL_PINNED_HARD);
	}
	return 0;
}

static int profile_cpu_down(unsigned int cpu)
{
	u32 i;

	for (i = 0; i < profiles_n; i++)
		hrtimer_cancel(&per_cpu_ptr(profiles[i].cpus, cpu)->timer);
	return 0;
}

static int profiles_attach(struct probed_module *unused)
{
	u32 i, n = probes_count(MYTAP_PROFILE);

	if (!n)
		return 0;
	profiles = kcalloc(n, sizeof(*profiles), GFP_KERNEL);
	if (!profiles)
		return -ENOMEM;
	for (i = 0; i < mytap_script.nprobes; i++) {
		struct mytap_hit *h = &session.probe_hits[i];
		struct sampler *p = &profiles[profiles_n];

		if (probe_of(h)->family != MYTAP_PROFILE)
			continue;
		p->hit = h;
		p->interval = ns_to_ktime(NSEC_PER_SEC / clamp_t(s64, FAMILY_DATA(profile, h)->hz, 1, 100000));
		p->cpus = alloc_percpu(struct profile_cpu);
		if (!p->cpus)
			return -ENOMEM;
		profiles_n++;
	}
	profile_state = cpuhp_setup_state(CPUHP_AP_ONLINE_DYN, "mytap/profile:online", profile_cpu_up,
					  profile_cpu_down);
	return profile_state < 0 ? profile_state : 0;
}

static void profiles_detach(struct probed_module *unused)
{
	u32 i;

	if (profile_state >= 0)
		cpuhp_remove_state(profile_state);
	profile_state = -1;
	for (i = 0; i < profiles_n; i++)
		free_percpu(profiles[i].cpus);
	kfree(profiles);
	profiles = NULL;
	profiles_n = 0;
}

static const struct mytap_family_ops profile_family = { .attach = profiles_attach, .detach = profiles_detach, .samples = true };
