/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The signature is appended by the kernel's own scripts/sign-file, which comes
 * with its headers, with the hash that the kernel was configured for. For a kernel that does not run, lockdown is
 * unknown and taken as off.
 */
#include "sign.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kbuild.h"
#include "translator/spawn.h"
#include "translator/options.h"

enum { SIGN_SECONDS = 60 };

/* What the kernel looks for at the end of a module (include/linux/module_signature.h). */
static const char marker[] = "~Module signature appended~\n";

/* ---- what the kernel wants ------------------------------------------------------ */

/* The word in brackets of "none [integrity] confidentiality"; NULL for "none". */
static const char *lockdown_level(struct target *t)
{
	struct strbuf b = { 0 };
	const char *level = NULL, *open;

	if (strbuf_read_file(&b, "/sys/kernel/security/lockdown") && b.len && (open = strchr(b.s, '[')) &&
	    strncmp(open, "[none]", 6))
		level = arena_strndup(t->arena, open + 1, strcspn(open + 1, "]\n"));
	strbuf_deinit(&b);
	return level;
}

static bool is_enforced_here(void)
{
	struct strbuf b = { 0 };
	bool yes = strbuf_read_file(&b, "/sys/module/module/parameters/sig_enforce") && b.len && *b.s == 'Y';

	strbuf_deinit(&b);
	return yes;
}

static const char *why_enforced(struct target *t)
{
	const char *level;

	/* The guest's kernel gets no parameters, so only its configuration counts. */
	if (t->kernel.is_running && !t->s->opt.vm) {
		if (is_enforced_here())
			return "module.sig_enforce is on";
		if ((level = lockdown_level(t)))
			return arena_printf(t->arena, "it is locked down: %s", level);
		return NULL;
	}
	return strcmp(kernel_config(t, "CONFIG_MODULE_SIG_FORCE"), "y") ? NULL : "CONFIG_MODULE_SIG_FORCE is set";
}

/* ---- keys ----------------------------------------------------------------------- */

static bool is_uri(const char *key)
{
	return !strncmp(key, "pkcs11:", 7);
}

static bool has_text(const char *path, const char *text)
{
	struct strbuf b = { 0 };
	bool yes = strbuf_read_file(&b, path) && b.len && memmem(b.s, b.len, text, strlen(text));

	strbuf_deinit(&b);
	return yes;
}

/* In the key's own file, or in a file of the same name beside it. */
static const char *cert_of(struct target *t, const char *key)
{
	static const char *const suffixes[] = { "der", "crt", "x509", "pub", "pem" };
	const char *slash = strrchr(key, '/'), *dot = strrchr(slash ? slash : key, '.');
	int stem = dot ? dot - key : (int)strlen(key);

	if (is_uri(key))
		return NULL;
	if (has_text(key, "-----BEGIN CERTIFICATE-----"))
		return key;
	for (unsigned int i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		const char *path = arena_printf(t->arena, "%.*s.%s", stem, key, suffixes[i]);

		if (strcmp(path, key) && access(path, F_OK) == 0)
			return path;
	}
	return NULL;
}

/* KEY or KEY,CERT: --sign-key first, then the environment. */
static bool take_named(struct target *t, struct sign_plan *p)
{
	const char *named = t->s->opt.sign_key, *cert = getenv("MYTAP_SIGN_CERT"), *comma;

	p->from = "--sign-key";
	if (!named) {
		named = getenv("MYTAP_SIGN_KEY");
		p->from = "MYTAP_SIGN_KEY";
	}
	if (!named || !*named)
		return false;
	comma = access(named, F_OK) ? strrchr(named, ',') : NULL;
	p->key = comma ? arena_strndup(t->arena, named, comma - named) : named;
	p->cert = comma ? comma + 1 : cert && *cert ? cert : cert_of(t, p->key);
	return true;
}

/* The usual paths of keys that the kernel trusts: the kernel's build key, then enrolled keys (MOK). */
static const struct { const char *key, *cert; bool is_in_build_dir; } own_keys[] = {
	{ "certs/signing_key.pem", "certs/signing_key.x509", true },
	{ "/var/lib/shim-signed/mok/MOK.priv", "/var/lib/shim-signed/mok/MOK.der", false },
	{ "/var/lib/dkms/mok.key", "/var/lib/dkms/mok.pub", false },
	{ "/etc/pki/akmods/private/private_key.priv", "/etc/pki/akmods/certs/public_key.der", false },
};
enum { OWN_KEYS = sizeof(own_keys) / sizeof(*own_keys) };

