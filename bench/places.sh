# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Sourced by bench/run: guest time to attach to all functions of a program and to detach from them, beside a module by hand that
# registers the same places in a plain loop (places/). Uses $top, $work, $kernel. Under -icount, as attach.sh; both over the same
# without places. Attaching is from the loaded module to the running session; loading the larger module is a row of its own, and all
# copied bytes there, where a processor would take one instruction for many. MYTAP_BENCH_PROGRAM: another program.

places() {
	local d=$work/places program=${MYTAP_BENCH_PROGRAM:-$(command -v qemu-system-x86_64)} tree=/lib/modules/$kernel/build s
	[ -e "$tree" ] || tree=${MYTAP_KERNELS:-/var/lib/mytap/kernels}/$kernel$tree
	mkdir -p "$d"
	echo 'global n probe begin { n = 0 } probe end { if (n < 0) println(n) } probe timer.ms(1) { exit() }' >"$d/none.stp"
	{ cat "$d/none.stp"; echo "probe process(\"$program\").function(\"*\") { n++ }"; } >"$d/all.stp"
	for s in none all; do
		(cd "$d" && "$top/mytap" -r "$kernel" -w -p4 -m $s $s.stp >/dev/null) || return
	done
	cp bench/places/places.c bench/places/Makefile "$d/"
	"$top/mytap" -r "$kernel" -w -p3 "$d/all.stp" | sed -n 's/.*{ \.program = 1, \.offset = \(0x[0-9a-f]*\),.*/\1,/p; s/^\t"\.quad \(0x[0-9a-f]*\),.*/\1,/p' >"$d/offsets.h"
	[ -s "$d/offsets.h" ] || { echo "places: no offsets in the script's C" >&2; return 1; }
	make -s -C "$tree" M="$d" CONFIG_DEBUG_INFO= CONFIG_DEBUG_INFO_BTF_MODULES= >"$d/log" 2>&1 || { cat "$d/log" >&2; return 1; }
	gcc -O2 -static -o "$d/stamp" bench/stamp.c && gcc -O2 -static -o "$d/map" bench/places/map.c
	cp "$top/mytap-run" bench/guest-places.sh "$d/"
	tar -C "$d" -cf "$work/places.tar" stamp map mytap-run guest-places.sh none.ko all.ko places.ko
	echo "All $(wc -l <"$d/offsets.h") functions of $program: guest ms (kernel $kernel, one CPU, -icount), over the same without places"
	printf '%-24s %9s %9s %8s %7s\n' '' mytap by-hand ratio target
	"$top/mytap-guest" --kernel="$kernel" --smp 1 --icount --memory 1024 --timeout 900 --add "$work/places.tar:/places.tar" \
		--add "$program:$program" -- "mkdir -p /b; cd /b; tar xf /places.tar; sh ./guest-places.sh $program" |
	awk '$1 != "ROW" { print "  " $0; next }
		# the best of the rounds: other work of the guest only adds time
		{ k = $2 " " $3 " " $4; t = $6 - $5
		  if (!(k in T) || t < T[k]) T[k] = t }
		function row(what, p, target, k, ours, hand) {
			k = what " " p; ours = T[k " all"] - T[k " none"]
			if (!(k " places" in T)) {
				printf "%-24s %9.1f\n", what, ours
				return
			}
			hand = T[k " places"] - T[k " nothing"]
			printf "%-24s %9.1f %9.1f %7.2fx %7s\n", what ", mapped by " p, ours, hand, ours / hand, target }
		END { row("load", 0); for (p = 0; p < 2; p++) { row("attach", p, "1.1x"); row("detach", p, "-") } }'
}
