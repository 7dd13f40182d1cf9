# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Functions of the test driver (testsuite/run) and of the shell tests, which are
# run with this file sourced, in an empty folder, with $MYTAP and $TESTSUITE set.

# --- for shell tests ---

fail() { echo "FAIL: $*"; exit 1; }
skip() { echo "SKIP: $*"; exit 77; }

# run COMMAND...: its output in ./out, its messages in ./err, its status in $status; never fails itself.
run() { status=0; "$@" > out 2> err < /dev/null || status=$?; }

# expect_status N: that of the last run.
expect_status() {
	[ "$status" = "$1" ] && return
	echo "status $status, expected $1; stdout and stderr:"; head -20 out err; exit 1
}

# expect_out REGEX, expect_err REGEX: a line of it matches.
expect_out() { grep -qE -- "$1" out || { echo "no line of stdout matches: $1"; head -40 out err; exit 1; }; }
expect_err() { grep -qE -- "$1" err || { echo "no line of stderr matches: $1"; head -40 out err; exit 1; }; }

# expect_same FILE FILE
expect_same() { diff -u "$1" "$2" || exit 1; }

# own_cache: a cache of the test's own, ./cache, which has the usual runtime already, compiled once for all tests: for those that
# show something else.
own_cache() {
	local made=$RESULTS/cache.$KERNEL script
	(umask 077; mkdir -p "$made" cache)
	for script in 'probe begin { exit() }' 'probe timer.s(1) { exit() }'; do
		MYTAP_CACHE_DIR=$made "$MYTAP" -r "$KERNEL" -p4 -e "$script" > own_cache.log 2>&1 || { cat own_cache.log; fail 'no cache'; }
	done
	cp -a "$made/seed" cache/
	rm -rf cache/seed/*-asked	# the first script's, which nothing uses any more
	export MYTAP_CACHE_DIR=$PWD/cache
}

# has PART: root, guest, headers; dwarf, installed (not unpacked) and linux-6.1 are a matter of the kernel, parallel of
# --smp, long of MYTAP_TEST_LONG; strace is the program; first is the kernel for parts of a test that take turns
has() {
	case $1 in
	dwarf) has_dwarf "$KERNEL" ;;
	installed) [ -e "/lib/modules/$KERNEL/build" ] ;;
	parallel) [ -n "${SMP-}" ] ;;
	preemptirq) [[ $KERNEL == *-mytap-debug ]] ;;	# tracepoints of CONFIG_PREEMPT_TRACER
	first) [ -z "${TAKE_TURNS-}" ] || [ "$KERNEL" = "${KERNELS%% *}" ] ;;
	long) [ -n "${MYTAP_TEST_LONG-}" ] ;;
	strace|prometheus) command -v "$1" > /dev/null ;;
	postgres) [ -x "$(live_postgres)" ] ;;
	i386) [ -e /usr/lib32/Scrt1.o ] && [ -e /usr/lib32/libgcc_s.so.1 ] ;;	# libc6-dev-i386, lib32gcc-s1
	java) command -v javac > /dev/null && [ -e "$(live_java)" ] ;;
	libvirtd) [ -x "$(live_libvirtd)" ] && [ -e "$(live_libvirt)" ] ;;
	ruby) [ -x "$(live_ruby)" ] && [ -e "$(live_ruby_library)" ] ;;
	netfilter) [[ $KERNEL != *-mytap-debug ]] ;;	# hooks of ARP, IPv6 and bridges
	nfs|sunrpc|scsi|drivers) [[ $KERNEL != *-mytap-debug ]] ;;	# modules; drivers: brd, ttyprintk
	linux-*) [[ $KERNEL == "${1#linux-}".* ]] ;;
	*) case " $PARTS " in *" $1 "*) return 0 ;; *) return 1 ;; esac ;;
	esac
}
has_dwarf() {
	[ -n "$1" ] && { [ -e "/usr/lib/debug/boot/vmlinux-$1" ] ||
		[[ $1 == *-mytap-debug && -e $(root_of "$1")/lib/modules/$1/build/vmlinux ]]; }	# others' has types only
}

# --- for the driver ---

declare -A PASS_OF=([parse]=1 [elaborate]=2 [emit]=3 [build]=4)

# Without the debug kernel, which is tested only when it is named.
installed_kernels() {
	local d r
	for d in /lib/modules/*/build "${MYTAP_KERNELS:-/var/lib/mytap/kernels}"/*/lib/modules/*/build; do
		r=${d%/build} r=${r##*/}
		[[ -e $d/Makefile && $r != *-mytap-debug ]] || continue
		if [ -e "/boot/vmlinuz-$r" ] || [ -e "${d%/build}/vmlinuz" ]; then echo "$r"; fi
	done | sort -uV
}

# image_of RELEASE: its vmlinuz.
image_of() {
	if [ -e "/boot/vmlinuz-$1" ]; then echo "/boot/vmlinuz-$1"; else echo "$(root_of "$1")/lib/modules/$1/vmlinuz"; fi
}

# root_of RELEASE: "", or the root folder that an unpacked kernel is in.
root_of() {
	local root=${MYTAP_KERNELS:-/var/lib/mytap/kernels}/$1
	if [ ! -e "/lib/modules/$1/build" ] && [ -e "$root/lib/modules/$1" ]; then echo "$root"; fi
}

# The newest that has debuginfo; if none has, the newest.
best_kernel() {
	local r best='' newest=
	for r; do
		newest=$r
		has_dwarf "$r" && best=$r
	done
	echo "${best:-$newest}"
}

# guest_size KERNEL CPUS: words for mytap-guest. The code that starts a vmlinux is compiled for KASAN, too, and does not
# survive it: the debug kernel is started by its vmlinuz.
guest_size() {
	local memory=$(($2 > 3 ? 256 * $2 : 768))	# all modules of a boot lie in it
	if [[ $1 == *-debug ]]; then
		echo "--memory=$((3 * memory)) --vmlinuz"
	else
		echo "--memory=$memory"
	fi
}

# Sets PARTS: the words of "needs:" that this machine meets; a guest only if $1 asks for it.
has_parts() {
	PARTS=
	[ "$(id -u)" = 0 ] && PARTS+=" root"
	[ -n "$KERNEL" ] && PARTS+=" headers"
	GUEST_REASON=
	if [ "$1" != guest ]; then
		GUEST_REASON='was not tried'
	elif [ -z "$KERNEL" ]; then
		GUEST_REASON='no kernel with headers is installed'
	elif [ ! -x "$MYTAP_GUEST" ]; then
		GUEST_REASON="$MYTAP_GUEST is not built"
	elif ! "$MYTAP_GUEST" --kernel="$KERNEL" $(guest_size "$KERNEL" 1) --timeout=$((60 * $(live_slowness "$KERNEL"))) -- true > "$RESULTS/guest" 2>&1 < /dev/null; then
		GUEST_REASON="no guest: $(tr '\n' ' ' < "$RESULTS/guest")"
	else
		PARTS+=" guest"
	fi
	PARTS=${PARTS# }
	export PARTS GUEST_REASON
}

# directives FILE: sets options, args, needs, ... from "// word: text" (or "# word: text") in its first comment lines.
directives() {
	local line
	unset D
	declare -gA D=()
	while IFS= read -r line; do
		if [[ $line =~ ^(//|\#)[[:space:]]*([a-z-]+):[[:space:]]*(.*)$ ]]; then
			D[${BASH_REMATCH[2]}]=${BASH_REMATCH[3]}
		elif [[ $line != '#'* && $line != //* && -n $line ]]; then
			break
		fi
	done < "$1"
}

# take_turn FILE: sets turn to the kernel that a test with "turns: SECONDS" is run with: of those that have what it needs
# the one with the fewest such seconds until now, or that of the first test which needs the same guest; or to "" when it is
# run with each. Sets D, too.
declare -A TURN_SECONDS=() TURN_GUEST=()
take_turn() {
	local KERNEL reason guest
	turn=''
	directives "$1"
	guest="${D[guest]-}${D[cpus]+ ${D[cpus]}}"
	[ -n "$TAKE_TURNS" ] && [ -n "${D[turns]-}" ] || return 0
	for KERNEL in $KERNELS; do
		is_missing "${D[needs]-}" && continue
		[ "${TURN_GUEST[x$guest]-}" != "$KERNEL" ] || { turn=$KERNEL; break; }
		[ -n "$turn" ] && [ $((TURN_SECONDS[$KERNEL])) -ge $((TURN_SECONDS[$turn])) ] || turn=$KERNEL
	done
	[ -n "$turn" ] || return 0
	TURN_SECONDS[$turn]=$((TURN_SECONDS[$turn] + D[turns]))
	[ -z "$guest" ] || TURN_GUEST[x$guest]=$turn
}

# The reason why a test with these needs cannot run here, in $reason; false: it can. With CI=true a guest must exist.
is_missing() {
	local need
	for need in $1; do
		has "$need" && continue
		reason="needs $need"
		[ "$need" = guest ] && reason="needs a guest: $GUEST_REASON"
		return 0
	done
	return 1
}

# Normalizes volatile text, on standard input.
normalize() {
	sed -E -e 's/mytap_[0-9a-f]{16}/mytap_HASH/g' \
		-e "s#${TMPDIR:-/tmp}/[A-Za-z0-9._/-]*#TMP#g" \
		-e "s#$TESTSUITE/#TESTSUITE/#g" \
		${KERNEL:+-e "s/$(sed 's/[.+]/\\&/g' <<< "$KERNEL")/RELEASE/g"} \
		-e 's/build_id=[0-9a-f]{40}/build_id=BUILD_ID/' -e 's/(\.build_id = ")(\\x[0-9a-f]{2})+"/\1BUILD_ID"/' \
		-e 's/[0-9]+usr\/[0-9]+sys\/[0-9]+real ms/TIME/; s/using [0-9]+virt\/[0-9]+res\/[0-9]+shr\/[0-9]+data kb/MEMORY/'
}

# The last lines of a text as TAP diagnostics.
as_diagnostics() { head -n 60 | sed 's/^/#   /'; }

# report STATUS NAME [REASON]: a line of TAP; diagnostics of a failure come from ./why. One write, so that lines of
# tests that run at once do not mix.
report() {
	local text
	case $1 in
	pass) text="ok - $2" ;;
	skip)
		text="ok - $2 # SKIP $3"
		if [[ $3 == 'needs a guest'* && $CI == true ]]; then
			text="not ok - $2"$'\n'"#   $3; with CI=true that is a failure"
		fi ;;
	fail) text="not ok - $2"$'\n'"$(as_diagnostics < why)" ;;
	esac
	(flock 9; printf '%s\n' "$text") 9> "$RESULTS/lock"
}

# same ACTUAL EXPECTED WHAT: true, or the difference is added to ./why; UPDATE=1 takes the actual one.
same() {
	cmp -s "$1" "$2" && return 0
	if [ -n "$UPDATE" ]; then
		cp "$1" "$2"
		return 0
	fi
	if [ ! -e "$2" ]; then
		echo "$3: there is no ${2##*/}; UPDATE=1 makes it from:" >> why
		head -20 "$1" >> why
		return 1
	fi
	{ echo "$3 is not as expected:"; diff -u --label expected --label actual "$2" "$1"; } >> why
	return 1
}

# one_test KIND FILE KERNEL ("-": there is none)
one_test() {
	export KERNEL=${3#-}
	local scratch=$RESULTS/tests/${2//\//_}.${3//+/_}	# tests have it in regular expressions
	mkdir -p "$scratch/tmp"
	cd "$scratch" || exit 1
	export TMPDIR=$scratch/tmp
	: > why
	"test_$1" "$TESTSUITE/$2" "$2" "$3"
	echo "$SECONDS ${2%.*}" >> "$RESULTS/times"
	cd / && rm -rf "$scratch"
}

# X.stp of a pass: parse/ok/X.stp, emit/ko/X.stp.
test_script() {
	local file=$1 name=${2%.stp} dir=${2%%/*} kind=${2#*/} status=0 reason pass
	local base=${file%.stp} ok=true opts=()
	kind=${kind%%/*} pass=${PASS_OF[$dir]}
	[ "$dir" = build ] && name="$name ($3)"
	directives "$file"
	if is_missing "${D[needs]-} $([ "$pass" -ge 2 ] && echo headers)"; then
		report skip "$name" "$reason"
		return
	fi
	[ "$pass" -ge 2 ] && opts=(-r "$3")
	eval "opts+=(${D[options]-})"
	eval "set -- ${D[args]-}"
	(cd "${file%/*}" && exec timeout 300 "$MYTAP" "${opts[@]}" "-p$pass" "${file##*/}" "$@") \
		> out.raw 2> err.raw < /dev/null || status=$?
	normalize < out.raw > out
	normalize < err.raw > err
	if [ "$status" -ge 124 ]; then
		{ echo "status $status: it was killed or took too long"; cat err; } >> why
		ok=false
	elif [ "$kind" = ko ]; then
		[ "$status" != 0 ] || { echo "it should fail, but passes" >> why; ok=false; }
		same err "$base.err" stderr || ok=false
	else
		[ "$status" = 0 ] || { echo "status $status:" >> why; cat err >> why; ok=false; }
		if $ok && [ -e "$base.want" ]; then
			same out "$base.want" stdout || ok=false
		fi
		if $ok && [ "$pass" = 1 ]; then
			reparse "${opts[@]}" || ok=false
		fi
	fi
	if $ok; then report pass "$name"; else report fail "$name"; fi
}

# What -p1 printed is a script that prints as itself.
reparse() {
	cp out.raw again.stp
	if ! timeout 300 "$MYTAP" "$@" -p1 again.stp > again.out 2> again.err < /dev/null; then
		{ echo "its own -p1 output does not parse:"; head -20 again.err; } >> why
		return 1
	fi
	cmp -s out.raw again.out && return 0
	{ echo "its own -p1 output parses to something else:"; diff -u out.raw again.out; } >> why
	return 1
}

# Any other X.sh: bash, in a folder of its own.
test_shell() {
	local status=0 reason name=${2%.sh}
	case $name in build/*|debuginfo/*|inspect/*) name="$name ($3)" ;; esac
	directives "$1"
	if is_missing "${D[needs]-}"; then
		report skip "$name" "$reason"
		return
	fi
	mkdir work
	(cd work && timeout "${D[timeout]-300}" bash -c 'set -eu; TESTDIR=$2; . "$TESTSUITE/lib.sh"; . "$1"' \
		bash "$1" "${1%/*}") > why 2>&1 < /dev/null || status=$?
	case $status in
	0) report pass "$name" ;;
	77) report skip "$name" "$(sed -n 's/^SKIP: //p' why | tail -1)" ;;
	*)
		echo "status $status" >> why
		report fail "$name" ;;
	esac
}

# One that takes turns, for a kernel whose turn it is not.
TURN_REASON='its turn is with another kernel; with each: MYTAP_TEST_LONG=1, or name the test'
test_turn() { report skip "${2%.sh} ($3)" "$TURN_REASON"; }

# A program made from unit/X.c.
test_unit() {
	local status=0 program
	program=$(dirname "$MYTAP")/testsuite/${2%.c}
	if [ ! -x "$program" ]; then
		report skip "${2%.c}" "not built: make check"
		return
	fi
	timeout 300 "$program" > why 2>&1 < /dev/null || status=$?
	case $status in
	0) report pass "${2%.c}" ;;
	77) report skip "${2%.c}" "$(tail -1 why)" ;;
	*)
		echo "status $status" >> why
		report fail "${2%.c}" ;;
	esac
}
