# SPDX-License-Identifier: GPL-2.0-or-later
# What can be watched of a program's data: by debuginfo, by symbols, by address; the reason for what cannot. (Hits: live/ok/process_data.)
cat > prog.c << 'END'
int counter = 5, both[2];
static struct { long a, b; } pair;
__thread int own;
int main(void) { counter++; both[0]++; pair.a++; own++; return pair.b; }
END
gcc -O0 -g -o prog prog.c || exit 1
strip -g -o bare prog
address() { nm prog | awk -v name="$1" '$3 == name { print "0x" $1 }'; }
code=$(readelf -lW prog | awk '$1 == "LOAD" && $8 == "E" { print $3; exit }')
emitted() { run "$MYTAP" -p3 -e "probe process(\"$PWD/$1\").$2 { println(\$value) }"; expect_status 0; grep -o 'mytap_process_data_probe){[^}]*}' out > got; }
has() { grep -q -- "$1" got || { cat got; fail "not there: $1"; }; }
hex() { printf '%#x' "$(($1))"; }
emitted prog 'data("counter").write'
has "\.code = $(hex "$code"), \.address = $(hex "$(address counter)"), \.length = 4 }"
emitted prog 'data("pair@prog.c").length(8).rw'
has "\.address = $(hex "$(address pair)"), \.length = 8, \.reads = true }"
emitted bare 'data("counter").length(2).write'
has "\.address = $(hex "$(address counter)"), \.length = 2 }"
emitted prog "data($(address both)).length(4).write"
has "\.address = $(hex "$(address both)"), \.length = 4 }"
run "$MYTAP" -L "process(\"$PWD/prog\").data(\"counter\").write"
expect_out '\.data\("counter"\)\.write \$value:int \$old:int$'
# Data of libraries: of a program's, in processes that run it; of one by its path, in any process.
libc=$(ldd prog | awk '$1 == "libc.so.6" { print $3 }')
in_libc() { nm -D "$libc" | awk -v name="$1" '{ sub(/@.*/, "", $3) } $3 == name { print "0x" $1; exit }'; }
libc_code=$(readelf -lW "$libc" | awk '$1 == "LOAD" && /R E/ { print $2, $3; exit }')
emitted prog 'library("libc.so.6").data("optind").length(4).write'
has "\.program = 1, \.library = 2, \.code = $(hex "${libc_code#* }"), \.address = $(hex "$(in_libc optind)"), \.offset = $(hex "${libc_code% *}"), \.initial = 0x1, \.length = 4 }"
emitted prog "library(\"libc*\").data($(in_libc optind)).length(4).rw"
has "\.program = 1, \.library = 2, .*\.reads = true }"
run "$MYTAP" -p3 -e "probe process(\"$libc\").data(\"optind\").length(4).write { }"
expect_status 0
grep -q 'mytap_process_data_probe){ \.library = 1, \.code' out || fail "a library by its path"
refused() { run "$MYTAP" -p2 -e "probe process(\"$PWD/$1\").$2 { }"; expect_status 1; expect_err "$3"; }
refused prog 'data("own").write' "'own' has no place of its own in the program"
refused prog 'data("pair").write' "'pair' has 16 bytes, and the processor watches 1, 2, 4 or 8"
refused prog 'data("countre").write' "no variable 'countre' in .*prog \(did you mean 'counter'\?\)"
refused bare 'data("counter").write' "the type of 'counter' is not known here"
refused prog 'data(0x10000000).write' '0x10000000 is no address of data of .*prog as it was linked'
refused prog "data($(($(address counter) + 1))).length(4).write" 'are watched at a multiple of 4'
refused prog 'library("libc.so.6").data("no_such_thing").write' "no variable 'no_such_thing' in .*libc.so.6"
refused prog insn 'each of which would be two traps'
