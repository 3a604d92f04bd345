"""One GPU as the management library sees it. A call that the GPU or the driver does not know gives null."""

import ctypes
import os

from probes import machine
from probes.mapped import call

_UNTOLD = ctypes.c_ulonglong(-1).value
_VGPU = 2
# The kernel keeps the first 15 letters of a process's name.
MPS_SERVER = ("nvidia-cuda-mps", "nvidia-cuda-mps-server")


class Pci(ctypes.Structure):
    _fields_ = [
        ("legacy", ctypes.c_char * 16),
        ("domain", ctypes.c_uint),
        ("bus", ctypes.c_uint),
        ("device", ctypes.c_uint),
        ("ids", ctypes.c_uint * 2),
        ("busId", ctypes.c_char * 32),
    ]


class Memory(ctypes.Structure):
    _fields_ = [("total", ctypes.c_ulonglong), ("free", ctypes.c_ulonglong), ("used", ctypes.c_ulonglong)]


class Process(ctypes.Structure):
    _fields_ = [("pid", ctypes.c_uint), ("memory", ctypes.c_ulonglong), ("instances", ctypes.c_uint * 2)]


class OldProcess(ctypes.Structure):
    _fields_ = [("pid", ctypes.c_uint), ("memory", ctypes.c_ulonglong)]


def describe(library, index):
    device = ctypes.c_void_p()
    code = call(library, "nvmlDeviceGetHandleByIndex_v2", ctypes.c_uint(index), ctypes.byref(device))
    ask = Asked(library, device if code == 0 else None)
    memory = ask.structure("nvmlDeviceGetMemoryInfo", Memory)
    pci = ask.structure("nvmlDeviceGetPciInfo_v3", Pci) or ask.structure("nvmlDeviceGetPciInfo_v2", Pci)
    capability = ask.numbers("nvmlDeviceGetCudaComputeCapability", 2)
    mig = ask.numbers("nvmlDeviceGetMigMode", 2)
    return {
        "index": index,
        "name": ask.text("nvmlDeviceGetName"),
        "uuid": ask.text("nvmlDeviceGetUUID"),
        "busId": (pci.busId or pci.legacy).decode("ascii", "replace") if pci else None,
        "computeCapability": "%d.%d" % tuple(capability) if capability else None,
        "memoryTotalMiB": memory.total >> 20 if memory else None,
        "memoryFreeMiB": memory.free >> 20 if memory else None,
        "computeMode": first(ask.numbers("nvmlDeviceGetComputeMode", 1)),
        "migMode": first(mig),
        "migInstances": instances(ask) if mig and mig[0] == 1 else None,
        "eccUncorrected": ask.big("nvmlDeviceGetTotalEccErrors", ctypes.c_int(1), ctypes.c_int(0)),
        "persistenceMode": first(ask.numbers("nvmlDeviceGetPersistenceMode", 1)),
        "utilisationPercent": first(ask.numbers("nvmlDeviceGetUtilizationRates", 1, 2)),
        "virtualisationMode": first(ask.numbers("nvmlDeviceGetVirtualizationMode", 1)),
        "throttleReasons": ask.big("nvmlDeviceGetCurrentClocksThrottleReasons"),
        "holders": holders(ask),
        "vgpuLicensed": licensed(ask),
        "error": None if code == 0 else error_text(library, code) or "code %s" % code,
    }


class Asked:
    """Calls of one device; every answer is None when the device or the function is not there, or it fails."""

    def __init__(self, library, device):
        self.library = library
        self.device = device

    def call(self, name, *arguments):
        return None if self.device is None else call(self.library, name, self.device, *arguments)

    def text(self, name):
        buffer = ctypes.create_string_buffer(96)
        return buffer.value.decode("utf-8", "replace") if self.call(name, buffer, 96) == 0 else None

    def structure(self, name, kind):
        value = kind()
        return value if self.call(name, ctypes.byref(value)) == 0 else None

    def numbers(self, name, count, fields=1):
        """One number for each of `count` arguments: the first of its `fields`, where an argument is a structure."""
        values = [(ctypes.c_uint * fields)() for _ in range(count)]
        if self.call(name, *[ctypes.byref(value) for value in values]) != 0:
            return None
        return [value[0] for value in values]

    def big(self, name, *arguments):
        value = ctypes.c_ulonglong()
        return value.value if self.call(name, *(arguments + (ctypes.byref(value),))) == 0 else None


def first(values):
    return values[0] if values else None


def error_text(library, code):
    """NVML's own words for a code; None where it has none."""
    function = getattr(library, "nvmlErrorString", None)
    if function is None or code is None:
        return None
    function.restype = ctypes.c_char_p
    return (function(ctypes.c_int(code)) or b"").decode("utf-8", "replace") or None


def instances(ask):
    """How many MIG devices there are."""
    most = first(ask.numbers("nvmlDeviceGetMaxMigDeviceCount", 1))
    if most is None:
        return None
    found = 0
    for index in range(most):
        device = ctypes.c_void_p()
        if ask.call("nvmlDeviceGetMigDeviceHandleByIndex", ctypes.c_uint(index), ctypes.byref(device)) == 0:
            found += 1
    return found


def holders(ask):
    """Processes that compute on it: memory, whether this user's, whether the MPS server; never their names."""
    for name, kind in (
        ("nvmlDeviceGetComputeRunningProcesses_v3", Process),
        ("nvmlDeviceGetComputeRunningProcesses_v2", Process),
        ("nvmlDeviceGetComputeRunningProcesses", OldProcess),
    ):
        count = ctypes.c_uint(256)
        table = (kind * 256)()
        if ask.call(name, ctypes.byref(count), table) == 0:
            return [holder(table[index]) for index in range(min(count.value, 256))]
    return None


def holder(process):
    try:
        own = os.stat("/proc/%d" % process.pid).st_uid == os.getuid()
    except (OSError, AttributeError):
        own = False
    known = process.memory != _UNTOLD
    return {
        "pid": process.pid,
        "own": own,
        "memoryMiB": process.memory >> 20 if known else None,
        "mpsServer": (machine.read("/proc/%d/comm" % process.pid, 64) or "").strip() in MPS_SERVER,
    }


def licensed(ask):
    """For a virtual GPU: whether its first licensable feature is on."""
    if first(ask.numbers("nvmlDeviceGetVirtualizationMode", 1)) != _VGPU:
        return None
    # int supported, unsigned count, then features that begin with a code and the state.
    table = (ctypes.c_uint * 1024)()
    if ask.call("nvmlDeviceGetGridLicensableFeatures_v4", ctypes.byref(table)) != 0 or table[1] == 0:
        return None
    return table[3] != 0
