# SPDX-License-Identifier: GPL-2.0-or-later
# What the guest said and the plugin's windows, to a table: for each row the transfers a hit, less those of the same calls without a script,
# and the places that cause most. Variables: calls, cpus, kernel; map: what the guest's /proc/kallsyms says.
# "WINDOW name" lines and windows are in the same order.

function hex(s,    i, v) {		# of the low 40 bits: enough to compare addresses of one half
	s = substr(s, length(s) - 9)
	for (i = 1; i <= length(s); i++)
		v = v * 16 + index("0123456789abcdef", substr(s, i, 1)) - 1
	return v
}

function place(row, address,    v, i, best) {
	v = hex(address)
	for (i = 1; i <= symbols[row]; i++)
		if (at[row, i] <= v && v - at[row, i] < 1048576 && (!best || at[row, i] > at[row, best]))
			best = i
	if (best)
		return symbol[row, best]
	if (address !~ /^ffffffff[89]/)
		return "0x" address
	if (!(address in known))
		known[address] = kernel_place(v)
	return known[address]
}

function kernel_place(v,    low, high, mid) {
	low = 1; high = nkernel
	while (low < high) {
		mid = int((low + high + 1) / 2)
		if (kernel_at[mid] <= v) low = mid
		else high = mid - 1
	}
	return kernel_name[low]
}

BEGIN {
	while ((getline line < map) > 0) {
		split(line, f, " ")
		if (f[2] !~ /[tTwW]/ || f[4] || f[1] !~ /^ffffffff/) continue
		kernel_at[++nkernel] = hex(f[1]); kernel_name[nkernel] = f[3]
	}
}

$1 == "WINDOW" { row[windows++] = $2; bare[$2] = "bare_" $3; next }
$1 == "SYMBOL" { n = ++symbols[$2]; at[$2, n] = hex($3); symbol[$2, n] = $5; next }
$1 == "window" { current = row[$2]; seen[current] = 1; accesses[current] = $4; next }
$1 == "transfer" {
	all[current] += $2
	by[current, place(current, $3)] += $2
	next
}

END {
	printf "Cache lines taken from another processor, a call; %d processors make %d calls each, kernel %s\n", cpus, calls / cpus, kernel
	printf "%-16s %8s  %s\n", "row", "lines", "by (from 0.05; rows without a script first, the others less their calls' own)"
	for (i = 0; i < windows; i++) {
		r = row[i]
		if (r == "-" || !seen[r]) continue
		b = bare[r]
		text = ""
		for (k in by) {
			split(k, f, SUBSEP)
			more = (by[k] - (b in seen ? by[b, f[2]] : 0)) / calls
			if (f[1] == r && more >= 0.05)
				text = text sprintf("%s %.2f, ", f[2], more)
		}
		sub(/, $/, "", text)
		printf "%-16s %8.2f  %s\n", r, (all[r] - (b in seen ? all[b] : 0)) / calls, text
	}
}
