"""The machine as probes see it: files below a root folder, which only tests move."""

import os

_root = ""


def use_root(folder):
    """Looks for `/proc`, `/sys`, `/etc` and the like below this folder from now on."""
    global _root
    _root = folder.rstrip("/")


def path(absolute):
    """Where an absolute path of the machine lies."""
    return _root + absolute


def plain(found):
    """The machine's own name of a path that `path` gave."""
    return found[len(_root) :] if _root and found.startswith(_root) else found


def read(absolute, most=65536):
    """The text of a file, or None when there is none or it may not be read."""
    try:
        with open(path(absolute), "rb") as file:
            return file.read(most).decode("utf-8", "replace")
    except (OSError, ValueError):
        return None


def names(absolute):
    """Sorted names in a folder; empty when there is none or it may not be listed."""
    try:
        return sorted(os.listdir(path(absolute)))
    except OSError:
        return []


def exists(absolute):
    """Whether there is such a file or folder; a dangling link does not count."""
    return os.path.exists(path(absolute))


def processor_kind():
    """`x86_64`, `aarch64`, `arm64`, `AMD64`; without the programs that Python's own `platform` may run for it."""
    if hasattr(os, "uname"):
        return os.uname().machine
    return os.environ.get("PROCESSOR_ARCHITECTURE", "")
