# SPDX-License-Identifier: GPL-2.0-or-later
# needs: linux-6.1 dwarf
# -l and -L of every kind of probe point: what is listed, its context variables with their types (none where the
# probe has none), addresses with -v, sorted, each once; and every kind that --dump-probe-types names can be asked for.
query=$(dirname "$MYTAP")/testsuite/unit/dbg_query
[ -x "$query" ] || skip "dbg_query is not built: make check"
address=0x$("$query" -r "$KERNEL" symbol vfs_read | grep -oE '[0-9a-f]{16}' | head -1)
failed=0
complain() { echo "$@"; head -3 out err; failed=1; }

# POINT	first line of -L (a regex of the whole line), the -l line is its beginning	are there addresses with -v: yes, no, else not looked at
while IFS='	' read -r point want pc; do
	case $point in ''|'#'*) continue ;; esac
	point=${point//ADDRESS/$address} want=${want//ADDRESS/$address}
	run "$MYTAP" -r "$KERNEL" -g -w -L "$point"
	[ "$status" = 0 ] && [ ! -s err ] && sed -n 1p out | grep -qxE -- "$want" || complain "-L $point is not: $want"
	LC_ALL=C sort -cu out || complain "-L $point is not sorted"
	cut -d' ' -f1 out > names
	run "$MYTAP" -r "$KERNEL" -g -w -l "$point"
	LC_ALL=C sort -u names | cmp -s - <(cut -d' ' -f1 out) || complain "-l $point is not what -L lists"
	run "$MYTAP" -r "$KERNEL" -g -w -v -l "$point"
	n=$(grep -c ' /\* pc=0xffffffff8[0-9a-f]* \*/$' out) || true
	case $pc in
	yes) [ "$n" = "$(wc -l < out)" ] || complain "$point: $n addresses with -v" ;;
	no) [ "$n" = 0 ] || complain "$point: $n addresses with -v" ;;
	esac
