# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Part of ./bootstrap: brings the kernels that scripts are built for and tests run on.
#
# A series is a row of places_of and of parts_of. Installed kernels are kept.

unpacked=${MYTAP_KERNELS:-/var/lib/mytap/kernels}
case $unpacked in /*) ;; *) die "MYTAP_KERNELS=$unpacked is not a whole path" ;; esac

# Where a release or a series ("6.1.") comes from, in this order.
places_of() {
	case $1 in
	6.12.*) echo host beside:bookworm-backports ;;
	7.2.*) echo alone:sid ;;
	*) echo host ;;
	esac
}

# The parts that the command needs. Tests use the debuginfo of one series: the other two test that BTF is enough.
parts_of() {
	case $command,$1 in
	check,6.1.*) echo image headers debuginfo ;;
	*) echo image headers ;;
	esac
}

# kernels_in BUILD...: the releases of these build folders that have an image and headers, oldest first. The debug kernel
# is not among them: it is tested when it is asked for.
kernels_in() {
	for d in "$@"; do
		r=${d%/build} r=${r##*/}
		case $r in *-mytap-debug) continue ;; esac
		if [ ! -e "$d/Makefile" ]; then continue; fi
		if [ -e "/boot/vmlinuz-$r" ] || [ -e "${d%/build}/vmlinuz" ]; then echo "$r"; fi
	done | sort -uV
}

# All kernels on this machine, also those that dpkg does not know.
installed_kernels() { kernels_in "/lib/modules/$1"*/build "$unpacked/$1"*/lib/modules/*/build; }

# The newest of Debian's kernels on this machine that has the parts. Without dpkg, files are checked, except for debuginfo.
release_here() {
	if command -v dpkg-query >/dev/null 2>&1; then
		release=$(installed_release "$1" "$2")
		[ -n "$release" ] || release=$(kernels_in "$unpacked/$1"*-cloud-amd64/lib/modules/*/build | tail -n 1)
	else
		release=$(installed_kernels "$1" | tail -n 1)
	fi
	[ -n "$release" ]
}

# ---- installing ------------------------------------------------------------------------------

# Backports are for one release of Debian only.
fits_this_debian() {
	case $1 in
	beside:*) [ "${1#beside:}" = "$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release 2>/dev/null)-backports" ] ;;
	esac
}

# take_release PLACE "PART...": takes $release from $view.
take_release() {
	case $1 in
	alone:*) ;;
	*) say "taking $release from $1; a machine that boots by a Debian boot loader boots the newest kernel next" ;;
	esac
	case $1 in
	alone:*) unpack_release ;;
	host) missing="$missing $(packages_of "$release" "$2" | tr '\n' ' ')" ;;	# with all others: install_missing
	*)
		can_be_root || { say "$release is not installed: not root, and no sudo"; return 1; }
		# shellcheck disable=SC2046 # a list of words
		install $(packages_of "$release" "$2") ;;
	esac
}

# find_release PREFIX "PART...": sets $release to one that is on this machine or available; false if there is none.
find_release() {
	release_here "$1" "$2" && return 0
	command -v apt-get >/dev/null 2>&1 || return 1
	tables=
	for place in $(places_of "$1"); do
		parts=$2
		[ "$place" != alone:sid ] || parts='headers binary modules'
		if ! fits_this_debian "$place" || ! open_view "$place"; then continue; fi
		if choose_release "$1" "$parts"; then
			take_release "$place" "$parts" && return 0
		else
			tables="$tables
$place:
$(describe_table)"
		fi
	done
	release=
	return 1
}

# get_kernel PREFIX: sets $release, without debuginfo if that is not available.
get_kernel() {
	find_release "$1" "$(parts_of "$1")" && return 0
	[ "$(parts_of "$1")" != 'image headers' ] || return 1
	without=$tables
	find_release "$1" 'image headers' || return 1
	loud "THE DWARF TESTS OF ${1%.} ARE NOT RUN: no release has image, headers and debuginfo that fit. What there is:$without"
}

# For a script: a series that is on this machine; if there is none, an available one.
need_kernel() {
	for series in 6.1 6.12 7.2; do
		if release_here "$series." 'image headers'; then return 0; fi
	done
	had=
	for series in 6.1 6.12; do
		if get_kernel "$series."; then return 0; fi
		had="$had
$series:$tables"
	done
	loud "NO KERNEL can be installed with its headers; scripts can be compiled for one that is. What there is:$had"
}

# ---- unpacking -------------------------------------------------------------------------------
# The headers of 7.2 name a compiler (gcc-16) and bring tools (objtool, modpost) that need newer libraries than Debian 12's. So
# the kernel, that compiler, make, a shell and their libraries are unpacked into $unpacked/RELEASE, where mytap finds them by the
# release, and runs them with that folder's usr/ in place of /usr. apt and dpkg do not know it; to remove it, remove
# that folder. bootstrap runs nothing of it, and writes there as root only if $unpacked belongs to another user.

