/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A module that the script has something to do with: module.c; the families keep here what they have in it. */
#ifndef MYTAP_MODULE_H
#define MYTAP_MODULE_H

struct module_name {
	const char *name;		/* of the symbol */
	u32 index;			/* in .mytap.names */
};

struct probed_module {
	const char *text;		/* "module:symbol" */
	size_t length;			/* of the module's name */
	struct module_name *names;	/* sorted */
	u32 nnames;
	bool is_seen;			/* the notifier told of it: it knows better than the loader */
	bool is_there;			/* loaded */
	bool is_attached;
	struct function_group *functions;	/* function.c */
	struct probed_module *next;
};

#endif
