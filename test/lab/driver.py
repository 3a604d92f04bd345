"""What the driver of a simulated machine answers, as one JSON line: no TensorFlow."""

import ctypes
import json


def uuid_of(raw):
    digits = "".join("%02x" % byte for byte in bytearray(raw))
    return "GPU-" + "-".join(digits[a:b] for a, b in ((0, 8), (8, 12), (12, 16), (16, 20), (20, 32)))


cuda = ctypes.CDLL("libcuda.so.1")
code = cuda.cuInit(0)
count = ctypes.c_int()
cuda.cuDeviceGetCount(ctypes.byref(count))
devices = []
for device in range(count.value):
    name, bus = ctypes.create_string_buffer(100), ctypes.create_string_buffer(20)
    raw = (ctypes.c_ubyte * 16)()
    cuda.cuDeviceGetName(name, 100, device)
    cuda.cuDeviceGetPCIBusId(bus, 20, device)
    cuda.cuDeviceGetUuid(raw, device)
    devices.append({"name": name.value.decode(), "bus": bus.value.decode(), "uuid": uuid_of(raw)})
context = ctypes.c_void_p()
beyond = [cuda.cuDevicePrimaryCtxRetain(ctypes.byref(context), device) for device in (-1, count.value, 64)]
lab = ctypes.c_int.in_dll(cuda, "tf_gpu_doctor_lab").value
print(json.dumps({"cuInit": code, "devices": devices, "beyond": beyond, "lab": lab}))
