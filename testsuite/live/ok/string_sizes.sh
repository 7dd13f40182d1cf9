# modules: string_sizes.stp
# timeout: 60
# row: 1.2 strings with a size of their own
# Strings of 16 to 3000 bytes: given when the module is loaded, kept, keys, printed; what is too long for its variable is refused.
fail() { echo "$1 (status $status):"; cat out err; exit 1; }
text=
while [ ${#text} -lt 1200 ]; do text=${text}abcdef; done
mytap-run -c 'reads 1000' t_string_sizes.ko "given=$text" short=fifteen_letters > out 2> err
status=$?
[ $status = 0 ] && [ ! -s err ] || fail "a session"
[ "$(sed -n 1p out)" = "1200 def 15 fifteen_letters" ] || fail "what was given"
[ "$(sed -n 2p out)" = "what is longer than keys can be|2999|012345678" ] || fail "an element"
[ "$(sed -n 3p out)" = "1203 end 400" ] || fail "a key"
[ "$(sed -n 4p out | wc -c)" = 3000 ] && [ "$(sed -n 4p out | tr -d '0-9\n' | wc -c)" = 0 ] || fail "all of it"
mytap-run -c true t_string_sizes.ko short=sixteen_letters_ > out 2> err
status=$?
[ $status = 1 ] && grep -q 'short.*too long' err || fail "16 letters for 15"
! grep -q '^t_string_sizes ' /proc/modules
