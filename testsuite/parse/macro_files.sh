# SPDX-License-Identifier: GPL-2.0-or-later
# Macros of .stpm files: what they may hold, their rights, what hides what.
mkdir -p lib/6.1 lib/other
cat > lib/m.stpm <<'EOF'
# a comment
@define one %( 1 %)
%( arch != "none such" %? @define where %( "here" %) %: @define where %( "nowhere" %) %);
@define page_size %( %{ PAGE_SIZE %} + @const("PAGE_SHIFT") %)
@define bad %( 08 %)
EOF
echo 'probe begin { a = @one; b = @where; c = @page_size }' > x.stp
run "$MYTAP" -I lib -p1 x.stp
expect_status 0
expect_out 'b = "here";'
expect_out 'c = %\{ PAGE_SIZE %\} \+ @const\("PAGE_SHIFT"\);'

# the rights go with the text of the macro, not with the script
echo 'probe begin { a = @page_size + @const("X") }' > x.stp
run "$MYTAP" -I lib -p1 x.stp
expect_status 1
expect_err "^parse error: '@const' needs guru mode: run with -g: '@const' at x.stp:1:32"
[ "$(grep -c '^parse error' err)" = 1 ] || fail "more than one error"

# a script's own macro hides one of a file
printf '@define one %%( 11 %%)\nprobe begin { a = @one }\n' > x.stp
run "$MYTAP" -I lib -p1 x.stp
expect_status 0
expect_out 'a = 11;'

# what is wrong in a macro is said where it is used
echo 'probe begin { a = @bad }' > x.stp
run "$MYTAP" -I lib -p1 x.stp
expect_status 1
expect_err "at lib/m.stpm:5:16"
expect_err "^note: in expansion of macro '@bad' at x.stp:1:19"

# nothing but @define, and no macro twice
echo '@define one %( 2 %)' > lib/other/n.stpm
echo 'probe begin { }' > x.stp
run "$MYTAP" -I lib -p1 x.stp
expect_status 1
expect_err "^parse error: macro '@one' is defined twice; .*at lib/other/n.stpm:1:9"
echo 'global g' > lib/other/n.stpm
run "$MYTAP" -I lib -p1 x.stp
expect_status 1
expect_err "^parse error: a macro file \(.stpm\) may hold only @define.*at lib/other/n.stpm:1:1"

# a folder that is not there
run "$MYTAP" -I no/such/folder -p1 x.stp
expect_status 0
expect_err "^WARNING: tapset folder 'no/such/folder' cannot be read"
