# -r with a build folder: the release is what uname says, not the upstream version in kernel.release.
rel=$(basename "$(dirname "$(ls -d /lib/modules/*/build | head -1)")")
"$MYTAP" -v -r "/lib/modules/$rel/build" -p2 -e 'probe begin {}' > out 2> err || { cat err; exit 1; }
"$MYTAP" -r "/lib/modules/$rel/build" -p1 -e 'probe begin { %( kernel_vr == "'"$rel"'" %? println("yes") %: println("no") %) }' > out || exit 1
grep -q yes out || { cat out; exit 1; }
