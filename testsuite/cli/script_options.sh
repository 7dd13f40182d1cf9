# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# row: 1.1 named parameters; 1.1 named parameters (refused)
# Options that a script's comments declare: -h lists them, --opt gives them a value, in every place where a token may stand.
k=(${KERNEL:+-r "$KERNEL"})
cat > report.stp <<'S'
#!/usr/bin/mytap
# Reads by program, in an interval.
# Needs no debuginfo.
#
# --opt interval=5	seconds between two reports
# --opt title="reads by program"  what stands above them
 // --opt most	how many programs are shown
@define wait %( timer.s($opt_interval) %)
global n[$opt_most]
probe @wait { printf("%s %d\n", @opt_title, $opt_interval * 2) foreach (p in n- limit $opt_most) println(p) }
probe begin { n[@opt_most . "x"] = %( $opt_most > 3 %? 1 %: 2 %) }
S
for h in -h --help; do
	run "$MYTAP" $h report.stp
	expect_status 0
	cat > want <<'W'
Usage: mytap [OPTIONS] report.stp [--opt NAME=VALUE ...]
Reads by program, in an interval.
Needs no debuginfo.

Options of the script:
  --opt interval=5           seconds between two reports
  --opt title=reads by program what stands above them
  --opt most=...             how many programs are shown (must be given)
W
	diff -u want out || fail 'the help of the script'
done
run "$MYTAP" "${k[@]}" -p2 report.stp --opt most=4
expect_status 0
expect_out 'n\[string\]:long'
expect_out 'timer.s\(5\)'
expect_out 'reads by program'
expect_out 'limit 4'
expect_out 'n\["4x"\] = 1'
run "$MYTAP" "${k[@]}" --opt most=3 --opt=interval=7 --opt 'title=a "b"' -p2 report.stp
expect_status 0
expect_out 'timer.s\(7\)'
expect_out '"a \\"b\\"", 14'
expect_out 'n\["3x"\] = 2'
run "$MYTAP" "${k[@]}" -p1 report.stp
expect_status 1
expect_err 'the script needs a value: --opt most=VALUE, how many programs are shown: .*report.stp:9:'
run "$MYTAP" "${k[@]}" -p1 report.stp --opt most=1 --opt nosuch=2
expect_status 1
expect_err '--opt nosuch=2: the script has no option of that name; it has: interval, title, most'
run "$MYTAP" "${k[@]}" --opt x=2 -p1 -e 'probe begin {}'
expect_status 1
expect_err '--opt x=2: the script declares no options'
run "$MYTAP" "${k[@]}" -p1 --opt x -e 'probe begin {}'
expect_status 1
expect_err '--opt takes NAME=VALUE'
run "$MYTAP" "${k[@]}" -p1 -e '// --opt x=1
probe begin { println($opt_y, @opt_z) }'
expect_status 1
expect_err "the script declares no option 'y'"
expect_err "the script declares no option 'z'"
# A value that is no token where it stands is shown in its place; without options the names are what they were.
run "$MYTAP" "${k[@]}" -p1 --opt x=08 -e '// --opt x=1
probe begin { println($opt_x) }'
expect_status 1
expect_err 'in the option'
run "$MYTAP" "${k[@]}" -p1 -e 'probe kernel.function("vfs_read") { println($opt_x) }'
expect_status 0
expect_out '\$opt_x'
