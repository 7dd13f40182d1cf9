# SPDX-License-Identifier: GPL-2.0-or-later
# What is wrong on the command line is said, with the way out, and nothing is run.
refused() {
	local text=$1
	shift
	run "$MYTAP" "$@"
	expect_status 1
	expect_err "$text"
	[ ! -s out ] || fail 'something on stdout'
}
refused 'unknown option --buidl \(did you mean --build\?\)' --buidl=fast -e 'probe begin {}'
refused 'unknown option --zzzzzzzzz \(mytap -h' --zzzzzzzzz
refused 'unknown option -Z' -Z
refused 'unknown option -Z' -vZ -e 'probe begin {}'
refused '-p takes a number from 1 to 5, not .6' -p6 -e 'probe begin {}'
refused '-p takes a number from 1 to 5, not .x' -p x -e 'probe begin {}'
refused '-e needs a value' -e
refused '--tmpdir needs a value' --tmpdir
refused '--skip-badvars takes no value' --skip-badvars=1 -e 'probe begin {}'
refused '--build takes one of auto, fast, kbuild, not .quick' --build=quick -e 'probe begin {}'
refused '--vp takes up to five digits' --vp 123456 -e 'probe begin {}'
refused '-m takes letters' -m 'a b' -e 'probe begin {}'
refused '-m takes letters, digits and _, at most 55' -m "$(printf 'a%.0s' {1..56})" -e 'probe begin {}'
refused '-D takes NAME' -D '=3' -e 'probe begin {}'
refused '-G takes NAME=VALUE' -G x -e 'probe begin {}'
refused '-T takes a number of seconds' -T 0 -e 'probe begin {}'
refused '-T takes a number of seconds' -T nan -e 'probe begin {}'
refused '-x takes a number' -x no -e 'probe begin {}'
refused '-x can be given for 64 processes' $(printf -- '-x %s ' $(seq 65)) -e 'probe begin {}'
refused 'no script: give a file' -v
refused 'there is no kernel 9.9.9-none here' -r 9.9.9-none -p4 -e 'probe begin {}'
refused 'is neither a kernel.s build folder nor a vmlinuz' -r /etc -p4 -e 'probe begin {}'
refused 'cannot read the script nofile.stp: No such file' -p1 nofile.stp
# Known, not there yet: refused by name, never ignored.
refused '-F goes on after mytap has ended' -F --vm -e 'probe begin {}'
refused '-F leaves the session to itself: with -c, -T or --last' -F -c true -e 'probe begin {}'
refused '-F leaves the session to itself: -o, --json' -F --json -e 'probe begin {}'
refused '-F takes a number' -F=many -e 'probe begin {}'
# Of no use here: the reason.
refused '-q is not supported: it is for the tests' -q -e 'probe begin {}'
refused '--use-server is not supported: modules are built on this machine' --use-server -e 'probe begin {}'
refused '--bpf is not supported: scripts run as kernel modules' --bpf -e 'probe begin {}'
refused '--remote is not supported: build for its kernel here' --remote=host -e 'probe begin {}'
refused '--unprivileged is not supported: modules are loaded by root alone' --unprivileged -e 'probe begin {}'
refused '--privilege=stapusr is not supported: modules are loaded by root alone' --privilege=stapusr -e 'probe begin {}'
refused '--benchmark-sdt-loops is not supported: it measures' --benchmark-sdt-loops=3 -e 'probe begin {}'
refused '-B takes NAME=VALUE' -B -g -e 'probe begin {}'
refused '-B X=1 is for make, and --build=fast goes' -B X=1 --build=fast -p4 -e 'probe begin {}'
refused '--modinfo takes NAME=VALUE' --modinfo=x -e 'probe begin {}'
refused '--modinfo=license=MIT: the build itself' --modinfo=license=MIT -e 'probe begin {}'
refused '--sysenv takes PATH=' --sysenv=A=B -e 'probe begin {}'
refused '--sysenv takes NAME=VALUE' --sysenv=PATH -e 'probe begin {}'
refused '--rlimit-cpu takes a number' --rlimit-cpu=much -e 'probe begin {}'
refused '--rlimit-nproc takes a number' --rlimit-nproc=0 -e 'probe begin {}'
refused 'MYTAP_DATA_DIR=/etc holds no runtime' -R /etc -p2 -e 'probe begin {}'
refused '--download-debuginfo=ask: there are no prompts' --download-debuginfo=ask -e 'probe begin {}'
refused '--download-debuginfo takes a number' --download-debuginfo=soon -e 'probe begin {}'
refused '--prologue-searching takes one of always, never, auto, not .often' --prologue-searching=often -e 'probe begin {}'
refused '--arch=arm64 is not supported: only x86_64' --arch=arm64 -e 'probe begin {}'
refused '--runtime=dyninst is not supported' --runtime=dyninst -e 'probe begin {}'
refused 'tmpdir=nodir: No such file' --tmpdir=nodir -e 'probe begin {}'
refused '--compatible takes a version such as 4.3, not .four' --compatible=four -e 'probe begin {}'
refused '--compatible cannot be later than .* SystemTap 5.6, not .5.10' --compatible=5.10 -e 'probe begin {}'
refused 'suppress-time-limits needs guru mode' --suppress-time-limits -e 'probe begin {}'
refused '-D MAXACTION=many: a limit is a number' -D MAXACTION=many -p3 -e 'probe begin {}'
refused '--overload takes a number from 1 to 100 .percent of a processor.s time., or off, not .101' --overload=101 -e 'probe begin {}'
refused '--overload takes a number from 1 to 100 .*, not .much' --overload=much -e 'probe begin {}'
refused '-c and -x both set target' -c true -x 1 -p1 -e 'probe begin {}'
refused '-e is given twice.*-E' -p1 -e 'probe begin {}' -e 'probe end {}'
