# SPDX-License-Identifier: GPL-2.0-or-later
"""
Picks variables from what mytap and dbg_query know of some source files, by their types, and
writes a script that prints them where the program targets/values.c makes them known; compares
what came out.
    live_values.py make MYTAP DBG_QUERY RELEASE KIND > values.stp
    live_values.py check OUTPUT [MINIMUM]
A value is told by its key: what it must be is printed by the workload ("E KEY VALUE") or stands in FIXED.
"""
import re
import subprocess
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor

# Where the phases go. Phase -> files whose functions see the workload's own objects only.
FILES = {
    "fs/read_write.c": "ph_read ph_write ph_seek",
    "mm/filemap.c": "ph_read ph_write",
    "include/linux/fs.h": "ph_read ph_write ph_seek ph_stat",
    "include/linux/pagemap.h": "ph_read ph_write",
    "fs/stat.c": "ph_stat ph_path",
    "fs/attr.c": "ph_chmod ph_trunc",
    "fs/open.c": "ph_chmod ph_trunc",
    "fs/fcntl.c": "ph_fcntl",
    "security/security.c": "ph_read ph_write ph_chmod ph_trunc ph_mmap",
    "kernel/sys.c": "ph_prio",
    "kernel/sched/core.c": "ph_prio",
    "mm/mmap.c": "ph_mmap",
    "fs/libfs.c": "ph_read ph_write ph_stat ph_chmod ph_trunc",
    "mm/shmem.c": "ph_read ph_write ph_stat ph_chmod ph_trunc ph_mmap",
    "fs/ramfs/file-nommu.c": "ph_trunc",
}
STATEMENTS = ["ksys_read@fs/read_write.c", "vfs_read@fs/read_write.c", "ksys_write@fs/read_write.c",
              "vfs_write@fs/read_write.c", "ksys_lseek@fs/read_write.c", "generic_file_read_iter@mm/filemap.c",
              "generic_file_write_iter@mm/filemap.c", "vfs_getattr@fs/stat.c", "generic_fillattr@fs/stat.c",
              "notify_change@fs/attr.c", "do_truncate@fs/open.c", "chmod_common@fs/open.c"]
NO_INLINES = ("kernel/sched/core.c", "include/linux/pagemap.h")
# the scheduler handles other tasks, too
ONLY = {"kernel/sched/core.c": ("set_user_nice", "can_nice", "set_load_weight", "effective_prio", "normal_prio")}
EACH = 2		# members looked at per variable
INODE = [("->i_ino", "ino"), ("->i_uid->val", "uid"), ("->i_gid->val", "gid"), ("->i_nlink", "nlink"),
         ("->i_mode", "mode")]
DENTRY = [("->d_name->len", "namelen"), ("->d_inode->i_ino", "ino"), ("->d_parent->d_name->len", "dirlen")]
FILE = [("->f_inode" + a, k) for a, k in INODE] + [("->f_path->dentry" + a, k) for a, k in DENTRY] + \
       [("->f_flags", "flags"), ("->f_owner->signum", "signum"), ("->f_cred->uid->val", "zero")]
TASK = [("->pid", "pid"), ("->tgid", "pid"), ("->sched_reset_on_fork", "one")]
BY_TYPE = {
    "struct file *": FILE,
    "struct inode *": INODE,
    "struct dentry *": DENTRY,
    "struct path *": [("->dentry" + a, k) for a, k in DENTRY],
    "struct kiocb *": [("->ki_filp" + a, k) for a, k in FILE],
    "struct kiocb": [("->ki_filp" + a, k) for a, k in FILE],
    "struct fd": [("->file" + a, k) for a, k in FILE] + [("->flags", "fdflags")],
    "struct task_struct *": TASK,
}
# Plain numbers: function@file, variable -> what it is in each phase.
NUMBERS = {
    ("fs/read_write.c", "count"): {"ph_read": 4321, "ph_write": 777},
    ("fs/read_write.c", "len"): {"ph_read": 4321, "ph_write": 777},
    ("fs/read_write.c", "fd"): {"ph_read": "fd", "ph_write": "fd", "ph_seek": "fd"},
    ("fs/read_write.c", "offset"): {"ph_seek": 2222},
    ("fs/read_write.c", "whence"): {"ph_seek": 0},
    ("fs/fcntl.c", "cmd"): {"ph_fcntl": 10},
    ("fs/fcntl.c", "arg"): {"ph_fcntl": 34},
    ("fs/fcntl.c", "fd"): {"ph_fcntl": "fd"},
    ("kernel/sys.c", "niceval"): {"ph_prio": 7},
    ("kernel/sys.c", "which"): {"ph_prio": 0},
    ("kernel/sched/core.c", "nice"): {"ph_prio": 7},
    ("mm/mmap.c", "pgoff"): {"ph_mmap": 2},
    ("fs/open.c", "length"): {"ph_trunc": 9876},
}
FIXED = {"uid": 4242, "gid": 1717, "nlink": 1, "namelen": 12, "dirlen": 3, "signum": 34, "zero": 0, "one": 1,
         "fdflags": 0}


