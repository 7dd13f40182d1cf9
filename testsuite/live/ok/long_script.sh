# modules: ../../bench/long.stp
# The script that bench/run startup compiles, of which what runs seldom is compiled without optimization: it counts and reports.
mytap-run -c 'reads 2000' t_long.ko > out 2> err || { echo "status $?"; cat err; exit 1; }
want() {
	grep -Eq "$1" out || { echo "no line is like: $1"; cat out err; exit 1; }
}
want '^watching process [0-9]+; a report every 5 s$'
want '^read +2000 +1[.]9k +[0-9.]+us +[0-9.]+us +[0-9.]+[mu]s$'
want '^ *[0-9]+ reads +2[0-9]{3} +[0-9.]+%$'
want '^ *[0-9]+ reads +read +1[.]9k in 2000'
want '^switches [0-9]+, wake-ups [0-9]+$'
want '^ +[0-9]+ \|@+ +[0-9]+$'
want '^1 reports$'
want '^ran for [0-9]+ ms$'
[ ! -s err ] || { cat err; exit 1; }
