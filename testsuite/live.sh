# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Live tests: modules are built on the host, many are run in one guest, the results are
# compared on the host. Sourced by testsuite/run.
#
#   live/ok/X.stp   mytap-run <// run-options:> -c "<// command:>" t_X.ko in the guest. Its output is X.want,
#                  or its lines match X.match (extended regexes, one per line, whole lines, in order; "..." stands
#                  for the lines up to one that matches the next). Its messages are X.err, or there are none. Its status is
#                  <// status:> or 0. Without // command: the script must end by itself.
#   live/ok/X.sh    run by the guest's shell with the modules named by "# modules: a.stp b.stp" (t_a.ko ..., from
#                  live/ok or live/modules) in its folder: 0 passes, 77 skips; what it prints explains a failure.
#
#   examples/X     doc/examples/X.stp, the same; its output matches the lines of its head that begin with "// > ".
#
#   // cpus: 1           processors of its guest (2); "1 2": once with each
#   // turns: 30         seconds it takes, for a test that one of several kernels is enough for: see testsuite/run
#   // guest: --vmlinuz  more options of mytap-guest
#   // timeout: 30       seconds in the guest (60)
#   // kernel-log: REGEX lines of the kernel's log that are expected in this test
#   // alone: yes        in a guest of its own, which it may harm
#   // leaves: t_x t_y   modules that are still loaded afterwards
#
# After each test the kernel's log must have no warnings or errors, and the module must be gone.
# Programs from targets/*.c are in the guest's PATH ("// cflags: ...", "// link: -static-pie", "// libraries: ..." and "// needs: ..." at
# their top), and in that of the translator.

# How much longer than others the guests of KERNEL may take: those with sanitizers, and those whose processors run in
# parallel, each of which may have to wait for another that the host does not run. MYTAP_TEST_SLOWNESS: of a host with
# other work to do.
live_slowness() {
	local slowness=${MYTAP_TEST_SLOWNESS:-1}
	[[ $1 == *-debug ]] && slowness=6
	[ -n "$SMP" ] && slowness=$((slowness * 3))
	echo "$slowness"
}

LIVE_TROUBLE='WARNING|BUG:|kernel BUG|Oops|lockup|[Ss]tall|circular locking|recursive locking|inconsistent lock|suspicious RCU|Call Trace|general protection|KASAN|double fault|scheduling while atomic|refcount_t|UBSAN|ODEBUG|blocked for more than|corruption|int3: '

