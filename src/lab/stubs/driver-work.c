/* libcuda.so.1: contexts, streams, events. Work handed over is done at once. */
#include <stdlib.h>

#include "driver.h"
#include "lab.h"

/* A primary context is its device's entry here. Only devices that `driver_has` become contexts. */
static struct context { Device device; } contexts[MOST_DEVICES];
static __thread struct context *stack[32];
static __thread int depth;

static struct context *context_of(Device device) {
  contexts[device].device = device;
  return &contexts[device];
}
static struct context *current(void) { return depth > 0 ? stack[depth - 1] : NULL; }

Device driver_current_device(void) { return current() ? current()->device : 0; }

Result cuDevicePrimaryCtxRetain(struct context **context, Device device) {
  UNLESS_SET(cuDevicePrimaryCtxRetain);
  if (!driver_has(device)) return INVALID_DEVICE;
  *context = context_of(device);
  return SUCCESS;
}
Result cuDevicePrimaryCtxGetState(Device device, unsigned *flags, int *active) {
  UNLESS_SET(cuDevicePrimaryCtxGetState);
  *flags = 0;
  *active = 0;
  return SUCCESS;
}
Result cuCtxCreate_v2(struct context **context, unsigned flags, Device device) {
  UNLESS_SET(cuCtxCreate_v2);
  if (!driver_has(device)) return INVALID_DEVICE;
  *context = context_of(device);
  return SUCCESS;
}
Result cuCtxGetCurrent(struct context **context) {
  UNLESS_SET(cuCtxGetCurrent);
  *context = current();
  return SUCCESS;
}
Result cuCtxSetCurrent(struct context *context) {
  UNLESS_SET(cuCtxSetCurrent);
  if (depth == 0) depth = 1;
  stack[depth - 1] = context;
  return SUCCESS;
}
Result cuCtxPushCurrent_v2(struct context *context) {
  UNLESS_SET(cuCtxPushCurrent_v2);
  if (depth == 32) return INVALID_VALUE;
  stack[depth++] = context;
  return SUCCESS;
}
Result cuCtxPopCurrent_v2(struct context **context) {
  UNLESS_SET(cuCtxPopCurrent_v2);
  struct context *popped = current();
  if (depth > 0) depth--;
  if (context) *context = popped;
  return SUCCESS;
}
Result cuCtxGetDevice(Device *device) {
  UNLESS_SET(cuCtxGetDevice);
  *device = driver_current_device();
  return SUCCESS;
}
Result cuCtxGetApiVersion(struct context *context, unsigned *version) {
  UNLESS_SET(cuCtxGetApiVersion);
  *version = (unsigned)lab_number("CUDA", 12050);
  return SUCCESS;
}
Result cuCtxGetStreamPriorityRange(int *least, int *greatest) {
  UNLESS_SET(cuCtxGetStreamPriorityRange);
  if (least) *least = 0;
  if (greatest) *greatest = -5;
  return SUCCESS;
}
Result cuCtxGetSharedMemConfig(int *config) {
  UNLESS_SET(cuCtxGetSharedMemConfig);
  *config = 1; /* banks of four bytes */
  return SUCCESS;
}

/* CUpointer_attribute: 1 context, 2 memory type (2 = device), 3 and 4 the address itself, 9 device ordinal. */
Result cuPointerGetAttribute(void *value, int attribute, Ptr ptr) {
  UNLESS_SET(cuPointerGetAttribute);
  if (attribute == 1) *(struct context **)value = context_of(driver_current_device());
  else if (attribute == 3 || attribute == 4) *(Ptr *)value = ptr;
  else *(int *)value = attribute == 2 ? 2 : attribute == 9 ? driver_current_device() : 0;
  return SUCCESS;
}

/* Streams and events are only names for nothing. */
#define HANDLE(function, ...)                          \
  Result function(void **handle, ##__VA_ARGS__) {      \
    UNLESS_SET(function);                             \
    *handle = calloc(1, 16);                           \
    return *handle ? SUCCESS : OUT_OF_MEMORY;          \
  }
HANDLE(cuStreamCreate, unsigned flags)
HANDLE(cuStreamCreateWithPriority, unsigned flags, int priority)
HANDLE(cuEventCreate, unsigned flags)

Result cuStreamGetPriority(void *stream, int *priority) {
  UNLESS_SET(cuStreamGetPriority);
  *priority = 0;
  return SUCCESS;
}
Result cuStreamIsCapturing(void *stream, int *status) {
  UNLESS_SET(cuStreamIsCapturing);
  *status = 0;
  return SUCCESS;
}
Result cuStreamGetCaptureInfo_v2(void *stream, int *status) {
  UNLESS_SET(cuStreamGetCaptureInfo_v2);
  *status = 0;
  return SUCCESS;
}
Result cuStreamGetCtx(void *stream, struct context **context) {
  UNLESS_SET(cuStreamGetCtx);
  *context = context_of(driver_current_device());
  return SUCCESS;
}
Result cuStreamAddCallback(void *stream, void (*callback)(void *, int, void *), void *data, unsigned flags) {
  UNLESS_SET(cuStreamAddCallback);
  callback(stream, SUCCESS, data);
  return SUCCESS;
}
Result cuLaunchHostFunc(void *stream, void (*function)(void *), void *data) {
  UNLESS_SET(cuLaunchHostFunc);
  function(data);
  return SUCCESS;
}

Result cuOccupancyMaxActiveBlocksPerMultiprocessor(int *blocks, void *function, int threads, size_t shared) {
  UNLESS_SET(cuOccupancyMaxActiveBlocksPerMultiprocessor);
  *blocks = 2;
  return SUCCESS;
}
Result cuOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(int *blocks) {
  UNLESS_SET(cuOccupancyMaxActiveBlocksPerMultiprocessorWithFlags);
  *blocks = 2;
  return SUCCESS;
}
Result cuOccupancyMaxPotentialBlockSize(int *grid, int *threads) {
  UNLESS_SET(cuOccupancyMaxPotentialBlockSize);
  *grid = 68;
  *threads = 256;
  return SUCCESS;
}
Result cuMemGetAllocationGranularity(size_t *granularity) {
  UNLESS_SET(cuMemGetAllocationGranularity);
  *granularity = 2 << 20;
  return SUCCESS;
}
/* Milliseconds between two events. Nothing is timed here: a clock of the lab proves nothing of a GPU. */
Result cuEventElapsedTime(float *ms) {
  UNLESS_SET(cuEventElapsedTime);
  *ms = 0.001f;
  return SUCCESS;
}
Result cuEventElapsedTime_v2(float *ms) {
  UNLESS_SET(cuEventElapsedTime_v2);
  *ms = 0.001f;
  return SUCCESS;
}