def lines(argv):
    done = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=120, check=False)
    return done.stdout.splitlines()


def make(mytap, query, release, kind):
    """The script: for every point, each variable of a known type."""
    base = [mytap, "-r", release]
    points = {}

    def listing(point, how):
        for line in lines(base + ["-L", point]):
            m = re.match(r"(\S+\(\"([^\"@]+)@?([^:\"]*):?(\d*)\"\)\S*)\s*(.*)$", line)
            if m:
                names = re.findall(r"\$(\w+):((?:[^$]|\$(?!\w+:))*?)(?=\s\$\w+:|$)", m.group(5))
                points[m.group(1)] = (how, m.group(2), m.group(3), names)

    for file in FILES:
        listing('kernel.function("*@%s").call' % file, "entry")
        listing('kernel.function("*@%s").inline' % file, "inline")
    for place in STATEMENTS:
        listing('kernel.statement("%s:*")' % place, "statement")
    functions = sorted({p[1] for p in points.values()})
    with ThreadPoolExecutor(4) as pool:
        answers = pool.map(lambda f: lines([query, "-r", release, "vars", f]), functions)
    parameters = {f: {a.split(":")[0] for a in answer if not a.startswith("local ")}
                  for f, answer in zip(functions, answers)}
    for point, (how, function, file, names) in sorted(points.items()):
        if kind == "btf":	# it has no files, lines, inlined instances and statements
            if how != "entry":
                continue
            asked = 'kernel.function("%s").call' % function
        else:
            asked = point
        body, turn = [], zlib.crc32(point.encode())
        phases = FILES.get(file)
        if how == "inline" and file in NO_INLINES or not phases or function.startswith("__se_sys") or function.startswith("__x64"):
            continue
        if file in ONLY and function not in ONLY[file]:
            continue
        for name, ctype in names:
            # a local has its value only later; struct fd is in registers, from where it is set
            if name not in parameters.get(function, ()) and not (how == "statement" and ctype == "struct fd"):
                continue
            ctype = ctype.replace("const ", "").strip()
            known = BY_TYPE.get(ctype, ())
            # a few of each, in turn: a probe of every one takes minutes to compile
            for access, key in [known[(turn + i) % len(known)] for i in range(min(EACH, len(known)))]:
                body.append((name + access, key))
            if (file, name) in NUMBERS and "*" not in ctype:
                body.append((name, "#"))
        if not body:
            continue
        print("probe %s? {\n\tif (pid() != target()) next\n\tphase = execname()\n\tif (!(%s)) next" % (
            asked, " || ".join('phase == "%s"' % p for p in phases.split())))
        for access, key in body:
            what = "%s %s %s@%s" % (how, "$" + access, function, file) + point[point.rfind(":"):].split('"')[0]
            print('\tif (@defined($%s)) printf("V %%s %s %%d %s\\n", phase, $%s)' % (access, key, what, access))
        print("}")
    for function, phase, want in (("vfs_read", "ph_read", 4321), ("vfs_write", "ph_write", 777)):
        print('probe kernel.function("%s").return {\n\tif (pid() != target() || execname() != "%s") next' % (
            function, phase))
        for access, key in [("return", want), ("count", want)] + [("file" + a, k) for a, k in FILE]:
            key = "=%d" % key if isinstance(key, int) else key
            print('\tprintf("V %%s %s %%d return $%s %s@fs/read_write.c\\n", execname(), $%s)' % (
                key, access, function, access))
        print("}")


def check(path, minimum):
    """Every value printed is as expected; how many different ones."""
    known, seen, bad = dict(FIXED), {}, []
    with open(path, encoding="utf-8", errors="replace") as f:
        text = [line.split() for line in f]
    for words in text:
        if words and words[0] == "E":
            known[words[1]] = int(words[2])
    for words in text:
        if not words or words[0] != "V" or len(words) < 7:
            continue
        phase, key, value, how, access, place = words[1:7]
        if key == "#":
            want = NUMBERS[(place.split("@")[1].split(":")[0], access[1:])].get(phase)
            if want is None:
                continue
            want = known[want] if isinstance(want, str) else want
        else:
            want = int(key[1:]) if key[0] == "=" else known[key]
        if int(value) != want:
            bad.append("%s: %s is %s, not %d" % (" ".join((phase, how, place)), access, value, want))
        seen.setdefault(how, set()).add((place, access))
    total = sum(len(s) for s in seen.values())
    print("%d variables had the values of the workload (%s)" % (
        total, ", ".join("%s %d" % (h, len(s)) for h, s in sorted(seen.items()))))
    accesses = {access for s in seen.values() for _, access in s}
    if minimum >= 200:		# a bit-field, a structure in pieces, one in the frame
        for want in ("->sched_reset_on_fork", "$f->", "->f_owner->signum"):
            if not any(want in access for access in accesses):
                bad.append("no value of " + want)
    for line in sorted(set(bad))[:40]:
        print("wrong: " + line)
    return 1 if bad or total < minimum else 0


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(*sys.argv[2:6])
    else:
        sys.exit(check(sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 200))
