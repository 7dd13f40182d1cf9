/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Signing modules: whether, with which key, and the signing itself. A module is signed
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
	const char *enforced;		/* why the kernel takes only signed modules; NULL: it takes unsigned ones */
};

/*
 * Opens only a few files. false: a signature is requested or required, and cannot be made; why has one line per
 * reason, with its remedy.
 */
bool sign_plan_make(struct target *t, struct sign_plan *ret, struct strbuf *why);
/* The same before pass 1; false (reported) if the module could not be loaded. */
bool sign_check(struct target *t);
/* All inputs of the signature, for the key of the script cache. */
void sign_hash(struct target *t, struct hash *h);
/* The last step of a build: the file must not change afterwards. Also true if no signature is wanted. */
bool sign_module(struct target *t, const char *module);
/* True if the file ends with a signature. */
bool sign_is_signed(const char *module);

#endif
