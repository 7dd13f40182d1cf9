# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Part of ./bootstrap: the QEMU of "check --smp", whose processors run in parallel. It is that of bookworm-backports
# (10.0), unpacked into $unpacked/qemu and not installed. Bookworm's own (7.2) locks up within 30 s when one processor
# patches code that another runs, as ftrace and kprobes do.

# All of one version; its libraries are those installed with bookworm's QEMU.
parallel_packages='qemu-system-x86 qemu-system-common qemu-system-data seabios'

# The start script: finds the firmware beside itself, wherever the folder is.
parallel_program() {
	cat <<'END'
#!/bin/sh
root=$(dirname "$0")
exec "$root/usr/bin/qemu-system-x86_64" -L "$root/usr/share/seabios" -L "$root/usr/share/qemu" "$@"
END
}

# $1: the folder with the packages.
parallel_unpack() {
	new=$unpacked/.qemu.$$
	in_unpacked mkdir -p "$new"
	for deb in "$1"/*.deb; do
		in_unpacked dpkg-deb -x "$deb" "$new" || { in_unpacked rm -rf "$new"; die "cannot unpack $deb into $new"; }
	done
	parallel_program >"$1/program"
	in_unpacked install -m 755 "$1/program" "$new/qemu-system-x86_64"
	for f in doc man icons applications doc-base lintian; do in_unpacked rm -rf "$new/usr/share/$f"; done
	in_unpacked rm -rf "$unpacked/qemu"
	in_unpacked mv "$new" "$unpacked/qemu"
}

get_parallel_qemu() {
	if [ -x "$unpacked/qemu/qemu-system-x86_64" ]; then return 0; fi
	if [ -n "$plan" ]; then
		echo "unpack: $parallel_packages"
		return 0
	fi
	view_suite alone bookworm-backports || die 'bookworm-backports, which has the QEMU for --smp, cannot be reached'
	mkdir -p "$scratch/qemu"
	say "QEMU 10 is unpacked into $unpacked/qemu (70 MB); nothing is installed"
	# shellcheck disable=SC2086 # a list of words
	(cd "$scratch/qemu" && look apt-get download $parallel_packages >&2) || die 'QEMU 10 cannot be fetched (see above)'
	parallel_unpack "$scratch/qemu"
	"$unpacked/qemu/qemu-system-x86_64" --version >&2 || die "the QEMU in $unpacked/qemu does not start here (see above)"
}
