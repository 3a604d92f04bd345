"""Runs a script that must not outlive the one who started it.

Usage: python watchdog.py INPUT_BYTES SCRIPT [ARGUMENT...]

Standard input is the leash: its first INPUT_BYTES bytes are the script's own input, then it stays open, and when it
closes, the whole process group is killed. The watching is done by a small process of its own, because the script may
be stuck in native code where no thread of Python runs. Standard library only, Python 3.6 and newer.
"""

import io
import os
import sys
import types


def read_exactly(count):
    """The script's input; shorter when the leash is already cut."""
    data = b""
    while len(data) < count:
        chunk = os.read(0, count - len(data))
        if not chunk:
            break
        data += chunk
    return data


def watch_from_a_process():
    """Forks the watcher. It ends with the script, which holds the other end of a pipe."""
    import select
    import signal

    script = os.getpid()
    alive, held = os.pipe()
    if os.fork() != 0:
        os.close(alive)
        return
    # Outlives a polite SIGTERM to the group: the script may not obey it.
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    os.close(held)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    while True:
        readable = select.select([0, alive], [], [])[0]
        if alive in readable:
            os._exit(0)
        if not os.read(0, 4096):
            # Somebody else's group is left alone: a person may have started this by hand.
            if os.getpgrp() == script:
                os.killpg(script, signal.SIGKILL)
            os.kill(script, signal.SIGKILL)
            os._exit(0)


def watch_from_a_thread():
    """Windows has no fork; a thread has to do."""
    import threading

    leash = os.dup(0)

    def watch():
        while os.read(leash, 4096):
            pass
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def run(path):
    """Runs the script as Python would. `runpy` does the same, and imports for 10 ms before it begins."""
    script = types.ModuleType("__main__")
    script.__file__ = path
    sys.modules["__main__"] = script
    with open(path, "rb") as file:
        exec(compile(file.read(), path, "exec"), vars(script))


def main():
    script_input = read_exactly(int(sys.argv[1]))
    if hasattr(os, "fork"):
        watch_from_a_process()
    else:
        watch_from_a_thread()
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    sys.stdin = io.TextIOWrapper(io.BytesIO(script_input), encoding="utf-8")
    sys.argv = sys.argv[2:]
    sys.path[0] = os.path.dirname(os.path.abspath(sys.argv[0]))
    run(sys.argv[0])


main()
