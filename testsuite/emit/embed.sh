# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# needs: headers
# Embedded C: compiled with kernel headers beside the script's C; what gcc says names the script.
cat > good.stp <<'X'
%{ #include <linux/utsname.h>
static int helper(int x) { return x + 1; } %}
global seen, name = "none"
function area:long (w:long, h:long) %{ STAP_RETVALUE = STAP_ARG_w * THIS->h; %}
function label:string (n:long, s:string) %{ /* pure */ snprintf(STAP_RETVALUE, MAXSTRINGLEN, "%s%lld", STAP_ARG_s, helper(STAP_ARG_n) * 1LL); %}
function peek:long (a:long) %{ STAP_RETURN(kread((int *)(unsigned long)STAP_ARG_a)); CATCH_DEREF_FAULT(); %}
function refuse (n:long) %{ if (STAP_ARG_n > 3) STAP_ERROR("too big: %lld", STAP_ARG_n); STAP_PRINTF("fine\n"); %}
function kill:long (n:long) %{ if (STAP_ARG_n) STAP_NEXT; STAP_RETVALUE = 1; %}
function kill:long (n:long) { return 2 }
function globals() %{ /* pragma:read:seen pragma:write:name */ STAP_GLOBAL_SET_name(STAP_GLOBAL_GET_seen() ? "yes" : "no"); %}
probe begin {
	seen++
	globals()
	printf("%d %s %d %d %d %s\n", area(3, 4), label(7, "x"), %{ HZ %}, kill(0), kill(1), name)
	refuse(2)
	try { peek(1) } catch (e) { println(e) }
	println(@const("PAGE_SIZE"), %{ /* string */ utsname()->sysname %})
	exit()
}
X
run "$MYTAP" -r "$KERNEL" -g -p4 good.stp
expect_status 0
# -D of a name that is not ours is a macro of the script's C, and nobody else's; one that nothing goes by is a warning.
cat > macros.stp <<'X'
%{ _Static_assert(MINE == 77 && SET == 1, "-D");
#if defined OTHER
#error a name that is not in the script
#endif
%}
function f:long() %{ /* pure */ STAP_RETURN(MINE + SET); %}
probe begin { println(f()) exit() }
X
run "$MYTAP" -r "$KERNEL" -g -p4 -D MINE=1 -D SET -D NOBODYS=3 -D MAXACTIONS=5 -D MINE=77 macros.stp
expect_status 0
expect_err '-D NOBODYS has no effect: it is no limit of mytap.s, and no embedded C'
expect_err '-D MAXACTIONS has no effect: it is no limit of mytap.s .did you mean .MAXACTION..., and'
[ "$(grep -c WARNING err)" = 2 ] || fail "other warnings: $(cat err)"
run "$MYTAP" -r "$KERNEL" -g -p4 macros.stp
expect_status 1
run "$MYTAP" -r "$KERNEL" -p3 -D MAXACTION=9 -D STP_NO_OVERLOAD -e 'probe begin { println(1) }'
expect_status 0
[ ! -s err ] || fail "limits: $(cat err)"
cat > bad.stp <<'X'
probe begin { println(f()) exit() }
function f:long () %{
	STAP_RETVALUE = not_there;
%}
X
run "$MYTAP" -r "$KERNEL" -g -p4 bad.stp
expect_status 1
expect_err 'bad.stp:3.*not_there'
run "$MYTAP" -r "$KERNEL" -p3 bad.stp
expect_status 1
expect_err '-g'