/* NULL: there is no build folder. */
static const char *own_path(struct target *t, unsigned int i, const char *path)
{
	const char *dir = t->kernel.build_dir;

	if (!own_keys[i].is_in_build_dir)
		return path;
	return dir ? arena_printf(t->arena, "%s/%s", dir, path) : NULL;
}

/* The first readable key; tried: all paths, for the message. */
static bool take_own(struct target *t, struct sign_plan *p, struct strbuf *tried)
{
	for (unsigned int i = 0; i < OWN_KEYS; i++) {
		const char *key = own_path(t, i, own_keys[i].key), *cert = own_path(t, i, own_keys[i].cert);

		if (!key)
			continue;
		if (access(key, R_OK) == 0 && access(cert, R_OK) == 0) {
			p->key = key;
			p->cert = cert;
			p->from = "found on this machine";
			return true;
		}
		strbuf_printf(tried, "  %s: %s\n", key,
			      access(key, R_OK) ? strerror(errno) : "its certificate cannot be read");
	}
	return false;
}

static bool is_locked(const char *key)
{
	return has_text(key, "BEGIN ENCRYPTED PRIVATE KEY") || has_text(key, "Proc-Type: 4,ENCRYPTED");
}

/* All faults of the key of the plan. */
static void check_key(const struct sign_plan *p, struct strbuf *why)
{
	if (!is_uri(p->key) && access(p->key, R_OK) < 0)
		strbuf_printf(why, "the key %s (%s) cannot be read: %s\n", p->key, p->from, strerror(errno));
	else if (!is_uri(p->key) && is_locked(p->key) && !getenv("KBUILD_SIGN_PIN"))
		strbuf_printf(why, "the key %s (%s) is protected by a passphrase: set KBUILD_SIGN_PIN to it\n",
			      p->key, p->from);
	else if (!p->cert)
		strbuf_printf(why, "there is no certificate in or beside the key %s (%s): give --sign-key=KEY,CERT\n",
			      p->key, p->from);
	if (p->cert && access(p->cert, R_OK) < 0)
		strbuf_printf(why, "the certificate %s (%s) cannot be read: %s\n", p->cert, p->from, strerror(errno));
}

static const char *sign_file(struct target *t)
{
	const char *dir = t->kernel.build_dir;

	return arena_printf(t->arena, "%s/scripts/sign-file", dir ? dir : "");
}

static void say_no_key(struct target *t, const struct sign_plan *p, const char *tried, struct strbuf *why)
{
	strbuf_printf(why, "kernel %s takes only signed modules (%s), and there is no key to sign with: neither "
		      "--sign-key nor MYTAP_SIGN_KEY names one, nor is one in the usual places\n%s"
		      "  make one and have the machine trust it, which takes a reboot: openssl req -new -x509 -newkey "
		      "rsa:2048 -nodes -days 3650 -subj /CN=mytap -keyout MOK.priv -outform DER -out MOK.der; "
		      "mokutil --import MOK.der\n", t->kernel.release, p->enforced, tried);
}

bool sign_plan_make(struct target *t, struct sign_plan *ret, struct strbuf *why)
{
	struct strbuf tried = { 0 };
	size_t before = why->len;

	memset(ret, 0, sizeof(*ret));
	ret->enforced = why_enforced(t);
	if (!take_named(t, ret) && ret->enforced && !take_own(t, ret, &tried))
		say_no_key(t, ret, strbuf_str(&tried), why);
	strbuf_deinit(&tried);
	if (!ret->key)
		return why->len == before;
	check_key(ret, why);
	if (t->kernel.build_dir && access(sign_file(t), X_OK) < 0)
		strbuf_printf(why, "the program %s, which signs modules, is missing: install all of the kernel's headers "
			      "(apt-get install linux-headers-%s)\n", sign_file(t), t->kernel.release);
	return why->len == before;
}

bool sign_check(struct target *t)
{
	struct strbuf why = { 0 };
	struct sign_plan p;
	bool ok = t->s->opt.last_pass < 4 || sign_plan_make(t, &p, &why);

	/* Only built, not run here: the module may be signed later. */
	if (!ok && !p.key && t->s->opt.last_pass < 5) {
		fprintf(stderr, "The module will not be signed: %s", why.s);
		ok = true;
	} else if (!ok) {
		options_complain("the module cannot be signed:");
		fputs(why.s, stderr);
	}
	strbuf_deinit(&why);
	return ok;
}

