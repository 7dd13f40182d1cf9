# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Sourced by bench/run: the cost of finding places and variables (pass 2), each beside the same question asked
# through libdw without an index (bench/plain.c) in the same run. Uses $top, $work, $kernel.

# resolve_row NAME REFERENCE CPU-TARGET MB-TARGET COLUMN COMMAND...: COLUMN: pass2 or cpu, the figure that the target is for.
# REFERENCE: "CPU-MS PEAK-MB ..." of the plain question, "-" for none.
resolve_row() {
	local name=$1 reference=$2 ms=$3 mb=$4 column=$5 got
	shift 5
	got=$("$work/cost" -n "${rounds:-7}" "$@") || { echo "($name failed)"; return 0; }
	echo "$got $reference" | name=$name ms=$ms mb=$mb column=$column awk '{
		value = ENVIRON["column"] == "pass2" && $3 != "-" ? $3 : $1
		over = ENVIRON["ms"] + 0 && value > ENVIRON["ms"] + 0 ? "  OVER" : ""
		over = over (ENVIRON["mb"] + 0 && $2 > ENVIRON["mb"] + 0 ? "  OVER (memory)" : "")
		ratio = $4 + 0 ? sprintf("%7.3fx", value / $4) : "       -"
		printf "%-46s %7s %7s %6s %7s %6s %7s %7s %s%s\n", ENVIRON["name"], $3, $1, ENVIRON["ms"], $2, ENVIRON["mb"],
			$4 == "-" ? "-" : $4, $5 == "" ? "-" : $5, ratio, over }'
}

resolve() {
	local vmlinux=/usr/lib/debug/boot/vmlinux-$kernel rounds=${MYTAP_BENCH_ROUNDS:-7} name file i
	local one='probe kernel.function("vfs_read") { println($count) }'
	local fs='global n probe kernel.function("*@fs/*.c") { n++ }'
	local ask=("$top/mytap" -r "$kernel" -w -v -p2)
	[ -e "$vmlinux" ] || { echo "(resolve: kernel $kernel has no debuginfo here)"; return 0; }
	gcc -O2 -o "$work/cost" bench/cost.c
	gcc -O2 -o "$work/plain" bench/plain.c -ldw
	export MYTAP_CACHE_DIR=$work/resolve
	mkdir -p -m 700 "$work/resolve"
	name=$("$work/cost" -n 3 "$work/plain" "$vmlinux" name vfs_read count)
	file=$("$work/cost" -n 3 "$work/plain" "$vmlinux" file 'fs/*.c')
	echo "Places and variables: CPU ms of pass 2 and of the command, peak MB (medians of $rounds), kernel $kernel"
	echo "plain: the same through libdw with no index; *@fs/*.c: $("$work/plain" "$vmlinux" file 'fs/*.c')"
	printf '%-46s %7s %7s %6s %7s %6s %7s %7s %8s\n' '' pass-2 all target peak target plain plain-MB ratio
	rounds=3 resolve_row "first index build, with the first answer" "$name" 1500 - pass2 \
		sh -c 'rm -rf "$0" && exec "$@"' "$work/resolve/debuginfo" "${ask[@]}" --debuginfo=dwarf -e "$one"
	resolve_row "vfs_read with \$count, DWARF" "$name" 30 150 pass2 "${ask[@]}" --debuginfo=dwarf -e "$one"
	resolve_row "vfs_read with \$count, DWARF for what BTF lacks" "$name" 30 150 pass2 "${ask[@]}" -e "$one"
	resolve_row "vfs_read with \$count, BTF" "$name" 10 40 pass2 "${ask[@]}" --debuginfo=btf -e "$one"
	resolve_row "vfs_* without debuginfo, BTF" - - 40 pass2 "${ask[@]}" --debuginfo=btf \
		-e 'global n probe kernel.function("vfs_*") { n += $$parms != "" }'
	resolve_row "*@fs/*.c, DWARF" "$file" 150 150 pass2 "${ask[@]}" -e "$fs"
	resolve_row "-L *@fs/*.c, DWARF" "$file" - 150 cpu "$top/mytap" -r "$kernel" -w -L 'kernel.function("*@fs/*.c")'
	"$top/mytap" -r "$kernel" -w -p4 -e "$fs" >/dev/null	# what the kernel needs once is startup's
	for i in 1 2 3; do
		rounds=1 resolve_row "*@fs/*.c, script to module ($i)" "$file" 1000 150 cpu "$top/mytap" -r "$kernel" -w -v -p4 -e "${fs/n++/n += $i$RANDOM}"
	done
}
