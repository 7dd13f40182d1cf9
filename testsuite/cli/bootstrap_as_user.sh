# SPDX-License-Identifier: GPL-2.0-or-later
# ./bootstrap of a user who is not root: root's rights are for apt-get and for writing below $MYTAP_KERNELS where that is
# not his; nothing is built with them. And what could not be tested stands at the end, behind the totals.
[ -x "$TESTSUITE/../bootstrap" ] || skip 'no bootstrap'
top=$(cd "$TESTSUITE/.." && pwd)
place=$(mktemp -d "/tmp/mytap-user.XXXXXX") || exit 1
trap 'chmod -R u+w "$place"; rm -rf "$place"' EXIT
cp -r "$top/bootstrap" "$top/tools" "$TESTSUITE/cli/archives" "$place/"
[ "$(id -u)" != 0 ] || chown -R 1000:1000 "$place"
chmod 755 "$place"
as_user() {
	if [ "$(id -u)" != 0 ]; then "$@"; else setpriv --reuid=1000 --regid=1000 --clear-groups "$@"; fi
}
cat > "$place/go" <<'END'
set -e
cd "$1"
shift
. archives/play.bash
play_begin
play make <<< '. "$PLAY/bin/note"; note make'
printf '#!/bin/sh\n. "$PLAY/bin/note"; note configure\n: > Makefile; : > config.status' > configure
printf '#!/bin/sh\necho "mytap of a test"\n' > mytap
mkdir -p testsuite
printf '#!/bin/sh\necho "3 passed, 1 failed, 0 skipped"\nexit 1\n' > testsuite/run
chmod +x configure mytap testsuite/run
: > Makefile.in
export TMPDIR=$PWD
eval "$SETUP"
"$@" >> ../out 2>> ../err || echo "status $?"
[ -z "$(ls -d tmp.* 2>/dev/null)" ] || echo "left behind: $(ls -d tmp.*)"
END
# go SETUP COMMAND...: in a tree of its own; the log in $tree/log, the rest in $place/{out,err}.
go() {
	rm -f "$place/out" "$place/err"
	tree=$(as_user mktemp -d "$place/a tree.XXX")
	as_user cp -r "$place/bootstrap" "$place/tools" "$place/archives" "$tree"
	SETUP=$1 MYTAP_KERNELS= run as_user bash "$place/go" "$tree" "${@:2}"
	cp "$place/out" "$place/err" .
}
only_in_log() {
	printf '%s\n' "$@" > want
	expect_same want "$tree/log"
}
policy='policy() { for p; do printf "%s:\n  Installed: (none)\n  Candidate: 6.1.9-1\n" "$p"; done >> host; }'
parts='linux-image-6.1.0-9-cloud-amd64 linux-headers-6.1.0-9-cloud-amd64'

go "$policy; policy $parts; echo flex > lacks" ./bootstrap check --kernels=6.1
only_in_log 'root apt-get update host' "root apt-get install flex $parts" 'user configure' 'user make' 'user make'
expect_out '^3 passed, 1 failed, 0 skipped$'
tail -n 4 err | grep -q '^== THE DWARF TESTS OF 6.1 ARE NOT RUN' || { cat err; fail 'not said at the end'; }
go "$policy; policy $parts linux-image-6.1.0-9-cloud-amd64-dbg" sh -c './bootstrap check; echo "status $?"'
only_in_log 'root apt-get update host' 'user apt-get update bookworm-backports' "root apt-get install $parts linux-image-6.1.0-9-cloud-amd64-dbg" \
	'user configure' 'user make' 'user make'
expect_out '^status 1$'
tail -n 4 err | grep -q '^== KERNEL 6.12 IS NOT TESTED' || { cat err; fail 'not said at the end'; }

# 7.2 is unpacked by the user where that is his ...
unpack='cp archives/sid .'
go "$unpack" ./bootstrap check --kernels=7.2
only_in_log 'root apt-get update host' 'user apt-get update sid' 'user apt-get download' 'user dpkg-deb' \
	'user configure' 'user make' 'user make'
