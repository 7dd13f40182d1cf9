// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Function returns by a direct trampoline: ftrace calls mytap_direct_trampoline in place of the probed function's first bytes, and the
 * trampoline calls the rest of that function. One trampoline serves all functions: its return address tells which one it is in. Entry probes
 * of the same functions run in it, too, since ftrace is slower where a function has both a trampoline and another ops.
 *
 * The trampoline needs the caller's arguments in registers and nothing of them on the stack, so the compiler says which functions it may
 * be used for (mytap_place.is_plain). What it keeps until the return is in callee-saved registers. Their old values lie between the
 * two return addresses in the order in which gcc's epilogue pops six registers: a stack looks to the unwinder as if a function of
 * this module had made the call, and a call that outlives the session returns by an epilogue of the kernel (direct_release()).
 *
 *	words, lowest address first:  mytap_direct_back  rbx rbp r12 r13 r14 r15  caller
 *
 * Stays with other back ends (return_direct.c): functions of modules, probes with conditions, .maxactive(n), more than three words
 * kept, registers other than arguments and the result. A function that has the trampoline of somebody else fails the registration of
 * all; then nothing is taken. Calls that a live patch diverts come to the trampoline with another return address: they count as missed.
 */

#ifdef COMPAT_DIRECT
#include <linux/objtool.h>

enum { DIRECT_DATA = 3 * sizeof(u64) };	/* r13, r14, r15 */

/* What is done at the entry. DIRECT_PLAIN: values are saved, for which no slot is needed. */
enum direct_looks { DIRECT_NOTHING, DIRECT_LOOKS, DIRECT_PLAIN };

struct direct_place {
	u64 looks;			/* enum direct_looks. First, for the trampoline */
	const struct mytap_hit *leave;	/* run at the return */
	struct mytap_hit *entries;	/* entry probes of the function, or NULL */
	struct return_point *point;	/* of returns that look at the entry, or of several; or NULL */
	struct mytap_hit *returns;	/* chained, until the point is made */
	bool is_quick;			/* leave's handler is */
	bool is_shared;			/* another back end has a return of it: left to that */
	struct mytap_hit joint;		/* stands for several entry probes */
};

/* By the address that ftrace reports; hits are struct direct_place. Used by the trampoline. */
struct address_table mytap_direct_table __used;
/* Calls of the trampoline out of no function of the table. */
u64 mytap_direct_lost __used;

static struct {
	struct ftrace_ops ops;
	struct direct_place *places;
	unsigned long *ips;
	unsigned long *taken;		/* bits: by place */
	unsigned long epilogue;		/* in the kernel's text: pops the trampoline's six registers and returns */
	u32 n, nips;			/* of places; of the addresses that are registered */
	bool registered, was_registered;
} direct;

extern char mytap_direct_trampoline[], mytap_direct_back[], mytap_direct_return[];

/* ---- hits ----------------------------------------------------------------------------------- */

struct direct_kept {			/* in r12 to r15 */
	const struct direct_place *place;	/* NULL: the return is not watched */
	u64 data[DIRECT_DATA / sizeof(u64)];
};

/* Called by the trampoline. regs: the arguments, ip, sp, bp and cs. */
void notrace mytap_direct_enter(const struct direct_place *p, struct pt_regs *regs, struct direct_kept *kept);
void notrace __no_stack_protector mytap_direct_enter(const struct direct_place *p, struct pt_regs *regs, struct direct_kept *kept)
{
	if (p->entries)
		context_run(p->entries, regs, EXTRA_NONE, NULL);
	if (p->point && !point_look(p->point, regs, kept->data))
		p = NULL;
	kept->place = p;
}
NOKPROBE_SYMBOL(mytap_direct_enter);

/* The same where the place is DIRECT_PLAIN: the return is watched in any case. */
void notrace mytap_direct_plain(const struct direct_place *p, struct pt_regs *regs, struct direct_kept *kept);
void notrace __no_stack_protector mytap_direct_plain(const struct direct_place *p, struct pt_regs *regs, struct direct_kept *kept)
{
	context_run_plain(p->point->entry.handler, regs, kept->data);
}
NOKPROBE_SYMBOL(mytap_direct_plain);

