# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Part of ./bootstrap: the kernel of "check --kernels=debug", which looks for faults itself (KASAN, lockdep, RCU, UBSAN).
# It is built once, from Debian's linux-source-6.1 and tools/debug-kernel.config, by this user, and by root only
# if bootstrap is run by root: 30 minutes of CPU, 5 GB while it is built and 2.2 GB when it is done. It is kept in $unpacked/RELEASE, the build
# folder in its lib/modules/RELEASE/build; it is built with this system's compiler, so there is no usr/ in there.

debug_packages='bc bison flex libelf-dev libssl-dev dwarves rsync kmod'

debug_wanted=
# With the packages that it is built with.
want_debug_kernel() {
	debug_wanted=yes
	command -v dpkg-query >/dev/null 2>&1 || return 0
	for p in $debug_packages; do has_package "$p" || missing="$missing $p"; done
}

# The newest one that is already built.
debug_release() {
	for d in "$unpacked"/*-mytap-debug/lib/modules/*/vmlinuz; do
		d=${d%/vmlinuz}
		if [ -e "$d/build/Makefile" ]; then echo "${d##*/}"; fi
	done | sort -V | tail -n 1
}

# The source, in ./linux-source-6.1.
debug_fetch() {
	say 'fetching linux-source-6.1 (140 MB)'
	rm -rf ./*
	look apt-get download linux-source-6.1 >&2 && dpkg-deb -x linux-source-6.1_*.deb . &&
		tar xf usr/src/linux-source-6.1.tar.xz && rm -rf usr linux-source-6.1_*.deb
}

debug_make() { nice make -s -C linux-source-6.1 KBUILD_BUILD_USER=mytap KBUILD_BUILD_HOST=debug "$@" >&2; }

# $1: the fragment.
debug_configure() {
	debug_make x86_64_defconfig kvm_guest.config &&
		(cd linux-source-6.1 && scripts/kconfig/merge_config.sh -m .config "$1" >/dev/null) && debug_make olddefconfig || return 1
	for row in $(grep '^CONFIG_' "$1"); do
		grep -qxF "$row" linux-source-6.1/.config || say "the kernel does without $row"
	done
}

# Copies modules, image and build folder to $1; of the build only the files for building modules are kept, and vmlinux for its DWARF.
debug_put() {
	folder=$1/lib/modules/$release
	debug_make modules_install INSTALL_MOD_PATH="$1" || return 1
	rm -f "$folder/build" "$folder/source"
	cp linux-source-6.1/System.map "$folder/System.map"
	cp linux-source-6.1/arch/x86/boot/bzImage vmlinuz
	find linux-source-6.1 \( -name scripts -o -path linux-source-6.1/tools \) -prune -o -type f \
		\( -name '*.o' -o -name '*.a' -o -name '*.ko' -o -name '*.cmd' -o -name '*.mod' -o -name '.tmp_*' \) -exec rm -f {} +
	mv linux-source-6.1 "$folder/build" && mv vmlinuz "$folder/vmlinuz"
}

# Sets $release.
build_debug_kernel() {
	config=$PWD/tools/debug-kernel.config
	our_folder .debug
	view_host
	say "building a debug kernel in $unpacked/.debug (once: 30 minutes of CPU)"
	cd "$unpacked/.debug"
	debug_fetch || die 'linux-source-6.1 cannot be fetched or unpacked (see above)'
	debug_configure "$config" && debug_make -j "$(nproc)" bzImage modules ||
		die "the debug kernel cannot be built in $unpacked/.debug (see above)"
	release=$(sed -n 's/.*"\(.*\)".*/\1/p' linux-source-6.1/include/generated/utsrelease.h)
	our_folder "$release"
	debug_put "$unpacked/$release" || die "the debug kernel cannot be put into $unpacked/$release (see above)"
	rm -rf ./*
	cd "${config%/tools/*}"
	in_unpacked rmdir "$unpacked/.debug"
}

# Adds it to the kernels to be tested.
get_debug_kernel() {
	release=$(debug_release)
	if [ -n "$plan" ]; then
		[ -n "$release" ] || echo 'build: debug kernel'
	elif [ -z "$release" ]; then
		build_debug_kernel
	fi
	add_kernel "${release:-debug}"
}