[ -d "$tree/kernels/7.2.13+deb14-cloud-amd64/usr/local" ] || fail 'nothing unpacked'
# ... and by root where it is not: nothing of it is run.
go "$unpack"'; mkdir kernels; chmod 555 kernels' ./bootstrap check --kernels=7.2
[ -d "$tree/kernels/7.2.13+deb14-cloud-amd64/usr/local" ] || fail 'nothing unpacked'
strange=$(grep '^root' "$tree/log" | grep -vE '^root (apt-get update host|dpkg-deb|(rm|mkdir|mv|ln|dpkg-deb) .*KERNELS/[^ ]*|[a-z/]*/depmod -b KERNELS/[^ ]*/usr [^ ]*)$' || true)
[ -z "$strange" ] || fail "as root: $strange"
grep '^user make' "$tree/log" || fail 'make is not run by the user'
# A folder to build in is the user's own.
ours='plan= command=check; die() { echo "$*"; exit 1; }; as_root() { sudo "$@"; }; can_be_root() { true; }; . tools/bootstrap-kernels.sh; our_folder "a place"'
go 'mkdir kernels; chmod 555 kernels' sh -c "$ours"
grep -E '^root install -d -o [0-9]+ -g [0-9]+ -m 755 KERNELS/a place$' "$tree/log" || { cat "$tree/log"; fail 'no folder'; }
[ "$(wc -l < "$tree/log")" = 1 ] && [ "$(stat -c %u "$tree/kernels/a place")" = "$(as_user id -u)" ] || fail 'not his'
if [ "$(id -u)" = 0 ]; then
	go 'mkdir -p kernels' true
	mkdir "$tree/kernels/a place"
	SETUP= run as_user env PLAY="$tree" MYTAP_KERNELS="$tree/kernels" sh -c 'cd "$1" && eval "$2"' sh "$tree" "$ours"
	expect_status 1
	expect_out 'is not yours'
fi

# The debug kernel: a source of two files and a make that plays what a kernel's would leave. All of it is the user's doing,
# also where the folder of kernels is root's; but for making empty folders in there and taking them away.
source=$(cat <<'END'
mkdir -p s/usr/src s/linux-source-6.1/scripts/kconfig s/linux-source-6.1/include/generated s/linux-source-6.1/arch/x86/boot
printf '#!/bin/sh\ncp "$3" .config\n' > s/linux-source-6.1/scripts/kconfig/merge_config.sh
chmod +x s/linux-source-6.1/scripts/kconfig/merge_config.sh
echo > s/linux-source-6.1/drop.o
(cd s && tar cJf usr/src/linux-source-6.1.tar.xz linux-source-6.1)
play dpkg-deb <<< '. "$PLAY/bin/note"; note dpkg-deb; cp -r "$PLAY/s/usr" "$3/"'
play make <<'MAKE'
. "$PLAY/bin/note"; note make
[ "$2" != -C ] || cd "$3"
for word; do
	case $word in
	INSTALL_MOD_PATH=*) mkdir -p "${word#*=}/lib/modules/6.1.9-mytap-debug" ;;
	bzImage)
		echo '#define UTS_RELEASE "6.1.9-mytap-debug"' > include/generated/utsrelease.h
		for f in Makefile vmlinux System.map arch/x86/boot/bzImage; do : > $f; done ;;
	esac
done
MAKE
END
)
for closed in '' 'mkdir kernels; chmod 555 kernels'; do
	go "$source
$closed" ./bootstrap check --kernels=debug
	built=$tree/kernels/6.1.9-mytap-debug/lib/modules/6.1.9-mytap-debug
	for f in vmlinuz System.map build/Makefile build/vmlinux; do [ -e "$built/$f" ] || { cat err; fail "no $f"; }; done
	[ ! -e "$built/build/drop.o" ] && [ ! -e "$tree/kernels/.debug" ] || fail 'it is not tidied up'
	cmp "$built/build/.config" "$top/tools/debug-kernel.config" || fail 'another configuration'
	strange=$(grep '^root' "$tree/log" | grep -vE '^root (apt-get update host|install -d .*KERNELS/[^ ]*|rmdir KERNELS/.debug)$' || true)
	[ -z "$strange" ] || fail "as root: $strange"
	[ "$(grep -c '^user make$' "$tree/log")" = 6 ] || { cat "$tree/log" err; fail 'make is not run by the user'; }
done

# Neither root nor sudo: what to install is said, with the kernel's packages.
go "$policy; policy $parts; echo flex > lacks; rm bin/sudo; hide=\$PWD/bin; for p in sh env id awk sed grep sort head tail tr cat cp ln rm mkdir mktemp dirname find ls chmod; do ln -s \"\$(command -v \$p)\" bin/ ; done; PATH=\$hide" ./bootstrap demo
expect_err "^bootstrap: packages are missing; become root or install sudo, then run: apt-get install flex $parts\$"
