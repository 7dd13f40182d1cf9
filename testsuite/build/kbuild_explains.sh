# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers
# turns: 30
# A mistake in embedded C is shown at its place in the script, and kbuild's word is what is shown.
cat > bad.stp <<'STP'
probe begin { f() exit() }
function f:long() %{
	STAP_RETVALUE = no_such_thing;
%}
STP
for way in auto kbuild; do
	run "$MYTAP" -r "$KERNEL" -g --build=$way -p4 bad.stp
	expect_status 1
	expect_err 'embedded C of the script'
	expect_err "bad.stp:3.*no_such_thing"
	expect_err '^Pass 4: compilation failed'
done

# gcc cites the kernel's headers, and ours, where it noticed: it is still the script's mistake.
cat > macro.stp <<'STP'
%{
#include <linux/list.h>
%}
probe begin { f() exit() }
function f:long() %{ STAP_RETVALUE = list_entry(0, struct task_struct, no_such_member)->pid; %}
STP
cat > brace.stp <<'STP'
probe begin { f() exit() }
function f:long() %{ STAP_RETVALUE = 1; } %}
STP
for script in macro brace; do
	run "$MYTAP" -r "$KERNEL" -g -p4 $script.stp
	expect_status 1
	expect_err 'embedded C of the script'
	! grep -q 'error in mytap' err || fail "$script.stp: called an error of ours"
done
