# modules: process_postgres.stp
# needs: postgres
# guest: $(postgres_adds)
# timeout: 120
# turns: 15
# postgresql as packaged: its queries by their marks, as it answers them; the wrong one is not done, and its transaction is aborted.
fail() { echo "$1:"; cat out err answers; exit 1; }
server=$(tar -tf /postgres.tar | grep '/bin/postgres$')
tar -C / -xf /postgres.tar
chown -R 65534:65534 /data
[ -e /share ] || ln -s usr/share /share		# /usr/lib is a link here, and the server looks for its files beside its own
mkdir -m 777 for_all
cat > for_all/queries <<'END'
create table t (a int, b text)
insert into t select i, 'row ' || i from generate_series(1, 50) i
select count(*) from t where a > 10
nonsense
drop table t
END
printf '#!/bin/sh\ncd /data\nexec /%s --single -D /data postgres < %s/for_all/queries > %s/for_all/answers 2>&1\n' "$server" "$PWD" "$PWD" > for_all/run
chmod 755 for_all/run
mytap-run --user 65534:65534 -c "$PWD/for_all/run" t_process_postgres.ko > out 2> err || { cp for_all/answers .; fail status; }
cp for_all/answers .
[ ! -s err ] || fail messages
grep -q 'count = "40"' answers && grep -q 'syntax error at or near "nonsense"' answers || fail "its answers"
awk '{ print "start " $0; if (!/nonsense/) print "done " $0 }' for_all/queries > want
grep -v '^$' out | grep '^start\|^done' | diff want - || fail "queries"
[ "$(sed -n 's/^parsed //p' out)" -ge 5 ] || fail "parsed"	# the server has some of its own
# One more at the start of the server.
[ "$(awk '/^transaction/ { n[$1] = $2 } END { print n["transaction__start"] - n["transaction__commit"], n["transaction__abort"] }' out)" = '1 1' ] ||
	fail "transactions"
