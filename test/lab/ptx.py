"""Runs PTX on the stub driver, without TensorFlow: one JSON line.

Standard input is JSON: {"ptx": text, "block": threads, "grid": blocks, "shared": bytes, "input": [u32, …], "output":
count, "pointer": where the kernel writes, if not to memory made for it}. The kernel is `k`, its parameters are two
pointers: to the input and to the output.
"""

import ctypes
import json
import sys

cuda = ctypes.CDLL("libcuda.so.1")
asked = json.load(sys.stdin)
context, module, kernel = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_void_p()
cuda.cuInit(0)
cuda.cuDevicePrimaryCtxRetain(ctypes.byref(context), 0)
cuda.cuCtxSetCurrent(context)
cuda.cuModuleLoadData(ctypes.byref(module), asked["ptx"].encode())
found = cuda.cuModuleGetFunction(ctypes.byref(kernel), module, b"k")


def allocate(count):
    address = ctypes.c_uint64()
    cuda.cuMemAlloc_v2(ctypes.byref(address), ctypes.c_size_t(4 * count))
    return address


numbers = asked.get("input") or [0]
source = (ctypes.c_uint32 * len(numbers))(*numbers)
given, result = allocate(len(numbers)), allocate(asked["output"])
cuda.cuMemcpyHtoD_v2(given, source, ctypes.c_size_t(4 * len(numbers)))
target = ctypes.c_uint64(asked.get("pointer") or result.value)
arguments = (ctypes.c_void_p * 2)(*[ctypes.cast(ctypes.byref(each), ctypes.c_void_p) for each in (given, target)])
launched = cuda.cuLaunchKernel(
    kernel, asked.get("grid", 1), 1, 1, asked.get("block", 1), 1, 1, asked.get("shared", 0), None, arguments, None
)
back = (ctypes.c_uint32 * asked["output"])()
copied = cuda.cuMemcpyDtoH_v2(back, result, ctypes.c_size_t(4 * asked["output"]))
text = ctypes.c_char_p()
cuda.cuGetErrorString(copied, ctypes.byref(text))
print(
    json.dumps(
        {"found": found, "launched": launched, "copied": copied, "text": text.value.decode(), "output": list(back)}
    )
)
