# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# apt and dpkg of a machine that is played: first in PATH, they answer from files in the test's folder.
#	host, SUITE	apt-cache policy of each package that this view knows
#	installed	"STATUS PACKAGE VERSION" of the kernel's packages; of all others dpkg says they are installed,
#			except those in
#	lacks		names
#	broken		packages that apt cannot install although they have a candidate
#	log		what was done, by whom: "root COMMAND..." or "user COMMAND..."

play_begin() {
	export PLAY=$PWD PLAY_ARCHIVE=http://mirror.test/debian MYTAP_KERNELS=$PWD/kernels PATH=$PWD/bin:$PATH
	mkdir bin
	: > host; : > installed; : > lacks; : > broken; : > log
	play apt-get <<-'END'
		. "$PLAY/bin/view"
		case $* in
		indextargets*) [ -z "$PLAY_ARCHIVE" ] || echo "$PLAY_ARCHIVE" ;;
		*' update'*)
			. "$PLAY/bin/note"; note apt-get update "$view"
			[ -e "$PLAY/$view" ]
			exit ;;
		*-s\ install*)
			for p; do
				grep -qxF -e "$p" "$PLAY/broken" || continue
				echo 'The following packages have unmet dependencies:'
				echo " $p : Depends: linux-kbuild but it is not installable"
				exit 100
			done ;;
		*--download-only*)
			. "$PLAY/bin/note"; note apt-get download
			: > "${conf%/*}/archives/a.deb" ;;
		*' download '*)
			. "$PLAY/bin/note"; words="$*"; words=${words##* download }
			note apt-get download "$words"
			for p in $words; do : > "${p}_1_all.deb"; done ;;
		*' install '*) . "$PLAY/bin/note"; note apt-get "install${*##*--no-install-recommends}" ;;
		*) echo "apt-get is not played: $*" >&2; exit 99 ;;
		esac
	END
	play apt-cache <<-'END'
		. "$PLAY/bin/view"
		case $* in
		*' pkgnames '*) sed -n 's/^\(linux-.*\):$/\1/p' "$PLAY/$view" ;;
		*' policy '*)
			for p; do
				sed -n "/^$p:\$/,/^[^ ]/{/^$p:\$/p;/^ /p}" "$PLAY/$view"
			done ;;
		show*) exit 1 ;;
		*) echo "apt-cache is not played: $*" >&2; exit 99 ;;
		esac
	END
	play dpkg-query <<-'END'
		case $* in
		*'linux-*') cat "$PLAY/installed" ;;
		*) for p; do :; done
			if grep -qxF -e "$p" "$PLAY/lacks"; then exit 1; fi
			echo 'install ok installed' ;;
		esac
	END
	play apt-config <<< "echo \"list='\$PLAY/sources.list' lists='\$PLAY/lists'\""
	play dpkg-deb <<-'END'
		. "$PLAY/bin/note"; note dpkg-deb
		mkdir -p "$3/lib/modules/7.2.13+deb14-cloud-amd64/build" "$3/usr/bin"
		: > "$3/lib/modules/7.2.13+deb14-cloud-amd64/vmlinuz"
		: > "$3/lib/modules/7.2.13+deb14-cloud-amd64/build/Makefile"
	END
	# Root may write where others may not.
	play sudo <<-'END'
		. "$PLAY/bin/note"
		PLAY_ROOT=root
		[ "$1" = env ] || note "$@"
		chmod -f u+w "$MYTAP_KERNELS"
		PLAY_ROOT=root "$@"
		status=$?
		chmod -f u-w "$MYTAP_KERNELS"
		exit "$status"
	END
	# Sourced by the others: which view they are asked about, and what is worth a line in the log.
	cat > bin/view <<-'END'
		view=host was=
		for p; do
			if [ "$was" = -c ]; then conf=$p view=${p%/*} view=${view##*/}; fi
			was=$p
		done
	END
	cat > bin/note <<-'END'
		note() { echo "${PLAY_ROOT:-user} $*" | sed "s/new\.[0-9]*/new/g; s#$MYTAP_KERNELS#KERNELS#g" >> "$PLAY/log"; }
	END
}

# play NAME: a program, its text on standard input.
play() {
	{ echo '#!/bin/sh'; cat; } > "bin/$1"
	chmod +x "bin/$1"
}
