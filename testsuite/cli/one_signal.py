#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""
One signal at many moments: starts a command again and again, sends it one signal after a delay, and looks at how it ended.

    one_signal.py ROUNDS PREFIX-OF-A-MESSAGE COMMAND...

Every second round has a terminal and its Ctrl-C; the others a pipe and kill(), SIGINT and SIGTERM in turn. The delays
run from 0 to 2 s, or to twice the time that the script needs to begin where that is longer. What must hold:
the end probe's line follows the begin probe's, status 0; or nothing was begun, and it says so with status 1 (or the
signal found a process that had not come to its first handler).
"""
import os
import pty
import select
import signal
import subprocess
import sys
import time

LIMIT = 120


def drain(fd, until, wanted=None):
    """What comes from fd up to its end, or up to the text that is wanted."""
    data = b''
    while time.monotonic() < until:
        if not select.select([fd], [], [], 0.2)[0]:
            continue
        try:
            piece = os.read(fd, 65536)
        except OSError:         # a terminal that nobody has open any more
            break
        if not piece:
            break
        data += piece
        if wanted and wanted in data:
            break
    return data


def start(command, on_terminal):
    """The process, and the descriptor its output comes from."""
    if not on_terminal:
        p = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             start_new_session=True)
        return p.pid, p.stdout.fileno(), p
    pid, fd = pty.fork()
    if pid == 0:
        os.execvp(command[0], command)
    return pid, fd, None


def finish(pid, p):
    until = time.monotonic() + LIMIT
    while time.monotonic() < until:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            if p:
                p.returncode = 0
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return None


def one_round(command, delay, on_terminal, number):
    pid, fd, p = start(command, on_terminal)
    began = time.monotonic()
    data = b''
    while time.monotonic() < began + delay:
        if select.select([fd], [], [], max(0, began + delay - time.monotonic()))[0]:
            piece = os.read(fd, 65536)
            if not piece:
                break
            data += piece
    if on_terminal:
        os.write(fd, b'\x03')
    else:
        os.kill(pid, number)
    data += drain(fd, time.monotonic() + LIMIT)
    status = finish(pid, p)
    if not p:
        os.close(fd)
    return status, data.decode(errors='replace')


def lines_of(text):
    """As the program wrote them: without what the terminal made of Ctrl-C."""
    return text.replace('\r', '').replace('^C', '').split('\n')


def judge(status, text, number, interrupted):
    lines = lines_of(text)
    begun = 'begin' in lines
    if status is None:
        return 'it does not end'
    if any(line.startswith('ERROR') or 'killed' in line for line in lines):
        return 'it complains'
    if begun and 'end' not in lines[lines.index('begin'):]:
        return 'the end probe did not run'
    if begun and status != 0:
        return 'it began and ended, yet its status is not 0'
    if not begun and status == -number:
        return None
    if not begun and (status != 1 or interrupted not in text):
        return 'it did not begin, and does not say why'
    return None


def main():
    rounds, interrupted, command = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
    pid, fd, p = start(command, False)
    began = time.monotonic()
    drain(fd, began + LIMIT, b'begin\n')
    longest = max(2.0, 2 * (time.monotonic() - began))
    os.kill(pid, signal.SIGINT)
    drain(fd, time.monotonic() + LIMIT)
    finish(pid, p)
    bad, counts = 0, {}
    for i in range(rounds):
        on_terminal = i % 2 == 1
        number = signal.SIGINT if on_terminal or i % 4 == 0 else signal.SIGTERM
        delay = longest * i / max(1, rounds - 1)
        status, text = one_round(command, delay, on_terminal, number)
        why = judge(status, text, number, interrupted)
        kind = (status, 'begin' in lines_of(text))
        counts[kind] = counts.get(kind, 0) + 1
        if why:
            bad += 1
            print(f'signal {number} after {delay:.3f} s {"on a terminal" if on_terminal else "in a pipe"}: {why}; '
                  f'status {status}, output:\n{text}')
    print(f'{rounds} rounds over {longest:.1f} s:',
          ', '.join(f'{n} with status {k[0]}{" (begun)" if k[1] else ""}' for k, n in sorted(counts.items(), key=str)))
    # One that never began, or always did, has not tried what it is for.
    if not any(k[1] for k in counts) or all(k[1] for k in counts):
        print('the moments were not spread over the start')
        bad += 1
    sys.exit(1 if bad else 0)


main()
