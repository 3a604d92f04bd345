"""Where CUDA libraries lie on a disk, whether or not the loader looks there."""

import glob
import os
import re
import sys
from functools import lru_cache

from probes import machine
from probes.distributions import installed
from probes.loader_cache import cached


@lru_cache(maxsize=None)
def places(folders):
    """Folders that hold CUDA libraries: in `folders` (a tuple of those on sys.path), toolkits, conda, distributions."""
    found = []
    for folder in folders:
        found += sorted(glob.glob(os.path.join(glob.escape(folder), "nvidia", "*", "lib")))
    for toolkit in toolkit_folders():
        found += [
            os.path.join(toolkit, end) for end in ("lib64", "lib", "targets/x86_64-linux/lib", "extras/CUPTI/lib64")
        ]
    for prefix in (os.environ.get("CONDA_PREFIX"), sys.prefix):
        found += [os.path.join(prefix, "lib")] if prefix else []
    for folder in ("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/local/lib"):
        found.append(machine.path(folder))
    return each_once(folder for folder in found if os.path.isdir(folder))


def toolkit_folders():
    """Folders that look like toolkits, links resolved."""
    found = [os.environ.get(name) for name in ("CUDA_HOME", "CUDA_PATH", "CUDA_ROOT")]
    for parent in ("/usr/local", "/opt"):
        found += [machine.path(parent + "/" + name) for name in machine.names(parent) if name.startswith("cuda")]
    found += [machine.path("/opt/nvidia/hpc_sdk/" + name) for name in machine.names("/opt/nvidia/hpc_sdk")]
    return each_once(os.path.realpath(folder) for folder in found if folder and os.path.isdir(folder))


def elsewhere(soname, taken, folders):
    """Files of that name other than the one taken."""
    files = [os.path.join(folder, soname) for folder in places(tuple(folders))]
    files += [path for name, path in cached() if name == soname]
    real = each_once(os.path.realpath(file) for file in files if os.path.exists(file))
    return [file for file in real if file != taken]


def package_version(path):
    """The version of the NVIDIA wheel that a file in `nvidia/<part>/lib` came with."""
    found = re.match(r"(.*)[/\\]nvidia[/\\](\w+)[/\\]lib[/\\]", path)
    if found is None:
        return None
    name = re.compile(r"^nvidia-%s(-cu\d+)?$" % re.escape(found.group(2).replace("_", "-")))
    return next((version for kin, version, _ in installed(found.group(1)) if name.match(kin)), None)


def each_once(paths):
    found = []
    for path in paths:
        if path not in found:
            found.append(path)
    return found
