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

function table(key,   i, at, texts, offsets) {
	at = 1
	for (i = 0; i <= most[key]; i++) {
		if ((key, i) in name) {
			texts = texts "\n" "\t\"" name[key, i] "\\0\""
			offsets = offsets (i % 16 ? " " : "\n\t") at ","
			at += length(name[key, i]) + 1
		} else {
			offsets = offsets (i % 16 ? " " : "\n\t") "0,"
		}
	}
	printf "\nstatic const char %s_names[] =\n\t\"\\0\"%s;\nstatic const u16 %s_at[] = {%s\n};\n", key, texts, key, offsets
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
	print "\nvoid mytap_syscall_name(char *to, size_t size, s64 number, bool is_32)"
	print "{"
	print "\tu64 n = is_32 ? ARRAY_SIZE(ia32_at) : ARRAY_SIZE(x64_at);"
	print "\tu32 at = (u64)number >= n ? 0 : is_32 ? ia32_at[number] : x64_at[number];"
	print ""
	print "\tif (at)"
	print "\t\tmytap_strcpy_raw(to, size, (is_32 ? ia32_names : x64_names) + at);"
	print "\telse"
	print "\t\tmytap_str_end(to, scnprintf(to, size, \"%lld\", number));"
	print "}"
	print "\ns64 mytap_syscall_num(const char *name, bool is_32)"
	print "{"
	print "\tu32 n = is_32 ? ARRAY_SIZE(ia32_at) : ARRAY_SIZE(x64_at), i;"
	print ""
	print "\tfor (i = 0; i < n; i++) {"
	print "\t\tu32 at = is_32 ? ia32_at[i] : x64_at[i];"
	print ""
	print "\t\tif (at && !strcmp((is_32 ? ia32_names : x64_names) + at, name))"
	print "\t\t\treturn i;"
	print "\t}"
	print "\treturn -1;"
	print "}"
}
