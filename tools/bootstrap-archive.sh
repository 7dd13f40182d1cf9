# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Part of ./bootstrap: the packages of a kernel in apt's archives, and the release that can be installed.
#
# A view is a folder with an apt.conf that is read after the machine's own; $view is the current one:
#	host		apt's own configuration
#	beside:SUITE	that, and SUITE of the archive that apt has Debian from; apt's configuration stays as it is
#	alone:SUITE	SUITE only, as if nothing were installed: for what is unpacked and not installed
#
# A part of a kernel (image, headers, debuginfo; binary and modules, of which newer images consist) is one package per
# release, with the release in its name. Only these packages are used. The metapackages (linux-image-cloud-amd64 ...) move
# one by one while an upload goes through the archive: debuginfo first, the signed image days later.

# look PROGRAM ARG...: apt-get or apt-cache in the view, with output that can be parsed.
look() {
	program=$1
	shift
	LC_ALL=C "$program" -q -c "$view/apt.conf" "$@" </dev/null
}

# apt ARG...: apt-get as root, in the view.
apt() {
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -c "$view/apt.conf" \
		-o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=600 "$@" >&2 </dev/null
}

can_be_root() { [ "$(id -u)" = 0 ] || command -v sudo >/dev/null 2>&1; }

# ---- views -----------------------------------------------------------------------------------

# The first time with fresh lists, if this user may fetch them.
view_host() {
	view=$scratch/host
	[ ! -e "$view" ] || return 0
	mkdir "$view"
	: >"$view/apt.conf"
	if [ -n "$plan" ] || ! can_be_root; then return 0; fi
	say 'updating the package lists'
	apt update || say 'apt-get update failed; going on with the lists at hand'
}

# The archive that apt has Debian itself from.
debian_archive() {
	LC_ALL=C apt-get indextargets 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' --format '$(REPO_URI)' 2>/dev/null |
		grep -v '^cdrom:' | head -n 1
}

# view_suite beside|alone SUITE: false if it cannot be fetched.
view_suite() {
	view_host
	uri=$(debian_archive) || true
	[ -n "$uri" ] || { say "apt's configuration has no archive of Debian to take $2 from"; return 1; }
	view=$scratch/$2
	[ ! -e "$view" ] || return 0
	mkdir -p "$view/lists/partial" "$view/archives/partial"
	key=/usr/share/keyrings/debian-archive-keyring.gpg
	if [ -e "$key" ]; then key="[signed-by=$key] "; else key=; fi
	echo "deb $key$uri $2 main" >"$view/suite.list"
	"view_$1"
	say "looking into $2 of $uri"
	if ! look apt-get -c "$view/update.conf" update -o APT::Update::Error-Mode=any -o Acquire::Languages=none >&2; then
		rm -rf "$view"
		return 1
	fi
}

# Common to both kinds: separate lists. This user owns the files, so apt must not change to another user to fetch them.
view_common() {
	cat <<-END
		Dir::State::lists "$view/lists";
		Dir::Cache::pkgcache "";
		Dir::Cache::srcpkgcache "";
		Acquire::Retries "2";
		Acquire::http::Timeout "20";
	END
}

only_the_suite() {
	cat <<-END
		Dir::Etc::sourcelist "$view/suite.list";
		Dir::Etc::sourceparts "/dev/null";
		APT::Sandbox::User "$(id -un)";
		APT::Get::List-Cleanup "0";
	END
}

# The machine's lists are linked into ours, and its source list copied into a new one.
view_beside() {
	list=/etc/apt/sources.list lists=/var/lib/apt/lists/
	eval "$(apt-config shell list Dir::Etc::sourcelist/f lists Dir::State::lists/d)"
	for f in "$lists"/*; do
		if [ -f "$f" ] && [ "${f##*/}" != lock ]; then ln -s "$f" "$view/lists/"; fi
	done
	{ cat "$list" 2>/dev/null || true; echo; cat "$view/suite.list"; } >"$view/all.list"
	{ view_common; echo "Dir::Etc::sourcelist \"$view/all.list\";"; } >"$view/apt.conf"
	{ view_common; only_the_suite; } >"$view/update.conf"
}

