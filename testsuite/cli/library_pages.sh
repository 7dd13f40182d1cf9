# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Every public function, probe alias and macro of the library has a comment; it is what "help NAME" and --help NAME say, and what
# stands in the manual pages and the HTML page that are made of it.
run "$MYTAP" --dump-library
expect_status 0
mv out lines
for kind in function probe macro group; do
	n=$(grep -c "^$kind	" lines)
	[ "$n" -ge 40 ] || fail "only $n of kind $kind"
done
awk -F '\t' '$NF == "" { print "no comment says what this is: " $1, $2 }' lines > silent
[ ! -s silent ] || fail "$(cat silent)"

# The same as the other ways to list them.
run "$MYTAP" --dump-functions
expect_status 0
sort -u out > want; sed -n 's/^function	[^	]*	\([^	]*\)	.*/\1/p' lines | sort -u > listed
expect_same want listed
run "$MYTAP" --dump-probe-aliases
expect_status 0
sed 's/ = .*//' out | sort > want; sed -n 's/^probe	\([^	]*\)	.*/\1/p' lines | grep -v '^syscall\.' | sort > listed
expect_same want listed
# System calls: each of the table, and its return; with their variables.
sed -n 's/^call \([a-z0-9_]*\).*/syscall.\1\nsyscall.\1.return/p' "$TESTSUITE/../tapsets/linux/syscalls.def" | sort > want
sed -n 's/^probe	\(syscall\.[^	]*\)	.*/\1/p' lines | sort > listed
expect_same want listed
awk -F '\t' '$2 == "syscall.openat" { print $4 } $2 == "syscall.read.return" { print $4 }' lines | tr ' ' '\n' | sort > listed
printf '%s\n' argstr dfd dfd_str filename filename_unquoted flags flags_str mode name name retstr retval | sort > want
expect_same want listed

mkdir man
awk -v man=man -v html=library.html -f "$TESTSUITE/../tools/library_pages.awk" lines
# Each name leads to the page of its group, is on it, in the index and in the HTML page.
awk -F '\t' '
	function has(file, text,   line, got) {
		if (!(file in all)) { while ((getline line < file) > 0) all[file] = all[file] line "\n"; close(file) }
		got = index(all[file], text)
		return got
	}
	$1 == "group" { page = "mytap-" $2 ".3mytap"; if (!has("man/mytap-functions.3mytap", ".BR mytap\\-" $2 " (3mytap)\n")) print "index: " $2; next }
	{
		name = "man/" $1 "::" $2 ".3mytap"
		if (!has(name, ".so man3/" page "\n")) print name " does not lead to " page
		if (!has("library.html", " id=\"" $1 "::" $2 "\"")) print $2 " is not in the HTML page"
		if (!has("man/" page, $2)) print $2 " is not on " page
	}' lines > wrong
[ ! -s wrong ] || fail "$(head -20 wrong)"
if command -v man > /dev/null; then
	man --warnings -l man/mytap-task.3mytap 2> warned < /dev/null | col -bx | tr -s ' \n' ' ' > shown
	[ ! -s warned ] || fail "$(cat warned)"
	grep -q 'task_pid:long (task:long) The process id' shown || fail "task_pid in its page: $(cat shown)"
fi

for words in 'help task_pid' '--help task_pid'; do
	# shellcheck disable=SC2086
	run "$MYTAP" $words
	expect_status 0
	printf 'function task_pid:long (task:long)\n\tThe process id (thread group) of the task.\n\tman mytap-task describes the whole group.\n' > want
	expect_same want out
done
run "$MYTAP" help vfs.mkdir
expect_status 0
expect_out '^probe vfs\.mkdir = kernel\.function\("vfs_mkdir"\)$'
expect_out '^	Variables: dir dentry filename '
run "$MYTAP" help @prints3
expect_status 0
expect_out '^macro @prints3\(a\)$'
run "$MYTAP" help tsk_pid
expect_status 1
expect_err "there is no command, function, probe alias or macro 'tsk_pid' \(did you mean 'task_pid'\?\)"