/* regs: the results, and ip, sp, bp and cs of the caller. */
void notrace mytap_direct_leave(struct pt_regs *regs, struct direct_kept *kept);
void notrace mytap_direct_leave(struct pt_regs *regs, struct direct_kept *kept)
{
	if (kept->place->is_quick)
		context_run_quick(kept->place->leave, regs, EXTRA_ENTRY, (struct context_user){ .entry = kept->data });
	else
		context_run(kept->place->leave, regs, EXTRA_ENTRY, kept->data);
}
NOKPROBE_SYMBOL(mytap_direct_leave);

/* Offsets in struct pt_regs, and behind it struct direct_kept. */
#define AT_BP "32"
#define AT_R9 "64"
#define AT_R8 "72"
#define AT_AX "80"
#define AT_CX "88"
#define AT_DX "96"
#define AT_SI "104"
#define AT_DI "112"
#define AT_IP "128"
#define AT_CS "136"
#define AT_SP "152"
#define AT_KEPT "168"
#define DIRECT_ROOM "200"		/* of both */

#define SAME(at, what) static_assert(at == offsetof(struct pt_regs, what))
SAME(32, bp);
SAME(64, r9);
SAME(72, r8);
SAME(80, ax);
SAME(88, cx);
SAME(96, dx);
SAME(104, si);
SAME(112, di);
SAME(128, ip);
SAME(136, cs);
SAME(152, sp);
#undef SAME
static_assert(sizeof(struct pt_regs) == 168 && sizeof(struct direct_kept) == 200 - 168);
static_assert(!offsetof(struct direct_place, looks) && !offsetof(struct address_table, entries));
static_assert(offsetof(struct address_table, mask) == 8 && offsetof(struct address_entry, hit) == 8);
static_assert(__KERNEL_CS == 0x10 && DIRECT_PLAIN == 2);

#define PADDING ".balign 16\n\t.skip 16, 0x90\n"	/* the kernel may write call accounting there */

/*
 * rbx: the address behind the function's call of this; r12: its place. Argument registers are not touched before the function
 * runs, nor rax and rdx after it.
 */
