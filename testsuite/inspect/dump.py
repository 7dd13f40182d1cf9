# SPDX-License-Identifier: GPL-2.0-or-later
"""dump.py SOCKET FILE [FORMAT|paging|dead]...: has QEMU write dumps by its monitor, FILE as ELF, the others as FILE.FORMAT.
dead: the guest panics; waits until QEMU has stopped it, and ends QEMU."""
import json
import socket
import sys
import time

monitor = socket.socket(socket.AF_UNIX)
monitor.settimeout(300)
monitor.connect(sys.argv[1])
stream = monitor.makefile("rw")


def ask(command, **arguments):
    stream.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
    stream.flush()
    while True:
        answer = json.loads(stream.readline())
        if "error" in answer:
            sys.exit(f"QEMU: {command}: {answer['error']['desc']}")
        if "return" in answer:
            return answer["return"]


stream.readline()
ask("qmp_capabilities")
is_dead = "dead" in sys.argv[3:]
for _ in range(3000 if is_dead else 0):
    if not ask("query-status")["running"]:
        break
    time.sleep(0.1)
if not is_dead:
    ask("stop")
for kind in ["elf"] + [word for word in sys.argv[3:] if word != "dead"]:
    path = sys.argv[2] + ("" if kind == "elf" else "." + kind)
    if kind in ("elf", "paging"):
        ask("dump-guest-memory", paging=kind == "paging", protocol="file:" + path)
    else:
        ask("dump-guest-memory", paging=False, protocol="file:" + path, format=kind)
ask("quit" if is_dead else "cont")
