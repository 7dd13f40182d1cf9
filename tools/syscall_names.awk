# SPDX-License-Identifier: GPL-2.0-or-later
# runtime/kernel/syscall_names.h from the keys nr= and nr32= of tapsets/linux/syscalls.def: the names of the numbers.
function take(key, text,   parts, n, i, one) {
	n = split(text, parts, ",")
	for (i = 1; i <= n; i++) {
		split(parts[i], one, ":")
		name[key, one[1] + 0] = one[2] != "" ? one[2] : call
		if (one[1] + 0 > most[key])
			most[key] = one[1] + 0
	}
}

# Appends an item to a list; lines are filled.
function put(text) {
	if (column + length(text) + 1 > 120) {
		printf "\n\t"
		column = 8
	} else if (column > 8) {
		printf " "
		column++
	}
	printf "%s", text
	column += length(text)
}

# Names padded with zeros to whole words, so that they are copied by words; the offset of each. The first is empty.
function table(key,   i, k, at, zeros, offsets) {
	printf "\nstatic const char %s_names[] __attribute__((aligned(8))) =\n\t", key
	column = 8
	put("\"\\0\\0\\0\\0\\0\\0\\0\\0\"")
	at = 1
	for (i = 0; i <= most[key]; i++) {
		offsets = offsets (i % 16 ? " " : "\n\t") ((key, i) in name ? 8 * at : 0) ","
		if (!((key, i) in name))
			continue
		zeros = ""
		for (k = length(name[key, i]) % 8; k < 8; k++)
			zeros = zeros "\\0"
		put("\"" name[key, i] zeros "\"")
		at += int(length(name[key, i]) / 8) + 1
	}
	printf ";\nstatic const u16 %s_at[] = {%s\n};\n", key, offsets
}

$1 == "call" {
	call = $2
	for (f = 3; f <= NF; f++) {
		if ($f ~ /^nr=/)
			take("x64", substr($f, 4))
		else if ($f ~ /^nr32=/)
			take("ia32", substr($f, 6))
	}
}

END {
	print "/* SPDX-License-Identifier: GPL-2.0-or-later */"
	print "/* Made from tapsets/linux/syscalls.def by tools/syscall_names.awk, for syscall_names.c. */"
	table("x64")
	table("ia32")
}
