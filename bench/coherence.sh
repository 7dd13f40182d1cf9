# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by bench/run: cache lines that processors take from each other, per hit and by row, by a simulation of coherence over a trace
# of QEMU (coherence/lines.c). Uses $top, $work, $kernel. MYTAP_BENCH_CPUS: numbers of processors (4).

# Rows whose hits are on all processors at once; a program's process is on one.
coherence_rows() { bench_rows | grep -vE '^(#|foreach|program|statement_many|.*_4	)'; }

coherence() {
	local d=$work/coherence cpus n=200 s
	mkdir -p "$d"
	gcc -std=gnu11 -O2 -shared -fPIC -fvisibility=hidden -o "$d/lines.so" bench/coherence/lines.c
	gcc -O2 -static -o "$d/hit" bench/hit.c
	coherence_rows > "$d/rows"
	cp bench/guest-coherence.sh "$top/mytap-run" "$d/"
	for s in $(cut -f 2 "$d/rows" | sort -u); do
		"$top/mytap" -r "$kernel" -w -p4 -m "$s" "bench/scripts/$s.stp" >/dev/null && mv "$s.ko" "$d/" || echo "($s was not built)" >&2
	done
	tar -C "$d" -cf "$work/coherence.tar" .
	for cpus in ${MYTAP_BENCH_CPUS:-4}; do
		printf '#!/bin/sh\nexec qemu-system-x86_64 "$@" -plugin "%s,out=%s"\n' "$d/lines.so" "$d/windows" > "$d/qemu"
		chmod +x "$d/qemu"
		"$top/mytap-guest" --qemu="$d/qemu" --kernel="$kernel" --smp "$cpus" --memory $((512 + cpus * 32)) --timeout 3000 --append rcupdate.rcu_cpu_stall_suppress=1 \
			--add "$work/coherence.tar:/coherence.tar" --get "/root/kallsyms:$d/kallsyms" -- \
			"mkdir /bench && tar -C /bench -xf /coherence.tar && sh /bench/guest-coherence.sh $cpus $n" > "$d/said" || cat "$d/said" >&2
		grep -vE '^(WINDOW|SYMBOL) ' "$d/said" >&2 || true
		awk -v calls=$((n * cpus)) -v cpus="$cpus" -v kernel="$kernel" -v map="$d/kallsyms" -f bench/coherence/table.awk \
			"$d/said" "$d/windows"
	done
}
