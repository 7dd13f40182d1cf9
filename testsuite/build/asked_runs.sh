# SPDX-License-Identifier: GPL-2.0-or-later
# needs: guest headers
# turns: 70
# timeout: 900
# A module with the runtime of a kernel's first script, which has what this script refers to, in a guest.
export MYTAP_CACHE_DIR=$PWD/cache
run timeout 800 "$MYTAP" -v --vm="$KERNEL" --debuginfo=btf -w -c 'dd if=/proc/version of=/dev/null bs=16 count=4' -e 'global n, s
	probe kernel.function("vfs_read") { if (pid() == target()) n++ }
	probe kernel.function("vfs_read").return { if (pid() == target()) s <<< n }
	probe end { printf("reads %d returns %d\n", n >= 4, n == @count(s)) }'
expect_status 0
grep -q '^reads 1 returns 1$' out || { cat out err; fail 'what it counts'; }
grep -q '^Compiling the runtime' err || { cat err; fail 'it was not the first script'; }
! grep -q '^Compiling the \(usual\|whole\)' err || fail 'more was compiled for it'
program=$PWD/seven
printf '#include <unistd.h>\n__attribute__((noipa)) int work(int n) { return getppid() + n; }\nint main(void) { for (int i = 0; i < 7; i++) work(i); return 0; }\n' > seven.c
gcc -O1 -g -static -o seven seven.c
# Families whose work another one does, which the script does not name: returns of programs, by that of their functions.
# first SCRIPT WORDS: the first script of a cache of its own
first() {
	rm -rf cache
	run timeout 800 "$MYTAP" -v --vm="$KERNEL" --debuginfo=btf -w -c "$2" -e "$1"
	expect_status 0
	grep -q '^Compiling the runtime' err || { cat err; fail 'it was not the first script'; }
	[[ $KERNEL == 6.1.* ]] || python3 "$TESTSUITE/build/alternatives.py" cache/seed/*/runtime.o > calls || { cat calls; fail 'calls that the kernel cannot patch'; }
}
first "global n probe process(\"$program\").function(\"work\").return { n++ } probe end { printf(\"returns %d\\n\", n) }" "$program"
grep -q '^returns 7$' out || { cat out err; fail 'returns of a program'; }
# Parts of the runtime that the other scripts here do without.
first 'global n, on, m probe kernel.function("vfs_read") if (on) { n++ } probe kernel.function("vfs_open") { on = 1; m++ } probe end { printf("conditions %d\n", n > 0 && m > 0) }' 'sh -c "for i in 1 2 3 4 5; do cat /proc/version; sleep 0.2; done"'
grep -q '^conditions 1$' out || { cat out err; fail 'conditions of probes'; }
first 'probe kernel.function("__x64_sys_getppid") { if (pid() == target()) { print_ubacktrace() exit() } }' "$program"
grep -q ' work+0x' out && grep -q ' main+0x' out || { cat out err; fail 'stacks of programs'; }
first "global n probe process(\"$program\").syscall { n++ } probe end { printf(\"calls %d\\n\", n > 3) }" "$program"
grep -q '^calls 1$' out || { cat out err; fail 'system calls of a program'; }
