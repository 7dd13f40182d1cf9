# Every family, counted exactly.
# modules: families
mytap-run -c "reads 100; sleep 1" families.ko >out 2>err || { cat out err; exit 1; }
diff families.want out || exit 1
grep -q "no_such_function: its symbol was not found" err && grep -q "not the start of an instruction" err || { cat err; exit 1; }
! grep -q families /proc/modules
