// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reads memory of the probed context, which may not be accessible. Any context. The kernel is asked only for bytes
 * that kernel_may_be_asked() allows; a word of it is then one guarded load: copy_from_kernel_nofault() costs 68
 * instructions. User memory that is paged out counts as a fault.
 */

/*
 * First address of the kernel's half; offset above it at which a word may start that ends below the vsyscall page.
 */
static u64 kernel_start __read_mostly, kernel_window __read_mostly;

static void fetch_init(void)
{
	kernel_start = compat_kernel_start();
	kernel_window = COMPAT_VSYSCALL - sizeof(u64) + 1 - kernel_start;
}

/*
 * Not every fault reaches the exception tables: a kernel access to user space or to the vsyscall page does not, and
 * a non-canonical address causes a warning. So the range must be in the kernel's half, canonical with the page
 * tables in use (not by x86_virt_bits), outside of the vsyscall page, and must not wrap. size > 0.
 */
static __always_inline bool kernel_may_be_asked(u64 addr, u64 size)
{
	u64 last = addr + size - 1;

	return addr >= kernel_start && last >= addr && (last < COMPAT_VSYSCALL || addr >= COMPAT_VSYSCALL + PAGE_SIZE);
}

/* The same for at most 8 bytes, nearly always below the vsyscall page: three instructions. */
static __always_inline bool kernel_may_be_asked_word(u64 addr, u32 size)
{
	return likely(addr - kernel_start < kernel_window) || kernel_may_be_asked(addr, size);
}

/* n bytes of kernel memory. */
static bool kernel_copy(void *to, u64 addr, size_t n)
{
	return !n || (kernel_may_be_asked(addr, n) && !copy_from_kernel_nofault(to, (const void *)addr, n));
}

/*
 * n bytes of the current task's memory; also false when another address space is loaded, as in a kernel thread or
 * during a switch.
 */
static bool user_copy(void *to, u64 addr, size_t n)
{
	return !copy_from_user_nofault(to, (const void __user *)addr, n);
}

/*
 * True if the current task's address space is loaded. The register tells, also in an NMI during a switch or an
 * execve(), when the kernel's variables are ahead of it or behind.
 */
static __always_inline bool user_is_loaded(void)
{
	const struct mm_struct *mm = current->mm;

	return likely(mm) && likely(mm->pgd == __va(read_cr3_pa()));
}

bool mytap_is_user_address(u64 addr)
{
	return addr < TASK_SIZE_MAX;
}

/* A write does not test which address space is loaded; the read before it does. */
static bool user_store(u64 addr, const void *from, size_t n)
{
	u64 old;
	bool ok;

	if (n > sizeof(old) || !user_copy(&old, addr, n))
		return false;
	pagefault_disable();		/* else access_ok() of a debug kernel complains in an interrupt */
	ok = !copy_to_user_nofault((void __user *)addr, from, n);
	pagefault_enable();
	return ok;
}

/* Script strings: mytap_errorf() takes them by words. */
static const char fault_names[][16] MYTAP_STRING = { "kernel read", "user read", "kernel write", "user write" };

/*
 * Memory could not be read. By --faults this is an error, or (zero) counted, with the value 0 or "". Not counted
 * while memory is only touched before a handler. Returns false like mytap_errorf().
 */
static noinline __cold bool read_fault(struct mytap_ctx *c, const char *where, const char *fmt, const u64 *args)
{
	bool is_first = !c->error;

	if (session.faults == MYTAP_FAULTS_ZERO) {
		if (!c->may_sleep)
			priv_of(c)->counters[c->hit->probe].faults++;
		return false;
	}
	mytap_errorf(c, where, fmt, args);
	priv_of(c)->is_fault |= is_first;
	return false;
}

static noinline __cold bool fetch_failed(struct mytap_ctx *c, u64 addr, const char *what, const char *where)
{
	u64 args[2] = { (u64)what, addr };

	return read_fault(c, where, "%s fault at %p (addr)", args);
}

