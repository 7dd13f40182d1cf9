/* SPDX-License-Identifier: GPL-2.0-or-later */
struct tapmod_item {
	int number;
	const char *name;
};

int tapmod_shared_too(int b);
int tapmod_exported(int x);
