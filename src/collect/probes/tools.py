"""What XLA needs beside libraries: libdevice.10.bc and ptxas."""

import glob
import os
import re
import sys

from probes.library_places import toolkit_folders
from probes.program import find, release_of


def find_tools(folders):
    """[{name, path, version}] in the shape of cuda-libraries.ts."""
    libdevice = first(homes(folders), "nvvm/libdevice/libdevice.10.bc")
    ptxas = first(wheels(folders), "bin/ptxas") or find("ptxas") or first(homes(folders), "bin/ptxas")
    return [
        {"name": "libdevice.10.bc", "path": libdevice, "version": None},
        {"name": "ptxas", "path": ptxas, "version": release_of(ptxas)},
    ]


def wheels(folders):
    return [path for folder in folders for path in glob.glob(os.path.join(glob.escape(folder), "nvidia", "cuda_nvcc"))]


def homes(folders):
    """The folder in XLA_FLAGS, then the wheel, toolkits, conda."""
    named = re.search(r"--xla_gpu_cuda_data_dir=(\S+)", os.environ.get("XLA_FLAGS", ""))
    prefixes = [prefix for prefix in (os.environ.get("CONDA_PREFIX"), sys.prefix) if prefix]
    return ([named.group(1)] if named else []) + wheels(folders) + toolkit_folders() + prefixes


def first(folders, end):
    return next((os.path.join(folder, end) for folder in folders if os.path.exists(os.path.join(folder, end))), None)
