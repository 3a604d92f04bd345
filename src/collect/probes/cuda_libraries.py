"""For every library that this TensorFlow opens: the file that the loader takes, and whether it loads."""

import os
import select
import sys
import time

from probes import machine
from probes.cannot_say import CannotSay
from probes.cuda_dlls import dlls_of
from probes.cudnn_parts import parts_of
from probes.distributions import search_folders
from probes.forked import Forked, out_of_time
from probes.library_places import elsewhere
from probes.load import examine, header_only
from probes.mapped import version_in_name
from probes.search_list import by_headers, by_loader
from probes.tensorflow_wheel import describe
from probes.tools import find_tools

# For all of them in one process, and for one alone.
SECONDS = 12
ALONE = 4


def probe():
    if not sys.platform.startswith(("linux", "win32")):
        raise CannotSay("not-applicable", "this system's loader cannot be asked")
    folders = search_folders()
    wheel = describe(folders, os.getcwd())
    if wheel is None:
        raise CannotSay("not-applicable", "no TensorFlow is installed")
    # The wheel itself names its DLLs, so that no soname has to be known.
    if sys.platform == "win32":
        searched, found = dlls_of(wheel["build"] or {"other": {}}, os.environ)
        return {"method": "files", "searchList": searched, "libraries": found, "tools": find_tools(folders)}
    if not wheel["sonames"]:
        return {"method": "files", "searchList": [], "libraries": [], "tools": find_tools(folders)}
    framework = wheel["framework"]
    if framework is None:
        raise CannotSay("not-found", "the library that opens the CUDA libraries is not in %s" % wheel["path"])
    method, searched, found = load_all(framework["path"], wheel["sonames"])
    libraries = [complete(library, folders) for library in found]
    cudnn = next((library for library in libraries if library["soname"].startswith("libcudnn.so")), None)
    if cudnn is not None and cudnn["path"] is not None:
        libraries += [complete(part, folders) for part in parts_of(cudnn["path"], cudnn["soname"])]
    return {"method": method, "searchList": searched, "libraries": libraries, "tools": find_tools(folders)}


def load_all(framework, sonames):
    """(method, search list, one record a soname): all in one process, and after a crash or hang each in its own.

    Where only files may be read, by the headers alone.
    """
    answers = []
    if not machine.files_only():
        answers, _ = conversation(lambda send: in_turn(send, framework, sonames), SECONDS)
    if not answers:
        # The framework library does not load, or nothing may be loaded: the headers have to do.
        search = by_headers(framework)
        return "files", search.folders(), [header_only(soname, search) for soname in sonames]
    searched, records = answers[0], answers[1:]
    for soname in sonames[len(records) :]:
        alone, how = conversation(lambda send: in_turn(send, framework, [soname]), ALONE)
        records.append(alone[1] if len(alone) == 2 else unfinished(soname, framework, how))
    return "loader", searched, records


def in_turn(send, framework, sonames):
    search = by_loader(framework)
    send(search.folders())
    for soname in sonames:
        send(examine(soname, search))


def conversation(function, seconds):
    """(what a child sent before its end, how it ended: None is well, a CannotSay when it was stopped)."""
    child = Forked(function, seconds)
    values = []
    while True:
        left = child.deadline - time.time()
        if left <= 0 or not select.select([child.pipe], [], [], left)[0]:
            return values, out_of_time(child, seconds)
        came = child.read()
        if came is None:
            return values, child.end()
        values += came


def unfinished(soname, framework, how):
    """A library that crashed, or one that could not be read in time: a slow disk says nothing about the file."""
    record = header_only(soname, by_headers(framework))
    if record["why"] is None and isinstance(how, CannotSay):
        record.update(loads=None, error=how.detail, why="timeout")
    elif record["why"] is None:
        record.update(loads=False, error="it did not finish loading: %s" % how, why="crash")
    return record


def complete(record, folders):
    """Adds where else such a file lies, and the version by its file name or package where the library named none."""
    record["elsewhere"] = elsewhere(record["soname"], record["path"], folders)
    if record["version"] is None and record["path"] is not None:
        record["version"], record["versionSource"] = version_by_file(record["path"])
    return record


def version_by_file(path):
    from probes.library_places import package_version

    by_name = version_in_name(path)
    if by_name is not None:
        return by_name, "file-name"
    by_package = package_version(path)
    return by_package, "package" if by_package is not None else None
