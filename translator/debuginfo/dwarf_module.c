// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * DWARF of loadable modules. A .ko is relocatable: libdwfl lays its sections out
 * at addresses of its own and relocates the DWARF for them; addresses from there
 * become "symbol + offset", which holds wherever the module is loaded.
 */
#include <dwarf.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "translator/image/build_id.h"
#include "translator/image/debuginfod.h"
#include "translator/debuginfo/dwarf_file.h"
#include "translator/debuginfo/modules.h"
#include "translator/kernel.h"

static int no_elf(Dwfl_Module *mod, void **data, const char *name, Dwarf_Addr base, char **file, Elf **elf)
{
	(void)mod, (void)data, (void)name, (void)base, (void)file, (void)elf;
	return -1;
}

static int no_debuginfo(Dwfl_Module *mod, void **data, const char *name, Dwarf_Addr base, const char *file,
			const char *link, GElf_Word crc, char **debuginfo)
{
	(void)mod, (void)data, (void)name, (void)base, (void)file, (void)link, (void)crc, (void)debuginfo;
	return -1;
}

/* The file named is all there is: nothing is looked for elsewhere or fetched. */
static const Dwfl_Callbacks callbacks = {
	.find_elf = no_elf, .find_debuginfo = no_debuginfo, .section_address = dwfl_offline_section_address,
};

bool dwarf_handle_open(struct dwarf_handle *h, const char *path, bool relocatable)
{
	Dwarf_Addr bias;

	*h = (struct dwarf_handle){ .fd = -1 };
	if (!relocatable) {
		h->fd = open(path, O_RDONLY | O_CLOEXEC);
		h->dw = h->fd < 0 ? NULL : dwarf_begin(h->fd, DWARF_C_READ);
	} else if ((h->dwfl = dwfl_begin(&callbacks))) {
		dwfl_report_begin(h->dwfl);
		h->mod = dwfl_report_offline(h->dwfl, "", path, -1);
		dwfl_report_end(h->dwfl, NULL, NULL);
		h->dw = h->mod ? dwfl_module_getdwarf(h->mod, &bias) : NULL;
	}
	if (!h->dw)
		dwarf_handle_close(h);
	return h->dw;
}

void dwarf_handle_close(struct dwarf_handle *h)
{
	if (h->dwfl)
		dwfl_end(h->dwfl);
	else if (h->dw)
		dwarf_end(h->dw);
	if (h->fd >= 0)
		close(h->fd);
	*h = (struct dwarf_handle){ .fd = -1 };
}

/* Section name and offset of an address of the layout. */
bool dwarf_section_of(struct dwarf *d, uint64_t pc, const char **section, uint64_t *offset)
{
	Dwarf_Addr address = pc, bias;
	Elf_Scn *scn = dwfl_module_address_section(d->handle.mod, &address, &bias);
	Elf *elf = dwfl_module_getelf(d->handle.mod, &bias);
	GElf_Shdr h;
	size_t names;

	if (!scn || !elf || !gelf_getshdr(scn, &h) || elf_getshdrstrndx(elf, &names))
		return false;
	*section = elf_strptr(elf, names, h.sh_name);
	*offset = address;
	return *section != NULL;
}

/* The function of the module's symbol table that an address is in. */
const struct module_function *dwarf_module_function(struct dwarf *d, uint64_t pc, uint64_t *delta)
{
	const struct module_function *best = NULL;
	const char *section;
	uint64_t offset;

	if (!dwarf_section_of(d, pc, &section, &offset))
		return NULL;
	vec_each(f, &d->info->functions)
		if (f->value <= offset && !strcmp(f->section_name, section) && (!best || f->value > best->value))
			best = f;
	if (best)
		*delta = offset - best->value;
	return best;
}

