# modules: process_java.stp
# needs: java long
# guest: $(java_adds)
# timeout: 240
# java as packaged: the calls of a program's methods (hotspot has their marks with -XX:+DTraceMethodProbes only), its threads, collections
# and classes by the marks of libjvm, as the program and hotspot's own log count them.
fail() { echo "$1:"; tail -n 40 out err its.all log; exit 1; }
tar -C / -xf /java.tar
mkdir -m 777 for_all
java=$(tar -tf /java.tar | grep '/bin/java$')
printf '#!/bin/sh\nexec /%s -Xint -XX:+UseSerialGC -Xmx64m -XX:+DTraceMethodProbes -Xlog:gc,class+load:file=%s/for_all/log -cp / Counted > %s/for_all/its\n' "$java" "$PWD" "$PWD" > for_all/run
chmod 755 for_all/run
mytap-run -c "$PWD/for_all/run" t_process_java.ko > out 2> err
status=$?
cp for_all/its its.all; cp for_all/log .
[ $status = 0 ] || fail status
[ ! -s err ] || fail messages
[ "$(grep -c '^called\|^started' its.all)" = 6 ] || fail "its own counts"
{ cat its.all; echo "collections 0 $(grep -c 'Pause Full' log)"; echo "classes $(grep -c ' source: ' log) 1"; } | sort > its
grep -v '^$\|^called Counted \(main\|<\|lambda\)\|^returned Counted \(main\|<\|lambda\)' out | sort | diff its - || fail counts
