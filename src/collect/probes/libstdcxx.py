"""The C++ library that a program started here would load, and the newest interface it offers."""

import os
import re
import sys

from probes.loader_cache import cached


def libstdcxx():
    """{path, newestGlibcxx} or None where there is none to be found."""
    if not sys.platform.startswith("linux"):
        return None
    folders = [folder for folder in os.environ.get("LD_LIBRARY_PATH", "").split(":") if folder]
    places = [os.path.join(folder, "libstdc++.so.6") for folder in folders]
    places += [path for soname, path in cached() if soname == "libstdc++.so.6"]
    for place in places:
        if os.path.exists(place):
            real = os.path.realpath(place)
            return {"path": real, "newestGlibcxx": newest(real)}
    return None


def newest(path):
    try:
        with open(path, "rb") as file:
            found = set(re.findall(rb"GLIBCXX_(\d+\.\d+(?:\.\d+)?)\0", file.read(1 << 25)))
    except OSError:
        return None
    versions = sorted(tuple(int(part) for part in text.split(b".")) for text in found)
    return "GLIBCXX_" + ".".join(str(part) for part in versions[-1]) if versions else None