done <<'TABLE'
begin	begin	no
begin(5)	begin\(5\)	no
end	end	no
error	error	no
never	never	no
oneshot	oneshot	no
timer.s(1)	timer\.s\(1\)	no
timer.ms(5).randomize(1)	timer\.ms\(5\)\.randomize\(1\)	no
timer.profile	timer\.profile	no
kernel.function("vfs_read").call	kernel\.function\("vfs_read@fs/read_write\.c:[0-9]+"\)\.call \$file:struct file \* \$buf:char \* \$count:size_t \$pos:loff_t \*$	yes
kernel.function("vfs_read").return	kernel\.function\("vfs_read@fs/read_write\.c:[0-9]+"\)\.return \$return:ssize_t \$file:struct file \* \$buf:char \* \$count:size_t \$pos:loff_t \*	yes
kernel.function("set_user_nice").return	kernel\.function\("set_user_nice@[^ ]*\.return \$p:struct task_struct \* \$nice:long int	yes
kernel.function("vfs_read").args	kernel\.function\("vfs_read@fs/read_write\.c:[0-9]+"\)\.args file:struct file \* buf:char \* count:size_t pos:loff_t \* \$file:struct file \* .*	yes
kernel.function("vfs_read").fault.user	kernel\.function\("vfs_read@fs/read_write\.c:[0-9]+"\)\.fault\.user \$address:long \$ip:long \$error_code:long \$user:long .*	yes
kernel.function("vfs_*")	kernel\.function\("vfs_cancel_lock@fs/locks\.c:[0-9]+"\) \$filp:struct file \* \$fl:struct file_lock \*	yes
kernel.function("get_current").inline	kernel\.function\("get_current@arch/x86/include/asm/current\.h:[0-9]+"\)\.inline	yes
kernel.function(ADDRESS)	kernel\.function\(ADDRESS\) \$file:struct file \* .*	yes
kernel.statement(ADDRESS)	kernel\.statement\(ADDRESS\) \$file:struct file \* .*	yes
kernel.statement("vfs_read@fs/read_write.c:*")	kernel\.statement\("vfs_read@fs/read_write\.c:[0-9]+"\) \$file:struct file \* .*	yes
kernel.trace("sched_switch")	kernel\.trace\("sched:sched_switch"\) \$preempt:bool \$prev:struct task_struct \* \$next:struct task_struct \* \$prev_state:unsigned int	no
kernel.trace("sched:sched_w*")	kernel\.trace\("sched:sched_wait_task"\) \$p:struct task_struct \*	no
kprobe.function("vfs_read")	kprobe\.function\("vfs_read"\)	yes
kprobe.function("vfs_read*").return	kprobe\.function\("vfs_read"\)\.return	yes
kprobe.statement(ADDRESS).absolute	kprobe\.statement\(ADDRESS\)\.absolute	yes
module("overlay").function("ovl_open").call	module\("overlay"\)\.function\("ovl_open@fs/overlayfs/file\.c:[0-9]+"\)\.call \$inode:struct inode \* \$file:struct file \* .*	no
kprobe.module("overlay").function("ovl_open")	kprobe\.module\("overlay"\)\.function\("ovl_open"\)	no
vfs.open	vfs\.open .*file:long.* \$path:const struct path \* \$file:struct file \*.*	no
kernel.{function("vfs_read").call,trace("sched_switch")}	kernel\.function\("vfs_read@.*	of one
TABLE

# ---- --dump-probe-types: sorted, each once, and each can be asked for -----------------------------------------
run "$MYTAP" --dump-probe-types
expect_status 0
LC_ALL=C sort -cu out || complain "--dump-probe-types is not sorted"
cp out types
for want in begin 'begin(number)' end error never 'kernel.function(string)' 'kernel.function(string).return.maxactive(number)' \
	'kernel.statement(string).nearest' 'kernel.trace(string)' 'kprobe.function(string).post' 'module(string).function(string)' \
	'timer.profile' 'timer.ms(number).randomize(number)'; do
	grep -qxF -- "$want" types || complain "--dump-probe-types does not name $want"
done
grep -E '^(begin|end|error|never|timer|kernel\.(function|statement|trace)|kprobe)' types > asked
while read -r type; do
	# an example: the label and the callee are in other functions than vfs_read
	point=$(sed -E -e 's/(kernel|kprobe)\.function\(string\)\.label\(string\)/\1.function("copy_process").label("fork_out")/' \
		-e 's/callee\(string\)/callee("rw_verify_area")/; s/module\(string\)\.function\(string\)/module("overlay").function("ovl_open")/' \
		-e 's/module\(string\)/module("overlay")/; s/function\(string\)/function("vfs_read")/' \
		-e 's/statement\(string\)/statement("vfs_read@fs\/read_write.c:*")/; s/trace(point)?\(string\)/trace\1("sched_switch")/' \
		-e "s/(function|statement)\(number\)/\1($address)/; s/\(number\)\.randomize\(number\)/(100).randomize(10)/" \
		-e 's/callees\(number\)/callees(1)/; s/\(number\)/(100)/g' <<< "$type")
	[[ $point == *.nearest ]] && point=${point/:\*/:452}
	[[ $point == *vfs_read*.inline ]] && point=${point/vfs_read/get_current}
	[[ $point == *vfs_read*.exported* ]] && point=${point/vfs_read/vfs_llseek}
	case $point in *'(string)'*|*'(number)'*) complain "no example of $type: $point" ;; esac
	run "$MYTAP" -r "$KERNEL" -g -w -l "$point"
	[ "$status" = 0 ] && [ -s out ] || complain "$type, asked for as $point:"
done < asked
[ "$(wc -l < asked)" -ge 50 ] || complain "only $(wc -l < asked) types were asked for"

# ---- --dump-probe-aliases, --dump-functions ---------------------------------------------------------------------
run "$MYTAP" --dump-probe-aliases
expect_status 0
cut -d' ' -f1 out | LC_ALL=C sort -cu || complain "--dump-probe-aliases is not sorted"
grep -qxF 'oneshot = begin' out && grep -qxF 'vfs.read.return = kernel.function("vfs_read").return' out ||
	complain "--dump-probe-aliases lacks oneshot or vfs.read.return:"
grep -E '^_| = $' out && complain "a hidden or empty alias"
run "$MYTAP" --dump-functions
expect_status 0
LC_ALL=C sort -c out || complain "--dump-functions is not sorted"
for want in 'pid:long ()' 'execname:string ()' 'exit:void ()' 'int_arg:long (n:long)' 'ansi_clear_screen:void ()' \
	'MKDEV:long (major:long, minor:long)' 'register:long (name:string)'; do
	grep -qxF -- "$want" out || complain "--dump-functions lacks $want"
done
grep -vE '^[A-Za-z][A-Za-z0-9_]*:(long|string|void) \(([A-Za-z][A-Za-z0-9_]*:(long|string)(, )?)*\)$' out && complain "lines of another form"
[ "$failed" = 0 ]
