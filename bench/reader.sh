# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Sourced by bench/run: CPU seconds until a million calls of a function are lines in a file, beside trace-cmd with the function tracer on the
# same calls, in one guest under -icount. Uses $top, $work, $kernel. MYTAP_BENCH_LINES: another number.

reader() {
	local d=$work/reader/bench libs=$work/reader/lib/x86_64-linux-gnu n=${MYTAP_BENCH_LINES:-1000000}
	command -v trace-cmd > /dev/null || { echo "reader: trace-cmd is not installed" >&2; return 0; }
	mkdir -p "$d" "$libs" "$work/reader/lib64" "$work/reader/usr/bin" "$work/reader/usr/lib/x86_64-linux-gnu/traceevent"
	gcc -O2 -static -o "$d/hit" bench/hit.c
	cp "$top/mytap-run" bench/guest-reader.sh "$d/"
	cp "$(command -v trace-cmd)" "$work/reader/usr/bin/"
	ldd "$(command -v trace-cmd)" "$top/mytap-run" 2> /dev/null | awk '$2 == "=>" { print $3 }' | sort -u | xargs cp -t "$libs"
	cp /lib64/ld-linux-x86-64.so.2 "$work/reader/lib64/"
	cp -r /usr/lib/x86_64-linux-gnu/traceevent/plugins "$work/reader/usr/lib/x86_64-linux-gnu/traceevent/" 2> /dev/null || true
	(cd "$d" && "$top/mytap" -r "$kernel" -w -p4 -s 60 -m lines \
		-e 'probe kernel.function("vfs_read") { printf("%s-%d [%d] %d: vfs_read\n", execname(), tid(), cpu(), gettimeofday_ns()) }' > /dev/null)
	echo "A function's calls as lines in a file: CPU seconds (kernel $kernel, one CPU, -icount), less the program's own"
	printf '%-20s %9s %9s %9s\n' '' lines seconds 'us a line'
	tar -C "$work/reader" -cf "$work/reader.tar" .
	"$top/mytap-guest" --kernel="$kernel" --smp 1 --icount --memory 3000 --timeout 3000 --add "$work/reader.tar:/reader.tar" -- \
		"tar -C / -xf /reader.tar && sh /bench/guest-reader.sh $n" |
	awk '$1 != "ROW" { print "  " $0; next } $2 == "program" { own = $4; next }
		{ t = $4 - ($2 == "trace-cmd_report" ? 0 : own); s[$2] = t
		  printf "%-20s %9d %9.2f %9s\n", $2, $3, t, $3 ? sprintf("%.2f", t * 1e6 / $3) : "-" }
		END { if (s["mytap"] > 0) printf "trace-cmd, recorded and reported, takes %.1f times as much\n", (s["trace-cmd_record"] + s["trace-cmd_report"]) / s["mytap"] }'
}
