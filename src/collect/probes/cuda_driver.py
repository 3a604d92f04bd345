"""libcuda through ctypes: which file it is, whether it starts, and the cards it shows. No context is made."""

import ctypes
import os
import sys

from probes import machine
from probes.cannot_say import CannotSay
from probes.cuda_devices import ask
from probes.forked import in_a_fork
from probes.loader_cache import cached
from probes.mapped import file_of, version_in_name

SONAME = "libcuda.so.1"
MASKS = ("CUDA_VISIBLE_DEVICES", "CUDA_DEVICE_ORDER")
SECONDS = 10


def probe():
    if sys.platform == "darwin":
        raise CannotSay("not-applicable", "macOS has no NVIDIA driver")
    name = "nvcuda.dll" if sys.platform == "win32" else SONAME
    masked = any(mask in os.environ for mask in MASKS)
    # Asked first and in a process of its own: cuInit reads the variables once, and for good.
    unmasked = in_a_fork(lambda: without_masks(name), SECONDS) if masked else None
    try:
        library = ctypes.CDLL(name)
    except OSError as error:
        return answer(None, str(error), others(None), None, False, nothing(), None)
    path = file_of(library)
    version = ctypes.c_int()
    read = getattr(library, "cuDriverGetVersion", None)
    known = read is not None and read(ctypes.byref(version)) == 0
    return answer(
        path,
        None,
        others(path),
        version.value if known else None,
        hasattr(library, "tf_gpu_doctor_lab"),
        ask(library),
        unmasked,
    )


def answer(path, error, other, version, lab, masked, unmasked):
    return {
        "path": path,
        "loadError": error,
        "others": other,
        "fileVersion": version_in_name(path),
        "driverApiVersion": version,
        "lab": lab,
        "masked": masked,
        "unmasked": unmasked,
    }


def nothing():
    return {"cuInit": None, "deviceCount": None, "devices": []}


def without_masks(name):
    for mask in MASKS:
        os.environ.pop(mask, None)
    try:
        return ask(ctypes.CDLL(name))
    except OSError:
        return nothing()


def others(taken):
    """Files of this name that the loader could have met, links resolved, other than the one taken."""
    folders = [folder for folder in os.environ.get("LD_LIBRARY_PATH", "").split(":") if folder]
    for toolkit in ["/usr/local/" + name for name in machine.names("/usr/local") if name.startswith("cuda")]:
        folders += [machine.path(toolkit + end) for end in ("/compat", "/lib64/stubs")]
    for prefix in (os.environ.get("CONDA_PREFIX"), sys.prefix):
        folders += [os.path.join(prefix, end) for end in ("lib", "lib/stubs", "cuda-compat")] if prefix else []
    folders.append(machine.path("/usr/lib/wsl/lib"))
    places = [os.path.join(folder, SONAME) for folder in folders]
    places += [path for soname, path in cached() if soname == SONAME]
    found = []
    for place in places:
        real = os.path.realpath(place)
        if os.path.exists(real) and real != taken and real not in found:
            found.append(real)
    return found
