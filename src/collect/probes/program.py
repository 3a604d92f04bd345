"""Runs a small program for a probe, under a time limit, without a shell."""

import os
import re

from probes import machine
from probes.cannot_say import CannotSay


def find(name):
    """Where PATH has it, or None. The standard library's own way imports five times as much as it does."""
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        if not folder:
            # A shell would look into the working folder; what lies there is not run.
            continue
        path = os.path.join(folder, name + ".exe" if os.name == "nt" else name)
        if os.path.isfile(path) and os.access(path, os.X_OK):
            return path
    return None


def run(arguments, seconds, environment=None):
    """
    (exit code or None when it was stopped, stdout, stderr), the outputs as text of at most 256 kB each.

    Raises CannotSay: `left-out` where only files are read, `not-permitted` or `error` when it cannot start,
    `driver-hangs` when it survives SIGKILL.
    """
    import subprocess

    if machine.files_only():
        raise CannotSay("left-out", "no program is run: only files are read")
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with open(os.devnull) as nothing:
        try:
            process = subprocess.Popen(arguments, stdin=nothing, env=environment, **pipes)
        except PermissionError as error:
            raise CannotSay("not-permitted", str(error))
        except OSError as error:
            raise CannotSay("error", str(error))
    try:
        out, err = process.communicate(timeout=seconds)
        return process.returncode, text(out), text(err)
    except subprocess.TimeoutExpired:
        process.kill()
    try:
        out, err = process.communicate(timeout=1)
        return None, text(out), text(err)
    except subprocess.TimeoutExpired:
        if process.poll() is None:
            raise CannotSay("driver-hangs", "%s (process %d) survived SIGKILL" % (arguments[0], process.pid))
        # It is gone, and something it started holds its output open.
        return None, "", ""


def release_of(path):
    """The version that nvcc or ptxas prints; None when there is no such program, or it prints none."""
    try:
        output = run([path, "--version"], 3)[1] if path else ""
    except CannotSay:
        return None
    found = re.search(r"release [\d.]+, V([\d.]+)", output)
    return found.group(1) if found else None


def text(data):
    return data[: 1 << 18].decode("utf-8", "replace")
