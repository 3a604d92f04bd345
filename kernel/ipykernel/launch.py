"""Starts the ipykernel behind a notebook.

Usage: python launch.py CONNECTION_FILE [ARGUMENT_OF_IPYKERNEL...]

Descriptor 3 is a pipe whose other end the kernel holds: when it closes, because the kernel has ended in
whatever way, a watchdog kills the whole process group. On descriptor 4 come the magics as JSON, when the kernel
has loaded them. Descriptor 5 is the kernel's own stderr, the terminal of the Jupyter server: ipykernel's log goes
there, while descriptors 1 and 2 are shown under the cell.

Needs ipykernel 5.5 or newer; otherwise the standard library only, Python 3.6 and newer.
"""

import functools
import os
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__))
WATCHDOG_PIPE = 3
MAGICS_PIPE = 4
TERMINAL = 5

# This failure has its own exit code, because it has its own remedy.
NO_IPYKERNEL = 83


def start_watchdog(folder):
    if hasattr(os, "fork"):
        watch_from_a_process(folder)
    else:
        watch_from_a_thread(folder)


def watch_from_a_process(folder):
    """Watches from a process, because native code that holds the interpreter's lock would stop a thread.

    Forked twice, so that it is not a child of Python: a cell may wait for its children. It stays in the group, so
    no other process can get the group's number before the group is killed.
    """
    import signal

    group = os.getpgrp()
    child = os.fork()
    if child != 0:
        os.waitpid(child, 0)
        os.close(WATCHDOG_PIPE)
        return
    if os.fork() != 0:
        os._exit(0)
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    # The kernel reads what Python writes until the end of the pipes, so they must not stay open here.
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (1, 2, TERMINAL):
        os.dup2(null, descriptor)
    os.close(MAGICS_PIPE)
    while os.read(WATCHDOG_PIPE, 1):
        pass
    remove_folder(folder)
    os.killpg(group, signal.SIGKILL)


def watch_from_a_thread(folder):
    import threading

    def watch():
        while os.read(WATCHDOG_PIPE, 1):
            pass
        remove_folder(folder)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def remove_folder(folder):
    """Removes the folder of sockets, which a kernel that was killed leaves behind."""
    try:
        for name in os.listdir(folder):
            os.unlink(os.path.join(folder, name))
        os.rmdir(folder)
    except OSError:
        pass


def leave_native_output_alone(application_class, arguments):
    """Lets the kernel read descriptors 1 and 2: what is written before a crash must not be lost."""
    if hasattr(application_class, "capture_fd_output"):
        arguments.append("--IPKernelApp.capture_fd_output=False")
        return
    import inspect

    from ipykernel.iostream import OutStream

    if "watchfd" in inspect.signature(OutStream.__init__).parameters:
        OutStream.__init__ = functools.partialmethod(OutStream.__init__, watchfd=False)


def initialize(application_class, user_arguments, arguments):
    """Ours come last, so that they win. Without those of the user if ipykernel refuses them: a kernel must start."""
    if user_arguments:
        try:
            application = application_class.instance()
            application.initialize(user_arguments + arguments)
            return application
        except SystemExit:
            note = "tf-gpu-doctor: ipykernel does not understand these arguments, so they are ignored: "
            os.write(TERMINAL, (note + " ".join(user_arguments) + "\n").encode("utf-8", "backslashreplace"))
            application_class.clear_instance()
    application = application_class.instance()
    application.initialize(arguments)
    return application


def give_streams_descriptors():
    """Makes sys.stdout.fileno() work, as it does where ipykernel captures descriptors itself.

    `subprocess.run(..., stdout=sys.stdout)` and `faulthandler` need it.
    """
    for stream, descriptor in ((sys.stdout, 1), (sys.stderr, 2)):
        stream.fileno = functools.partial(int, descriptor)


def log_to_terminal(application):
    """Sends ipykernel's log to the terminal: it concerns the person who runs the server.

    Called after the start, so that the log of an ipykernel that cannot start is shown in the notebook.
    """
    import logging

    os.set_inheritable(TERMINAL, False)
    terminal = open(TERMINAL, "w", encoding="utf-8", errors="backslashreplace", buffering=1)
    for handler in application.log.handlers + logging.getLogger("tornado").handlers:
        # A file handler is one that a person configured.
        is_stream = isinstance(handler, logging.StreamHandler)
        if is_stream and not isinstance(handler, logging.FileHandler):
            handler.stream = terminal
    # These loggers have no handler, so their lines would go to sys.stderr. Older versions lack some of them.
    for name in ("Comm", "ipykernel"):
        logging.getLogger(name).addHandler(logging.StreamHandler(terminal))


def disable_sleep_before_reply(kernel):
    """Disables ipykernel's sleep before each reply, which shall keep output from coming after it.

    Clients of the kernel wait for idle, as the protocol has it, and idle comes behind the output.
    """
    if hasattr(kernel, "_execute_sleep"):
        kernel._execute_sleep = 0


def load(name, file):
    """Loads a module of ours by its path: no folder of ours may be on the notebook's sys.path."""
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location(name, os.path.join(FOLDER, file))
    module = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main():
    connection_file = sys.argv[1]
    user_arguments = sys.argv[2:]
    os.set_inheritable(MAGICS_PIPE, False)
    start_watchdog(os.path.dirname(connection_file))
    if os.path.abspath(sys.path[0]) == FOLDER:
        del sys.path[0]
    # What a cell finds in sys.argv, as if ipykernel had been started the usual way.
    sys.argv = ["ipykernel_launcher.py", "-f", connection_file] + user_arguments
    try:
        load("_tf_gpu_doctor_late_debugger", "late_debugger.py").install()
        from ipykernel.kernelapp import IPKernelApp
    except ImportError as error:
        if error.name != "ipykernel":
            raise
        os._exit(NO_IPYKERNEL)
    arguments = ["-f", connection_file]
    leave_native_output_alone(IPKernelApp, arguments)
    application = initialize(IPKernelApp, user_arguments, arguments)
    give_streams_descriptors()
    log_to_terminal(application)
    disable_sleep_before_reply(application.kernel)
    load("_tf_gpu_doctor_shorter_flush", "shorter_flush.py").install()
    with open(MAGICS_PIPE, encoding="utf-8") as magics:
        load("_tf_gpu_doctor", "magics.py").register(application.shell, magics)
    application.start()


main()
