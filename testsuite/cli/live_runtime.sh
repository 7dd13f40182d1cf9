# needs: root headers installed guest
# The runtime by itself: hand-written scripts, built by kbuild, run in a guest (live-runtime/run).
own_cache
FEATURES=$(echo cache/seed/*/features.h) KERNEL=${KERNEL:-} MYTAP=$MYTAP "$TESTSUITE/live-runtime/run" families maps text backends > out 2>&1
status=$?
[ $status = 0 ] || cat out
exit $status
