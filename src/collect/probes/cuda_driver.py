"""libcuda through ctypes: which file it is, whether it starts, and the GPUs it shows. No context is made."""

import ctypes
import json
import os
import sys

from probes import cuda_devices, machine
from probes.cannot_say import CannotSay
from probes.cuda_devices import SECONDS, ask
from probes.forked import POSSIBLE, in_a_fork
from probes.loader_cache import cached
from probes.mapped import file_of, version_in_name
from probes.program import run

SONAME = "libcuda.so.1"
MASK = "CUDA_VISIBLE_DEVICES"
# Around the text of cuda_devices.py: nothing is imported from the working folder.
FIRST_LINE = "import sys; sys.path[:] = [folder for folder in sys.path if folder]\n"
LAST_LINES = "\nimport json\nprint(json.dumps(ask_by_name(%r)))\n"


def probe():
    if sys.platform == "darwin":
        raise CannotSay("not-applicable", "macOS has no NVIDIA driver")
    name = "nvcuda.dll" if sys.platform == "win32" else SONAME
    # Asked first and in a process of its own: cuInit reads the variable once, and for good.
    unmasked = elsewhere(name, False) if MASK in os.environ else None
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
        ask(library) if POSSIBLE else elsewhere(name, True),
        unmasked,
    )


def elsewhere(name, masked):
    """Asks in another process, with the mask or without it. CUDA_DEVICE_ORDER stays, for it decides the order."""
    seconds = machine.patience(SECONDS)
    if POSSIBLE:
        return in_a_fork(lambda: without_mask(name), seconds)
    environment = {key: value for key, value in os.environ.items() if masked or key != MASK}
    program = cuda_devices.__spec__.loader.get_source(cuda_devices.__name__) + LAST_LINES % name
    code, out, _ = run([sys.executable, "-c", FIRST_LINE + program], seconds, environment)
    if code is None:
        raise CannotSay("timeout", "no answer within %g s" % seconds)
    try:
        return json.loads(out.splitlines()[-1])
    except (ValueError, IndexError):
        raise CannotSay("crashed", "exit code %s" % code) from None


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


def without_mask(name):
    os.environ.pop(MASK, None)
    return cuda_devices.ask_by_name(name)


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
