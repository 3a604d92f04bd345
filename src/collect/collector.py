"""Runs probes and prints one JSON line per answer, as it comes.

Usage: python collector.py [--probes NAME,NAME...] [--no-driver] [--limit SECONDS] [--root FOLDER]

Probing is not passive: the driver's libraries may load modules, make device nodes and wake a sleeping GPU. So where
there is a driver, what touches it is asked one step after the other, files first; the rest runs beside it. Every
probe has a process and a time limit of its own, and one that survives SIGKILL is left behind. Standard library only,
Python 3.6 and newer.
"""

import sys

# A diagnosis writes nothing, not even byte code.
sys.dont_write_bytecode = True

import json
import os
import re  # noqa: F401 - most probes need it: imported once, before the processes part
import time
import types

# Steps that wait for one another: files, then what only talks to the driver, then what starts it.
DRIVER_STEPS = (("pci", "driver-files"), ("nvml", "nvidia-smi"), ("cuda-driver",), ("cuda-libraries",))
FREE = ("interpreter", "system", "environment", "packages", "toolkits", "pythons")
ALL = tuple(name for step in DRIVER_STEPS for name in step) + FREE
NEEDS_DRIVER = ("nvml", "nvidia-smi", "cuda-driver")
# Seconds, to which `machine.patience` adds; a probe with limits of its own has some more, to say what happened.
LIMITS = {"nvml": 6, "nvidia-smi": 8, "cuda-libraries": 60}
LIMIT = 10


def install_probes(folder):
    """Makes `probes` a package, without putting a folder of ours on sys.path."""
    package = types.ModuleType("probes")
    package.__path__ = [folder]
    sys.modules["probes"] = package


def answer(name):
    """What a probe found: `{ok, data}` or `{ok, reason, detail}`."""
    from importlib import import_module

    from probes.cannot_say import CannotSay

    try:
        return {"ok": True, "data": import_module("probes." + name.replace("-", "_")).probe()}
    except CannotSay as reason:
        return {"ok": False, "reason": reason.reason, "detail": reason.detail}
    except PermissionError as error:
        return {"ok": False, "reason": "not-permitted", "detail": str(error)}
    except Exception as error:
        return {"ok": False, "reason": "error", "detail": "%s: %s" % (type(error).__name__, error)}


def now():
    """Seconds since the epoch."""
    return time.time()


def utc(seconds):
    """`2026-11-21T05:00:00Z`"""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def show(name, started, found):
    line = dict(found, probe=name, ms=round((now() - started) * 1000, 1))
    # Paths and outputs may hold bytes that are no text; ASCII carries them through any terminal.
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def run(names, driver, show, most=float("inf")):
    """Runs the probes, none longer than `most` seconds; calls `show(name, start time, answer)` with each answer."""
    from probes import machine
    from probes.cuda_devices import SECONDS as CUDA_SECONDS
    from probes.forked import POSSIBLE

    asked = list(names)
    if not driver:
        machine.use_files_only()
        for name in [name for name in asked if name in NEEDS_DRIVER]:
            asked.remove(name)
            show(name, now(), {"ok": False, "reason": "left-out", "detail": "the driver was left out"})
    steps = [[name for name in step if name in asked] for step in DRIVER_STEPS]
    free = [name for name in asked if name in FREE]
    if sys.platform.startswith("linux") and not machine.driver_shows():
        # Nothing that could be woken or made to wait for: everything at once, and first what takes longest.
        steps = [[name for step in reversed(steps) for name in step]]
    if POSSIBLE:
        from probes.run_forked import run_forked as run_all
    else:
        from probes.run_threaded import run_threaded as run_all
    limits = {name: machine.patience(seconds) for name, seconds in LIMITS.items()}
    # The masked and the unmasked question each initialise every GPU.
    limits["cuda-driver"] = 4 + 2 * machine.patience(CUDA_SECONDS)

    def limit(name):
        return min(limits.get(name, LIMIT), most)

    run_all([step for step in steps if step], free, answer, limit, show)


def main(arguments):
    from probes import machine

    names, driver, most = ALL, True, float("inf")
    while arguments:
        word = arguments.pop(0)
        if word == "--no-driver":
            driver = False
        elif word == "--probes":
            names = arguments.pop(0).split(",")
        elif word == "--limit":
            most = float(arguments.pop(0))
        elif word == "--root":
            machine.use_root(arguments.pop(0))
        else:
            sys.exit("collector: unknown argument " + word)
    unknown = [name for name in names if name not in ALL]
    if unknown:
        sys.exit("collector: unknown probe " + ", ".join(unknown))
    run(names, driver, show, most)


if __name__ == "__main__":
    own = os.path.dirname(os.path.realpath(__file__))
    install_probes(os.path.join(own, "probes"))
    # Started by hand, Python has put the script's folder first; a program of the user's would not have it.
    if sys.path and os.path.realpath(sys.path[0]) == own:
        del sys.path[0]
    main(sys.argv[1:])
