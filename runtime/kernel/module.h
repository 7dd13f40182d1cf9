/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A module whose places or variables the script uses: module.c; the families keep their per-module data here. */
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
	const struct mytap_module *build;	/* the required build; NULL: any */
	u8 other_id[32];		/* build-id of a loaded module that is another build */
	u32 other_size;			/* bytes of other_id; 0: it has no build-id */
	bool is_other, is_unknown;
	bool is_seen;			/* the notifier has reported it: the loader's addresses are ignored */
	bool is_there;			/* loaded, and of the required build */
	bool is_attached;
	struct function_group *functions;	/* function.c */
	struct fprobe_group *fprobes;		/* return_fprobe.c */
	struct probed_module *next;
};

/* module.c; NULL: the script uses neither places nor variables of this module. */
static struct probed_module *module_named(const char *name, size_t length);

#endif
