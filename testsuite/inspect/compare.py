# SPDX-License-Identifier: GPL-2.0-or-later
"""compare.py RESULT [crashed] DUMP...: what mytap inspect said in the guest against what the kernel itself says there; what it says
of the script's session, there and from dumps (as JSON), against what the script printed in the end. crashed: there was no end; what
was unread in the guest is the beginning of what is unread in a dump."""
import json
import sys

result, *dumps = sys.argv[1:]
has_crashed = dumps[:1] == ["crashed"]
del dumps[:has_crashed]
bad = 0


def fail(text):
    global bad
    bad += 1
    print(text[:1500])


def lines(name):
    """The kernel's lines that were there before and behind the look."""
    before, after = (open(f"{result}/{name}.{t}").read().splitlines() for t in ("before", "after"))
    if before != after:
        fail(f"{name} changed meanwhile")
    return before


def same(what, ours, theirs):
    for x in sorted(set(map(str, ours)) ^ set(map(str, theirs))):
        fail(f"{what}: only {'inspect' if x in map(str, ours) else 'the kernel'} has {x}")
    if len(ours) != len(theirs):
        fail(f"{what}: {len(ours)}, the kernel has {len(theirs)}")


def place(p):
    return p["symbol"] + "+0x%x" % p["offset"]


live = json.load(open(f"{result}/live.json"))
if live["schema"] != 1 or live["source"]["from"] != "live":
    fail(f"source is {live['source']}")
for finding in live["findings"]:
    fail(f"finding in a kernel that is well: {finding}")
for table in live:
    if isinstance(live[table], dict) and "unreadable" in live[table] and table != "fprobes":
        fail(f"{table}: {live[table]['unreadable']}")

# /proc/modules: name size references users, state address taints
theirs = []
for line in lines("modules"):
    name, size, refs, users, state, address = line.split()[:6]
    theirs.append((name, int(size), int(refs), sorted(u for u in users.rstrip(",").split(",") if u not in "-"), state.lower(), address))
same("modules", [(m["name"], m["size"], m["references"], sorted(m.get("used_by", [])), m["state"], m["address"])
                 for m in live["modules"]["entries"]], theirs)

# kprobes/list: address k|r symbol+offset [module] [FLAGS]; each member of an aggregate has a line with the aggregate's address
theirs = []
for line in lines("kprobes"):
    address, kind, symbol, *rest = line.split()
    flags = sorted(w.strip("[]").lower() for w in "".join(rest).replace("][", "] [").split() if w.isupper())
    theirs.append((int(address, 16), kind, symbol, flags))
ours = []
for k in live["kprobes"]["entries"]:
    for one in k.get("members", [k]):
        words = set(k.get("flags", [])) & {"optimized", "ftrace"} | set(one.get("flags", [])) & {"gone", "disabled"}
        ours.append((int(k["place"]["address"], 16), "r" if one["kind"] == "kretprobe" else "k", place(k["place"]), sorted(words)))
same("kprobes", sorted(ours), sorted(theirs))
if not any(k["kind"] == "aggregate" for k in live["kprobes"]["entries"]):
    fail("the two kprobes on vfs_rmdir are no aggregate")

# enabled_functions: name [module] (users) [R] ..., and behind it a line of its own of where a direct call goes
theirs = []
for line in lines("enabled"):
    if line.startswith("\tdirect"):
        continue
    head, tail = line.split(" (", 1)
    count, flags = tail.split(")", 1)
    theirs.append((head.split()[0], int(count), " R" in flags.split("\t")[0].split("tramp")[0]))
same("functions that are hooked", [(e["place"]["symbol"], len(e["by"]), e.get("registers", False)) for e in live["ftrace"]["enabled"]], theirs)

same("tracers", [t["name"] for t in live["tracers"]["entries"]], lines("tracers")[0].split())
same("instances", [(i["name"], i["current"]) for i in live["tracers"]["instances"]], [("the first", "function"), ("other", "nop")])

# What the kernel does not say: who has them.
kprobes = {}
for k in live["kprobes"]["entries"]:
    for one in k.get("members", [k]):
        kprobes.setdefault(k["place"]["symbol"], []).append(one)


def expect(symbol, **want):
    if not any(all(k.get(key) == value if not isinstance(value, str) or key in ("owner", "event", "kind") else k[key]["symbol"] == value
                   for key, value in want.items()) for k in kprobes.get(symbol, [])):
        fail(f"kprobes on {symbol} are {kprobes.get(symbol)}, none has {want}")


expect("vfs_open", kind="kprobe", pre_handler="test_pre", post_handler="test_post", owner="probes")
expect("vfs_rmdir", kind="kprobe", pre_handler="test_pre", owner="probes")
expect("vfs_rename", owner="probes")
if "disabled" not in kprobes["vfs_rename"][0]["flags"]:
    fail(f"the kprobe on vfs_rename is disabled: {kprobes['vfs_rename']}")
expect("vfs_statx", kind="kretprobe", handler="test_return", entry_handler="test_entry", maxactive=20, owner="probes")
expect("do_sys_openat2", kind="kprobe", event="tests/entry", owner="kernel")
expect("do_sys_openat2", kind="kretprobe", event="tests/leave", owner="kernel")
if not any(p["name"] == "sched_process_exit" and p["probes"][-1]["owner"] == "probes" for p in live["tracepoints"]["entries"]):
    fail(f"tracepoints: {live['tracepoints']['entries']}")
