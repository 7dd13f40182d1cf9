# SPDX-License-Identifier: GPL-2.0-or-later
"""dump.py SOCKET FILE [FORMAT|paging]...: has QEMU write dumps by its monitor, FILE as ELF, the others as FILE.FORMAT."""
import json
import socket
import sys

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
            return


stream.readline()
ask("qmp_capabilities")
ask("stop")
for kind in ["elf"] + sys.argv[3:]:
    path = sys.argv[2] + ("" if kind == "elf" else "." + kind)
    if kind in ("elf", "paging"):
        ask("dump-guest-memory", paging=kind == "paging", protocol="file:" + path)
    else:
        ask("dump-guest-memory", paging=False, protocol="file:" + path, format=kind)
ask("cont")
