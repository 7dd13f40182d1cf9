// SPDX-License-Identifier: GPL-2.0-or-later
/* __bits_str(): flags and enumerations as text (bits.h). Any context. */

void mytap_bits_str(char *to, size_t size, u64 value, const char *table)
{
	mytap_str_end(to, bits_add(to, size, 0, value, table));
}
