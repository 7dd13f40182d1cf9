# SPDX-License-Identifier: GPL-2.0-or-later
# needs: headers installed
# Who is not root builds as himself, by either way, with all that a build starts: sudo is for mytap-run only. A make of the
# kernel never runs with more rights than the user of mytap has.
place=$(mktemp -d /tmp/mytap-user.XXXXXX) || exit 1
trap 'rm -rf "$place"' EXIT
# Where others can read, whatever the rights of this tree's folder are.
cp "$MYTAP" "$MYTAP_RUN" "$place/"
cp -r "$TESTSUITE/../runtime" "$TESTSUITE/../tapsets" "$place/"
chmod -R a+rX "$place"
user=$(id -u)
as_user=()
if [ "$user" = 0 ]; then
	user=1000
	as_user=(setpriv --reuid=1000 --regid=1000 --clear-groups)
	chown 1000:1000 "$place"
fi
mkdir "$place/bin"
# Each of these writes down by whom it is run, then is what it is.
for p in make gcc ld sudo; do
	real=$(command -v $p || echo /nowhere/$p)
	printf '#!/bin/sh\necho "$(id -u) %s" >> %s/log\nexec %s "$@"\n' $p "$place" "$real" > "$place/bin/$p"
done
chmod 755 "$place"/bin/*
for way in kbuild fast; do
	run "${as_user[@]}" env -C "$place" HOME="$place" MYTAP_CACHE_DIR="$place/cache-$way" PATH="$place/bin:$PATH" TMPDIR="$place" \
		./mytap -r "$KERNEL" --build=$way -p4 -e 'probe begin { exit() }'
	expect_status 0
	[ "$(stat -c %u "$(cat out)")" = "$user" ] || fail "the module of $way belongs to $(stat -c %U "$(cat out)")"
	grep -q "^$user make\$" "$place/log" || fail "no make by $way"
	! grep -v "^$user " "$place/log" || fail "another user by $way"
	! grep ' sudo$' "$place/log" || fail "sudo by $way"
	rm "$place/log"
done
[ -z "$(find "$place"/cache-* ! -user "$user")" ] || fail 'files of somebody else in the cache'
