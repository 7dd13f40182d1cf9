# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# row: options of SystemTap
# needs: headers
# Options about the build and its world do what they say.
k=(${KERNEL:+-r "$KERNEL"})
script='probe begin { println("options") }'
# --modinfo: both ways of building, any characters. -B goes to make, behind our own settings.
run "$MYTAP" "${k[@]}" --modinfo 'mine=a "b" c' --modinfo other=2 -p4 -m fast -e "$script"
expect_status 0
run "$MYTAP" "${k[@]}" -B CONFIG_DEBUG_INFO=y --modinfo 'mine=a "b" c' --modinfo other=2 -p4 -m full -vv -e "$script"
expect_status 0
expect_err 'Running make .* CONFIG_DEBUG_INFO= .*CONFIG_DEBUG_INFO=y'
for ko in fast full; do
	[ "$(modinfo -F mine "./$ko.ko")" = 'a "b" c' ] || fail "$ko: mine is $(modinfo -F mine "./$ko.ko")"
	[ "$(modinfo -F other "./$ko.ko")" = 2 ] || fail "$ko: other"
done
readelf -SW full.ko | grep -q '\.debug_info' || fail 'no debuginfo with -B CONFIG_DEBUG_INFO=y'
readelf -SW fast.ko | grep -q '\.debug_info' && fail 'debuginfo without -B'
# --sysenv: the script's programs are found by it, ours are not.
mkdir -p there
echo 'int main(void) { return 0; }' > other.c
gcc -g -o there/only_there other.c
run "$MYTAP" "${k[@]}" -l 'process("only_there").function("main")'
expect_status 1
run "$MYTAP" "${k[@]}" "--sysenv=PATH=$PWD/there" -l 'process("only_there").function("main")'
expect_status 0
expect_out "$PWD/there/only_there"
run "$MYTAP" "${k[@]}" "--sysenv=PATH=$PWD/there" -p4 -e 'probe process("only_there").function("main") { println(1) }'
expect_status 0
# -R
root=$(cd "$(dirname "$TESTSUITE")" && pwd)
run "$MYTAP" "${k[@]}" -R "$root" -p2 -e 'probe begin { ansi_clear_screen() }'
expect_status 0
# --rlimit-: of this process and its children.
run "$MYTAP" "${k[@]}" --rlimit-as=1000000 -p4 -e "$script"
expect_status 1
expect_err 'out of memory'
run "$MYTAP" "${k[@]}" --rlimit-fsize=1000 --build=fast --disable-cache -p4 -e "$script"
[ "$status" -ne 0 ] || fail 'a module of less than 1000 bytes'
run "$MYTAP" "${k[@]}" --rlimit-as=8000000000 --rlimit-cpu=100 --rlimit-nproc=10000 --rlimit-stack=8000000 --rlimit-fsize=100000000 -p4 -e "$script"
expect_status 0
# --save-uprobes, --download-debuginfo: nothing is to be saved; servers are asked only when there are some.
run "$MYTAP" "${k[@]}" --save-uprobes --download-debuginfo=no -p2 -e "$script"
expect_status 0
[ ! -s err ] || fail "says: $(cat err)"
run env -u DEBUGINFOD_URLS "$MYTAP" "${k[@]}" --download-debuginfo -p2 -e "$script"
expect_status 1
expect_err 'DEBUGINFOD_URLS'
run env DEBUGINFOD_URLS=http://localhost:1 "$MYTAP" "${k[@]}" --download-debuginfo=3 -p2 -e "$script"
expect_status 0
