/* libcudart: the runtime. What concerns the GPU is asked of the driver. Kernels are in cudart-kernel.c. */
#include <dlfcn.h>
#include <stdint.h>
#include <string.h>

#include "lab.h"

enum { INSUFFICIENT_DRIVER = 35 };

/* Calls a function of the driver, or gives INSUFFICIENT_DRIVER where there is none. */
#define DRIVER(function, Types, ...)                                  \
  do {                                                                \
    int(*call) Types = driver(#function);                             \
    return call ? call(__VA_ARGS__) : INSUFFICIENT_DRIVER;            \
  } while (0)

static void *driver(const char *function) {
  void *library = dlopen("libcuda.so.1", RTLD_NOW);
  return library ? dlsym(library, function) : NULL;
}

static __thread int device;

int cudaRuntimeGetVersion(int *version) {
  UNLESS_SET(cudaRuntimeGetVersion);
  *version = (int)lab_number("CUDART", 12050);
  return 0;
}
int cudaDriverGetVersion(int *version) {
  UNLESS_SET(cudaDriverGetVersion);
  *version = 0; /* what the runtime gives when there is no driver */
  if (!driver("cuDriverGetVersion")) return 0;
  DRIVER(cuDriverGetVersion, (int *), version);
}
int cudaGetDeviceCount(int *count) {
  UNLESS_SET(cudaGetDeviceCount);
  *count = 0;
  int (*init)(unsigned) = driver("cuInit");
  int code = init ? init(0) : INSUFFICIENT_DRIVER;
  if (code) return code;
  DRIVER(cuDeviceGetCount, (int *), count);
}
int cudaGetDevice(int *current) {
  UNLESS_SET(cudaGetDevice);
  *current = device;
  return 0;
}
int cudaSetDevice(int chosen) {
  UNLESS_SET(cudaSetDevice);
  device = chosen;
  return 0;
}
int cudaDeviceGetAttribute(int *value, int attribute, int of) {
  UNLESS_SET(cudaDeviceGetAttribute);
  DRIVER(cuDeviceGetAttribute, (int *, int, int), value, attribute, of);
}

const char *cudaGetErrorString(int code) {
  const char *text = NULL;
  int (*call)(int, const char **) = driver("cuGetErrorString");
  if (code == INSUFFICIENT_DRIVER) return "CUDA driver version is insufficient for CUDA runtime version";
  if (call) call(code, &text);
  return text ? text : "unrecognized error code";
}
const char *cudaGetErrorName(int code) {
  const char *name = NULL;
  int (*call)(int, const char **) = driver("cuGetErrorName");
  if (code == INSUFFICIENT_DRIVER) return "cudaErrorInsufficientDriver";
  if (call) call(code, &name);
  return name ? name : "unrecognized error code";
}

/* Where the fields of cudaDeviceProp lie (driver_types.h, CUDA 11 and 12): offset, CUdevice_attribute. */
static const struct { int offset, attribute; } fields[] = {
    {304, 12}, {308, 10}, {320, 1}, {324, 2}, {328, 3}, {332, 4}, {336, 5}, {340, 6}, {344, 7}, {348, 13},
    {360, 75}, {364, 76}, {388, 16}, {612, 37}, {616, 38}, {624, 39}, {648, 82}, {712, 106},
};
/* The same for fields that are a size_t: shared memory a block, a multiprocessor, a block when asked for. */
static const struct { int offset, attribute; } sizes[] = {{296, 8}, {640, 81}, {696, 97}};

/* Eigen divides by some of these: a zero there ends Python with SIGFPE. */
static int properties(char *to, size_t size, int of) {
  int (*attribute)(int *, int, int) = driver("cuDeviceGetAttribute");
  int (*name)(char *, int, int) = driver("cuDeviceGetName");
  int (*memory)(size_t *, int) = driver("cuDeviceTotalMem_v2");
  if (!attribute || !name || !memory) return INSUFFICIENT_DRIVER;
  memset(to, 0, size);
  name(to, 256, of);
  memory((size_t *)(to + 288), of);
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
    attribute((int *)(to + fields[i].offset), fields[i].attribute, of);
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    int value = 0;
    attribute(&value, sizes[i].attribute, of);
    *(size_t *)(to + sizes[i].offset) = (size_t)value;
  }
  return 0;
}
int cudaGetDeviceProperties(char *to, int of) {
  UNLESS_SET(cudaGetDeviceProperties);
  return properties(to, 728, of); /* sizeof cudaDeviceProp in CUDA 11 */
}
int cudaGetDeviceProperties_v2(char *to, int of) {
  UNLESS_SET(cudaGetDeviceProperties_v2);
  return properties(to, 1032, of); /* and in CUDA 12 */
}

int cudaMalloc(uint64_t *memory, size_t bytes) {
  UNLESS_SET(cudaMalloc);
  DRIVER(cuMemAlloc_v2, (uint64_t *, size_t), memory, bytes);
}
int cudaFree(uint64_t memory) {
  UNLESS_SET(cudaFree);
  DRIVER(cuMemFree_v2, (uint64_t), memory);
}
int cudaMemcpy(void *to, const void *from, size_t bytes, int kind) {
  UNLESS_SET(cudaMemcpy);
  DRIVER(cuMemcpy, (uintptr_t, uintptr_t, size_t), (uintptr_t)to, (uintptr_t)from, bytes);
}
int cudaMemcpyAsync(void *to, const void *from, size_t bytes, int kind, void *stream) {
  UNLESS_SET(cudaMemcpyAsync);
  DRIVER(cuMemcpy, (uintptr_t, uintptr_t, size_t), (uintptr_t)to, (uintptr_t)from, bytes);
}
int cudaMemsetAsync(void *to, int value, size_t bytes, void *stream) {
  UNLESS_SET(cudaMemsetAsync);
  memset(to, value, bytes);
  return 0;
}

int cudaOccupancyMaxActiveBlocksPerMultiprocessor(int *blocks) {
  UNLESS_SET(cudaOccupancyMaxActiveBlocksPerMultiprocessor);
  *blocks = 2;
  return 0;
}
int cudaOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(int *blocks) {
  UNLESS_SET(cudaOccupancyMaxActiveBlocksPerMultiprocessorWithFlags);
  *blocks = 2;
  return 0;
}
int cudaStreamIsCapturing(void *stream, int *status) {
  UNLESS_SET(cudaStreamIsCapturing);
  *status = 0;
  return 0;
}
