/* libcuda.so.1: "device memory" is host memory, counted per GPU; every copy is done at once. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "driver.h"
#include "lab.h"

#define ADDRESS(ptr) ((void *)(uintptr_t)(ptr))

/* Stands before each block. 256 bytes, so that blocks are aligned as the real driver aligns them. */
struct block {
  size_t bytes;
  Device device;
  unsigned mark;
  char padding[240];
};
enum { MARK = 0x1ab };

static size_t held[MOST_DEVICES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static size_t capacity(Device device) {
  int gpu = driver_machine_index(device);
  size_t all = lab_memory(gpu), used = lab_used(gpu);
  return used < all ? all - used : 0;
}

/* Counts `bytes` for the device when they fit. */
static int reserve(Device device, size_t bytes) {
  pthread_mutex_lock(&lock);
  int fits = bytes <= capacity(device) - held[device];
  if (fits) held[device] += bytes;
  pthread_mutex_unlock(&lock);
  return fits;
}

static void release(Device device, size_t bytes) {
  pthread_mutex_lock(&lock);
  held[device] -= bytes;
  pthread_mutex_unlock(&lock);
}

Result cuMemAlloc_v2(Ptr *ptr, size_t bytes) {
  UNLESS_SET(cuMemAlloc_v2);
  Device device = driver_current_device();
  if (!reserve(device, bytes)) return OUT_OF_MEMORY;
  /* A GPU may have more memory than this computer: pages are only taken as they are written to. */
  struct block *block = mmap(NULL, sizeof *block + bytes, PROT_READ | PROT_WRITE,
                             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (block == MAP_FAILED) {
    release(device, bytes);
    return OUT_OF_MEMORY;
  }
  *block = (struct block){.bytes = bytes, .device = device, .mark = MARK};
  *ptr = (Ptr)(uintptr_t)(block + 1);
  driver_add_range(block + 1, bytes);
  return SUCCESS;
}

Result cuMemAllocManaged(Ptr *ptr, size_t bytes, unsigned flags) {
  UNLESS_SET(cuMemAllocManaged);
  return cuMemAlloc_v2(ptr, bytes);
}

Result cuMemFree_v2(Ptr ptr) {
  UNLESS_SET(cuMemFree_v2);
  if (!ptr) return SUCCESS;
  struct block *block = (struct block *)ADDRESS(ptr) - 1;
  if (block->mark != MARK) return INVALID_VALUE;
  release(block->device, block->bytes);
  driver_remove_range(block + 1);
  munmap(block, sizeof *block + block->bytes);
  return SUCCESS;
}

Result cuMemGetInfo_v2(size_t *available, size_t *total) {
  UNLESS_SET(cuMemGetInfo_v2);
  Device device = driver_current_device();
  *available = capacity(device) - held[device];
  *total = lab_memory(driver_machine_index(device));
  return SUCCESS;
}

static Result host_memory(void **memory, size_t bytes) {
  if (posix_memalign(memory, 256, bytes) != 0) return OUT_OF_MEMORY;
  driver_add_range(*memory, bytes);
  return SUCCESS;
}
Result cuMemHostAlloc(void **memory, size_t bytes, unsigned flags) {
  UNLESS_SET(cuMemHostAlloc);
  return host_memory(memory, bytes);
}
Result cuMemAllocHost_v2(void **memory, size_t bytes) {
  UNLESS_SET(cuMemAllocHost_v2);
  return host_memory(memory, bytes);
}
Result cuMemFreeHost(void *memory) {
  UNLESS_SET(cuMemFreeHost);
  driver_remove_range(memory);
  free(memory);
  return SUCCESS;
}
Result cuMemHostRegister_v2(void *memory, size_t bytes, unsigned flags) {
  UNLESS_SET(cuMemHostRegister_v2);
  driver_add_range(memory, bytes);
  return SUCCESS;
}
Result cuMemHostUnregister(void *memory) {
  UNLESS_SET(cuMemHostUnregister);
  driver_remove_range(memory);
  return SUCCESS;
}
Result cuMemHostGetDevicePointer_v2(Ptr *ptr, void *memory, unsigned flags) {
  UNLESS_SET(cuMemHostGetDevicePointer_v2);
  *ptr = (Ptr)(uintptr_t)memory;
  return SUCCESS;
}

/* One function of the copying family; `to` and `from` are addresses of either kind. */
#define COPY(function, ...)                    \
  Result function(__VA_ARGS__) {               \
    UNLESS_SET(function);                     \
    if (driver_broken()) return NOT_SUPPORTED;  \
    memmove(ADDRESS(to), ADDRESS(from), bytes); \
    return SUCCESS;                            \
  }
COPY(cuMemcpy, Ptr to, Ptr from, size_t bytes)
COPY(cuMemcpyAsync, Ptr to, Ptr from, size_t bytes, void *stream)
COPY(cuMemcpyHtoD_v2, Ptr to, const void *from, size_t bytes)
COPY(cuMemcpyDtoH_v2, void *to, Ptr from, size_t bytes)
COPY(cuMemcpyDtoD_v2, Ptr to, Ptr from, size_t bytes)
COPY(cuMemcpyHtoDAsync_v2, Ptr to, const void *from, size_t bytes, void *stream)
COPY(cuMemcpyDtoHAsync_v2, void *to, Ptr from, size_t bytes, void *stream)
COPY(cuMemcpyDtoDAsync_v2, Ptr to, Ptr from, size_t bytes, void *stream)
COPY(cuMemcpyPeerAsync, Ptr to, void *to_context, Ptr from, void *from_context, size_t bytes, void *stream)

static Result fill(Ptr ptr, const void *pattern, size_t width, size_t count) {
  for (char *at = ADDRESS(ptr); count > 0; count--, at += width) memcpy(at, pattern, width);
  return SUCCESS;
}
#define FILL(function, Type, ...)                    \
  Result function(Ptr ptr, Type value, __VA_ARGS__) { \
    UNLESS_SET(function);                           \
    return fill(ptr, &value, sizeof value, count);   \
  }
FILL(cuMemsetD8_v2, unsigned char, size_t count)
FILL(cuMemsetD8Async, unsigned char, size_t count, void *stream)
FILL(cuMemsetD16_v2, unsigned short, size_t count)
FILL(cuMemsetD16Async, unsigned short, size_t count, void *stream)
FILL(cuMemsetD32_v2, unsigned, size_t count)
FILL(cuMemsetD32Async, unsigned, size_t count, void *stream)