# live_file TEST: its file. TEST is a file of live/ok, or examples/X.stp.
live_file() { [[ $1 == examples/* ]] && echo "$TESTSUITE/../doc/$1" || echo "$TESTSUITE/live/ok/$1"; }

# live_tests JOBS FILTER: TAP of all live tests that FILTER wants.
live_tests() {
	local f names=() k turn
	declare -A TURN_OF=()
	LIVE=$RESULTS/live
	mkdir -p "$LIVE"
	cd "$TESTSUITE" || return
	for f in live/ok/*.stp live/ok/*.sh; do
		[ -f "$f" ] && "$2" "${f%.*}" && names+=("${f#live/ok/}")
	done
	for f in ../doc/examples/*.stp; do
		[ -f "$f" ] || continue
		f=${f#../doc/}
		"$2" "${f%.*}" && names+=("$f")
	done
	[ ${#names[@]} -gt 0 ] || return 0
	cd "$LIVE" || return
	if ! has guest; then
		for f in "${names[@]}"; do
			: > why
			report skip "$(live_label "$f")" "needs a guest: $GUEST_REASON"
		done
		return
	fi
	if [ ! -x "$MYTAP_RUN" ]; then
		for f in "${names[@]}"; do
			echo "$MYTAP_RUN is not built" > why
			report fail "$(live_label "$f")"
		done
		return
	fi
	live_targets
	for f in "${names[@]}"; do
		take_turn "$(live_file "$f")"
		TURN_OF[$f]=$turn
	done
	# An emulated guest keeps one processor busy: as many kernels at once as there are jobs.
	for k in $KERNELS; do
		while [ "$(jobs -rp | wc -l)" -ge "$1" ]; do wait -n; done
		{ live_kernel "$k" "$1" "${names[@]}"; : > "$LIVE/$k.ended"; } &
	done
	wait
	for k in $KERNELS; do
		[ -e "$LIVE/$k.ended" ] && continue
		echo "whoever ran the tests with this kernel was killed: tests are missing" > why
		report fail "live ($k)"
	done
}

# The programs of targets/, static, kept while their source stays the same.
live_targets() {
	local f of out newest
	export TARGETS=$MYTAP_CACHE_DIR/targets
	mkdir -p "$TARGETS"
	newest=$(ls -t "$TESTSUITE"/targets/*.h "$TESTSUITE/../runtime/wire.h" | head -1)
	for f in "$TESTSUITE"/targets/*.c; do
		[ -f "$f" ] || continue
		out=$TARGETS/$(basename "$f" .c)
		of=$(sed -n "s|^#include \"\(.*[.]c\)\"|$TESTSUITE/targets/\1|p" "$f")	# the program that this is another kind of
		[ "$out" -nt "$f" ] && [ "$out" -nt "$newest" ] && [ "$out" -nt "${of:-$f}" ] && continue
		directives "$f"
		has "${D[needs]-guest}" || continue
		# shellcheck disable=SC2086
		gcc -std=gnu11 -D_GNU_SOURCE -O2 -g -ffile-prefix-map="$TESTSUITE/targets/=" ${D[link]:--static} ${D[cflags]-} -o "$out.$$" "$f" ${D[libraries]-} 2> "$LIVE/targets.err" &&
			mv "$out.$$" "$out" || { rm -f "$out"; echo "# target $(basename "$f"):"; as_diagnostics < "$LIVE/targets.err"; }
	done
}

# library_adds FILE...: options of mytap-guest that bring the libraries of programs and of libraries.
library_adds() { ldd "$@" | sed -n 's|.*[ \t]\(/[^ ]*\) (0x.*|--add=\1:\1|p' | sort -u; }

# program_adds PROGRAM: options that bring it and its libraries.
program_adds() {
	local path
	path=$(command -v "$1") || return
	echo "--add=$path:/bin/$1"
	library_adds "$path"
}

# The server of the installed postgresql, or $MYTAP_TEST_POSTGRES, of an unpacked one.
live_postgres() { echo "${MYTAP_TEST_POSTGRES:-$(ls /usr/lib/postgresql/*/bin/postgres 2> /dev/null | tail -n 1)}"; }

# Options of mytap-guest that bring it, with an empty database in /data, as /postgres.tar. initdb refuses to run as root.
postgres_adds() {
	local server top share ok=false
	server=$(live_postgres)
	share=${server%/lib/postgresql/*}/share/postgresql
	top=$(mktemp -d /tmp/mytap-postgres.XXXXXX)
	chown 65534:65534 "$top"
	(cd / && setpriv --reuid=65534 --regid=65534 --clear-groups env -i PATH="$PATH" LC_ALL=C TZ=GMT \
		"${server%/*}/initdb" -D "$top/data" -A trust -U postgres --no-sync) > "$LIVE/initdb.log" 2>&1 &&
		(cd / && tar --exclude=bitcode --exclude='*llvm*' -cf "$LIVE/postgres.tar" -C "$top" data -C / "${server#/}" "$(dirname "${server%/*}" | cut -c2-)/lib" \
			"$(ls -d "${share#/}"/*/timezonesets)") && ok=true
	rm -rf "$top"
	$ok || return
	library_adds "$server"
	echo "--memory=1024 --add=$LIVE/postgres.tar:/postgres.tar"
}

# The interpreter of ruby, or $MYTAP_TEST_RUBY, of an unpacked one; and the library with its marks.
live_ruby() { echo "${MYTAP_TEST_RUBY:-$(ls /usr/bin/ruby[0-9]* 2> /dev/null | tail -n 1)}"; }
live_ruby_library() { local r; r=$(live_ruby); ls "${r%/bin/*}"/lib/*/libruby-*.so.*.*.* 2> /dev/null | tail -n 1; }

# Options of mytap-guest that bring both, as /ruby.tar, and other libraries.
ruby_adds() {
	local ruby library
	ruby=$(live_ruby) library=$(live_ruby_library)
	(cd / && tar -cf "$LIVE/ruby.tar" "${ruby#/}" $(ls -d "${library%/*}"/libruby-*.so.* | cut -c2-)) || return
	LD_LIBRARY_PATH=${library%/*} library_adds "$ruby" | sed /libruby/d
	echo "--add=$LIVE/ruby.tar:/ruby.tar"
}

# The library of the installed java 17 with its marks, or $MYTAP_TEST_JAVA, of another one: .../lib/server/libjvm.so.
live_java() { echo "${MYTAP_TEST_JAVA:-$(ls /usr/lib/jvm/java-*-openjdk-*/lib/server/libjvm.so 2> /dev/null | tail -n 1)}"; }

