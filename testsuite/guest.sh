# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash
#
# Runs in the guest, by busybox's shell: each test of the plan (see live_plan in
# live.sh). Writes a line when one begins and a line with its result: status, and
# a tar of out, err, log, left. That is a stream, so results survive a guest that dies later.

plan=$1
separator=$(printf '\001')

# Sets uptime: a process less than with $(...), each of which takes an emulated processor 10 ms and more.
read_uptime() {
	read -r uptime rest < /proc/uptime
	uptime=${uptime%.*}
}

# The number of rounds of long tests.
[ -e /t/rounds ] && ROUNDS=$(cat /t/rounds)
[ "${ROUNDS:-1}" -gt 1 ] || ROUNDS=2000
export ROUNDS

# A test that hangs gets SIGINT, as from a user, and is killed 5 seconds later. Its processes are one session.
limited() { setsid sh -c 'echo $$ > /t/session; exec timeout -s INT -k 5 "$@"' sh "$@"; }

# The processes of the test that still exist: behind the name in parentheses stand state, parent, group, session.
left_processes() {
	read -r session < /t/session
	sed -n "s/^\([0-9]*\) .*) [^Z] [0-9]* [0-9]* $session .*/\1/p" /proc/[0-9]*/stat 2> /dev/null
}

# Background loads of a test that failed early must not slow down the next ones. They may be forking.
end_session() {
	n=0
	while left=$(left_processes) && [ -n "$left" ] && [ $n -lt 20 ]; do
		kill -9 $left 2> /dev/null
		n=$((n + 1))
	done
}

run_test() {
	file=$1 modules=$2 limit=$3 options=$4 command=$5
	dir=/t/run/$file
	mkdir -p "$dir/result"
	cd "$dir" || return
	[ -z "$modules" ] || ln -s $modules .
	dmesg -c > /dev/null
	read_uptime
	began=$uptime
	case $file in
	*.sh)
		limited "$limit" sh "/t/$file" > result/out 2> result/err < /dev/null ;;
	*)
		module=${modules##*/}
		eval "limited $limit mytap-run $options ${command:+-c \"\$command\"} $module" > result/out 2> result/err < /dev/null ;;
	esac
	status=$?
	read_uptime
	if [ $((uptime - began)) -ge "$limit" ]; then
		echo "(ended by the time limit of $limit s; its status was $status)" >> result/err
		status=124
	fi
	end_session
	dmesg > result/log
	grep '^t_' /proc/modules > result/left
	# One that is left must not disturb the tests that follow.
	while read -r name rest; do rmmod "$name" 2> /dev/null; done < result/left
	echo "@@RESULT $file $status $(tar c -C result . | base64 | tr -d '\n')"
	cd / && rm -rf "$dir"
}

while IFS="$separator" read -r file modules limit options command; do
	echo "@@BEGIN $file"
	run_test "$file" "$modules" "$limit" "$options" "$command"
done < "$plan"
