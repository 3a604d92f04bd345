"""Runs a function in a process of its own, so that its crash, its hang and what it loads stay there."""

import json
import os
import select
import signal
import time

from probes.cannot_say import CannotSay

POSSIBLE = hasattr(os, "fork")


class Forked:
    """A running child. `pipe` becomes readable when it writes or ends; what it writes are lines of JSON."""

    def __init__(self, function, seconds):
        """`function` gets a `send` for JSON values; it has `seconds` before `stop` is due."""
        self.started = time.time()
        self.deadline = self.started + seconds
        self.rest = b""
        self.pipe, theirs = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            self._be_the_child(function, theirs)
        os.close(theirs)

    def _be_the_child(self, function, pipe):
        code = 1
        try:
            nowhere = os.open(os.devnull, os.O_RDWR)
            for number in (0, 1, 2):
                os.dup2(nowhere, number)
            function(lambda value: _write(pipe, json.dumps(value).encode("ascii") + b"\n"))
            code = 0
        finally:
            os._exit(code)

    def read(self):
        """The values that came; None at the end. Blocks when nothing came, so ask `select` first."""
        chunk = os.read(self.pipe, 1 << 16)
        if not chunk:
            return None
        lines = (self.rest + chunk).split(b"\n")
        self.rest = lines.pop()
        return [json.loads(line.decode("ascii")) for line in lines]

    def end(self):
        """After the end of its pipe: None for an ordinary end, else `SIGSEGV` or `exit code 1`."""
        os.close(self.pipe)
        status = os.waitpid(self.pid, 0)[1]
        if os.WIFSIGNALED(status):
            return _signal_name(os.WTERMSIG(status))
        code = os.WEXITSTATUS(status)
        return "exit code %d" % code if code else None

    def stop(self):
        """Kills it. False when it survives SIGKILL for a second: it is stuck in the kernel and left behind."""
        os.close(self.pipe)
        os.kill(self.pid, signal.SIGKILL)
        for _ in range(100):
            if os.waitpid(self.pid, os.WNOHANG)[0]:
                return True
            time.sleep(0.01)
        return False


def _write(pipe, data):
    while data:
        data = data[os.write(pipe, data) :]


def _signal_name(number):
    try:
        return signal.Signals(number).name
    except ValueError:
        return "signal %d" % number


def in_a_fork(function, seconds):
    """The function's answer from a process of its own. Raises CannotSay `crashed`, `timeout` or `driver-hangs`."""
    child = Forked(lambda send: send(function()), seconds)
    values = []
    while True:
        left = child.deadline - time.time()
        if left <= 0 or not select.select([child.pipe], [], [], left)[0]:
            raise out_of_time(child, seconds)
        came = child.read()
        if came is None:
            break
        values += came
    how = child.end()
    if how is not None or not values:
        raise CannotSay("crashed", how or "ended without an answer")
    return values[-1]


def out_of_time(child, seconds):
    """Stops the child and says how that went."""
    if child.stop():
        return CannotSay("timeout", "no answer within %g s" % seconds)
    return CannotSay("driver-hangs", "process %d survived SIGKILL" % child.pid)
