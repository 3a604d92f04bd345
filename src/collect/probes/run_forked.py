"""Runs probes side by side, each in a process of its own."""

import os
import select
import time

from probes.forked import Forked, out_of_time

# While this one lives, the driver keeps the GPUs initialised. Without persistence mode that takes seconds for each GPU,
# for which each later probe would wait again.
KEPT = "nvml"


class Running:
    """A probe at work; without an answer of its own, the end of its process is the answer."""

    def __init__(self, name, answer, seconds):
        self.name = name
        self.seconds = seconds
        self.kept = False
        self.found = None
        ours, self.lifeline = os.pipe()
        self.child = Forked(lambda send: self.work(send, answer, ours), seconds)
        os.close(ours)

    def work(self, send, answer, ours):
        os.close(self.lifeline)
        send(answer(self.name))
        if self.name == KEPT:
            # Until the collector lets go or ends, however it ends.
            os.read(ours, 1)

    def ended(self):
        """Takes what came. True when that was the end, or the answer of the one that is kept."""
        came = self.child.read()
        if came:
            self.found = came[-1]
            self.kept = self.name == KEPT
        if came is not None:
            return self.kept
        how = self.child.end()
        if self.found is None:
            self.found = {"ok": False, "reason": "crashed", "detail": how or "ended without an answer"}
        return True

    def let_go(self):
        """Once every probe has its answer."""
        os.close(self.lifeline)
        if self.kept:
            self.child.stop()

    def late(self):
        why = out_of_time(self.child, self.seconds)
        self.found = {"ok": False, "reason": why.reason, "detail": why.detail}


def run_forked(steps, free, answer, limit, show):
    """`steps` wait for one another, `free` for nobody; `answer(name)` runs in the child, `show` here."""
    running, done = [], []
    step = []
    while running or steps or free:
        if not [probe for probe in running if probe in step] and steps:
            step = [Running(name, answer, limit(name)) for name in steps.pop(0)]
            running += step
        # After the first step, which others wait for.
        running += [Running(name, answer, limit(name)) for name in free]
        free = []
        soonest = min(probe.child.deadline for probe in running) - time.time()
        readable = select.select([probe.child.pipe for probe in running], [], [], max(soonest, 0))[0]
        for probe in list(running):
            if probe.child.pipe in readable:
                if not probe.ended():
                    continue
            elif time.time() >= probe.child.deadline:
                probe.late()
            else:
                continue
            running.remove(probe)
            done.append(probe)
            show(probe.name, probe.child.started, probe.found)
    for probe in done:
        probe.let_go()
