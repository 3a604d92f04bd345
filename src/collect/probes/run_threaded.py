"""Runs probes where a process cannot be forked (Windows): in threads. One that hangs is left behind as it is."""

import queue
import threading
import time


def run_threaded(steps, free, answer, limit, show):
    """The same as `run_forked`; a crash ends the whole collector, after the answers given before."""
    done = queue.Queue()
    started = {}

    def start(name):
        started[name] = time.time()
        threading.Thread(target=lambda: done.put((name, answer(name))), daemon=True).start()

    step = []
    for name in free:
        start(name)
    while started or steps:
        if not [name for name in step if name in started] and steps:
            step = steps.pop(0)
            for name in step:
                start(name)
        soonest = min(started[name] + limit(name) for name in started) - time.time()
        try:
            name, found = done.get(timeout=max(soonest, 0.01))
            if name in started:
                show(name, started.pop(name), found)
        except queue.Empty:
            pass
        for name in [name for name in started if time.time() >= started[name] + limit(name)]:
            late = {"ok": False, "reason": "timeout", "detail": "no answer within %g s" % limit(name)}
            show(name, started.pop(name), late)
