# A two-line script (an array of aggregates, a condition, a sorted report) is read in a minute: at most 60 lines of C, and two for what is
# asked before a hit's context is taken.
cat > two.stp <<'END'
global s; probe kernel.function("vfs_read") { if ($count > 100) s[pid()] <<< $count }
probe end { foreach (p in s-) printf("%d %d\n", p, @count(s[p])) }
END
run "$MYTAP" -r "$KERNEL" -p3 two.stp
expect_status 0
n=$(wc -l < out)
[ "$n" -le 62 ] || fail "$n lines"
expect_out 'mytap_iter_begin'