/* Memory could not be written: always an error, since the rest of the handler relies on the write. */
static noinline __cold bool store_failed(struct mytap_ctx *c, u64 addr, const char *what, const char *where)
{
	u64 args[2] = { (u64)what, addr };
	bool is_first = !c->error;

	mytap_errorf(c, where, "%s fault at %p (addr)", args);
	priv_of(c)->is_fault |= is_first;
	return false;
}

/* A separate variable for each size: gcc 12 crashes on a union as the output of an asm goto. */
static __always_inline bool fetch_kernel(u64 *value, u64 addr, u32 size)
{
	if (unlikely(!kernel_may_be_asked_word(addr, size)))
		return false;
	if (likely(size == 8)) {
		u64 d;

		__get_kernel_nofault(&d, (u64 *)addr, u64, fault);
		*value = d;
	} else if (size == 4) {
		u32 w;

		__get_kernel_nofault(&w, (u32 *)addr, u32, fault);
		*value = w;
	} else if (size == 2) {
		u16 h;

		__get_kernel_nofault(&h, (u16 *)addr, u16, fault);
		*value = h;
	} else {
		u8 b;

		__get_kernel_nofault(&b, (u8 *)addr, u8, fault);
		*value = b;
	}
	return true;
fault:
	return false;
}

u64 mytap_read_kernel(struct mytap_ctx *c, u64 addr, u32 size, const char *where)
{
	u64 value;

	if (likely(fetch_kernel(&value, addr, size)))
		return value;
	fetch_failed(c, addr, fault_names[0], where);
	return 0;
}

/* Brings memory of the current task in, if it belongs to the task: it may have to be read from a file. */
static noinline bool user_bring_in(const struct mytap_ctx *c, u64 addr, size_t n)
{
	return c->may_sleep && mytap_is_user_address(addr) && !fault_in_readable((const char __user *)addr, n);
}

void mytap_touch(struct mytap_ctx *c, u64 addr, u64 n)
{
	user_bring_in(c, addr, n);
}

/*
 * A word of the loaded address space. The page at TASK_SIZE_MAX is never mapped, so that the first byte's address
 * decides. 12 instructions; access_ok() would be six more, copy_from_user_nofault() takes 123.
 */
static __always_inline bool user_word(u64 *value, u64 addr, u32 size)
{
	u64 v;
	u32 w;
	u16 h;
	u8 b;

	if (unlikely(!mytap_is_user_address(addr)))
		return false;
	pagefault_disable();
	__uaccess_begin_nospec();
	if (likely(size == 8)) {
		unsafe_get_user(v, (u64 __user *)addr, fault);
	} else if (size == 4) {
		unsafe_get_user(w, (u32 __user *)addr, fault);
		v = w;
	} else if (size == 2) {
		unsafe_get_user(h, (u16 __user *)addr, fault);
		v = h;
	} else {
		unsafe_get_user(b, (u8 __user *)addr, fault);
		v = b;
	}
	__uaccess_end();
	pagefault_enable();
	*value = v;
	return true;
fault:
	__uaccess_end();
	pagefault_enable();
	return false;
}

/* The same, whichever address space is loaded. value: 0 on entry. */
static bool user_value(u64 *value, u64 addr, u32 size)
{
	return user_is_loaded() ? user_word(value, addr, size) : size <= sizeof(*value) && user_copy(value, addr, size);
}

static noinline u64 read_user_slowly(struct mytap_ctx *c, u64 addr, u32 size, const char *where)
{
	u64 value = 0;

	if (likely(user_value(&value, addr, size)))
		return value;
	if (user_bring_in(c, addr, size) && user_value(&value, addr, size))
		return value;
	fetch_failed(c, addr, fault_names[1], where);
	return 0;
}

u64 mytap_read_user(struct mytap_ctx *c, u64 addr, u32 size, const char *where)
{
	u64 value;

	if (c->regs && (c->regs->cs & 3) == 3 && likely(user_word(&value, addr, size)))
		return value;
	return read_user_slowly(c, addr, size, where);
}

