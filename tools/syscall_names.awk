# SPDX-License-Identifier: GPL-2.0-or-later
# runtime/kernel/syscall_names.c from the keys nr= and nr32= of tapsets/linux/syscalls.def: the names of the numbers.
function take(key, text,   parts, n, i, one) {
	n = split(text, parts, ",")
	for (i = 1; i <= n; i++) {
		split(parts[i], one, ":")
		name[key, one[1] + 0] = one[2] != "" ? one[2] : call
		if (one[1] + 0 > most[key])
			most[key] = one[1] + 0
	}
}

# Names with zeros up to the end of a word, so that one is copied by words; where each begins, in words. The first is none.
function table(key,   i, k, at, zeros, offsets) {
	printf "\nstatic const char %s_names[] __attribute__((aligned(8))) =\n\t\"\\0\\0\\0\\0\\0\\0\\0\\0\"", key
	at = 1
	for (i = 0; i <= most[key]; i++) {
		offsets = offsets (i % 16 ? " " : "\n\t") ((key, i) in name ? at : 0) ","
		if (!((key, i) in name))
			continue
		zeros = ""
		for (k = length(name[key, i]) % 8; k < 8; k++)
			zeros = zeros "\\0"
		printf "\n\t\"%s%s\"", name[key, i], zeros
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
	print "// SPDX-License-Identifier: GPL-2.0-or-later"
	print "/* Made from tapsets/linux/syscalls.def by tools/syscall_names.awk: the names of system calls by number. Pure C. */"
	table("x64")
	table("ia32")
	print "\n/* NULL: there is no call of that number. */"
	print "static const char *syscall_row(s64 number, bool is_32)"
	print "{"
	print "\tu64 n = is_32 ? ARRAY_SIZE(ia32_at) : ARRAY_SIZE(x64_at);"
	print "\tu32 at = (u64)number >= n ? 0 : is_32 ? ia32_at[number] : x64_at[number];"
	print ""
	print "\treturn at ? (is_32 ? ia32_names : x64_names) + 8 * at : NULL;"
	print "}"
	print "\nvoid mytap_syscall_name(char *to, size_t size, s64 number, bool is_32)"
	print "{"
	print "\tconst char *row = syscall_row(number, is_32);"
	print ""
	print "\tif (row)"
	print "\t\tmytap_strcpy(to, size, row);"
	print "\telse"
	print "\t\tmytap_str_end(to, scnprintf(to, size, \"%lld\", number));"
	print "}"
	print "\ns64 mytap_syscall_num(const char *name, bool is_32)"
	print "{"
	print "\ts64 n = is_32 ? ARRAY_SIZE(ia32_at) : ARRAY_SIZE(x64_at), i;"
	print ""
	print "\tfor (i = 0; i < n; i++) {"
	print "\t\tconst char *row = syscall_row(i, is_32);"
	print ""
	print "\t\tif (row && !strcmp(row, name))"
	print "\t\t\treturn i;"
	print "\t}"
	print "\treturn -1;"
	print "}"
}
