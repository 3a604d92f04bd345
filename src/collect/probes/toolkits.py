"""CUDA toolkits and cuDNN on the disk, whether or not TensorFlow would take them."""

import json
import os
import re

from probes import machine
from probes.distributions import search_folders
from probes.library_places import places, toolkit_folders
from probes.loader_cache import cached
from probes.mapped import version_in_name
from probes.program import find, release_of

CUDA_SONAME = re.compile(
    r"^lib(cuda|cudart|cublas|cublasLt|cufft|curand|cusolver|cusparse|cudnn|nccl|cupti|nvidia-ml|nvJitLink)\.so"
)


def probe():
    return {
        "toolkits": [toolkit(folder) for folder in toolkit_folders()],
        "nvcc": nvcc(),
        "ldCache": [{"soname": name, "path": path} for name, path in cached() if CUDA_SONAME.match(name)],
        "cudnn": cudnn(),
    }


def toolkit(folder):
    for name, reader in (("version.json", from_json), ("version.txt", from_text)):
        version = reader(read(os.path.join(folder, name)))
        if version is not None:
            return {"path": folder, "version": version, "source": name}
    compiler = os.path.join(folder, "bin", "nvcc")
    version = release_of(compiler) if os.path.exists(compiler) else None
    return {"path": folder, "version": version, "source": "nvcc" if version else None}


def from_json(text):
    try:
        value = json.loads(text)["cuda"]["version"]
    except (ValueError, KeyError, TypeError):
        return None
    return value if isinstance(value, str) else None


def from_text(text):
    found = re.search(r"CUDA Version (\d+(?:\.\d+)+)", text)
    return found.group(1) if found else None


def read(path):
    return machine.read_file(path) or ""


def nvcc():
    path = find("nvcc")
    return None if path is None else {"path": os.path.realpath(path), "version": release_of(path)}


def cudnn():
    """By file names, and by the header where the library's name has none."""
    found = []
    for folder in places(tuple(search_folders())):
        try:
            names = sorted(os.listdir(folder))
        except OSError:
            continue
        for name in names:
            path = os.path.join(folder, name)
            if re.match(r"^libcudnn\.so\.\d+$", name) and os.path.exists(path):
                real = os.path.realpath(path)
                if real not in [known["path"] for known in found]:
                    found.append({"path": real, "version": version_in_name(real) or header_version(folder)})
    return found


def header_version(folder):
    for include in ("../include", "/usr/include"):
        for name in ("cudnn_version.h", "cudnn_version_v9.h", "cudnn.h"):
            text = read(os.path.join(folder, include, name))
            parts = [re.search(r"#define CUDNN_%s (\d+)" % part, text) for part in ("MAJOR", "MINOR", "PATCHLEVEL")]
            if all(parts):
                return ".".join(part.group(1) for part in parts)
    return None
