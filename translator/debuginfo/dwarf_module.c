// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * DWARF of loadable modules. A .ko is relocatable: libdwfl assigns addresses to its sections and relocates the DWARF
 * to them; these are converted to link addresses of the module's image.
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

/* Only the file named is used: no search, no download. */
static const Dwfl_Callbacks callbacks = {
	.find_elf = no_elf, .find_debuginfo = no_debuginfo, .section_address = dwfl_offline_section_address,
};

bool dwarf_handle_open(struct dwarf_handle *h, const char *path, bool relocatable, const struct split_list *split)
{
	Dwarf_Addr bias;

	*h = (struct dwarf_handle){ .fd = -1 };
	if (!relocatable) {
		h->fd = open(path, O_RDONLY | O_CLOEXEC);
		h->patch = h->fd < 0 || !split ? NULL : split_patch_new(h->fd, split);
		h->dw = h->patch ? split_patch_begin(h->patch) : h->fd < 0 ? NULL : dwarf_begin(h->fd, DWARF_C_READ);
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
	if (h->patch)
		split_patch_free(h->patch);
	if (h->fd >= 0)
		close(h->fd);
	*h = (struct dwarf_handle){ .fd = -1 };
}

/* libdwfl's layout of the debuginfo file differs from the image's layout of the code file: sections are matched by
 * name. */
uint64_t dwarf_link(struct dwarf *d, uint64_t pc)
{
	Dwarf_Addr address = pc, bias;
	Elf_Scn *scn;
	Elf *elf;
	GElf_Shdr h;
	size_t names;
	const char *section;

	if (!d->module)
		return pc;
	scn = dwfl_module_address_section(d->handle.mod, &address, &bias);
	elf = dwfl_module_getelf(d->handle.mod, &bias);
	if (!scn || !elf || !gelf_getshdr(scn, &h) || elf_getshdrstrndx(elf, &names))
		return 0;
	section = elf_strptr(elf, names, h.sh_name);
	return section ? image_section_link(d->image, section, address) : 0;
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

/* The .ko itself if it has DWARF, else the same file of the -dbg package. */
static const char *module_dwarf_file(struct debuginfo *di, struct module_info *m)
{
	const char *lib = strstr(m->image.path, "/lib/modules/"), *path;

	if (elf_section(m->image.elf, ".debug_info"))
		return m->image.path;
	if (!lib)
		return NULL;
	path = arena_printf(di->a, "/usr/lib/debug%s", lib);
	if (!access(path, R_OK))
		return path;
	/* The debuginfo of a compressed module is not compressed. */
	path = arena_printf(di->a, "/usr/lib/debug%.*s.ko", (int)(strstr(lib, ".ko") - lib), lib);
	return access(path, R_OK) ? NULL : path;
}

/* Compared by build id if both have one. */
static bool is_same_build(struct module_info *m, const char *path)
{
	uint8_t id[BUILD_ID_MAX];
	uint32_t n = build_id_of_elf(path, id);

	return !strcmp(path, m->image.path) || !n || !m->image.build_id_len ||
	       (n == m->image.build_id_len && !memcmp(m->image.build_id, id, n));
}

static const char *module_dwarf_fetched(struct debuginfo *di, struct module_info *m, bool fetch, struct strbuf *why)
{
	const uint8_t *id = m->image.build_id;
	uint32_t n = m->image.build_id_len;
	const char *path = debuginfod_kept(di->a, DEBUGINFOD_DEBUGINFO, id, n);
	struct strbuf error = { 0 };

	if (path || !fetch)
		return path;
	if (!m->image.fetch_tried) {
		path = debuginfod_fetch(di->s, DEBUGINFOD_DEBUGINFO, arena_printf(di->a, "module %s", m->image.name), id, n, &error);
		m->fetch_error = error.len ? arena_strdup(di->a, error.s) : NULL;
		strbuf_deinit(&error);
	}
	m->image.fetch_tried = true;
	if (m->fetch_error)
		strbuf_puts(why, m->fetch_error);
	return path;
}

struct dwarf *module_dwarf(struct debuginfo *di, struct module_info *m, bool fetch, struct strbuf *why)
{
	const char *path;

	if (m->image.dwarf || (m->image.dwarf_tried && !fetch) || di->s->opt.debuginfo == DEBUGINFO_BTF || !m->image.elf)
		return m->image.dwarf;
	m->image.dwarf_tried = true;
	path = module_dwarf_file(di, m);
	if (!path)
		path = module_dwarf_fetched(di, m, fetch, why);
	if (path && is_same_build(m, path))
		m->image.dwarf = dwarf_open(di, &m->image, path, why);
	return m->image.dwarf;
}
