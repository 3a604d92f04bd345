"""Loads one library as TensorFlow would, and says why it does not load."""

import ctypes
import os
import re

from probes.elf import NotElf, read_elf
from probes.library_version import ask_version
from probes.mapped import file_of

_NOLOAD = 4
# Files at which glibc does not stop: it looks on in the next folder.
PASSED_OVER = ("wrong-class", "dangling", "permission")
_MISSING = re.compile(r"^(\S+): cannot open shared object file: No such file")


def examine(soname, search):
    """A record of cuda-libraries.ts; the library stays loaded, as it would in TensorFlow."""
    already = loaded(soname)
    if already is not None:
        # A library opened before has brought it along: the loader gives that one, whatever the folders hold.
        return record(soname, file_of(already), True, library=already)
    skipped = None
    for path in search.candidates(soname):
        answer = attempt(soname, path)
        if answer["why"] not in PASSED_OVER:
            return answer
        skipped = skipped or answer
    return skipped or record(soname, None, False, error="%s was not found" % soname, why="missing")


def header_only(soname, search):
    """The same without loading anything: whether it would load is not known, except for what the header shows."""
    skipped = None
    for path in search.candidates(soname):
        why = wrong_file(path)
        answer = record(soname, os.path.realpath(path), False if why else None, why=why)
        if why not in PASSED_OVER:
            return answer
        skipped = skipped or answer
    return skipped or record(soname, None, False, error="%s was not found" % soname, why="missing")


def loaded(soname):
    try:
        return ctypes.CDLL(soname, mode=ctypes.DEFAULT_MODE | _NOLOAD)
    except OSError:
        return None


def attempt(soname, path):
    why = wrong_file(path)
    if why is not None:
        # A cut file would be mapped and end the process at the first touch, so it is never loaded.
        return record(soname, os.path.realpath(path), False, error="%s: %s" % (path, why), why=why)
    try:
        library = ctypes.CDLL(path)
    except OSError as error:
        return failure(soname, path, str(error))
    return record(soname, os.path.realpath(path), True, library=library)


def wrong_file(path):
    """What is wrong with the file itself, in cuda-libraries.ts's words; None when its header is in order."""
    if not os.path.exists(path):
        return "dangling"
    try:
        header = read_elf(path)
    except NotElf as error:
        return error.why
    except PermissionError:
        return "permission"
    except OSError:
        return "other"
    own = read_elf("/proc/self/exe")
    return None if (header["bits"], header["machine"]) == (own["bits"], own["machine"]) else "wrong-class"


def failure(soname, path, error):
    missing = _MISSING.match(error)
    if missing and missing.group(1) != path:
        return record(soname, os.path.realpath(path), False, error, "dependency", missing.group(1))
    why = "version" if "version `" in error else "permission" if "ermission denied" in error else "other"
    return record(soname, os.path.realpath(path), False, error, why)


def record(soname, path, loads, error=None, why=None, dependency=None, library=None):
    version = ask_version(soname, library) if library is not None else None
    return {
        "soname": soname,
        "path": path,
        "loads": loads,
        "error": error,
        "why": why,
        "dependency": dependency,
        "version": version,
        "versionSource": "function" if version is not None else None,
        "elsewhere": [],
    }
