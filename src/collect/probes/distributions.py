"""What is installed in a folder of packages, by its metadata folders; nothing is imported."""

import functools
import os
import re
import sys

TENSORFLOW = re.compile(
    r"^(tensorflow|tf-nightly|intel-tensorflow)(-(cpu|gpu|macos|rocm|intel|aarch64|cpu-aws|avx512))?$"
)


def search_folders():
    """The folders of sys.path that hold packages, each once."""
    folders = []
    for folder in sys.path:
        real = os.path.abspath(folder or ".")
        if os.path.isdir(real) and real not in folders:
            folders.append(real)
    return folders


def normal(name):
    """`Intel_TensorFlow` and `intel.tensorflow` are `intel-tensorflow`."""
    return re.sub(r"[-_.]+", "-", name).lower()


@functools.lru_cache(maxsize=None)
def installed(folder):
    """[(name, version, metadata folder's name)] of a folder, sorted by that folder's name; read once."""
    try:
        entries = sorted(os.listdir(folder))
    except OSError:
        return ()
    found = []
    for entry in entries:
        if not entry.endswith((".dist-info", ".egg-info")):
            continue
        stem = os.path.splitext(entry)[0]
        if "-" in stem:
            name, version = stem.split("-")[:2]
            found.append((normal(name), version, entry))
    return tuple(found)


def tensorflow_in(folders):
    """`tensorflow 2.21.0`: the first one in these folders, or None."""
    for folder in folders:
        for name, version, _ in installed(folder):
            if TENSORFLOW.match(name):
                return name + " " + version
    return None


def headers(text):
    """[(key, value)] of a METADATA file, up to its description; keys in lower case."""
    found = []
    for line in text.splitlines():
        if not line.strip():
            break
        key, colon, value = line.partition(":")
        if colon and not line[0].isspace():
            found.append((key.strip().lower(), value.strip()))
    return found
