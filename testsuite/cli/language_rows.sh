# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Every row of the language has its tests, and doc/language-rows.md says which.
root=$TESTSUITE/..
run "$root/doc/make-language-rows"
[ "$status" = 0 ] || { cat err; fail "rows without their tests"; }
diff -u "$root/doc/language-rows.md" out || fail "out of date: doc/make-language-rows > doc/language-rows.md"
