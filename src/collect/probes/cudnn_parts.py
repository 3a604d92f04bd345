"""
cuDNN's parts: since version 8 libcudnn itself is small and opens others by name, which have to be of its version.
The names are read out of it, and out of the part that opens the rest; nothing is loaded.
"""

import os
import re

from probes.elf import NotElf
from probes.load import header_only
from probes.search_list import by_headers

# Seen in cuDNN 9.3: libcudnn has 0.1 MB and names four, libcudnn_graph has 4 MB and names three more.
LARGEST = 16 << 20


def parts_of(path, soname):
    """One record a part, found as libcudnn itself would find it; [] when it names none or is damaged."""
    ending = soname.rsplit(".", 1)[1]
    try:
        search = by_headers(path)
    except (NotElf, OSError):
        return []
    found, files = [], [path]
    while files:
        for name in named_in(files.pop(0)):
            part = "libcudnn_%s.so.%s" % (name, ending)
            if part in [known["soname"] for known in found]:
                continue
            record = header_only(part, search)
            found.append(record)
            if record["path"] is not None:
                files.append(record["path"])
    return found


def named_in(path):
    """`graph`, `ops`, … in the order in which the file has them."""
    try:
        if os.path.getsize(path) > LARGEST:
            return []
        with open(path, "rb") as file:
            names = re.findall(rb"libcudnn_([a-z_]+)\.so", file.read())
    except OSError:
        return []
    return [name.decode("ascii") for name in names]
