// SPDX-License-Identifier: GPL-2.0-or-later
/* Names of C++: the symbols that a script's name matches, by rows. */
#include <stdio.h>
#include <string.h>

#include "translator/debuginfo/cplusplus.h"

/* ns::Foo::add(int); std::vector<int, std::allocator<int> >::push_back(int const&); Foo::operator bool() const; a lambda in main */
#define ADD "_ZN2ns3Foo3addEi"
#define PUSH "_ZNSt6vectorIiSaIiEE9push_backERKi"
#define TWICE "_ZN2ns3Foo5twiceIiEET_S2_"
#define BOOL "_ZNK3FoocvbEv"
#define LAMBDA "_ZZ4mainENKUlvE_clEv"
#define HIDDEN "_ZN12_GLOBAL__N_13barEi"
#define LESS "_ZN3FooltERKS_"
#define AT "_ZN3FooixEi"

static const struct { const char *pattern, *symbol; bool is_match; } rows[] = {
	{ "add", ADD, true }, { "ad*", ADD, true }, { "Foo", ADD, false }, { "foo::add", ADD, false },
	{ "Foo::add", ADD, true }, { "ns::Foo::add", ADD, true }, { "::ns::Foo::add", ADD, true }, { "::Foo::add", ADD, false },
	{ "oo::add", ADD, false }, { "*::add", ADD, true }, { "ns::*", ADD, true }, { "ns::Foo", ADD, false },
	{ "add(int)", ADD, true }, { "add(long)", ADD, false }, { "Foo::add(int)", ADD, true }, { "add()", ADD, false }, { "add(*)", ADD, true },
	{ "push_back", PUSH, true }, { "vector::push_back", PUSH, false }, { "vector<int, std::allocator<int> >::push_back", PUSH, true },
	{ "std::vector<*>::push_back", PUSH, true }, { "push_back(int const&)", PUSH, true }, { "allocator<int> >::push_back", PUSH, false },
	{ "twice", TWICE, true }, { "twice<int>", TWICE, true }, { "twice<long>", TWICE, false }, { "Foo::twice<int>(int)", TWICE, true },
	{ "operator bool", BOOL, true }, { "Foo::operator bool", BOOL, true }, { "bool", BOOL, false },
	{ "operator()", LAMBDA, true }, { "main::*", LAMBDA, true }, { "main", LAMBDA, false },
	{ "bar", HIDDEN, true }, { "(anonymous namespace)::bar", HIDDEN, true },
	{ "operator<", LESS, true }, { "Foo::operator<", LESS, true }, { "operator", LESS, false }, { "operator<(Foo const&)", LESS, true },
	{ "operator[]", AT, true }, { "Foo::operator[]", AT, true },
	{ "add", "add", false }, { "add", "_ZN2ns3Foo", false }, { "*", "_Zebra", false }, { "*", "_RNvC3foo3bar", false },
};

static const struct { const char *pattern; bool is_qualified; const char *last, *hint; } patterns[] = {
	{ "add", false, "add", "3add" }, { "Foo::add", true, "add", "3add" }, { "::add", true, "add", "3add" }, { "add(int)", true, "add", "3add" },
	{ "a::b<c::d>::e<f::g>", true, "e<f::g>", "1e" }, { "Foo::~Foo", true, "~Foo", "3Foo" }, { "Foo::operator()", true, "operator()", "" },
	{ "operator()", false, "operator()", "" }, { "operator()(int)", true, "operator()", "" }, { "ns::*", true, "*", "" }, { "vfs_*", false, "vfs_*", "" },
	{ "operators", false, "operators", "9operators" }, { "", false, "", "" }, { "::", true, "", "" }, { "<", false, "<", "" }, { "a::", true, "", "" },
};

int main(void)
{
	int failures = 0;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		bool is = cplus_matches(rows[i].pattern, rows[i].symbol);

		if (is != rows[i].is_match)
			failures += printf("'%s' and %s: %d\n", rows[i].pattern, rows[i].symbol, is) > 0;
		if (is && !strstr(rows[i].symbol, cplus_hint(rows[i].pattern)))
			failures += printf("'%s' is looked for by '%s'\n", rows[i].pattern, cplus_hint(rows[i].pattern)) > 0;
	}
	for (size_t i = 0; i < sizeof(patterns) / sizeof(*patterns); i++) {
		const char *p = patterns[i].pattern;

		if (cplus_is_qualified(p) != patterns[i].is_qualified || strcmp(cplus_last_part(p), patterns[i].last) || strcmp(cplus_hint(p), patterns[i].hint))
			failures += printf("'%s': %d '%s' '%s'\n", p, cplus_is_qualified(p), cplus_last_part(p), cplus_hint(p)) > 0;
	}
	return failures != 0;
}
