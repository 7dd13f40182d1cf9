# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Sourced by bench/run: guest time to attach to many functions and to detach from them. Uses $top, $work, $kernel.
# Under -icount one instruction is one nanosecond, so host load has no effect; waiting (for RCU) counts as well.
# From the start of mytap-run to that of its -c command, and from that command's end to the end of mytap-run, less
# the same of a script without probes on functions.

# name	number of probes (0: all that are found)	target ms	suffix and pattern
attach_rows() {
	cat <<-'TABLE'
	none	0	-	-
	one function	0	-	kernel.function("vfs_read").call
	*@fs/*.c	0	60	kernel.function("*@fs/*.c").call
	... inlined too	0	60	kernel.function("*@fs/*.c")
	statements	0	-	kernel.statement("vfs_*@fs/read_write.c:*")
	all traceable	0	300	kernel.function("*").call
	2,000 with returns	2000	600	kernel.function("*@mm/*.c").return
	TABLE
}

# attach_points N POINT: the point, or the first N points that it expands to, separated by commas. Where source files
# are not known, a pattern with about as many functions.
attach_points() {
	if [[ $2 == *@* && -z "$("$top/mytap" -r "$kernel" -w -l 'kernel.function("*@mm/mmap.c")' 2>/dev/null)" ]]; then
		set -- "$1" "$(sed 's|"\*@.*"|"[h-m]*"|' <<<"$2")"
		echo "(no source files are known: $2)" >&2
	fi
	if [ "$1" = 0 ]; then
		echo "$2"
	else
		"$top/mytap" -r "$kernel" -w -l "$2" | sed 's/@[^"]*//' | sort -u | head -n "$1" | paste -sd,
	fi
}

attach() {
	local d=$work/attach n=0 name many target point
	mkdir -p "$d"
	gcc -O2 -static -o "$d/stamp" bench/stamp.c
	cp "$top/mytap-run" "$d/"
	while IFS=$'\t' read -r name many target point; do
		n=$((n + 1))
		echo "global n probe begin { n = 0 } probe end { if (n < 0) println(n) }" >"$d/a$n.stp"
		[ "$point" = - ] || echo "probe $(attach_points "$many" "$point") { n++ }" >>"$d/a$n.stp"
		(cd "$d" && "$top/mytap" -r "$kernel" -w -v -p4 -m "a$n" "a$n.stp" >/dev/null 2>"a$n.err") || { cat "$d/a$n.err" >&2; continue; }
		printf '%s\t%s\t%s\t%s\n' "$n" "$target" "$(sed -n 's/.*analyzed script: \([0-9]*\) probe.*/\1/p' "$d/a$n.err")" "$name" >>"$d/plan"
	done < <(attach_rows)
	echo "Attaching and detaching: guest ms (kernel $kernel, one CPU, -icount), over a script with begin and end only"
	printf '%-20s %8s %9s %9s %7s\n' '' probes attach detach target
	# shellcheck disable=SC2016
	tar -C "$d" -cf "$work/attach.tar" . &&
	"$top/mytap-guest" --kernel="$kernel" --smp 1 --icount --memory 1024 --timeout 900 --add "$work/attach.tar:/attach.tar" -- \
		'mkdir -p /b; cd /b; tar xf /attach.tar; while IFS="	" read -r n target probes name; do
			for i in 1 2 3; do t=$(./stamp ./mytap-run -w -c ./stamp a$n.ko) && echo "ROW $t	$target	$probes	$name"; done; done <plan' |
	awk -F'\t' '$1 !~ /^ROW/ { print "  " $0; next }
		{ split($1, t, " "); a = (t[3] - t[2]) / 1e6; d = (t[4] - t[3]) / 1e6 }
		# the best of three: other work of the guest only adds time
		{ if (!($4 in seen)) { order[++k] = $4; seen[$4] = 1; A[$4] = a; D[$4] = d } if (a < A[$4]) A[$4] = a
		  if (d < D[$4]) D[$4] = d; target[$4] = $2; probes[$4] = $3 }
		END { for (i = 2; i <= k; i++) { n = order[i]; x = A[n] - A["none"]
			printf "%-20s %8d %9.1f %9.1f %7s%s\n", n, probes[n] - 2, x, D[n] - D["none"], target[n],
				(target[n] + 0 && x > target[n] + 0 ? "  OVER" : "") } }'
}