/* Of a module: its relocated .debug_frame. Of a program: its .eh_frame, which every build has, else .debug_frame. */
static Dwarf_CFI *frames_of(struct dwarf *d)
{
	Dwarf_Addr bias;

	if (d->module)
		return dwfl_module_dwarf_cfi(d->handle.mod, &bias);
	if (!d->code) {
		d->code = elf_memory((char *)d->image->elf->p, d->image->elf->size);
		d->cfi = d->code ? dwarf_getcfi_elf(d->code) : NULL;
	}
	return d->cfi ? d->cfi : dwarf_getcfi(d->dw);
}

/* The canonical frame address by libdw's reading of the frame section. */
bool dwarf_libdw_cfa(struct dwarf *d, uint64_t pc, op_vec *ops)
{
	Dwarf_CFI *cfi = frames_of(d);
	Dwarf_Frame *frame = NULL;
	Dwarf_Op *cfa;
	size_t n;
	bool ok = false;

	if (!cfi || dwarf_cfi_addrframe(cfi, pc, &frame))
		return false;
	if (!dwarf_frame_cfa(frame, &cfa, &n) && n >= 1) {
		bool is_short = cfa[0].atom >= DW_OP_breg0 && cfa[0].atom <= DW_OP_breg31;

		if (is_short || cfa[0].atom == DW_OP_bregx) {
			op_push(d->a, ops, .kind = LOC_REGISTER, .n = is_short ? (int64_t)cfa[0].atom - DW_OP_breg0 :
				(int64_t)cfa[0].number);
			op_push_offset(d->a, ops, is_short ? cfa[0].number : cfa[0].number2);
			ok = n == 1;
		}
	}
	free(frame);
	return ok;
}

/* The .ko itself when it has DWARF, else the same file of the -dbg package. */
static const char *module_dwarf_file(struct debuginfo *di, struct module_info *m)
{
	const char *lib = strstr(m->path, "/lib/modules/"), *path;

	if (elf_section(m->image, ".debug_info"))
		return m->path;
	if (!lib)
		return NULL;
	path = arena_printf(di->a, "/usr/lib/debug%s", lib);
	if (!access(path, R_OK))
		return path;
	/* Packed modules have unpacked debuginfo. */
	path = arena_printf(di->a, "/usr/lib/debug%.*s.ko", (int)(strstr(lib, ".ko") - lib), lib);
	return access(path, R_OK) ? NULL : path;
}

/* Compared by build id when both have one. */
static bool is_same_build(struct module_info *m, const char *path)
{
	uint8_t ours[BUILD_ID_MAX], theirs[BUILD_ID_MAX];
	uint32_t n = build_id_of_file(m->image, ours), k = build_id_of_elf(path, theirs);

	return !strcmp(path, m->path) || !n || !k || (n == k && !memcmp(ours, theirs, n));
}

static const char *module_dwarf_fetched(struct debuginfo *di, struct module_info *m, bool fetch, struct strbuf *why)
{
	uint8_t id[BUILD_ID_MAX];
	uint32_t n = build_id_of_file(m->image, id);
	const char *path = debuginfod_kept(di->a, DEBUGINFOD_DEBUGINFO, id, n);
	struct strbuf error = { 0 };

	if (path || !fetch)
		return path;
	if (!m->fetch_tried) {
		path = debuginfod_fetch(di->s, DEBUGINFOD_DEBUGINFO, arena_printf(di->a, "module %s", m->name), id, n, &error);
		m->fetch_error = error.len ? arena_strdup(di->a, error.s) : NULL;
		strbuf_deinit(&error);
	}
	m->fetch_tried = true;
	if (m->fetch_error)
		strbuf_puts(why, m->fetch_error);
	return path;
}

struct dwarf *module_dwarf(struct debuginfo *di, struct module_info *m, bool fetch, struct strbuf *why)
{
	const char *path;

	if (m->dwarf || (m->dwarf_tried && !fetch) || di->s->opt.debuginfo == DEBUGINFO_BTF || !m->image)
		return m->dwarf;
	m->dwarf_tried = true;
	path = module_dwarf_file(di, m);
	if (!path)
		path = module_dwarf_fetched(di, m, fetch, why);
	if (path && is_same_build(m, path))
		m->dwarf = dwarf_open(di, &m->base, path, why);
	return m->dwarf;
}
