/* libcuda.so.1: names and texts of error codes (as in cuda.h), and finding functions by name. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>

#include "driver.h"
#include "lab.h"

static const struct error { int code; const char *name, *text; } errors[] = {
    {0, "CUDA_SUCCESS", "no error"},
    {1, "CUDA_ERROR_INVALID_VALUE", "invalid argument"},
    {2, "CUDA_ERROR_OUT_OF_MEMORY", "out of memory"},
    {3, "CUDA_ERROR_NOT_INITIALIZED", "initialization error"},
    {34, "CUDA_ERROR_STUB_LIBRARY", "CUDA driver is a stub library"},
    {46, "CUDA_ERROR_DEVICE_UNAVAILABLE", "CUDA-capable device(s) is/are busy or unavailable"},
    {100, "CUDA_ERROR_NO_DEVICE", "no CUDA-capable device is detected"},
    {101, "CUDA_ERROR_INVALID_DEVICE", "invalid device ordinal"},
    {200, "CUDA_ERROR_INVALID_IMAGE", "device kernel image is invalid"},
    {201, "CUDA_ERROR_INVALID_CONTEXT", "invalid device context"},
    {209, "CUDA_ERROR_NO_BINARY_FOR_GPU", "no kernel image is available for execution on the device"},
    {214, "CUDA_ERROR_ECC_UNCORRECTABLE", "uncorrectable ECC error encountered"},
    {218, "CUDA_ERROR_INVALID_PTX", "a PTX JIT compilation failed"},
    {222, "CUDA_ERROR_UNSUPPORTED_PTX_VERSION", "the provided PTX was compiled with an unsupported toolchain."},
    {304, "CUDA_ERROR_OPERATING_SYSTEM", "OS call failed or operation not supported on this OS"},
    {400, "CUDA_ERROR_INVALID_HANDLE", "invalid resource handle"},
    {500, "CUDA_ERROR_NOT_FOUND", "named symbol not found"},
    {700, "CUDA_ERROR_ILLEGAL_ADDRESS", "an illegal memory access was encountered"},
    {702, "CUDA_ERROR_LAUNCH_TIMEOUT", "the launch timed out and was terminated"},
    {719, "CUDA_ERROR_LAUNCH_FAILED", "unspecified launch failure"},
    {800, "CUDA_ERROR_NOT_PERMITTED", "operation not permitted"},
    {801, "CUDA_ERROR_NOT_SUPPORTED", "operation not supported"},
    {802, "CUDA_ERROR_SYSTEM_NOT_READY", "system not yet initialized"},
    {803, "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH", "system has unsupported display driver / cuda driver combination"},
    {804, "CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE", "forward compatibility was attempted on non supported HW"},
    {999, "CUDA_ERROR_UNKNOWN", "unknown error"},
};

static const struct error *find(int code) {
  for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
    if (errors[i].code == code) return &errors[i];
  return NULL;
}

Result cuGetErrorName(int code, const char **name) {
  UNLESS_SET(cuGetErrorName);
  const struct error *error = find(code);
  *name = error ? error->name : NULL;
  return error ? SUCCESS : INVALID_VALUE;
}
Result cuGetErrorString(int code, const char **text) {
  UNLESS_SET(cuGetErrorString);
  const struct error *error = find(code);
  *text = error ? error->text : NULL;
  if (code == NOT_SUPPORTED && driver_broken()) *text = driver_broken();
  return error ? SUCCESS : INVALID_VALUE;
}

/* The newer of two versions of a function is the one that is meant when its plain name is asked for. */
static void *by_name(const char *name) {
  void *self = dlopen("libcuda.so.1", RTLD_NOW | RTLD_NOLOAD);
  char newer[160];
  snprintf(newer, sizeof newer, "%s_v2", name);
  void *found = self ? dlsym(self, newer) : NULL;
  return found || !self ? found : dlsym(self, name);
}

Result cuGetProcAddress(const char *name, void **function, int version, uint64_t flags) {
  UNLESS_SET(cuGetProcAddress);
  *function = by_name(name);
  return *function ? SUCCESS : NOT_FOUND;
}
Result cuGetProcAddress_v2(const char *name, void **function, int version, uint64_t flags, int *status) {
  UNLESS_SET(cuGetProcAddress_v2);
  *function = by_name(name);
  if (status) *status = *function ? 0 : 1; /* 1: the driver does not know the symbol */
  return *function ? SUCCESS : NOT_FOUND;
}
