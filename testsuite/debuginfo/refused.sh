# SPDX-License-Identifier: GPL-2.0-or-later
# needs: linux-6.1 dwarf
# What type information alone (BTF) cannot tell is refused with the reason, and answered with debuginfo; what neither
# can tell is refused by both, by name. Never a guess.
failed=0
# POINT	BODY	what BTF says	what debuginfo says: a regex of its messages, or + for an answer
while IFS='	' read -r point body btf dwarf; do
	case $point in ''|'#'*) continue ;; esac
	for kind in btf dwarf; do
		want=${!kind}
		run "$MYTAP" -r "$KERNEL" "--debuginfo=$kind" -p2 -e "probe $point { $body }"
		if [ "$want" = + ]; then
			[ "$status" = 0 ] || { echo "$point { $body } by $kind:"; head -3 err; failed=1; }
		elif [ "$status" = 0 ] && [[ $want != WARNING* ]] || ! grep -qE -- "$want" err; then
			echo "$point { $body } by $kind: status $status, no message matches: $want"; head -3 err; failed=1
		fi
	done
done <<'TABLE'
# a clone's registers need not be those of the prototype
kernel.function("__es_tree_search")	println($lblk)	compiled as a special copy whose parameters may be passed in other places	+
kernel.function("__es_tree_search.isra.0")	println($lblk)	compiled as a special copy	+
kernel.function("__es_tree_search")	println($$parms)	WARNING: \$\$parms of '__es_tree_search' is shown as "\?": .*special copy	+
kernel.function("__block_commit_write")	println($from)	special copy	+
# more than six arguments
kernel.function("do_mmap")	println($populate)	only the first six parameters are passed in registers	+
kernel.function("do_mmap")	println($pgoff)	+	+
# structs by value
kernel.function("change_huge_pmd").call	println($newprot->pgprot)	it is a struct passed by value	+
kernel.function("change_huge_pmd").call	println($cp_flags)	a struct passed by value precedes it	+
# several functions of one name
kernel.function("__do_sys_getpid").call	println($$parms)	+	+
kernel.function("cleanup_module").call	println($x)	no function 'cleanup_module'	no function 'cleanup_module'
kernel.function("version_show").call	println($buf)	several functions are named 'version_show' and their parameters may differ	+
# locals, inlined instances, statements, files, labels, calls
kernel.function("vfs_read")	println($ret)	'vfs_read' has no parameter '\$ret'; its parameters are: \$file, \$buf, \$count, \$pos	'\$ret' cannot be read in 'vfs_read' here: it has no value at this address
kernel.function("vfs_read")	println($$locals)	local variables are not known without debuginfo	+
kernel.function("get_current")	n = 1	inlined everywhere is known only to debuginfo	+
kernel.function("get_current").inline	n = 1	where functions are inlined is not known without debuginfo	+
kernel.statement("vfs_read@fs/read_write.c:*")	n = 1	source files and lines of the kernel are not known without debuginfo	+
kernel.function("vfs_read@fs/read_write.c")	n = 1	source files and lines	+
kernel.function("copy_process").label("fork_out")	n = 1	labels and calls in functions are not known	+
kernel.function("vfs_read").callee("rw_verify_area")	n = 1	labels and calls in functions are not known	+
# variables: those of each CPU have types in BTF, others not
kernel.function("vfs_read")	println(@var("runqueues")->nr_running)	+	+
kernel.function("vfs_read")	println(@var("jiffies_64"))	the type of kernel variable 'jiffies_64' is not known without debuginfo	+
kernel.function("vfs_read")	println(@var("super_blocks@fs/super.c")$)	which file a variable 'super_blocks' is in is not known without	+
# nobody can tell: by name and reason
kernel.function("__es_tree_search").call	println($root)	special copy	'\$root' cannot be read in '__es_tree_search' here: its value was known only to the caller
kernel.function("fdget_pos").inline	println($fd)	where functions are inlined	'\$fd' cannot be read in 'fdget_pos' here: the compiler optimized it out
kernel.function("vfs_read")	println(@cast($file, "double"))	of a floating point type, which probes cannot read	of a floating point type, which probes cannot read
kernel.function("vfs_read")	println(@cast(0, "float"))	type 'float' is not known in the kernel	type 'float' is not known in the kernel
kernel.function("set_user_nice").return	println($return)	'set_user_nice' returns nothing	returns nothing
TABLE
[ "$failed" = 0 ]
