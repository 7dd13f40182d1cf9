// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Compares the running kernel with the one that the script's addresses are from; vermagic does not distinguish
 * builds. The running kernel's build-id is in /sys/kernel/notes, a module's in /sys/module/NAME/notes/. Process
 * context.
 */

/* Finds the GNU build-id in ELF notes. */
static const u8 *notes_build_id(const char *notes, size_t n, u32 *size)
{
	size_t at = 0;

	while (at + sizeof(Elf64_Nhdr) <= n) {
		const Elf64_Nhdr *h = (const Elf64_Nhdr *)(notes + at);
		size_t name = at + sizeof(*h), desc = name + ALIGN(h->n_namesz, 4), next = desc + ALIGN(h->n_descsz, 4);

		if (next > n)
			break;
		if (h->n_type == 3 && h->n_namesz == 4 && !memcmp(notes + name, "GNU", 4)) {
			*size = h->n_descsz;
			return notes + desc;
		}
		at = next;
	}
	return NULL;
}

static int build_id_compare(const char *notes, size_t n)
{
	u32 size = 0, want = mytap_script.build_id_size;
	const u8 *id = notes_build_id(notes, n, &size);

	if (id && size == want && !memcmp(id, mytap_script.build_id, want))
		return 0;
	pr_err("%s: made for another kernel: build-id %*phN, running %*phN\n", THIS_MODULE->name, (int)want,
	       mytap_script.build_id, id ? (int)size : 0, id ? id : (const u8 *)"");
	return -ENOEXEC;
}

/* At most PAGE_SIZE bytes. */
static ssize_t notes_read(const char *path, char *notes)
{
	struct file *file = filp_open(path, O_RDONLY, 0);
	loff_t at = 0;
	ssize_t n = IS_ERR(file) ? PTR_ERR(file) : kernel_read(file, notes, PAGE_SIZE, &at);

	if (!IS_ERR(file))
		filp_close(file, NULL);
	return n;
}

static int build_id_check(void)
{
	char *notes;
	ssize_t n;
	int error;

	if (!mytap_script.build_id_size || mytap_script.build_id_size > sizeof(mytap_script.build_id))
		return 0;
	notes = kmalloc(PAGE_SIZE, GFP_KERNEL);
	if (!notes)
		return -ENOMEM;
	n = notes_read("/sys/kernel/notes", notes);
	error = n < 0 ? n : build_id_compare(notes, n);
	if (n < 0)
		pr_err("%s: cannot read /sys/kernel/notes (error %zd) to see which kernel this is\n",
		       THIS_MODULE->name, n);
	kfree(notes);
	return error;
}