static __always_inline struct mytap_ahead user_ahead(u64 addr, u32 size)
{
	u64 v = 0;

	if (likely(user_word(&v, addr, size)))
		return (struct mytap_ahead){ v, 1 };
	return (struct mytap_ahead){ 0 };
}

struct mytap_ahead mytap_user_ahead_1(u64 addr) { return user_ahead(addr, 1); }
struct mytap_ahead mytap_user_ahead_2(u64 addr) { return user_ahead(addr, 2); }
struct mytap_ahead mytap_user_ahead_4(u64 addr) { return user_ahead(addr, 4); }
struct mytap_ahead mytap_user_ahead_8(u64 addr) { return user_ahead(addr, 8); }

/* A page is there as a whole, so that its first byte tells. */
bool mytap_user_ahead_bytes(u64 addr, u64 n)
{
	u64 v, at, last = addr + n - 1;

	if (unlikely(!n || last < addr || !user_word(&v, addr, 1)))
		return !n;
	for (at = (addr | ~PAGE_MASK) + 1; unlikely(at <= last); at += PAGE_SIZE)
		if (!user_word(&v, at, 1))
			return false;
	return true;
}

/* For a member of NULL the error is that of a kernel read. */
static noinline u64 read_either_slowly(struct mytap_ctx *c, u64 addr, u32 size, const char *where)
{
	u64 value = 0;

	if (mytap_is_user_address(addr) && user_value(&value, addr, size))
		return value;
	fetch_failed(c, addr, fault_names[mytap_is_user_address(addr) && addr >= PAGE_SIZE], where);
	return 0;
}

u64 mytap_read_either(struct mytap_ctx *c, u64 addr, u32 size, const char *where)
{
	u64 value;

	if (likely(fetch_kernel(&value, addr, size)))
		return value;
	return read_either_slowly(c, addr, size, where);
}

bool mytap_write_kernel(struct mytap_ctx *c, u64 addr, u32 size, u64 value, const char *where)
{
	u8 b = value;
	u16 h = value;
	u32 w = value;

	if (unlikely(!kernel_may_be_asked_word(addr, size)))
		goto fault;
	if (size == 8)
		__put_kernel_nofault((u64 *)addr, &value, u64, fault);
	else if (size == 4)
		__put_kernel_nofault((u32 *)addr, &w, u32, fault);
	else if (size == 2)
		__put_kernel_nofault((u16 *)addr, &h, u16, fault);
	else
		__put_kernel_nofault((u8 *)addr, &b, u8, fault);
	return true;
fault:
	return store_failed(c, addr, fault_names[2], where);
}

bool mytap_write_user(struct mytap_ctx *c, u64 addr, u32 size, u64 value, const char *where)
{
	if (likely(user_store(addr, &value, size)))
		return true;
	return store_failed(c, addr, fault_names[3], where);
}

/* ---- strings ---------------------------------------------------------------------------------- */

/* Between user_access_begin() and user_access_end(). */
static __always_inline bool fetch_loaded(u64 *value, u64 addr)
{
	u64 w;

	unsafe_get_user(w, (const u64 __user *)addr, fault);
	*value = w;
	return true;
fault:
	return false;
}

static __always_inline bool string_word(u64 *w, u64 addr, bool user)
{
	return user ? fetch_loaded(w, addr) : fetch_kernel(w, addr, 8);
}

/* Less than a word of a string, in one page. Returns the bytes before its end, n if it goes on; negative: a fault. */
static __always_inline s64 string_rest(char *to, u64 addr, size_t n, bool user)
{
	u64 in_page = addr & ~PAGE_MASK, back = in_page > PAGE_SIZE - 8 ? in_page - (PAGE_SIZE - 8) : 0, w, part;
	size_t i;

	if (unlikely(!string_word(&w, addr - back, user)))
		return -1;
	w = word_cut(w >> 8 * back, n);
	for (i = 0, part = w; i < n; i++, part >>= 8)
		to[i] = (char)part;
	return word_length(w);
}

