"""The management library through ctypes: driver, GPUs, what holds them."""

import ctypes
import sys

from probes.cannot_say import CannotSay
from probes.mapped import call, file_of
from probes.nvml_device import describe, error_text

NAMES = {"win32": ["nvml.dll", "C:\\Program Files\\NVIDIA Corporation\\NVSMI\\nvml.dll"]}


def probe():
    if sys.platform == "darwin":
        raise CannotSay("not-applicable", "macOS has no NVIDIA driver")
    empty = {"path": None, "initCode": None, "initText": None, "driverVersion": None, "cudaVersion": None}
    library, error = load()
    if library is None:
        return dict(empty, loadError=error, devices=[])
    code = call(library, "nvmlInit_v2")
    answer = dict(empty, path=file_of(library), loadError=None, initCode=code, devices=[])
    answer["initText"] = error_text(library, code)
    if code != 0:
        return answer
    answer["driverVersion"] = text_of(library, "nvmlSystemGetDriverVersion", 96)
    answer["cudaVersion"] = cuda_version(library)
    answer["confidentialComputing"] = confidential_computing(library)
    count = ctypes.c_uint()
    if call(library, "nvmlDeviceGetCount_v2", ctypes.byref(count)) == 0:
        answer["devices"] = [describe(library, index) for index in range(count.value)]
    # Not shut down: while this process lives, the next one need not initialise the GPUs again (see run_forked.py).
    return answer


def confidential_computing(library):
    """Whether it is on, and whether the GPUs accept work; None where the driver does not know it."""
    # environment, feature (1: on), developer tools' mode
    state, ready = (ctypes.c_uint * 3)(), ctypes.c_uint()
    if call(library, "nvmlSystemGetConfComputeState", ctypes.byref(state)) != 0:
        return None
    known = call(library, "nvmlSystemGetConfComputeGpusReadyState", ctypes.byref(ready)) == 0
    return {"on": state[1] == 1, "ready": bool(ready.value) if known else None}


def load():
    """(library, None) or (None, why): by the loader's own search."""
    first = None
    for name in NAMES.get(sys.platform, ["libnvidia-ml.so.1"]):
        try:
            return ctypes.CDLL(name), None
        except OSError as error:
            first = first or str(error)
    return None, first


def text_of(library, name, size):
    buffer = ctypes.create_string_buffer(size)
    return buffer.value.decode("utf-8", "replace") if call(library, name, buffer, size) == 0 else None


def cuda_version(library):
    value = ctypes.c_int()
    for name in ("nvmlSystemGetCudaDriverVersion_v2", "nvmlSystemGetCudaDriverVersion"):
        if call(library, name, ctypes.byref(value)) == 0:
            return "%d.%d" % (value.value // 1000, value.value % 1000 // 10)
    return None