asm(
"	.pushsection .text, \"ax\"\n"
	PADDING
"	.type mytap_direct_trampoline, @function\n"
"mytap_direct_trampoline:\n"
	ASM_ENDBR
	COMPAT_CALL_DEPTH
"	push %r14\n"
"	push %r13\n"
"	push %r12\n"
"	push %rbp\n"
"	push %rbx\n"
"	mov 40(%rsp), %rbx\n"
"	mov %r15, 40(%rsp)\n"
	COMPAT_UNWIND_SP(56)
"	lea -5(%rbx), %r12\n"
"	mov %r12, %r13\n"
"1:	and mytap_direct_table+8(%rip), %r13\n"
"	mov mytap_direct_table(%rip), %r14\n"
"	cmp %r12, (%r14, %r13)\n"
"	jne 4f\n"
"	mov 8(%r14, %r13), %r12\n"
"	cmpl $0, (%r12)\n"
"	jne 5f\n"
"2:\n"
	COMPAT_UNWIND_SP(56)
"	call mytap_direct_body\n"
"mytap_direct_back:\n"
	ANNOTATE_NOENDBR "\n"
	COMPAT_UNWIND_SP(56)
"	test %r12, %r12\n"
"	jz 3f\n"
"	sub $" DIRECT_ROOM ", %rsp\n"
"	mov %rax, " AT_AX "(%rsp)\n"
"	mov %rdx, " AT_DX "(%rsp)\n"
"	mov %rbp, %rax\n"
"	mov %rax, " AT_BP "(%rsp)\n"
"	mov " DIRECT_ROOM "+48(%rsp), %rax\n"
"	mov %rax, " AT_IP "(%rsp)\n"
"	lea " DIRECT_ROOM "+56(%rsp), %rax\n"
"	mov %rax, " AT_SP "(%rsp)\n"
"	movq $0x10, " AT_CS "(%rsp)\n"
"	lea " AT_KEPT "(%rsp), %rsi\n"
"	mov %rsp, %rdi\n"
"	mov %r12, (%rsi)\n"
"	mov %r13, 8(%rsi)\n"
"	mov %r14, 16(%rsi)\n"
"	mov %r15, 24(%rsi)\n"
"	call mytap_direct_leave\n"
"	mov " AT_AX "(%rsp), %rax\n"
"	mov " AT_DX "(%rsp), %rdx\n"
"	add $" DIRECT_ROOM ", %rsp\n"
"3:\n"
	COMPAT_UNWIND_SP(56)
"	pop %rbx\n"
"	pop %rbp\n"
"	pop %r12\n"
"	pop %r13\n"
"	pop %r14\n"
"	pop %r15\n"
	UNWIND_HINT_FUNC
	ASM_RET
"4:\n"						/* another address is there: the next entry */
	COMPAT_UNWIND_SP(56)
"	add $16, %r13\n"
"	cmpq $0, -16(%r14, %r13)\n"
"	jne 1b\n"
"	lock incq mytap_direct_lost(%rip)\n"
"	xor %r12d, %r12d\n"
"	jmp 2b\n"
"5:\n"
	COMPAT_UNWIND_SP(56)
"	sub $" DIRECT_ROOM ", %rsp\n"
"	mov %rdi, " AT_DI "(%rsp)\n"
"	mov %rsi, " AT_SI "(%rsp)\n"
"	mov %rdx, " AT_DX "(%rsp)\n"
"	mov %rcx, " AT_CX "(%rsp)\n"
"	mov %r8, " AT_R8 "(%rsp)\n"
"	mov %r9, " AT_R9 "(%rsp)\n"
"	mov %rbp, %rax\n"
"	mov %rax, " AT_BP "(%rsp)\n"
"	mov %rbx, %rax\n"
"	mov %rax, " AT_IP "(%rsp)\n"
"	lea " DIRECT_ROOM "+48(%rsp), %rax\n"
"	mov %rax, " AT_SP "(%rsp)\n"
"	movq $0x10, " AT_CS "(%rsp)\n"
"	mov %r12, %rdi\n"
"	mov %rsp, %rsi\n"
"	lea " AT_KEPT "(%rsp), %rdx\n"
"	cmpl $2, (%r12)\n"				/* DIRECT_PLAIN */
"	je 7f\n"
"	call mytap_direct_enter\n"
"	mov " AT_KEPT "(%rsp), %r12\n"
"6:	mov " AT_KEPT "+8(%rsp), %r13\n"
"	mov " AT_KEPT "+16(%rsp), %r14\n"
"	mov " AT_KEPT "+24(%rsp), %r15\n"
"	mov " AT_DI "(%rsp), %rdi\n"
"	mov " AT_SI "(%rsp), %rsi\n"
"	mov " AT_DX "(%rsp), %rdx\n"
"	mov " AT_CX "(%rsp), %rcx\n"
"	mov " AT_R8 "(%rsp), %r8\n"
"	mov " AT_R9 "(%rsp), %r9\n"
"	add $" DIRECT_ROOM ", %rsp\n"
"	jmp 2b\n"
"7:	call mytap_direct_plain\n"
"	jmp 6b\n"
"	.size mytap_direct_trampoline, . - mytap_direct_trampoline\n"
	/* Goes on in the function by a return, since an indirect jump may only go to an endbr. */
	PADDING
"	.type mytap_direct_body, @function\n"
"mytap_direct_body:\n"
"	push %rbx\n"
	UNWIND_HINT_FUNC
"mytap_direct_return:\n"
	ANNOTATE_NOENDBR "\n"
	ASM_RET
"	.size mytap_direct_body, . - mytap_direct_body\n"
"	.popsection\n"
);

/* The address that the trampoline's call returns to is no frame of the kernel's. */
static u32 direct_strip(unsigned long *frames, u32 n)
{
	u32 i, kept = 0;

	for (i = 0; i < n; i++)
		if (frames[i] != (unsigned long)mytap_direct_back)
			frames[kept++] = frames[i];
	return kept;
}

#else
static u32 direct_strip(unsigned long *frames, u32 n) { return n; }
#endif
