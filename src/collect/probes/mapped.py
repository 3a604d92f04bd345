"""Which file a loaded library really is."""

import ctypes
import os
import re


def mapped(name):
    """Paths of the files mapped into this process whose name begins so, in the order of the map; links resolved."""
    found = []
    try:
        with open("/proc/self/maps") as file:
            for line in file:
                path = line.rstrip("\n").partition("/")[2]
                if os.path.basename(path).startswith(name) and "/" + path not in found:
                    found.append("/" + path)
    except OSError:
        pass
    return found


def version_in_name(path):
    """`libcuda.so.550.54.14` → `550.54.14`; None when the name has no more than a soname's number."""
    found = re.search(r"\.so\.(\d+(?:\.\d+)+)$", os.path.basename(path or ""))
    return found.group(1) if found else None


def call(library, name, *arguments):
    """Calls a function that returns a status; None when the library has no such function."""
    function = getattr(library, name, None)
    if function is None:
        return None
    function.restype = ctypes.c_int
    return function(*arguments)
