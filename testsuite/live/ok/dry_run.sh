# row: 1.9 plan
# modules: hello.stp huge_arrays.stp
# A dry run checks what there is to check in the kernel it would run on, and loads nothing.
fail() { echo "$1:"; cat out err; exit 1; }
mytap-run --dry-run -c 'touch began' -o written t_hello.ko > out 2> err || fail "hello"
[ ! -s out ] && [ ! -s err ] && [ ! -e began ] && [ ! -e written ] || fail "it did something"
mytap-run -v --dry-run t_hello.ko > out 2> err || fail "hello -v"
grep -q 'module t_hello could be loaded' err && ! grep -q 't_hello loaded' err || fail "what is said"
mytap-run --dry-run t_huge_arrays.ko > out 2> err && fail "too much memory"
grep -q 'ERROR: the script needs .* of memory' err || fail "too much memory"
! grep -q '^t_' /proc/modules || fail "a module is loaded"
[ "$(mytap-run t_hello.ko)" = hello ]
