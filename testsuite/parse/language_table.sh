# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# row: 1.1 keywords; 1.1 integer literals; 1.1 conditionals; 1.3 precedence; 1.3 ternary; 1.3 assignment; 1.3 ++ -- op=; 1.8 directives
# row: 1.1 keywords (refused); 1.1 conditionals (refused); 1.2 types (refused); 1.3 assignment (refused); 1.3 comparisons (refused)
# 3,500 lines that are right or wrong by a table of the language, each operator pair and each production.
command -v python3 > /dev/null || skip "no python3"
run python3 "$TESTSUITE/parse/language_table.py" "$MYTAP" ${KERNEL:+-r "$KERNEL"}
cat out err
expect_status 0
n=$(sed -n 's/ lines$//p' out)
[ "$n" -ge 2000 ] || fail "only $n lines"
