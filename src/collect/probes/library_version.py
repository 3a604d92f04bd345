"""The version that a CUDA library reports, by functions that do not touch a GPU."""

import ctypes

# One number that holds the whole version, and how it is put together.
_WHOLE = {
    "libcudart": ("cudaRuntimeGetVersion", 1000, 10),
    "libcufft": ("cufftGetVersion", 1000, 100),
    "libcurand": ("curandGetVersion", 1000, 100),
}
# Functions asked for major, minor and patch in turn.
_PARTS = {
    "libcublas": "cublasGetProperty",
    "libcublasLt": "cublasLtGetProperty",
    "libcusolver": "cusolverGetProperty",
    "libcusparse": "cusparseGetProperty",
}


def ask_version(soname, library):
    """`12.5.82`, or None when the library has no such function."""
    name = soname.split(".so")[0]
    if name == "libcudnn":
        return cudnn(library)
    if name in _PARTS:
        return parts(getattr(library, _PARTS[name], None))
    if name in _WHOLE:
        function, major, minor = _WHOLE[name]
        value = ctypes.c_int()
        call = getattr(library, function, None)
        if call is None or call(ctypes.byref(value)) != 0:
            return None
        return split(value.value, major, minor, name != "libcudart")
    return None


def cudnn(library):
    """cuDNN 9 counts 9.3.0 as 90300, the older ones 8.6.0 as 8600."""
    call = getattr(library, "cudnnGetVersion", None)
    if call is None:
        return None
    call.restype = ctypes.c_size_t
    number = call()
    return split(number, 10000, 100, True) if number >= 10000 else split(number, 1000, 100, True)


def parts(call):
    if call is None:
        return None
    value = ctypes.c_int()
    found = []
    for which in range(3):
        if call(which, ctypes.byref(value)) != 0:
            return None
        found.append(str(value.value))
    return ".".join(found)


def split(number, major, minor, patch):
    text = "%d.%d" % (number // major, number % major // minor)
    return "%s.%d" % (text, number % minor) if patch else text
