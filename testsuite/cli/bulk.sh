# timeout: 300
# -b: the files of a session's streams, merged again, are the file that --raw writes of the same session, record by record, and so
# all that can be made of it. What does not belong together is refused. (cli/bulk_guest: a session on two processors.)
make_raw=$(dirname "$MYTAP")/testsuite/unit/loader_outputs
[ -x "$make_raw" ] || skip "$make_raw is not built: make check-programs"
"$make_raw" whole.raw part || fail "no raw files"
[ "$(echo part_*)" = "part_0 part_10 part_5" ] || fail "the files are $(echo part_*)"

. "$TESTSUITE/cli/bulk.lib"
is_whole whole.raw part_0 part_5 part_10
is_whole whole.raw part_10 part_0 part_5

refused() {
	local want=$1
	shift
	run "$MYTAP" "$@"
	expect_status 1
	expect_err "$want"
	[ "$(wc -l < err)" = 1 ] || { cat err; fail "more than one message: $*"; }
}
refused 'merge takes the files that -b wrote' merge
refused 'whole.raw is a whole session: mytap replay reads it' merge part_0 whole.raw
refused 'part_0 and part_0 are the same part of the session' merge part_0 part_0
refused '-b writes FILE_0 and so on: name FILE by -o' -b -e 'probe begin { exit() }'
refused 'it does not go with -S, -F or --vm' -b -o x --vm -e 'probe begin { exit() }'
run "$MYTAP" -w merge part_0 part_5
expect_status 1
expect_err 'the session has 3 files, and 2 are given'
# Another session: what is known of it is not the same.
sed 's/x\.stp:2:7/y.stp:2:7/' part_5 > other_5
run "$MYTAP" merge part_0 other_5
expect_status 1
expect_err 'other_5 is damaged'
head -c -20 part_10 > cut_10
run "$MYTAP" -w merge part_0 part_5 cut_10 -o cut.txt
expect_status 1
expect_err 'cut_10 was cut off'
[ -s cut.txt ] && [ "$(wc -l < cut.txt)" -lt "$(wc -l < text)" ] || fail "what is there of a file that was cut off"
