"""The magics in an ordinary Python kernel: `%load_ext tf_gpu_doctor`.

Each starts the program and shows what it sends. Needs IPython 7.34 or newer; otherwise the standard library only.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from importlib.util import module_from_spec, spec_from_file_location

from tf_gpu_doctor import launch

PROGRAM = "kernel/extension/main.js"

# The module with the magics of our own kernel, where that kernel has loaded it.
OF_OUR_KERNEL = "_tf_gpu_doctor"

# How IPython knows our completion.
MATCHER = "tf_gpu_doctor"

# ipykernel sets these for what cells start. The program's own children would colour what is read from them.
OF_IPYKERNEL = ("TERM", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "PAGER", "GIT_PAGER")

# How long an interrupted command may take to end what it started, in seconds.
ENDS_WITHIN = 3

# The names of the magics, once they are registered.
names = []


class Ended(Exception):
    """The command failed, in sentences of its own; or the program ended before it had answered."""


def load(shell):
    """Registers the magics. In our own kernel they are there already."""
    if OF_OUR_KERNEL in sys.modules:
        print("The magics are here already: this is the kernel TensorFlow GPU Doctor.")
        return
    shared = _load_shared()
    try:
        commands = ask(shell, {"type": "list"})
    except (Ended, launch.Missing) as error:
        raise shared.Failed("tf-gpu-doctor: %s" % error)
    unload(shell)
    names.extend(command["name"] for command in commands)
    shared.make_magics(shell, commands, lambda request: run(shell, shared, request))
    _offer_options(shell)


def unload(shell):
    """Takes the magics away."""
    for registered in shell.magics_manager.magics.values():
        for name in names:
            registered.pop(name, None)
    del names[:]
    matchers = getattr(shell.Completer, "custom_matchers", [])
    matchers[:] = [one for one in matchers if getattr(one, "matcher_identifier", None) != MATCHER]


def run(shell, shared, request):
    """Runs a command, shows what it sends, and returns its value."""
    sys.stdout.flush()
    sys.stderr.flush()
    captured = _is_captured(shell, shared)
    request.update(type="run", python=sys.executable, pid=os.getpid(), capture=captured)
    try:
        return ask(shell, request, lambda kind, content: shared.show(shell, kind, content))
    except (Ended, launch.Missing) as error:
        raise shared.Failed(str(error))


def ask(shell, request, show=None):
    """Starts the program with a request and returns its value. It may ask this Python, which waits meanwhile.

    An interrupt closes the program's input, which ends the command. Raises Ended, and launch.Missing.
    """
    with tempfile.TemporaryFile() as errors, _start(errors) as process:
        try:
            _send(process, request)
            for line in process.stdout:
                message = json.loads(line)
                if message["type"] == "ask":
                    _send(process, _evaluated(shell, message))
                elif message["type"] != "end":
                    show(message["type"], message["content"])
                elif "error" in message:
                    raise Ended(message["error"])
                else:
                    return message["value"]
        finally:
            _end(process)
        errors.seek(0)
        said = errors.read().decode("utf-8", "replace").strip().splitlines()
        because = said[-1] if said else "exit code %s" % process.returncode
        raise Ended("The program of TensorFlow GPU Doctor ended before the command was done: %s" % because)


def _start(errors):
    environment = {name: value for name, value in os.environ.items() if name not in OF_IPYKERNEL}
    # Jupyter interrupts the whole process group of the kernel: the program learns of it by the end of its input.
    apart = {"creationflags": 0x200} if os.name == "nt" else {"start_new_session": True}
    return subprocess.Popen(
        launch.command(PROGRAM, []),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        env=environment,
        encoding="utf-8",
        **apart,
    )


def _send(process, message):
    try:
        process.stdin.write(json.dumps(message, default=str) + "\n")
        process.stdin.flush()
    except OSError:
        # It has ended; why is in what it wrote.
        pass


def _end(process):
    """Lets the program end, and ends it when it does not."""
    try:
        process.stdin.close()
    except OSError:
        pass
    try:
        process.wait(ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()


def _evaluated(shell, message):
    try:
        value = shell.ev(message["expression"])
        return {"id": message["id"], "value": value}
    except Exception as error:
        return {"id": message["id"], "error": "%s: %s" % (type(error).__name__, error)}


def _load_shared():
    """The module that our own kernel uses as well, loaded by its path: it lies among the program's files."""
    file = os.path.join(launch.program_folder(), "kernel", "ipykernel", "magics.py")
    spec = spec_from_file_location("tf_gpu_doctor._kernel_magics", file)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _is_captured(shell, shared):
    """Whether the cell collects what it displays. In a terminal nothing that is displayed can change."""
    try:
        return shared.is_captured(shell)
    except ImportError:
        return True


def _offer_options(shell):
    """Tab offers verbs, options and values, where IPython takes matchers of others (8.6 and newer)."""
    try:
        from IPython.core.completer import SimpleCompletion, context_matcher
    except ImportError:
        return

    @context_matcher(identifier=MATCHER)
    def matcher(context):
        line = context.text_until_cursor.rpartition("\n")[2]
        magic = re.match(r"[^%]*%%?([\w-]+)\s", line)
        if magic is None or magic.group(1) not in names:
            return {"completions": []}
        try:
            found = ask(shell, {"type": "complete", "line": line})
        except (Ended, launch.Missing):
            return {"completions": []}
        completions = [SimpleCompletion(text, type="magic") for text in found["matches"]]
        return {"completions": completions, "matched_fragment": found["fragment"], "suppress": bool(completions)}

    shell.Completer.custom_matchers.append(matcher)