view_alone() {
	: >"$view/status"
	{
		view_common
		only_the_suite
		cat <<-END
			Dir::Etc::preferences "/dev/null";
			Dir::Etc::preferencesparts "/dev/null";
			Dir::State::status "$view/status";
			Dir::Cache::archives "$view/archives";
		END
	} >"$view/apt.conf"
	cp "$view/apt.conf" "$view/update.conf"
}

# open_view VIEW: sets $view; false if it cannot be reached.
open_view() {
	case $1 in
	host) view_host ;;
	*) view_suite "${1%%:*}" "${1#*:}" ;;
	esac
}

# ---- releases --------------------------------------------------------------------------------
# A table has lines "RELEASE PART VERSION".

package_of() {
	case $1 in
	debuginfo) echo "linux-image-$2-dbg" ;;
	*) echo "linux-$1-$2" ;;
	esac
}

# packages_of RELEASE "PART..."
packages_of() {
	for part in $2; do package_of "$part" "$1"; done
}

# Lines "PACKAGE VERSION" to a table of the releases that begin with $1.
as_table() {
	awk -v prefix="$1" '
	$1 ~ /^linux-(image|headers|binary|modules)-[0-9].*-cloud-amd64(-dbg)?$/ {
		release = $1
		sub(/^linux-[a-z]*-/, "", release)
		part = substr($1, 7, length($1) - 7 - length(release))
		if (sub(/-dbg$/, "", release))
			part = "debuginfo"
		if (index(release, prefix) == 1)
			print release, part, $2
	}'
}

# The packages for which the view has candidates.
archive_table() {
	names=$(look apt-cache pkgnames linux- | grep -E -e '-cloud-amd64(-dbg)?$') || return 0
	# shellcheck disable=SC2086 # a list of words
	look apt-cache policy $names | awk '
	/^[^ ]/ { name = $1; sub(/:$/, "", name) }
	$1 == "Candidate:" && $2 != "(none)" { print name, $2 }' | as_table "$1"
}

# Installed packages, by dpkg.
installed_table() {
	dpkg-query -W -f='${db:Status-Status} ${Package} ${Version}\n' 'linux-*' 2>/dev/null |
		sed -n 's/^installed //p' | as_table "$1"
}

# releases_with "PART...": those in the table on standard input that have all of them, newest first. Debuginfo must be
# of the image's own version; headers go by the release.
releases_with() {
	awk -v parts="$1" '
	{ version[$1, $2] = $3; seen[$1] }
	END {
		n = split(parts, part, " ")
		for (r in seen) {
			whole = 1
			for (i = 1; i <= n; i++)
				if (!((r, part[i]) in version) || part[i] == "debuginfo" && version[r, "image"] != version[r, part[i]])
					whole = 0
			if (whole)
				print r
		}
	}' | sort -rV
}

# The newest installed release that begins with $1 and has the parts $2.
installed_release() { installed_table "$1" | releases_with "$2" | head -n 1; }

# choose_release PREFIX "PART...": sets $release to the best one in this view; false if there is none. A release that is
# partly installed is preferred to a newer one. apt decides at last: a dependency of a part may be missing.
choose_release() {
	table=$(archive_table "$1")
	here=$(installed_table "$1" | releases_with "${2% debuginfo}" | tr '\n' ' ')
	for release in $(printf '%s\n' "$table" | releases_with "$2" | awk -v here="$here" '
		BEGIN { n = split(here, h, " "); for (i = 1; i <= n; i++) first[h[i]] }
		$1 in first { print; next }
		{ rest = rest $1 "\n" }
		END { printf "%s", rest }'); do
		# shellcheck disable=SC2046 # a list of words
		if look apt-get -s install --no-install-recommends $(packages_of "$release" "$2") >"$scratch/sim" 2>&1; then return 0; fi
		say "$release cannot be installed: $(tail -n 3 "$scratch/sim" | tr -s ' \n' ' ')"
	done
	release=
	return 1
}

# The contents of the last table, newest first: explains why there was nothing to choose.
describe_table() {
	if [ -z "$table" ]; then
		echo '  nothing of it'
		return
	fi
	printf '%s\n' "$table" | sort -k 1,1rV -k 2,2 | awk '
	$1 != release { if (release) print ""; release = $1; printf "  %s:", release; if (++n > 4) { print " ..."; exit } }
	{ printf " %s %s", $2, $3 }
	END { if (n <= 4) print "" }'
}
