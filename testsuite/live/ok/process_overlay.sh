# modules: process_traced.stp
# A program of an overlay file system, as in containers: a probe is in the file that lies below, whichever path finds it and
# whichever path runs it; a copy in the upper layer is another file.
fail() { echo "$1:"; cat out err; exit 1; }
modprobe overlay 2> err || { echo "the guest's kernel has no overlay file system"; exit 77; }
mkdir -p box/lower box/upper box/work box/merged
cp /bin/traced box/lower/
mount -t overlay overlay -o "lowerdir=$PWD/box/lower,upperdir=$PWD/box/upper,workdir=$PWD/box/work" box/merged || fail "mount"
# session WHERE-IT-IS-FOUND WHERE-IT-IS-RUN HITS
session() {
	PATH=$PWD/box/$1:$PATH mytap-run -c "$PWD/box/$2/traced 5" t_process_traced.ko > out 2> err || fail "found in $1, run in $2"
	grep -qx "hits $3" out && [ ! -s err ] || fail "hits when it is found in $1 and run in $2"
	grep -qx "found $4" out || fail "the breakpoint when it is found in $1 and run in $2"
}
session lower lower 15 cc
session lower merged 15 cc
session merged lower 15 cc
session merged merged 15 cc
touch box/merged/traced
session lower merged 0 90
session merged lower 0 90
session merged merged 15 cc
umount box/merged
