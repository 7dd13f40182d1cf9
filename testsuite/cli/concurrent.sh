# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers
# Twenty runs at once on an empty cache: one seed, every module whole.
export MYTAP_CACHE_DIR=$PWD/cache
for i in {1..20}; do
	"$MYTAP" -r "$KERNEL" -p4 -e "probe begin { println($((i % 7))) exit() }" > out.$i 2> err.$i &
	pids[i]=$!
done
for i in {1..20}; do
	wait "${pids[i]}" || { cat err.$i; fail "run $i"; }
done
[ "$(ls -d cache/seed/*/ | wc -l)" = 1 ] || fail "seeds: $(ls cache/seed)"
ls cache/seed | grep -q new && fail "left: $(ls cache/seed)"
for i in {1..20}; do
	readelf -h "$(cat out.$i)" > /dev/null || fail "module of run $i"
	run "$MYTAP" -r "$KERNEL" -v -p4 -e "probe begin { println($((i % 7))) exit() }"
	expect_err '^Pass 4: using cached'
	expect_same out out.$i
done