unpack_tools='make dash coreutils sed grep findutils diffutils mawk binutils'

# in_unpacked COMMAND...: as this user if that is enough.
in_unpacked() {
	place=$unpacked
	while [ ! -e "$place" ]; do place=$(dirname "$place"); done
	if [ -w "$place" ]; then
		command "$@"		# install is a function here
	elif can_be_root; then
		as_root "$@"
	else
		die "you cannot write to $place: set MYTAP_KERNELS to a folder of yours (the whole path)"
	fi
}

# our_folder NAME: makes $unpacked/NAME, owned by this user, so that builds in it run as this user. Only the empty folder
# is made as root. A folder of another user is not used.
our_folder() {
	[ -e "$unpacked/$1" ] || in_unpacked install -d -o "$(id -u)" -g "$(id -g)" -m 755 "$unpacked/$1"
	[ -O "$unpacked/$1" ] || die "$unpacked/$1 is not yours; remove it or set MYTAP_KERNELS to a folder of yours"
}

# What a root folder needs besides the packages' files: links of a merged /usr, and mount points for this system's folders.
finish_root() {
	in_unpacked rm -rf "$1/usr/share" "$1/var" "$1/etc"
	in_unpacked mkdir -p "$1/usr/share" "$1/usr/local"
	for f in bin sbin lib lib64; do in_unpacked ln -sfn "usr/$f" "$1/$f"; done
	in_unpacked ln -sfn mawk "$1/usr/bin/awk"
}

# $release of $view, and the packages it is built with.
unpack_release() {
	say "kernel $release and its compiler are unpacked into $unpacked/$release (360 MB); nothing is installed"
	[ -z "$plan" ] || { echo "unpack: $release"; return 0; }
	# shellcheck disable=SC2046,SC2086 # lists of words
	look apt-get install -y --download-only --no-install-recommends -o Debug::NoLocking=1 \
		$(packages_of "$release" 'headers binary modules') $unpack_tools >&2 || return 1
	new=$unpacked/.new.$$
	in_unpacked mkdir -p "$new"
	for deb in "$view"/archives/*.deb; do
		in_unpacked dpkg-deb -x "$deb" "$new" || { in_unpacked rm -rf "$new"; die "cannot unpack $deb into $new"; }
	done
	finish_root "$new"
	in_unpacked rm -rf "${unpacked:?}/$release" && in_unpacked mv "$new" "$unpacked/$release" || return 1
	rm -rf "$view/archives"
}

# ---- which kernels are tested ----------------------------------------------------------------

# Runs depmod for the unpacked release, as its installation would have done, so that modules can be loaded by name in a
# guest. For the debug kernel modules_install has done this.
note_dependencies() {
	case $1 in *-mytap-debug) return 0 ;; esac
	if [ -n "$plan" ] || [ ! -d "$unpacked/$1" ] || [ -e "$unpacked/$1/lib/modules/$1/modules.dep" ]; then return 0; fi
	depmod=$(PATH=$PATH:/usr/sbin:/sbin command -v depmod) || { say "there is no depmod (kmod): modules of $1 cannot be loaded by name"; return 0; }
	in_unpacked "$depmod" -b "$unpacked/$1/usr" "$1" || say "modules of $1 cannot be loaded by name (see above)"
}

add_kernel() {
	note_dependencies "$1"
	case ",$kernels," in *",$1,"*) ;; *) kernels="${kernels:+$kernels,}$1" ;; esac
}

# Those of these series that are on this machine or available.
choose_series() {
	for series; do
		if get_kernel "$series."; then
			add_kernel "$release"
		else
			loud "KERNEL $series IS NOT TESTED: it is not here and cannot be had. What there is:${tables:- no archive that can be reached}"
		fi
	done
}

# Sets kernels, for testsuite/run, from LIST; empty: the default.
choose_kernels() {
	kernels=
	case $1 in
	'') choose_series 6.1 6.12 ;;
	all)
		choose_series 6.1 6.12 7.2
		for r in $(installed_kernels ''); do add_kernel "$r"; done ;;
	*)
		for word in $(echo "$1" | tr , ' '); do
			release=$word prefix=$word
			case $word in
			debug | *-mytap-debug)
				want_debug_kernel
				continue ;;
			6.1 | 6.12 | 7.2) prefix=$word. ;;
			*) ! installed_kernels "$word" | grep -qxF -e "$word" || prefix= ;;
			esac
			[ -z "$prefix" ] || get_kernel "$prefix" ||
				die "kernel $word is not installed and not available. Available kernels:${tables:- no archive that can be reached}"
			add_kernel "$release"
		done ;;
	esac
}
