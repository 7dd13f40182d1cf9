/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Signing modules: whether, with which key, and doing it. A module is signed
 * when a key was named (--sign-key, MYTAP_SIGN_KEY), or when the kernel it is
 * for takes only signed ones and a key of this machine is found.
 */
#ifndef MYTAP_SIGN_H
#define MYTAP_SIGN_H

#include "translator/image/hash.h"
#include "translator/target.h"

struct sign_plan {
	const char *key;		/* PEM file or pkcs11: URI; NULL: the module stays unsigned */
	const char *cert;		/* its certificate, PEM or DER */
	const char *from;		/* who named the key */
	const char *enforced;		/* why the kernel takes only signed modules; NULL: it takes others, too */
};

/*
 * Touches no more than a few files. false: a signature was asked for, or is
 * needed, and cannot be made; every reason with its remedy on a line in why.
 */
bool sign_plan_make(struct target *t, struct sign_plan *ret, struct strbuf *why);
/* The same before pass 1; false (said) when the module would be of no use. */
bool sign_check(struct target *t);
/* Everything the signature depends on, for the key of the script cache. */
void sign_hash(struct target *t, struct hash *h);
/* The last step of a build: nothing may change the file afterwards. true when none is wanted, too. */
bool sign_module(struct target *t, const char *module);
/* A signature stands at the end of the file. */
bool sign_is_signed(const char *module);

#endif
