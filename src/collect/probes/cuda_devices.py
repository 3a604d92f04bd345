"""What libcuda answers after cuInit, by calls that make no context and allocate nothing.

Imports nothing of ours: where there is no fork, its text alone is run in another process (see cuda_driver.py).
"""

import ctypes

# For a driver without GPUs; each GPU adds to it.
SECONDS = 10

_MULTIPROCESSORS, _COMPUTE_MODE, _MAJOR, _MINOR = 16, 20, 75, 76


def ask_by_name(name):
    """The same of a library that has yet to be loaded; nothing where it does not load."""
    try:
        return ask(ctypes.CDLL(name))
    except OSError:
        return {"cuInit": None, "deviceCount": None, "devices": []}


def ask(library):
    """{cuInit, deviceCount, devices} in the shape of cuda-driver.ts."""
    answer = {"cuInit": library.cuInit(0), "deviceCount": None, "devices": []}
    count = ctypes.c_int()
    if answer["cuInit"] == 0 and library.cuDeviceGetCount(ctypes.byref(count)) == 0:
        answer["deviceCount"] = count.value
        answer["devices"] = [describe(library, index) for index in range(count.value)]
    return answer


def describe(library, index):
    device = ctypes.c_int()
    if library.cuDeviceGet(ctypes.byref(device), index) != 0:
        device = None
    major, minor = attribute(library, device, _MAJOR), attribute(library, device, _MINOR)
    return {
        "index": index,
        "name": text(library, "cuDeviceGetName", device, 256),
        "uuid": uuid(library, device),
        "busId": bus_id(library, device),
        "computeCapability": None if major is None or minor is None else "%d.%d" % (major, minor),
        "memoryMiB": memory(library, device),
        "multiprocessors": attribute(library, device, _MULTIPROCESSORS),
        "computeMode": attribute(library, device, _COMPUTE_MODE),
    }


def function(library, *names):
    return next((getattr(library, name) for name in names if hasattr(library, name)), None)


def attribute(library, device, number):
    value = ctypes.c_int()
    call = function(library, "cuDeviceGetAttribute")
    if device is None or call is None or call(ctypes.byref(value), number, device) != 0:
        return None
    return value.value


def text(library, name, device, size):
    buffer = ctypes.create_string_buffer(size)
    call = function(library, name)
    if device is None or call is None or call(buffer, size, device) != 0:
        return None
    return buffer.value.decode("utf-8", "replace")


def bus_id(library, device):
    buffer = ctypes.create_string_buffer(64)
    call = function(library, "cuDeviceGetPCIBusId")
    if device is None or call is None or call(buffer, 64, device) != 0:
        return None
    return buffer.value.decode("ascii", "replace")


def memory(library, device):
    value = ctypes.c_size_t()
    call = function(library, "cuDeviceTotalMem_v2")
    if device is None or call is None or call(ctypes.byref(value), device) != 0:
        return None
    return value.value >> 20


def uuid(library, device):
    """As nvidia-smi writes it: `GPU-xxxxxxxx-xxxx-…`."""
    raw = (ctypes.c_ubyte * 16)()
    call = function(library, "cuDeviceGetUuid_v2", "cuDeviceGetUuid")
    if device is None or call is None or call(ctypes.byref(raw), device) != 0:
        return None
    digits = "".join("%02x" % byte for byte in raw)
    return "GPU-%s-%s-%s-%s-%s" % (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
