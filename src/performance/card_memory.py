"""How much memory of each GPU is free and how busy it is, asked of the driver before TensorFlow takes any.

Cards are in CUDA's order, which is TensorFlow's. No context is made. Python 3.6 and newer, standard library only.
"""

import ctypes
import sys

MIB = 1024 * 1024


class _Memory(ctypes.Structure):
    _fields_ = [("total", ctypes.c_ulonglong), ("free", ctypes.c_ulonglong), ("used", ctypes.c_ulonglong)]


class _Utilisation(ctypes.Structure):
    _fields_ = [("gpu", ctypes.c_uint), ("memory", ctypes.c_uint)]


def cards():
    """A list of {"freeMiB", "busyPercent"}, each None where the driver does not tell; empty without a driver."""
    windows = sys.platform == "win32"
    try:
        cuda = ctypes.CDLL("nvcuda.dll" if windows else "libcuda.so.1")
        count = ctypes.c_int()
        if cuda.cuInit(0) or cuda.cuDeviceGetCount(ctypes.byref(count)):
            return []
    except (OSError, AttributeError):
        return []
    try:
        nvml = ctypes.CDLL("nvml.dll" if windows else "libnvidia-ml.so.1")
        ready = nvml.nvmlInit_v2() == 0
    except (OSError, AttributeError):
        ready = False
    return [_card(cuda, nvml if ready else None, index) for index in range(count.value)]


def _card(cuda, nvml, index):
    answer = {"freeMiB": None, "busyPercent": None}
    try:
        device, total = ctypes.c_int(), ctypes.c_size_t()
        address = ctypes.create_string_buffer(32)
        if nvml is None or cuda.cuDeviceGet(ctypes.byref(device), index):
            return answer
        if cuda.cuDeviceGetPCIBusId(address, len(address), device):
            return answer
        handle, memory, busy = ctypes.c_void_p(), _Memory(), _Utilisation()
        if nvml.nvmlDeviceGetHandleByPciBusId_v2(address, ctypes.byref(handle)):
            return answer
        if nvml.nvmlDeviceGetMemoryInfo(handle, ctypes.byref(memory)) == 0 and memory.total > 0:
            free = memory.free
            # A slice of a card (MIG) has the card's address and less memory.
            if cuda.cuDeviceTotalMem_v2(ctypes.byref(total), device) == 0:
                free = min(free, total.value)
            answer["freeMiB"] = free // MIB
        if nvml.nvmlDeviceGetUtilizationRates(handle, ctypes.byref(busy)) == 0:
            answer["busyPercent"] = busy.gpu
    except AttributeError:
        # A driver too old for one of the questions.
        pass
    return answer
