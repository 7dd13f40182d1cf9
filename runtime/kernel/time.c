// SPDX-License-Identifier: GPL-2.0-or-later
/* Clocks, each safe in any context. */

s64 mytap_realtime_ns(void)
{
	return ktime_get_real_fast_ns();
}

s64 mytap_monotonic_ns(void)
{
	return ktime_get_mono_fast_ns();
}

s64 mytap_cycles(void)
{
	return get_cycles();
}

s64 mytap_jiffies(void)
{
	return jiffies;
}

s64 mytap_hz(void)
{
	return HZ;
}
