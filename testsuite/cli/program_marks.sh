# SPDX-License-Identifier: GPL-2.0-or-later
# The marks of programs as they are packaged, against what readelf finds in their notes: names, arguments and places, all of them
# read in one script. Those that are not installed are left out.
files=0
for f in /usr/lib/postgresql/*/bin/postgres /usr/bin/python3.1? /usr/lib/x86_64-linux-gnu/libpython3.*.so.1.0 \
	 /usr/lib/x86_64-linux-gnu/libstdc++.so.6 /usr/lib/x86_64-linux-gnu/libruby-*.so.*.* /usr/sbin/libvirtd \
	 /usr/lib/jvm/*-openjdk-amd64/lib/server/libjvm.so /usr/bin/php8.?; do
	[ -f "$f" ] && [ ! -L "${f%/lib/*}" ] || continue
	f=$(realpath "$f")
	readelf -n "$f" 2> /dev/null | awk '
		$1 == "Provider:" { provider = $2 } $1 == "Name:" { name = $2 }
		$1 == "Arguments:" { n = NF - 1; print name, n }' > notes
	[ -s notes ] || continue
	files=$((files + 1))
	# A mark with as many arguments as its places have.
	sort -u notes | sed 's/ .*//' | sort -u > want
	run "$MYTAP" -L "process(\"$f\").mark(\"*\")"
	expect_status 0
	sed -n 's/.*\.mark("\([^"]*\)").*/\1/p' out | sort -u > is
	expect_same want is
	sed -n 's/.*\.mark("\([^"]*\)")\(.*\)/\1\2/p' out | awk '{ print $1, NF - 1 }' | sort -u > is.numbers
	sort -u notes > want.numbers
	awk '{ n[$1]++ } END { for (m in n) if (n[m] > 1) print m }' want.numbers > of_two_kinds
	grep -vwFf of_two_kinds want.numbers > a || true
	grep -vwFf of_two_kinds is.numbers > b || true
	expect_same a b
	# All of them, with all that they say.
	run "$MYTAP" -w -p3 -e "probe process(\"$f\").mark(\"*\") { println(\$\$name, \$\$parms) }"
	expect_status 0
	places=$(grep -o '\.program = 1, ' out | wc -l)
	[ "$places" = "$(wc -l < notes)" ] || fail "$f: $places places of $(wc -l < notes)"
done
[ $files -gt 0 ] || skip "no packaged program with marks is installed"