if [u["offset"] for u in live["uprobes"]["entries"]] != [open(f"{result}/uprobe").read().strip()]:
    fail(f"uprobes: {live['uprobes']}")
hooks = {o["name"]: o for o in live["ftrace"]["entries"]}
if not any(o["owner"] == "probes" and [f["symbol"] for f in o.get("functions", [])] == ["vfs_read"] for o in hooks.values()):
    fail(f"nobody of the script's has vfs_read: {list(hooks)}")

# Single functions.
symbols = {}
for line in open(f"{result}/kallsyms"):
    address, _, name = line.split()
    symbols[name] = "0x" + address


def function(name):
    return json.load(open(f"{result}/function.{name}"))["function"]


for name, kind in (("vfs_read", "call"), ("vfs_open", "call"), ("vfs_write", "nop"), ("vfs_fallocate", "call" if has_crashed else "nop")):
    f = function(name)["entries"][0]
    if not f["code"].startswith(kind) or f["tables"] != "agree with the code" or symbols.get(name, f["place"]["address"]) != f["place"]["address"]:
        fail(f"{name}: {f}")
if [k["pre_handler"]["symbol"] for k in function("vfs_open")["entries"][0]["kprobes"]] != ["test_pre"]:
    fail(f"vfs_open has other kprobes: {function('vfs_open')}")
if function("probes:test_pre")["entries"][0]["place"]["module"] != "probes":
    fail("a module's function is not found")
if "no function" not in function("no_such_function")["unreadable"] or open(f"{result}/status.no_such_function").read() != "1\n":
    fail("a function that is not there is not an error")
if not any(p.startswith('kernel.function("vfs_read') and ".stp:" in p for o in hooks.values() for p in o.get("probes", [])):
    fail(f"no ftrace_ops has the script's probe: {[o.get('probes') for o in hooks.values()]}")


def session(name, document, is_whole=True):
    """The script's own session. Live, the look itself is hit by its probes: what was read later is more."""
    found = [s for s in document["sessions"]["entries"] if s["name"] == "probes"]
    if len(found) != 1 or found[0].get("state") != "running" or not found[0]["script"].endswith("probes.stp"):
        return fail(f"{name}: sessions: {document['sessions']}")
    s = found[0]
    stopped, printed = (open(f"{result}/{f}", encoding="latin-1").read() for f in ("stopped", "printed"))
    text = s.get("text", "")
    if not s["unread"] or s["unread"] != text.count("\n"):
        fail(f"{name}: {s['unread']} records are unread, of {text.count(chr(10))} lines")
    if has_crashed:
        printed = stopped + text
        if len(text) < len(unread_live) or not text.startswith(unread_live):
            fail(f"{name}: what was unread before the crash is not there: {text[:200]!r}")
    if not printed.startswith(stopped + text):
        fail(f"{name}: the reader printed other text than what lay in the rings: {text[:200]!r}")
    probes = [p["probe"] for p in s["probes"]]
    if not any(p.startswith("begin at ") for p in probes) or not any(place["symbol"] == "vfs_read" for p in s["probes"] for place in p.get("places", [])):
        fail(f"{name}: probes: {s['probes']}")
    g = {v["name"]: v for v in s["globals"]}
    counts = {e["key"][0]: e["value"] for e in g["counts"]["elements"]}
    if (counts.pop("alpha", 0), counts.pop("beta", 0)) != (4242424242, 77):
        fail(f"{name}: counts: {g['counts']}")
    # Each hit counts, adds its size, and prints both: what is unread is behind what was read.
    lines = [line.split() for line in (stopped + text).splitlines() if line.startswith("read ")]
    sizes = [int(words[1]) for words in lines]
    if not is_whole:
        if sum(counts.values()) not in range(1, len(lines) + 1):
            fail(f"{name}: {counts} are more than {len(lines)} lines")
        return
    if sum(counts.values()) != len(lines) or any(counts[c] != sum(words[3] == c for words in lines) for c in counts if " " not in c):
        fail(f"{name}: counts {counts} are not those of {len(lines)} lines")
    want = {"count": len(sizes), "sum": sum(sizes), "min": min(sizes), "max": max(sizes), "avg": sum(sizes) // len(sizes)}
    for key, value in want.items():
        if g["sizes"].get(key, value) != value or key not in g["sizes"]:
            fail(f"{name}: {key} of sizes is {g['sizes'].get(key)}, by the lines it is {value}")
    # A read that waits has begun, and may never end.
    if g["total"]["value"] - 123456789 not in range(len(lines) - 10, len(lines) + 1):
        fail(f"{name}: total is {g['total']}, {len(lines)} reads began")
    if g["word"]["value"] != "a word" and not g["word"]["value"].isprintable():
        fail(f"{name}: word is {g['word']}")


unread_live = next(s.get("text", "") for s in live["sessions"]["entries"] if s["name"] == "probes")
session("live", live, is_whole=False)
for dump in dumps:
    session(dump, json.load(open(dump)))
sys.exit(bad > 0)
