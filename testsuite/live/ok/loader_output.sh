# modules: flood.stp loader_ticks.stp
# timeout: 60
# Output that ends early, cannot be written, goes to a file.
fail() { echo "$1:"; cat out err; exit 1; }
mytap-run -c 'sh -c "reads 20000 > /dev/null; sleep 50"' t_flood.ko 2> err | head -3 > out || fail "head"
[ "$(grep -c 'a line of some length' out)" = 3 ] && [ ! -s err ] || fail "head"
mytap-run -c 'reads 20000' t_flood.ko > /dev/full 2> err && fail "a full device"
[ "$(grep -c 'No space left on device; the session ends here' err)" = 1 ] || fail "said once"
mytap-run -o 'file-%Y' -T 0.1 t_loader_ticks.ko > out 2> err || fail "-o"
[ ! -s out ] && grep -qx 'end 1' "file-$(date +%Y)" || fail "-o with a date"
mytap-run -o /no/such/folder/x t_loader_ticks.ko > out 2> err && fail "no such folder"
grep -q 'cannot write to /no/such/folder/x: No such file' err || fail "no such folder"
[ ! -d /sys/module/t_flood ] && [ ! -d /sys/module/t_loader_ticks ]
