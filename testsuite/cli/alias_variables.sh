# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What an alias of a tapset calls its variables is none of the script's globals; the script's name means the script's.
mkdir tapset
cat > tapset/own.stp <<'T'
probe own.alias = begin { n = 7; word = "seven"; twice = 2 * n; other = ++changed + n }
T
run "$MYTAP" -I tapset -p2 -e 'global n probe own.alias { n[word] <<< twice + other; println(word) }'
expect_status 0
# The script's n is an array; the alias's n, word are literals where they are read, and twice is 14.
expect_out '^n\[string\]:stats$'
expect_out 'n\["seven"\] <<< 14 \+ other'
expect_out 'println\("seven"\)'
if grep -qE 'word =|n = 7' out; then fail "what is read as a literal is still assigned"; fi
# A global that a tapset declares is the tapset's.
echo 'global counted probe two.alias = begin { counted++ } function counted_get() { return counted }' > tapset/two.stp
run "$MYTAP" -I tapset -p2 -e 'probe two.alias { println(counted_get()) }'
expect_status 0
expect_out '^counted:long'
# Set twice, or read before: no literal.
echo 'probe three.alias = begin { a = b; b = 3; c = 4; if (pid()) c = 5 }' > tapset/three.stp
run "$MYTAP" -I tapset -p2 -e 'probe three.alias { println(a, b, c) }'
expect_status 0
expect_out 'println\(a, b, c\)'
# What is read once is worked out where it is read, under the conditions there.
cat > tapset/four.stp <<'T'
global kept
probe four.alias = begin { kept++; one = pid() * 2; text = sprintf("%d %s", one, execname()); many = sprintf("%d", tid()); old = kept }
T
run "$MYTAP" -I tapset -p2 -e 'probe four.alias { if (uid()) println(text) }'
expect_status 0
expect_out '^[[:space:]]*println\(sprintf\("%d %s", pid\(\) \* 2, execname\(\)\)\)'
if grep -qE '(one|text|many|old) =' out; then fail "what is read once is still assigned"; fi
# Through another variable.
echo 'probe five.alias = begin { raw = pid() * 3; other = raw; text = sprintf("%d", other) }' > tapset/five.stp
run "$MYTAP" -I tapset -p2 -e 'probe five.alias { println(text) }'
expect_status 0
expect_out '^[[:space:]]*println\(sprintf\("%d", pid\(\) \* 3\)\)'
# Read twice or in a loop: once assigned. Of a global, or changed by the script: where the alias says it.
run "$MYTAP" -I tapset -p2 -e 'probe four.alias { println(text, text); while (n++ < 2) println(many) }'
expect_status 0
expect_out '^[[:space:]]*text = sprintf'
expect_out '^[[:space:]]*many = sprintf'
run "$MYTAP" -I tapset -p2 -e 'global g probe four.alias { g = old; one = 3; println(text) }'
expect_status 0
expect_out '^[[:space:]]*old = kept'
expect_out '^[[:space:]]*one = pid\(\) \* 2'
expect_out '^[[:space:]]*text = sprintf\("%d %s", one, execname\(\)\)'
# In guru mode a script may change what a text was made of.
run "$MYTAP" -g -I tapset -p2 -e 'probe four.alias { println(text) }'
expect_out '^[[:space:]]*text = sprintf'
