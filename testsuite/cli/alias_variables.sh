# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What an alias of a tapset calls its variables is none of the script's globals; the script's name means the script's.
mkdir tapset
cat > tapset/own.stp <<'T'
probe own.alias = begin { n = 7; word = "seven"; twice = 2 * n; other = ++changed + n }
T
run "$MYTAP" -I tapset -p2 -e 'global n probe own.alias { n[word] <<< twice + other; println(word) }'
expect_status 0
# The script's n is an array; the alias's n, word are literals where they are read.
expect_out '^n\[string\]:stats$'
expect_out 'n\["seven"\] <<< twice \+ other'
expect_out 'twice = 14'
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
