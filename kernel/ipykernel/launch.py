"""Starts the ipykernel behind a notebook.

Usage: python launch.py CONNECTION_FILE MAGICS_FILE

Descriptor 3 is the leash: when its other end closes, because the front has ended in whatever way, the whole process
group is killed. Descriptor 4 is the front's own stderr, the terminal of the Jupyter server: ipykernel's log goes there,
while descriptors 1 and 2 are shown under the cell.

Needs ipykernel 5.5 or newer; otherwise the standard library only, Python 3.6 and newer.
"""

import functools
import os
import sys

LEASH = 3
TERMINAL = 4

# Told apart from every other failure, since it has a remedy of its own.
NO_IPYKERNEL = 83


def hold_leash(folder):
    if hasattr(os, "fork"):
        watch_from_a_process(folder)
    else:
        watch_from_a_thread(folder)


def watch_from_a_process(folder):
    """A process, because native code that holds the interpreter's lock would stop a thread.

    Forked twice, so that it is nobody's child: a cell may wait for its children. It stays in the process group, so
    the group's number cannot pass to strangers before it is killed.
    """
    import signal

    group = os.getpgrp()
    child = os.fork()
    if child != 0:
        os.waitpid(child, 0)
        os.close(LEASH)
        return
    if os.fork() != 0:
        os._exit(0)
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    # The front waits for the end of what Python writes: the pipes must not stay open here.
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    os.dup2(nothing, TERMINAL)
    while os.read(LEASH, 1):
        pass
    clean_up(folder)
    os.killpg(group, signal.SIGKILL)


def watch_from_a_thread(folder):
    import threading

    def watch():
        while os.read(LEASH, 1):
            pass
        clean_up(folder)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def clean_up(folder):
    """Removes the folder of sockets, which a front that was killed leaves behind."""
    try:
        for name in os.listdir(folder):
            os.unlink(os.path.join(folder, name))
        os.rmdir(folder)
    except OSError:
        pass


def leave_native_output_alone(application_class, arguments):
    """Descriptors 1 and 2 are the front's: the last words of a crash must not die with this process."""
    if hasattr(application_class, "capture_fd_output"):
        arguments.append("--IPKernelApp.capture_fd_output=False")
        return
    import inspect

    from ipykernel.iostream import OutStream

    if "watchfd" in inspect.signature(OutStream.__init__).parameters:
        OutStream.__init__ = functools.partialmethod(OutStream.__init__, watchfd=False)


def log_to_terminal(application):
    """What ipykernel logs concerns whoever runs the server; nobody wrote it in a cell.

    Called after the start, whose log lines would be the last words of an ipykernel that cannot start.
    """
    import logging

    os.set_inheritable(TERMINAL, False)
    terminal = open(TERMINAL, "w", encoding="utf-8", errors="backslashreplace", buffering=1)
    for handler in application.log.handlers + logging.getLogger("tornado").handlers:
        # A file handler is one that a person configured.
        if isinstance(handler, logging.StreamHandler) and not isinstance(handler, logging.FileHandler):
            handler.stream = terminal
    # Loggers without a handler of their own, whose lines would go to sys.stderr; older versions lack some of them.
    for name in ("Comm", "ipykernel"):
        logging.getLogger(name).addHandler(logging.StreamHandler(terminal))


def reply_at_once(kernel):
    """ipykernel sleeps half a millisecond before each reply, so that output does not come after it.

    The front's clients wait for idle, as the protocol has it, and idle comes on the channel of the output, after it.
    """
    if hasattr(kernel, "_execute_sleep"):
        kernel._execute_sleep = 0


def load_magics(folder):
    """By its path: nothing of ours may lie on the notebook's sys.path."""
    from importlib.util import module_from_spec, spec_from_file_location

    name = "_tf_gpu_doctor"
    spec = spec_from_file_location(name, os.path.join(folder, "magics.py"))
    module = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main():
    connection_file, magics_file = sys.argv[1:]
    hold_leash(os.path.dirname(connection_file))
    folder = os.path.dirname(os.path.abspath(__file__))
    if os.path.abspath(sys.path[0]) == folder:
        del sys.path[0]
    # What a cell finds in sys.argv, as if ipykernel had been started the usual way.
    sys.argv = ["ipykernel_launcher.py", "-f", connection_file]
    try:
        from ipykernel.kernelapp import IPKernelApp
    except ImportError as error:
        if error.name != "ipykernel":
            raise
        os._exit(NO_IPYKERNEL)
    arguments = ["-f", connection_file]
    leave_native_output_alone(IPKernelApp, arguments)
    application = IPKernelApp.instance()
    application.initialize(arguments)
    log_to_terminal(application)
    reply_at_once(application.kernel)
    load_magics(folder).register(application.shell, magics_file)
    application.start()


main()
