# SPDX-License-Identifier: GPL-2.0-or-later
# Marks of programs and libraries of the distribution, as readelf finds them: each name listed, each place translated, each counter
# (semaphore) known. What is not installed is left out; MYTAP_TEST_MARKS names more files.
command -v readelf > /dev/null || exit 77
files=$(ls /usr/bin/python3.1[0-9] /usr/lib/x86_64-linux-gnu/libstdc++.so.6 /usr/lib/postgresql/*/bin/postgres /usr/lib/x86_64-linux-gnu/libruby-*.so.*.* \
	/usr/lib/jvm/*/lib/server/libjvm.so /usr/sbin/libvirtd ${MYTAP_TEST_MARKS-} 2> /dev/null) || :
n=0
for f in $files; do
	readelf -nW "$f" 2> /dev/null | awk '/Provider: / { provider = $NF } /^ *Name:/ { name = $2 }
		/^ *Location:/ { sub(/,$/, "", $NF); print provider, name, $NF != "0x0000000000000000" }' > notes
	[ -s notes ] || continue
	cut -d' ' -f1,2 notes | sort -u > want
	run "$MYTAP" -l "process(\"$f\").provider(\"*\").mark(\"*\")"
	expect_status 0
	sed -n 's/.*\.provider("\([^"]*\)")\.mark("\([^"]*\)")$/\1 \2/p' out | sort -u | diff want - || fail "$f: names"
	run "$MYTAP" -w -p3 -e "probe process(\"$f\").mark(\"*\") { println(\$\$name) }"
	expect_status 0
	[ "$(grep -c '\.program = 1, \.offset' out)" = "$(wc -l < notes)" ] || fail "$f: $(wc -l < notes) places"
	[ "$(grep -c '\.semaphore = 0x' out)" = "$(grep -c ' 1$' notes)" ] || fail "$f: $(grep -c ' 1$' notes) counters"
	n=$((n + 1))
done
[ $n -gt 0 ] || exit 77