/*
 * Copies at most max bytes of a string by words, unaligned; at the end of a page by the last word in it, so that
 * the next page, which may not exist, is read only if the string continues. `end`: of the address space, no page goes
 * across it. to has room for max + 1. Returns the string's length; negative: a fault. Calls no function, since access to
 * user memory is enabled.
 */
static __always_inline s64 string_fetch(char *to, u64 addr, size_t max, u64 end, bool user)
{
	size_t n = 0;
	s64 rest;
	u64 w;

	while (n < max) {
		size_t part = min_t(size_t, PAGE_SIZE - ((addr + n) & ~PAGE_MASK), max - n);

		if (unlikely(addr + n >= end))
			return -1;
		for (; part >= 8; part -= 8, n += 8) {
			if (unlikely(!string_word(&w, addr + n, user)))
				return -1;
			*(u64 *)(to + n) = w;
			if (mytap_has_zero(w))
				return n + word_length(w);
		}
		if (!part)
			continue;
		rest = string_rest(to + n, addr + n, part, user);
		if (rest < (s64)part)
			return rest < 0 ? rest : n + rest;
		n += part;
	}
	return n;
}

/* n: the result of string_fetch(). */
static bool string_fetched(char *to, s64 n)
{
	word_end(to, n < 0 ? 0 : n);
	return n >= 0;
}

bool mytap_string_kernel(char *to, size_t size, u64 addr, size_t max)
{
	return string_fetched(to, string_fetch(to, addr, min(max, size - 1), ~0ULL, false));
}

static s64 string_of_loaded(char *to, u64 addr, size_t max)
{
	u64 end = TASK_SIZE_MAX;
	s64 n = -1;

	if (unlikely(addr >= end))
		return -1;
	pagefault_disable();
	if (user_access_begin((const void __user *)addr, 1)) {
		n = string_fetch(to, addr, max, end, true);
		user_access_end();
	}
	pagefault_enable();
	return n;
}

/* strnlen(), by words. */
static size_t fetched_length(const char *s, size_t most)
{
	size_t n = 0;
	u64 v;

	for (; n + 8 <= most; n += 8) {
		memcpy(&v, s + n, 8);
		if (mytap_has_zero(v))
			return n + word_length(v);
	}
	return n + strnlen(s + n, most - n);
}

/* For cases where the loaded address space has to be tested. */
static noinline s64 string_of_user(char *to, u64 addr, size_t max)
{
	size_t n = 0;

	while (n < max) {
		size_t part = min_t(size_t, max - n, 64 - ((addr + n) & 63)), got;

		if (!user_copy(to + n, addr + n, part))
			return -1;
		got = fetched_length(to + n, part);
		n += got;
		if (got < part)
			break;
	}
	return n;
}

bool mytap_string_user(char *to, size_t size, u64 addr, size_t max)
{
	max = min(max, size - 1);
	return string_fetched(to, user_is_loaded() ? string_of_loaded(to, addr, max) : string_of_user(to, addr, max));
}

bool mytap_string_program(struct mytap_ctx *c, char *to, size_t size, u64 addr, size_t max)
{
	if (!c->regs || (c->regs->cs & 3) != 3)
		return mytap_string_user(to, size, addr, max);
	return string_fetched(to, string_of_loaded(to, addr, min(max, size - 1)));
}

/* n bytes for %m and %M. */
static bool fetch_memory(char *to, u64 addr, size_t n, bool user)
{
	return user ? user_copy(to, addr, n) : kernel_copy(to, addr, n);
}

u64 mytap_percpu_address(u64 base)
{
	return base + this_cpu_read(this_cpu_off);
}

u64 mytap_kernel_address(u64 offset)
{
	return mytap_stext + offset;
}

u64 mytap_named_address(u32 name, s64 delta)
{
	u64 address = READ_ONCE(session.addresses[name]);

	return address ? address + delta : 0;
}
