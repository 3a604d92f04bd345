"""The driver library libcuda.so.1 on the disk, and whether the loader would find it there. Nothing is loaded."""

import os

from probes import machine
from probes.loader_cache import cached

SONAME = "libcuda.so.1"
# Where the loader looks without a setting.
SYSTEM = ("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib", "/lib64", "/lib")
# Where drivers are put that the loader finds only with a setting: NixOS, GKE, Colab, Jetson, WSL, Debian.
ELSEWHERE = (
    "/run/opengl-driver/lib",
    "/usr/local/nvidia/lib64",
    "/usr/local/nvidia/lib",
    "/home/kubernetes/bin/nvidia/lib64",
    "/usr/lib64-nvidia",
    "/usr/lib/aarch64-linux-gnu/tegra",
    "/usr/lib/aarch64-linux-gnu/nvidia",
    "/usr/lib/x86_64-linux-gnu/nvidia/current",
    "/usr/lib/wsl/lib",
)


def libcuda_files():
    """[{path, onLoaderPath}], each file once, those that the loader would find first."""
    named = [folder for folder in os.environ.get("LD_LIBRARY_PATH", "").replace(";", ":").split(":") if folder]
    found = [(os.path.join(folder, SONAME), True) for folder in named]
    found += [(machine.path(path), True) for name, path in cached() if name == SONAME]
    found += [(machine.path(folder + "/" + SONAME), True) for folder in SYSTEM]
    found += [(machine.path(folder + "/" + SONAME), False) for folder in ELSEWHERE]
    seen, files = set(), []
    for path, known in found:
        real = os.path.realpath(path)
        if os.path.exists(real) and real not in seen:
            seen.add(real)
            files.append({"path": machine.plain(path), "onLoaderPath": known})
    return files
