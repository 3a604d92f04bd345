"""Where the loader looks when TensorFlow opens a library by its name."""

import ctypes
import os

from probes import machine
from probes.elf import read_elf, search_folders
from probes.loader_cache import cached

_LAZY = 1
_SERINFO, _SERINFOSIZE = 4, 5
_DEFAULT = 0x40


class SearchList:
    """`before`: the folders ahead of ld.so.cache; `after`: the system's own folders, looked at last."""

    def __init__(self, before, after):
        self.before = before
        self.after = after

    def folders(self):
        return self.before + self.after

    def candidates(self, soname):
        """The files of that name that exist (a dangling link exists too), in the loader's order."""
        for folder in self.before:
            for path in within(folder, soname):
                yield path
        for name, path in cached():
            if name == soname and os.path.lexists(path):
                yield path
        for folder in self.after:
            for path in within(folder, soname):
                yield path


def within(folder, soname):
    """glibc looks first into folders for newer processors below each one."""
    found = []
    deeper = os.path.join(folder, "glibc-hwcaps")
    if os.path.isdir(deeper):
        found += [os.path.join(deeper, level, soname) for level in ("x86-64-v4", "x86-64-v3", "x86-64-v2")]
    return [path for path in found + [os.path.join(folder, soname)] if os.path.lexists(path)]


class _Path(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char_p), ("flags", ctypes.c_uint)]


class _Info(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("count", ctypes.c_uint)]


def by_loader(library):
    """Loads the library and asks the loader for its search list. Raises OSError where that cannot be done."""
    loader = ctypes.CDLL(None)
    loader.dlopen.restype = ctypes.c_void_p
    # ctypes itself would bind every function of it at once, which takes half as long again.
    handle = ctypes.c_void_p(loader.dlopen(os.fsencode(library), _LAZY))
    if not handle:
        raise OSError("%s does not load" % library)
    dlinfo = loader.dlinfo
    size = _Info()
    if dlinfo(handle, _SERINFOSIZE, ctypes.byref(size)) != 0:
        raise OSError("dlinfo does not give the search list")
    buffer = ctypes.create_string_buffer(size.size)
    ctypes.memmove(buffer, ctypes.byref(size), ctypes.sizeof(size))
    if dlinfo(handle, _SERINFO, buffer) != 0:
        raise OSError("dlinfo does not give the search list")
    # The table of folders follows the two counts without padding for its pointers' sake: 8 + 4 + 4.
    table = (_Path * size.count).from_buffer(buffer, 16)
    before, after = [], []
    for entry in table:
        folder = os.path.realpath(os.fsdecode(entry.name))
        into = after if entry.flags & _DEFAULT else before
        if folder not in into:
            into.append(folder)
    return SearchList(before, after)


def by_headers(library):
    """The same by the documented order: DT_RPATH unless there is a DT_RUNPATH, LD_LIBRARY_PATH, DT_RUNPATH."""
    header = read_elf(library)
    origin = os.path.dirname(os.path.realpath(library))
    before = [] if header["runpath"] else search_folders(header["rpath"], origin)
    for folder in os.environ.get("LD_LIBRARY_PATH", "").replace(";", ":").split(":"):
        if folder and os.path.realpath(folder) not in before:
            before.append(os.path.realpath(folder))
    before += [folder for folder in search_folders(header["runpath"], origin) if folder not in before]
    triple = "/lib/%s-linux-gnu" % machine.processor_kind()
    system = [triple, "/usr" + triple, "/lib64", "/usr/lib64", "/lib", "/usr/lib"]
    return SearchList(before, [folder for folder in system if machine.exists(folder)])
