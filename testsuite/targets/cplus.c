/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Functions with the names that g++ gives to those of C++ (no compiler for C++ is needed), each called a number of times of
 * its own. For live/ok/process_cplus.
 */
struct foo { int v; };

#define CPLUS(mangled) __asm__(mangled) __attribute__((noinline, noclone))

int foo_add(struct foo *this, int a) CPLUS("_ZN2ns3Foo3addEi");		/* ns::Foo::add(int) */
int bar_add(struct foo *this, int a) CPLUS("_ZN3Bar3addEi");			/* Bar::add(int) */
int add_int(int a) CPLUS("_Z3addi");						/* add(int) */
int add_text(const char *a) CPLUS("_Z3addPKc");				/* add(char const*) */
int twice_int(struct foo *this, int t) CPLUS("_ZN2ns3Foo5twiceIiEET_S2_");	/* int ns::Foo::twice<int>(int) */
int twice_long(struct foo *this, long t) CPLUS("_ZN2ns3Foo5twiceIlEET_S2_");	/* long ns::Foo::twice<long>(long) */
int is_equal(const struct foo *this, const struct foo *o) CPLUS("_ZNK2ns3FooeqERKS0_");	/* ns::Foo::operator==(ns::Foo const&) const */
int call(struct foo *this, int a) CPLUS("_ZN3BarclEi");			/* Bar::operator()(int) */
int add(int a, int b) __attribute__((noinline, noclone));			/* of C */

int foo_add(struct foo *this, int a) { return this->v += a; }
int bar_add(struct foo *this, int a) { return this->v -= a; }
int add_int(int a) { __asm__ volatile("" : "+r"(a)); return a + 1; }
int add_text(const char *a) { __asm__ volatile("" : "+r"(a)); return *a; }
int twice_int(struct foo *this, int t) { return 2 * t + this->v; }
int twice_long(struct foo *this, long t) { return (int)(2 * t) + this->v; }
int is_equal(const struct foo *this, const struct foo *o) { return this->v == o->v; }
int call(struct foo *this, int a) { return this->v ^= a; }
int add(int a, int b) { __asm__ volatile("" : "+r"(a)); return a + b; }

#define TIMES(n, what) for (int i = 0; i < (n); i++) sum += (what)

int main(void)
{
	struct foo f = { 3 }, g = { 4 };
	volatile int sum = 0;

	TIMES(2, foo_add(&f, 10));
	TIMES(3, bar_add(&f, i));
	TIMES(5, add_int(i));
	TIMES(7, add_text("x"));
	TIMES(11, twice_int(&f, i));
	TIMES(13, twice_long(&f, i));
	TIMES(17, is_equal(&f, &g));
	TIMES(19, call(&g, i));
	TIMES(23, add(i, i));
	return 0;
}
