"""Runs a script that must not outlive the process that started it.

Usage: python watchdog.py INPUT_BYTES SCRIPT [ARGUMENT...]

The first INPUT_BYTES bytes of standard input are the script's own input. Then it stays open, and when it closes, the
whole process group is killed. A small process of its own does the watching, because the script may be stuck in native
code where no thread of Python runs.

The script finds the files beside it, and those in `tensorflow/`, in the package `_tf_gpu_doctor`. No folder of ours is
on sys.path, so `import channel` in the user's code finds the user's module. Standard library only,
Python 3.6 and newer.
"""

import io
import os
import sys
import types


def read_exactly(count):
    """The script's input; shorter when standard input was closed early."""
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
            # The group of another program is left alone: a person may have started this by hand.
            if os.getpgrp() == script:
                os.killpg(script, signal.SIGKILL)
            os.kill(script, signal.SIGKILL)
            os._exit(0)


def watch_from_a_thread():
    """The same by a thread, where there is no fork (Windows)."""
    import threading

    owner = os.dup(0)

    def watch():
        while os.read(owner, 4096):
            pass
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def run(path):
    """Runs the script as Python would. `runpy` does the same, and imports for 10 ms before it begins."""
    script = types.ModuleType("__main__")
    script.__file__ = path
    sys.modules["__main__"] = script
    exec(code_of(path), vars(script))


def code_of(path):
    """The script's code: bytecode where the installation has made some, as for a module. None is written."""
    try:
        from _frozen_importlib_external import SourceFileLoader
    except ImportError:
        # Python 2, which the script itself then calls too old.
        with open(path, "rb") as file:
            return compile(file.read(), path, "exec")
    writes = sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    try:
        return SourceFileLoader("__main__", path).get_code("__main__")
    finally:
        sys.dont_write_bytecode = writes


def forget_own_folder():
    """Takes this file's folder off sys.path. With PYTHONSAFEPATH, Python has not put it there."""
    own = os.path.dirname(os.path.realpath(__file__))
    if sys.path and os.path.realpath(sys.path[0]) == own:
        del sys.path[0]


def install_package(folder):
    """Makes `_tf_gpu_doctor` a package of the files beside the script and of those that several scripts share."""
    package = types.ModuleType("_tf_gpu_doctor")
    package.__path__ = [folder, os.path.join(os.path.dirname(os.path.abspath(__file__)), "tensorflow")]
    sys.modules["_tf_gpu_doctor"] = package


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
    forget_own_folder()
    install_package(os.path.dirname(os.path.abspath(sys.argv[0])))
    run(sys.argv[0])


main()
