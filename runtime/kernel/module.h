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
	const struct mytap_module *build;	/* the one that it must be; NULL: any */
	u8 other_id[32];		/* loaded is another build, */
	u32 other_size;			/* ... with a build-id of this many bytes; 0: without one */
	bool is_other, is_unknown;
	bool is_seen;			/* the notifier told of it: it knows better than the loader */
	bool is_there;			/* loaded, and not another build */
	bool is_attached;
	struct function_group *functions;	/* function.c */
	struct fprobe_group *fprobes;		/* return_fprobe.c */
	struct probed_module *next;
};

/* module.c; NULL: neither places nor variables of it are in the script. */
static struct probed_module *module_named(const char *name, size_t length);

#endif
