"""Which file a loaded library really is."""

import ctypes
import os
import re


class _Link(ctypes.Structure):
    _fields_ = [("address", ctypes.c_void_p), ("name", ctypes.c_char_p)]


def file_of(library):
    """The file of a loaded library, links resolved: the loader knows it; None where it does not say."""
    link = ctypes.POINTER(_Link)()
    dlinfo = getattr(ctypes.CDLL(None), "dlinfo", None) if os.name == "posix" else None
    if dlinfo is None or dlinfo(ctypes.c_void_p(library._handle), 2, ctypes.byref(link)) != 0:
        return None
    return os.path.realpath(os.fsdecode(link.contents.name))


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
