# SPDX-License-Identifier: GPL-2.0-or-later
"""crash.py VMLINUX DUMP JSON MYTAP: what mytap inspect said of the dump (JSON) against what Debian's crash prints of it."""
import json
import re
import subprocess
import sys

vmlinux, dump, facts, mytap = sys.argv[1:]
live = json.load(open(facts))
bad = 0


def crash(*commands):
    """The output of each command."""
    marks = [line for i, c in enumerate(commands) for line in (f"!echo @@{i}", c)]
    r = subprocess.run(["crash", "-s", "--no_scroll", vmlinux, dump], input="\n".join(marks + ["exit", ""]), capture_output=True,
                       text=True, timeout=600)
    parts = re.split(r"^@@\d+$", r.stdout, flags=re.M)[1:]
    if len(parts) != len(commands):
        sys.exit(f"crash: {r.stdout[-500:]} {r.stderr[-500:]}")
    return parts


def same(what, ours, theirs):
    global bad
    if sorted(ours) != sorted(theirs):
        bad += 1
        print(f"{what}: mytap {sorted(ours)}, crash {sorted(theirs)}")
    else:
        print(f"{what}: {len(ours)} equal")


def number(text):
    return int(text, 16)


def all_kprobes():
    for k in live["kprobes"]["entries"]:
        yield k
        yield from k.get("members", [])


mod, table, ops, tracers = crash("mod", "p/x kprobe_table", "p/x (unsigned long)ftrace_ops_list", "p/x (unsigned long)trace_types")
same("modules", [(m["struct"][2:], m["name"], m["address"][2:], m["size"]) for m in live["modules"]["entries"]],
     [(m[0], m[1], m[2], int(m[3])) for m in re.findall(r"^([0-9a-f]{16})\s+(\S+)\s+([0-9a-f]{16})\s+(\d+)", mod, re.M)])
heads = [h for h in re.findall(r"first = 0x([0-9a-f]+)", table) if h != "0"]
first_ops, first_tracer = (re.search(r"0x([0-9a-f]+)", t).group(1) for t in (ops, tracers))
structs = [k["struct"][2:] for k in all_kprobes()]
commands = ["list -h " + h for h in heads]
commands += ["struct kprobe.addr,pre_handler,post_handler,flags,nmissed " + s for s in structs]
returns = [k for k in all_kprobes() if k["kind"] == "kretprobe"]
commands += ["struct kretprobe.handler,entry_handler,maxactive " + k["struct"][2:] for k in returns]
commands += ["list -o ftrace_ops.next -s ftrace_ops.func " + first_ops, "list -o tracer.next -s tracer.name,init " + first_tracer]
hooked = ["vfs_read", "vfs_open", "vfs_write", "vfs_statx"]
commands += [f"rd -8 {f} 5" for f in hooked]
out = crash(*commands)
same("kprobes of the table", [k["struct"][2:] for k in live["kprobes"]["entries"]],
     [a for chain in out[:len(heads)] for a in re.findall(r"^([0-9a-f]{16})$", chain, re.M)])


def value(text, key):
    m = re.search(key + r" = (0x[0-9a-f]+|\d+)", text)
    return int(m.group(1), 0)


words = {"gone": 1, "disabled": 2, "optimized": 4, "ftrace": 8, "on function entry": 16}
ours, theirs = [], []
for k, text in zip(all_kprobes(), out[len(heads):]):
    place = k["place"]["address"]
    pre = number(k["pre_handler"]["address"]) if "pre_handler" in k else value(text, "pre_handler")
    post = number(k["post_handler"]["address"]) if "post_handler" in k else 0 if k["kind"] == "kprobe" else value(text, "post_handler")
    ours.append((k["struct"], number(place), pre, post, sum(words[w] for w in k.get("flags", [])), k["missed"]))
    theirs.append((k["struct"], value(text, "addr"), value(text, "pre_handler"), value(text, "post_handler"), value(text, "flags"),
                   value(text, "nmissed")))
same("kprobes: place, handlers, flags, missed", ours, theirs)
at = len(heads) + len(structs)
same("kretprobes: handlers, maxactive",
     [(number(k["handler"]["address"]), number(k["entry_handler"]["address"]) if "entry_handler" in k else 0, k["maxactive"]) for k in returns],
     [(value(t, "  handler"), value(t, "entry_handler"), value(t, "maxactive")) for t in out[at:at + len(returns)]])
at += len(returns)
pairs = re.findall(r"^([0-9a-f]{16})\n\s+func = (0x[0-9a-f]+)", out[at], re.M)
same("ftrace_ops: struct, function", [(o["struct"][2:], number(o["function"]["address"])) for o in live["ftrace"]["entries"]],
     [(a, number(f)) for a, f in pairs if "ftrace_stub" not in out[at].split(a)[1].split("\n")[1]])
tracers = re.findall(r"^([0-9a-f]{16})\n\s+name = 0x[0-9a-f]+ \"(\S+)\",?\n\s+init = (0x[0-9a-f]+)", out[at + 1], re.M)
same("tracers: struct, name, init", [(t["struct"][2:], t["name"], number(t["init"]["address"])) for t in live["tracers"]["entries"]],
     [(a, n, number(i)) for a, n, i in tracers])
for name, text in zip(hooked, out[at + 2:]):
    bytes_there = " ".join(re.search(r":\s+((?:[0-9a-f]{2} ){5})", text + " ").group(1).split())
    r = subprocess.run([mytap, "inspect", "--core=" + dump, "--json", "function", name], capture_output=True, text=True)
    same(f"code at {name}", [json.loads(r.stdout)["function"]["entries"][0]["bytes"]], [bytes_there])
sys.exit(bad > 0)
