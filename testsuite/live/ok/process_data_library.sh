# modules: process_data_library.stp
# guest: $(program_adds bash)
# turns: 2
# Watchpoints on data of a library: before and after it is loaded, in threads older and younger than it and in children, each
# time that it is loaded again (wherever it lies then); not in another file of the same contents. The dynamic linker's writes are
# hits as well: it clears the end of the data's last page, and relocates pointers.
fail() { echo "$1:"; cat out err; exit 1; }
mytap-run -c 'ulib /bin/ulib_data 3' t_process_data_library.ko > out 2> err || fail status
[ ! -s err ] || fail messages
cat > want <<'END'
itself by 1: 3 from 70
child by 10000: 3 from 2371
older by 100: 9 from 71
younger by 1000: 6 from 371
later: 0 was 0
later: 0 was 0
later: 0 was 0
later: 81985529216486895 was 0
later: 81985529216486896 was 0
later: 81985529216486897 was 0
pointer: 3, relocated 3, initial 3
END
sort out > got
sort want | diff - got || fail "counts"
cp /bin/ulib_data copy
mytap-run -c "ulib $PWD/copy 1" t_process_data_library.ko > out 2> err || fail "status of the copy"
[ ! -s err ] || fail "messages of the copy"
echo 'pointer: 0, relocated 0, initial 0' | diff - out || fail "the copy"
