"""The Python that is being diagnosed, described by itself."""

import os
import site
import struct
import sys

from probes import machine
from probes.elf import NotElf, read_elf


def probe():
    executable = sys.executable or ""
    return {
        "executable": executable,
        "version": ".".join(str(part) for part in sys.version_info[:3]),
        "implementation": sys.implementation.name,
        "bits": struct.calcsize("P") * 8,
        "prefix": sys.prefix,
        "basePrefix": getattr(sys, "base_prefix", sys.prefix),
        "kind": kind(executable),
        "platform": sys.platform,
        "machine": machine.processor_kind(),
        "externallyManaged": externally_managed(),
        "uv": made_by_uv(),
        "pip": any(os.path.isdir(os.path.join(folder, "pip")) for folder in sys.path if folder),
        "userSite": site.getusersitepackages() if hasattr(site, "getusersitepackages") else None,
        "userSiteEnabled": bool(site.ENABLE_USER_SITE),
        "rpath": own_rpath(executable),
    }


def kind(executable):
    if os.path.exists(os.path.join(sys.prefix, "pyvenv.cfg")):
        return "venv"
    if os.path.isdir(os.path.join(sys.prefix, "conda-meta")):
        return "conda"
    if sys.platform == "win32" and "WindowsApps" in executable:
        return "windows-store"
    return "other"


def externally_managed():
    """Whether the distribution keeps pip out of this Python (PEP 668); a virtual environment is never kept."""
    library = os.path.dirname(os.path.abspath(os.__file__))
    own = sys.prefix == getattr(sys, "base_prefix", sys.prefix)
    return own and os.path.exists(os.path.join(library, "EXTERNALLY-MANAGED"))


def made_by_uv():
    """uv writes its version into the environments that it makes, and puts no pip into them."""
    settings = machine.read_file(os.path.join(sys.prefix, "pyvenv.cfg")) or ""
    return any(line.partition("=")[0].strip() == "uv" for line in settings.splitlines())


def own_rpath(executable):
    try:
        header = read_elf(os.path.realpath(executable))
    except (NotElf, OSError):
        return None
    return header["rpath"] or header["runpath"]
