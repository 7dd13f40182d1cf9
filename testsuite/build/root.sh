# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers
# timeout: 600
# A kernel in a root folder of its own: found by its release and by --sysroot, built with that folder's programs, by
# root and by others; nothing of it is seen outside, nothing is written into it.
export MYTAP_CACHE_DIR=$PWD/cache
root=$(root_of "$KERNEL")
mkdir -p empty elsewhere/usr
refused() { run "$MYTAP" "${@:2}" -p4 -e 'probe begin { exit() }'; expect_status 1; expect_err "$1"; }
refused "^mytap: --sysroot=nowhere: No such file" --sysroot=nowhere
refused "^mytap: --sysroot=empty: there is no usr in it" --sysroot=empty
release=${KERNEL//+/\\+}
refused "there is no kernel $release here: neither .*/elsewhere/lib/modules/" --sysroot=elsewhere -r "$KERNEL"
if [ -z "$root" ]; then
	# This system as the root folder: the same module as without.
	run "$MYTAP" --sysroot=/ -r "$KERNEL" -m m -p4 -e 'probe begin { exit() }'
	expect_status 0
	exit 0
fi
MYTAP_KERNELS=$PWD refused "there is no kernel $release here: .* nor .*/$release " -r "$KERNEL"

made() {
	expect_status 0
	modinfo -F vermagic "$1" | grep -q "^$KERNEL " || fail "$1 is for $(modinfo -F vermagic "$1")"
	compiler=$(readelf -p .comment "$1" | sed -n 's/.*GCC: //p' | sort -u)
	[ -n "$compiler" ] && [[ $(gcc --version) != *"$compiler"* ]] || fail "$1 was compiled by $compiler, as by this system's"
	rm "$1"
}
# Other tests that run at the same time mount things of theirs.
mounts() { awk -v own="$PWD/" 'index($2, "/tests/") == 0 || index($2, own) == 1' /proc/self/mounts; }
mounts > mounts
touch stamp
for way in fast kbuild; do
	run "$MYTAP" -r "$KERNEL" --build=$way -m m -p4 -e "probe begin { println(\"$way\") exit() }"
	made m.ko
done
run "$MYTAP" --sysroot="$root" --build=fast -m m -p4 -e 'probe begin { println("sysroot") exit() }'
made m.ko
run "$MYTAP" -r "$root/lib/modules/$KERNEL/build" -g -m m -p4 -e 'function f:long() %{ STAP_RETVALUE = 1; %} probe begin { println(f()) exit() }'
made m.ko
diff mounts <(mounts) || fail 'a mount is left'
[ -z "$(find "$root/usr/src" "$root/usr/lib/" -newer stamp)" ] || fail "written into: $(find "$root/usr/src" "$root/usr/lib/" -newer stamp)"

run "$MYTAP" doctor --kernel="$KERNEL"
for what in headers compiler tools objtool runtime image; do expect_out "^  ok +$what "; done

# Somebody else has a user namespace for it.
[ "$(id -u)" = 0 ] || exit 0
[ "$(cat /proc/sys/user/max_user_namespaces)" -gt 0 ] || exit 0
own=$(mktemp -d /tmp/mytap-root.XXXXXX)	# our own TMPDIR is for us alone
trap 'rm -rf "$own"' EXIT
chown nobody "$own"
cd "$own" || exit 1
run_as_nobody() { setpriv --reuid=nobody --regid=nogroup --clear-groups env HOME="$own" TMPDIR="$own" MYTAP_CACHE_DIR="$own/cache" "$@"; }
if run_as_nobody unshare -Um true 2> /dev/null && run_as_nobody test -x "$MYTAP" && run_as_nobody test -x "$root/usr"; then
	status=0
	run_as_nobody "$MYTAP" -r "$KERNEL" --build=fast -m m -p4 -e 'probe begin { exit() }' > "$own/out" 2> "$own/err" || status=$?
	[ "$status" = 0 ] || { cat "$own/err"; fail "built by root only"; }
	made m.ko
fi