# Options of mytap-guest that bring what a program needs of it, and the class Counted, as /java.tar. (130 MB of it are java's own classes.)
java_adds() {
	local top
	top=$(live_java) top=${top%/lib/server/*}
	javac --release 17 -d "$LIVE" "$TESTSUITE/targets/Counted.java" > "$LIVE/javac.log" 2>&1 &&
		(cd "$top" && tar -chf "$LIVE/java.tar" --transform="s|^|${top#/}/|" --ignore-failed-read bin/java conf/security/java.security \
			lib/jvm.cfg lib/modules lib/lib{java,jimage,jli,net,nio,verify,zip}.so lib/server/libjvm.so lib/server/classes.jsa \
			-C "$LIVE" --transform="s|^${top#/}/Counted|Counted|" Counted.class) || return
	library_adds "$top/bin/java" "$top/lib/server/libjvm.so" | sed /libjli/d
	echo "--memory=1536 --add=$LIVE/java.tar:/java.tar"
}

# The installed libvirtd, or $MYTAP_TEST_LIBVIRTD, of an unpacked one; with virsh, and the library of both, which has most of the marks.
live_libvirtd() { echo "${MYTAP_TEST_LIBVIRTD:-/usr/sbin/libvirtd}"; }
live_libvirt() { local d; d=$(live_libvirtd); ls "${d%/sbin/*}"/lib/*/libvirt.so.0 2> /dev/null | tail -n 1; }
libvirt_adds() {
	local daemon shell library
	daemon=$(live_libvirtd) library=$(live_libvirt)
	shell=${daemon%/sbin/*}/bin/virsh
	LD_LIBRARY_PATH=${library%/*} library_adds "$daemon" "$shell"
	echo "--memory=1024 --add=$daemon:$daemon --add=$shell:$shell"
}

# Module name of a script file: file names may hold what module names must not.
live_module() { local n=${1#examples/}; [ "$n" = "$1" ] || n=example_$n; n=${n##*/}; n=${n%.stp}; n=${n//[^A-Za-z0-9_]/_}; echo "t_$n"; }

# The scripts whose modules a test needs, from its directives.
live_scripts() {
	case $1 in
	*.stp) echo "$1" ;;
	*) echo "${D[modules]-}" ;;
	esac
}

# live_kernel KERNEL JOBS TEST...
live_kernel() {
	local kernel=$1 jobs=$2 dir=$LIVE/$1 t s reason group cpus wanted=() KERNEL=$1 start=$SECONDS
	shift 2
	mkdir -p "$dir/ko" "$dir/result"
	cd "$dir" || return
	for t in "$@"; do
		directives "$(live_file "$t")"
		# What an example needs of a kernel is seen in it: its head is for people.
		[[ $t == examples/* ]] && grep -q '^probe .*netfilter\.' "$(live_file "$t")" && D[needs]+=" netfilter"
		if is_missing "${D[needs]-}"; then
			report skip "$(live_label "$t") ($kernel)" "$reason"
			continue
		fi
		if [ "${TURN_OF[$t]:-$kernel}" != "$kernel" ]; then
			report skip "$(live_label "$t") ($kernel)" "$TURN_REASON"
			continue
		fi
		for cpus in $(live_cpus); do
			group="$cpus ${D[guest]-}${D[alone]+ alone $t}"
			echo "$t" >> "group.$(tr -c 'A-Za-z0-9\n' _ <<< "$group")"
		done
		for s in $(live_scripts "$t"); do wanted+=("$s"); done
	done
	[ ${#wanted[@]} -gt 0 ] && printf '%s\n' "${wanted[@]}" | sort -u |
		xargs -P "$jobs" -I '{}' bash -c '. "$TESTSUITE/lib.sh"; . "$TESTSUITE/live.sh"; live_build "$@"' \
			bash '{}' "$kernel" "$dir/ko"
	for group in group.*; do
		[ -f "$group" ] && live_group "$kernel" "$group"
	done
	echo "$((SECONDS - start)) live ($kernel)" >> "$RESULTS/times"
}

# The numbers of processors that the test is run with, once each. With --smp at least as many as it asks for.
live_cpus() {
	local n least=${D[cpus]-2}
	least=${least##* }
	if [ -z "$SMP" ]; then
		echo "${D[cpus]-2}"
	elif [ "$least" != 1 ]; then
		for n in $SMP; do echo $((n < least ? least : n)); done | sort -nu
	fi
}

# live_still: starts uprog here, which does nothing until the script is built, and prints its process: process($1) is of it.
live_still() { "$TARGETS/uprog" still 900000 < /dev/null > /dev/null 2>&1 & echo $! | tee still; }

# live_address FUNCTION KERNEL: where the kernel's image has it, for kernel.statement(NUMBER).absolute and the like.
live_address() { "$MYTAP" -r "$2" -v -l "kernel.function(\"$1\")" 2> /dev/null | sed -n 's/.*pc=\(0x[0-9a-f]*\).*/\1/p'; }

# live_build SCRIPT KERNEL FOLDER: FOLDER/t_X.ko, or the messages in FOLDER/t_X.failed.
live_build() {
	local file name scratch path status=0 opts
	file=$(live_file "$1")
	[ -e "$file" ] || file=$TESTSUITE/live/modules/$1
	name=$(live_module "$1")
	scratch=$3/$name.build
	mkdir -p "$scratch"
	cd "$scratch" || return
	if [ ! -e "$file" ]; then
		echo "there is neither live/ok/$1 nor live/modules/$1" > "$3/$name.failed"
		return
	fi
	directives "$file"
	eval "opts=(${MYTAP_TEST_OPTIONS-} ${D[options]-})"
	# A busy host takes a processor that has a lock away for longer than a handler waits.
	[ -n "${SMP-}" ] && opts=(-DMAXTRYLOCK=100000 "${opts[@]}")
	eval "set -- '$1' '$2' '$3' ${D[args]-}"
	PATH=$PATH:$TARGETS timeout 300 "$MYTAP" -v -r "$2" "${opts[@]}" -p4 -m "$name" "$file" "${@:4}" > out 2> err < /dev/null || status=$?
	[ ! -e still ] || kill "$(cat still)"
	path=$(tail -1 out)
	[ -f "$path" ] || path=$name.ko
	if [ $status != 0 ] || [ ! -f "$path" ]; then
		{ echo "the build failed with status $status:"; cat err out; } > "$3/$name.failed"
		return
	fi
	# Allowed, but why is worth knowing: no test fails by it.
	sed -n "s/^Not built the fast way.*/# $name ($2): &/p" err
	cp "$path" "$3/$name.ko"
}

# live_label TEST: its name
live_label() { [[ $1 == examples/* ]] && echo "${1%.*}" || echo "live/ok/${1%.*}"; }

# live_name TEST KERNEL, as it is reported
live_name() {
	directives "$(live_file "$1")"
	[[ ${D[cpus]-} == *' '* && -z $SMP ]] && set -- "$1" "$2, processors: $CPUS"
	[ -n "$SMP" ] && set -- "$1" "$2, parallel processors: $CPUS"
	echo "$(live_label "$1") ($2)"
}

# live_group KERNEL group.CPUS_OPTIONS: one guest after the other, until every test of the group has a result.
live_group() {
	local CPUS=${2#group.} kernel=$1 left=() rest t s m name adds opts limit t_limit longest status slowness
	CPUS=${CPUS%%_*} slowness=$(live_slowness "$kernel")
	mapfile -t left < "$2"
	while [ ${#left[@]} -gt 0 ]; do
		: > plan
		adds=() limit=60 longest=60
		for t in "${left[@]}"; do
			directives "$(live_file "$t")"
			name=${t%.*} s=ok
			for m in $(live_scripts "$t"); do
				m=$(live_module "$m")
				if [ -e "ko/$m.failed" ]; then
					cp "ko/$m.failed" why
					report fail "$(live_name "$t" "$kernel")"
					s=failed
					break
				fi
				adds+=("--add=$PWD/ko/$m.ko:/t/ko/$m.ko")
			done
			[ $s = ok ] || continue
			t_limit=$((slowness * ${D[timeout]-60}))
			limit=$((limit + t_limit)) longest=$((t_limit > longest ? t_limit : longest))
			[[ $t == *.sh ]] && adds+=("--add=$TESTSUITE/live/ok/$t:/t/$t")
			live_plan "$t" $t_limit >> plan
		done
		[ -s plan ] || return
		for t in "$TARGETS"/*; do
			[ -f "$t" ] && [ -x "$t" ] && adds+=("--add=$t:/bin/${t##*/}")
		done
		if [ -n "$MYTAP_TEST_LONG" ]; then
			echo "$MYTAP_TEST_LONG" > rounds
			adds+=("--add=$PWD/rounds:/t/rounds")
		fi
		eval "opts=(${D[guest]-})"
		: > guest.out		# live_watch may look before the guest's own shell has made it
		"$MYTAP_GUEST" --kernel="$kernel" --smp="$CPUS" $(guest_size "$kernel" "$CPUS") --timeout=$limit \
			--log=guest.log "${GUEST_QEMU[@]}" "${opts[@]}" "${adds[@]}" --add="$MYTAP_RUN:/bin/mytap-run" \
			--add="$TESTSUITE/guest.sh:/t/guest.sh" --add=plan:/t/plan -- 'sh /t/guest.sh /t/plan' \
			> guest.out 2> guest.err < /dev/null &
		live_watch $! $((longest + 60)) && status=0 || status=$?
		live_results "$kernel" $status
		mapfile -t rest < rest
		left=("${rest[@]}")
	done
}

# live_watch PID SECONDS: waits for the guest and returns its status; a guest without output for this many seconds
# hangs, and is ended.
live_watch() {
	while kill -0 "$1" 2> /dev/null; do
		if [ $(($(date +%s) - $(stat -c %Y guest.out))) -gt "$2" ]; then
			echo "nothing has come from the guest for $2 s: it hangs" >> guest.err
			kill -9 "$1"
		fi
		sleep 0.5
	done
	wait "$1"
}

# live_plan TEST SECONDS: a line of the plan the guest follows: file, modules, time limit, and the words of the command, quoted.
live_plan() {
	local s modules=()
	for s in $(live_scripts "$1"); do modules+=("/t/ko/$(live_module "$s").ko"); done
	printf '%s\001%s\001%s\001%s\001%s\n' "$1" "${modules[*]-}" "$2" "${D[run-options]-}" "${D[command]-}"
}

# Judges what came back; leaves in ./rest the tests that were not begun because the guest ended.
live_results() {
	local tag name status data begun='' last='' t
	rm -rf result; mkdir result
	while read -r tag name status data; do
		case $tag in
		@@BEGIN) begun=$name ;;
		@@RESULT)
			begun='' last=$name
			mkdir -p "result/$name"
			base64 -d <<< "$data" | tar xm -C "result/$name"
			echo "$status" > "result/$name/status" ;;
		esac
	done < guest.out
	: > rest
	cut -d $'\001' -f1 plan | while read -r t; do
		: > why
		if [ -e "result/$t/status" ]; then
			live_judge "$t" "$1"
		elif [ "$t" = "$begun" ] || [ -z "$begun$last" ]; then
			live_died during "$t" "$1" "$2"
		else
			echo "$t" >> rest
		fi
	done
	# It died between two tests: that is the doing of the one before.
	[ -s rest ] && [ -z "$begun" ] && live_died after "$last" "$1" "$2"
}

# live_died during|after TEST KERNEL STATUS
live_died() {
	{
		echo "the guest ended $1 this test (mytap-guest: status $4):"
		tail -60 guest.err; tail -20 guest.log
	} > why
	report fail "$(live_name "$2" "$3")"
}

# live_judge TEST KERNEL: compares with what is beside the test.
live_judge() {
	local base=$TESTSUITE/live/ok/${1%.*} r=result/$1 ok=true status log
	[[ $1 == examples/* ]] && base=$PWD/result/$1 && sed -n 's|^// > ||p' "$(live_file "$1")" > "$base.match"
	directives "$(live_file "$1")"
	status=$(cat "$r/status")
	if [[ $1 == *.sh ]]; then
		if [ "$status" = 77 ]; then
			report skip "$(live_name "$1" "$2")" "$(tail -1 "$r/out")"
			return
		fi
		[ "$status" = 0 ] || { echo "status $status:"; cat "$r/out" "$r/err"; ok=false; } >> why
	else
		if [ "$status" != "${D[status]-0}" ]; then
			{ echo "status $status, expected ${D[status]-0}; stderr:"; head -40 "$r/err"; } >> why
			ok=false
		fi
		if [ -e "$base.want" ]; then
			same "$r/out" "$base.want" stdout || ok=false
		elif [ -e "$base.match" ]; then
			live_match "$r/out" "$base.match" >> why || ok=false
		else
			echo "there is neither ${1%.*}.want nor ${1%.*}.match to compare its output with" >> why
			ok=false
		fi
		if [ -e "$base.err" ]; then
		# Scripts were built by their full path; how deep a stack takes calls is the compiler's doing.
		# So were programs; a line of one is told by its function.
		sed -i "s|$TESTSUITE/live/ok/||g; s|$TESTSUITE/targets/||g; s|$TARGETS/||g; s|\(@[a-z_]*[.]c\):[0-9]*\"|\1\"|g; s/^  in [0-9]* calls more$/  in N calls more/" "$r/err"
			same "$r/err" "$base.err" stderr || ok=false
		elif [ -s "$r/err" ]; then
			{ echo "messages, where none are expected:"; head -40 "$r/err"; } >> why
			ok=false
		fi
	fi
	log=$(grep -E "$LIVE_TROUBLE" "$r/log" | grep -vE -- "${D[kernel-log]-^$}")
	if [ -n "$log" ]; then
		{ echo "trouble in the kernel's log:"; head -200 "$r/log"; } >> why
		ok=false
	fi
	if grep -vE "^(${D[leaves]+${D[leaves]// /|}}) " "$r/left" > left; then
		{ echo "still loaded afterwards:"; cat left; } >> why
		ok=false
	fi
	if $ok; then report pass "$(live_name "$1" "$2")"; else report fail "$(live_name "$1" "$2")"; fi
}

# live_match FILE MATCH: every line matches its regex; says the first that does not.
live_match() {
	local line n=0 i=0 re=() any=false
	mapfile -t re < "$2"
	while IFS= read -r line || [ -n "$line" ]; do
		n=$((n + 1))
		while [ "${re[i]-}" = ... ]; do any=true i=$((i + 1)); done
		if [ "$i" -lt ${#re[@]} ] && [[ $line =~ ^(${re[i]})$ ]]; then
			i=$((i + 1)) any=false
		elif ! $any; then
			echo "stdout, line $n, does not match: ${re[i]-(no more lines expected)}"
			sed -n "$((n > 5 ? n - 5 : 1)),$((n + 10))p" "$1"
			return 1
		fi
	done < "$1"
	while [ "${re[i]-}" = ... ]; do i=$((i + 1)); done
	[ "$i" -ge ${#re[@]} ] && return 0
	echo "stdout ends after $n lines; no line matches: ${re[i]}"
	tail -10 "$1"
	return 1
}
