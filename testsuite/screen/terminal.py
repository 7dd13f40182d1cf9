# SPDX-License-Identifier: GPL-2.0-or-later
"""A terminal of type xterm as far as curses uses it, and programs that are driven through one."""
import codecs, fcntl, os, pty, re, select, signal, struct, sys, termios, time, unicodedata

class Terminal:
    """What a program's bytes make of a screen. A sequence that it does not know is an error, never ignored."""
    def __init__(self, rows, cols):
        self.is_alternate = self.is_hidden = self.has_keypad = False
        self.kept = None
        self.pending = ""
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.reverse = False
        self.last = " "
        self.resize(rows, cols)

    def resize(self, rows, cols):
        self.rows, self.cols = rows, cols
        self.y = self.x = 0
        self.margins = (0, rows)
        self.clear()

    def clear(self):
        self.cells = [[" "] * self.cols for _ in range(self.rows)]

    def lines(self):
        return ["".join(c for c in row if c is not None).rstrip() for row in self.cells]

    def text(self):
        return "\n".join(self.lines())

    def feed(self, data):
        text = self.pending + self.decoder.decode(data)
        at = 0
        while at < len(text):
            c = text[at]
            if c == "\x1b":
                m = re.compile(r"\x1b(\[[?>]?[0-9;]*[A-Za-z@`]|[()][0B]|[=>78DM])").match(text, at)
                if not m:
                    if len(text) - at > 24:
                        raise AssertionError("unknown sequence %r" % text[at:at + 24])
                    break
                self.escape(m.group(1))
                at = m.end()
                continue
            self.put(c)
            at += 1
        self.pending = text[at:]

    def put(self, c):
        if c == "\n":
            self.down()
        elif c == "\r":
            self.x = 0
        elif c == "\b":
            self.x = max(0, self.x - 1)
        elif c in "\x07\x0f\x0e":
            pass
        elif c == "\t":
            self.x = min(self.cols - 1, self.x // 8 * 8 + 8)
        elif ord(c) < 32:
            raise AssertionError("control character %r" % c)
        else:
            width = 2 if unicodedata.east_asian_width(c) in "WF" else 1
            if self.x + width > self.cols:
                self.x = 0
                self.down()
            self.cells[self.y][self.x] = self.last = c
            if width == 2:
                self.cells[self.y][self.x + 1] = None
            self.x += width

    def down(self):
        if self.y + 1 == self.margins[1]:
            self.scroll(1)
        elif self.y + 1 < self.rows:
            self.y += 1

    def scroll(self, n, top=None):
        top = self.margins[0] if top is None else top
        part = self.cells[top:self.margins[1]]
        for _ in range(abs(n)):
            blank = [" "] * self.cols
            part = part[1:] + [blank] if n > 0 else [blank] + part[:-1]
        self.cells[top:self.margins[1]] = part

    def escape(self, s):
        if s[0] in "()":
            return
        if s in "=>":
            self.has_keypad = s == "="
            return
        if s == "M":
            if self.y == self.margins[0]:
                self.scroll(-1)
            else:
                self.y -= 1
            return
        if s in "78":
            return
        kind, private = s[-1], s[1:2] in ("?", ">")
        numbers = [int(n) if n else 0 for n in s[2 if private else 1:-1].split(";")]
        n = numbers[0] or 1
        if private:
            for number in numbers:
                self.mode(number, kind)
            return
        row = self.cells[self.y]
        if kind in "Hf":
            self.y = min(self.rows, n) - 1
            self.x = min(self.cols, (numbers[1] if len(numbers) > 1 else 0) or 1) - 1
        elif kind == "A": self.y = max(0, self.y - n)
        elif kind == "B": self.y = min(self.rows - 1, self.y + n)
        elif kind == "C": self.x = min(self.cols - 1, self.x + n)
        elif kind == "D": self.x = max(0, self.x - n)
        elif kind in "G`": self.x = min(self.cols, n) - 1
        elif kind == "d": self.y = min(self.rows, n) - 1
        elif kind == "J":
            begin, end = {0: (self.y * self.cols + self.x, self.rows * self.cols), 1: (0, self.y * self.cols + self.x + 1),
                          2: (0, self.rows * self.cols)}[numbers[0]]
            for i in range(begin, end):
                self.cells[i // self.cols][i % self.cols] = " "
        elif kind == "K":
            begin, end = {0: (self.x, self.cols), 1: (0, self.x + 1), 2: (0, self.cols)}[numbers[0]]
            row[begin:end] = [" "] * (end - begin)
        elif kind == "X":
            end = min(self.cols, self.x + n)
            row[self.x:end] = [" "] * (end - self.x)
        elif kind == "P": row[self.x:] = (row[self.x + n:] + [" "] * self.cols)[:self.cols - self.x]
        elif kind == "@": row[self.x:] = ([" "] * n + row[self.x:])[:self.cols - self.x]
        elif kind == "L": self.scroll(-n, self.y)
        elif kind == "M": self.scroll(n, self.y)
        elif kind == "S": self.scroll(n)
        elif kind == "T": self.scroll(-n)
        elif kind == "b":
            for _ in range(n):
                self.put(self.last)
        elif kind == "r":
            self.margins = (n - 1, (numbers[1] if len(numbers) > 1 else 0) or self.rows)
            self.y = self.x = 0
        elif kind == "m":
            self.reverse = 7 in numbers
        elif kind in "lht":
            pass
        else:
            raise AssertionError("unknown sequence %r" % s)

    def mode(self, number, kind):
        is_on = kind == "h"
        if number == 1049:
            if is_on and not self.is_alternate:
                self.kept = self.cells
                self.clear()
            elif not is_on and self.is_alternate:
                kept = [(row + [" "] * self.cols)[:self.cols] for row in self.kept]
                self.cells = (kept + [[" "] * self.cols for _ in range(self.rows)])[:self.rows]
            self.is_alternate = is_on
        elif number == 25:
            self.is_hidden = not is_on
        elif number == 1:
            self.has_application_keys = is_on

class Program:
    """A program on a terminal; what it is told and shows. extra: {descriptor: ours} that it inherits under these numbers."""
    def __init__(self, argv, rows=24, cols=80, env=None, extra=None):
        self.terminal = Terminal(rows, cols)
        gate = os.pipe()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                os.read(gate[0], 1)
                high = {to: fcntl.fcntl(ours, fcntl.F_DUPFD_CLOEXEC, 100) for to, ours in (extra or {}).items()}
                for to, ours in high.items():
                    os.dup2(ours, to)
                os.execvpe(argv[0], argv, dict(os.environ, TERM="xterm", **(env or {})))
            finally:
                os._exit(127)
        self.size(rows, cols)
        self.before = termios.tcgetattr(self.fd)
        os.write(gate[1], b".")
        os.close(gate[0])
        os.close(gate[1])
        self.status = None
        self.raw = b""

    def size(self, rows, cols):
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
        if (rows, cols) != (self.terminal.rows, self.terminal.cols):
            self.terminal.resize(rows, cols)

    def type(self, keys):
        os.write(self.fd, keys.encode())

    def pump(self, seconds):
        """Takes what it wrote, waiting for at most so long. False: there will be no more."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            data = b""
        self.raw += data
        self.terminal.feed(data)
        return bool(data)

    def wait(self, what, holds, seconds=60):
        """Until the screen is as wanted: holds(lines)."""
        until = time.monotonic() + seconds * float(os.environ.get("MYTAP_TEST_SLOWNESS") or 1)
        while not holds(self.terminal.lines()):
            if not self.pump(0.1) or time.monotonic() > until:
                raise AssertionError("never seen: %s; the screen:\n%s" % (what, self.terminal.text()))

    def see(self, pattern, seconds=60):
        self.wait(pattern, lambda lines: any(re.search(pattern, line) for line in lines), seconds)

    def until(self, check, seconds=60):
        """Until check(lines) raises nothing: what a program draws may come in pieces."""
        until = time.monotonic() + seconds * float(os.environ.get("MYTAP_TEST_SLOWNESS") or 1)
        while True:
            try:
                return check(self.terminal.lines())
            except (AssertionError, LookupError):
                if not self.pump(0.1) or time.monotonic() > until:
                    print(self.terminal.text(), file=sys.stderr)
                    raise

    def ended(self, seconds=60):
        """Its status, as of os.waitstatus_to_exitcode(); everything that it wrote is taken."""
        until = time.monotonic() + seconds * float(os.environ.get("MYTAP_TEST_SLOWNESS") or 1)
        while self.status is None and time.monotonic() < until:
            self.pump(0.05)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        if self.status is None:
            raise AssertionError("it does not end; the screen:\n%s" % self.terminal.text())
        while self.pump(0.1) and select.select([self.fd], [], [], 0)[0]:
            pass
        return self.status

    def is_restored(self):
        return not self.terminal.is_alternate and not self.terminal.is_hidden and not self.terminal.has_keypad
