# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# A QEMU whose processors run in parallel, for "./bootstrap check --smp": that of bookworm-backports (10.0), unpacked into
# $MYTAP_KERNELS/qemu and not installed. Bookworm's own (7.2) locks up within 30 s when one processor patches code that
# another runs, as ftrace and kprobes do. Part of bootstrap.

# Of the same version; its libraries are those that bookworm's QEMU has brought.
parallel_packages='qemu-system-x86 qemu-system-common qemu-system-data seabios'

# What is started: finds its firmware and libraries beside itself, wherever that folder is.
parallel_program() {
	cat <<'END'
#!/bin/sh
root=$(dirname "$0")
exec "$root/usr/bin/qemu-system-x86_64" -L "$root/usr/share/seabios" -L "$root/usr/share/qemu" "$@"
END
}

# Unpacks them; the name of the program is printed in any case.
parallel_qemu() {
	program=$unpacked/qemu/qemu-system-x86_64
	echo "$program"
	[ ! -x "$program" ] || return 0
	archive_begin bookworm-backports
	say 'looking for QEMU 10 in bookworm-backports'
	# shellcheck disable=SC2086 # a list of words
	if ! backports apt-get update -o APT::Update::Error-Mode=any -o Acquire::Languages=none >&2 ||
	   ! (cd "$own" && backports apt-get download $parallel_packages >&2); then
		rm -rf "$own"
		die 'bookworm-backports, which has the QEMU whose processors run in parallel (--smp), cannot be reached'
	fi
	new=$unpacked/.qemu.$$
	in_unpacked mkdir -p "$new"
	for deb in "$own"/*.deb; do
		in_unpacked dpkg-deb -x "$deb" "$new" || { in_unpacked rm -rf "$new"; die "cannot unpack $deb into $new"; }
	done
	parallel_program >"$own/program"
	in_unpacked install -m 755 "$own/program" "$new/qemu-system-x86_64"
	rm -rf "$own"
	"$new/qemu-system-x86_64" --version >/dev/null || {
		in_unpacked rm -rf "$new"
		die 'the QEMU of bookworm-backports does not start here (its message is above)'
	}
	for f in doc man icons applications doc-base lintian; do in_unpacked rm -rf "$new/usr/share/$f"; done
	in_unpacked rm -rf "$unpacked/qemu"
	in_unpacked mv "$new" "$unpacked/qemu"
}