void sign_hash(struct target *t, struct hash *h)
{
	struct strbuf why = { 0 };
	struct sign_plan p;

	sign_plan_make(t, &p, &why);
	strbuf_deinit(&why);
	hash_add_text(h, p.key);
	if (!p.key)
		return;
	hash_add_text(h, p.cert);
	hash_add_stamp(h, p.key);
	if (p.cert)
		hash_add_stamp(h, p.cert);
}

/* ---- signing -------------------------------------------------------------------- */

bool sign_is_signed(const char *module)
{
	char end[sizeof(marker)] = "";
	int fd = open(module, O_RDONLY | O_CLOEXEC);
	bool yes = fd >= 0 && lseek(fd, 1 - (off_t)sizeof(marker), SEEK_END) >= 0 &&
		   read(fd, end, sizeof(marker) - 1) == sizeof(marker) - 1 && !strcmp(end, marker);

	if (fd >= 0)
		close(fd);
	return yes;
}

/* OpenSSL's errors in terms of key and certificate; the first match counts. */
static const struct { const char *in, *text; } meanings[] = {
	{ "bad decrypt", "the passphrase in KBUILD_SIGN_PIN is wrong" },
	{ "bad password read", "the key is protected by a passphrase: set KBUILD_SIGN_PIN to it" },
	{ "key values mismatch", "the certificate belongs to another key" },
	{ "key type mismatch", "the certificate belongs to another key" },
	{ "does not match certificate", "the certificate belongs to another key" },
	{ "EVP_get_digestbyname", "OpenSSL does not know the kernel's hash" },
	{ "Short read", "the certificate is empty or no certificate" },
	{ "DECODER routines::unsupported", "the key or the certificate is not in PEM format" },
	{ "no start line", "the key is not in PEM format, or the certificate is neither PEM nor DER" },
	{ "asn1 encoding routines", "the certificate is neither PEM nor DER" },
	{ "cannot open shared object", "a library that sign-file needs is missing (apt-get install libssl3)" },
};

static const char *meaning_of(const char *log)
{
	for (unsigned int i = 0; i < sizeof(meanings) / sizeof(*meanings); i++)
		if (strstr(log, meanings[i].in))
			return meanings[i].text;
	return NULL;
}

static const char *hash_name(struct target *t)
{
	const char *text = kernel_config(t, "CONFIG_MODULE_SIG_HASH");

	return *text == '"' ? arena_strndup(t->arena, text + 1, strcspn(text + 1, "\"")) : "sha256";
}

static bool run_sign_file(struct target *t, const struct sign_plan *p, const char *module)
{
	const char *argv[] = { sign_file(t), hash_name(t), p->key, p->cert, module, NULL };
	struct spawn what = {
		.argv = argv, .env = clean_environment, .time_limit = SIGN_SECONDS, .root = t->kernel.programs,
	};
	struct strbuf log = { 0 }, line = { 0 };
	const char *meaning;
	bool ok;

	if (t->s->opt.verbose > 1) {
		spawn_print(argv, &line);
		fprintf(stderr, "Running %s\n", line.s);
		strbuf_deinit(&line);
	}
	ok = spawn_run(&what, &log) == 0 && sign_is_signed(module);
	if (!ok && !spawn_interrupted) {
		meaning = meaning_of(strbuf_str(&log));
		options_complain("the module cannot be signed with key %s and certificate %s: %s", p->key, p->cert,
				 meaning ? meaning : "sign-file failed:");
		if (!meaning || t->s->opt.verbose)
			fputs(strbuf_str(&log), stderr);
	}
	strbuf_deinit(&log);
	return ok;
}

bool sign_module(struct target *t, const char *module)
{
	struct strbuf why = { 0 };
	struct sign_plan p;

	bool ok = sign_plan_make(t, &p, &why);
	if (!ok && p.key) {
		options_complain("the module cannot be signed:");
		fputs(why.s, stderr);
	}
	strbuf_deinit(&why);
	/* Without a key sign_check() has accepted this and reported it. */
	if (!p.key || !ok)
		return !p.key;
	/* sign-file would append a second signature, and the first would no longer be found. */
	if (sign_is_signed(module))
		return true;
	if (t->s->opt.verbose)
		fprintf(stderr, "Signing with %s (%s).\n", p.key, p.from);
	return run_sign_file(t, &p, module);
}
