# SPDX-License-Identifier: GPL-2.0-or-later
# Manual pages and an HTML page of the library, from the output of mytap --dump-library:
#	mytap --dump-library | awk -v man=DIR -v html=FILE -f tools/library_pages.awk
# DIR gets mytap-GROUP.3mytap per tapset, mytap-functions.3mytap with a line per group, and, for each name in them,
# function::NAME.3mytap, probe::NAME.3mytap or macro::NAME.3mytap, which includes the group's page.

function roff(s) {
	gsub(/\\/, "\\e", s)
	gsub(/-/, "\\-", s)
	return s ~ /^[.']/ ? "\\&" s : s
}
function markup(s) {
	gsub(/&/, "\\&amp;", s); gsub(/</, "\\&lt;", s); gsub(/>/, "\\&gt;", s)
	return s
}
# The first sentence.
function brief(s) {
	match(s, /[.;:]( |$)/)
	return RSTART ? substr(s, 1, RSTART - 1) : s
}
function page_begin() {
	page = man "/mytap-" group ".3mytap"
	printf ".TH \"MYTAP\\-%s\" 3mytap \"\" mytap \"Library of mytap\"\n.SH NAME\nmytap\\-%s \\- %s\n.SH DESCRIPTION\n%s\n", \
		toupper(group), roff(group), roff(brief(text)), roff(text) > page
	printf ".TP\n.BR mytap\\-%s (3mytap)\n%s\n", roff(group), roff(brief(text)) >> index_page
	printf "<h2 id=\"%s\">%s</h2>\n<p>%s</p>\n", group, group, markup(text) >> html
	section = ""
}
function entry(kind, name, shown, variables, what,    head) {
	if (section != kind)
		printf ".SH %s\n", kind == "function" ? "FUNCTIONS" : kind == "probe" ? "PROBES" : "MACROS" >> page
	section = kind
	head = kind == "probe" ? "probe " name : shown
	printf ".TP\n.B \"%s\"\n%s\n", roff(head), roff(what) >> page
	if (kind == "probe") {
		printf ".br\nIt is %s.\n", roff(shown) >> page
		if (variables != "")
			printf ".br\nVariables: %s.\n", roff(variables) >> page
	}
	printf "<h3%s>%s</h3>\n<p>%s</p>\n", seen[kind, name]++ ? "" : sprintf(" id=\"%s::%s\"", kind, name), markup(head), markup(what) >> html
	if (kind == "probe")
		printf "<p>It is <code>%s</code>.%s</p>\n", markup(shown), variables == "" ? "" : " Variables: " markup(variables) "." >> html
	printf ".so man3/mytap-%s.3mytap\n", group > (man "/" kind "::" name ".3mytap")
	close(man "/" kind "::" name ".3mytap")
}
BEGIN {
	FS = "\t"
	index_page = man "/mytap-functions.3mytap"
	print ".TH MYTAP\\-FUNCTIONS 3mytap \"\" mytap \"Library of mytap\"\n.SH NAME\nmytap\\-functions \\- functions, probe aliases and macros that come with mytap\n" \
		".SH DESCRIPTION\nThe page of a function is also found as function::NAME, that of a probe alias as probe::NAME, that of a macro as\n" \
		"macro::NAME, that of a system call as probe::syscall.NAME; \"mytap help NAME\" prints its description.\n.SH GROUPS" > index_page
	print "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>The library of mytap</title></head><body>\n" \
		"<h1>The library of mytap</h1>" > html
}
$1 == "group" { if (page) close(page); group = $2; text = $3; page_begin(); next }
$1 == "probe" { entry($1, $2, $3, $4, $5); next }
{ entry($1, $2, $3, "", $4) }
END {
	print ".SH SEE ALSO\n.BR mytap (1)" >> index_page
	print "</body></html>" >> html
}
