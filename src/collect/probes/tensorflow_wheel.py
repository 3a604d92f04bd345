"""The TensorFlow that `import tensorflow` would take, described by its files."""

import os
import re

from probes import machine
from probes.build_info import read_build_info
from probes.distributions import TENSORFLOW, headers, installed
from probes.elf import NotElf, read_elf
from probes.sonames import sonames_for


def describe(folders, cwd):
    """The `tensorflow` part of packages.ts, or None when there is none."""
    path = package_folder(folders)
    if path is None:
        return None
    about = metadata(os.path.dirname(path))
    build = read_build_info(path)
    version = version_of(path) or about["version"]
    return {
        "path": path,
        "version": version,
        "build": build,
        "framework": framework(path),
        "sonames": sonames_for(build, version),
        "andCuda": about["andCuda"],
        "requiresPython": about["requiresPython"],
        "shadowedBy": shadow(path, cwd),
    }


def package_folder(folders):
    for folder in folders:
        for name in ("tensorflow", "tensorflow_core"):
            path = os.path.join(folder, name)
            if os.path.exists(os.path.join(path, "__init__.py")) and os.path.isdir(os.path.join(path, "python")):
                return path
    return None


def metadata(folder):
    """Version, extra and Python of the distribution beside the package; of several, the plain name first."""
    about = {"version": None, "andCuda": [], "requiresPython": None}
    kin = [found for found in installed(folder) if TENSORFLOW.match(found[0])]
    for _, version, entry in sorted(kin, key=lambda found: found[0] != "tensorflow")[:1]:
        about["version"] = version
        fields = headers(machine.read_file(os.path.join(folder, entry, "METADATA"), 1 << 20) or "")
        for key, value in fields:
            if key == "requires-python":
                about["requiresPython"] = value
            elif key == "requires-dist" and re.search(r"extra\s*==\s*['\"]and-cuda['\"]", value):
                about["andCuda"].append(value.split(";")[0].strip())
    return about


def version_of(path):
    """From a header that the wheel brings along; the metadata folder may belong to another distribution."""
    headers_of = os.path.join(path, "include/tensorflow/core/public")
    names = ("release_version.h", "version.h")
    texts = [machine.read_file(os.path.join(headers_of, name)) for name in names]
    text = next((text for text in texts if text is not None), None)
    if text is None:
        return None
    parts = [re.search(r"#define TF_%s_VERSION (\d+)" % part, text) for part in ("MAJOR", "MINOR", "PATCH")]
    if not all(parts):
        return None
    suffix = re.search(r"#define TF_VERSION_SUFFIX \"(.*?)\"", text)
    return ".".join(part.group(1) for part in parts) + (suffix.group(1) if suffix else "")


def framework(path):
    """The library that opens the CUDA libraries; its search paths with every folder once."""
    names = sorted(name for name in os.listdir(path) if name.startswith("libtensorflow_framework."))
    for name in names:
        file = os.path.join(path, name)
        try:
            header = read_elf(file)
        except (NotElf, OSError):
            header = {"rpath": None, "runpath": None}
        return {"path": file, "rpath": each_once(header["rpath"]), "runpath": each_once(header["runpath"])}
    return None


def each_once(paths):
    if paths is None:
        return None
    found = []
    for path in paths.split(":"):
        if path not in found:
            found.append(path)
    return ":".join(found)


def shadow(path, cwd):
    """What a script or notebook started in this folder would import instead."""
    for name in ("tensorflow.py", "tensorflow"):
        file = os.path.join(cwd, name)
        if name.endswith(".py") and os.path.isfile(file):
            return file
        if os.path.isfile(os.path.join(file, "__init__.py")) and os.path.realpath(file) != os.path.realpath(path):
            return file
    return None
