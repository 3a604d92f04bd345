/* What the files of the stub driver know of one another. Types of the driver API are plain here. */
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef int Result;   /* CUresult */
typedef int Device;   /* CUdevice: index among the visible ones */
typedef uint64_t Ptr; /* CUdeviceptr: a host address in truth */

enum { SUCCESS = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NO_DEVICE = 100, INVALID_DEVICE = 101, NOT_FOUND = 500, NOT_SUPPORTED = 801 };

/* No simulated machine has more GPUs visible; what is kept for each device has so many places. */
enum { MOST_DEVICES = 64 };

#pragma GCC visibility push(hidden)
/* GPUs left by CUDA_VISIBLE_DEVICES, and which GPU of the machine each is. */
int driver_visible_count(void);
int driver_machine_index(Device device);
/* Whether `device` is one of the visible ones, and so an index into arrays of MOST_DEVICES. */
int driver_has(Device device);

/* The device of the calling thread's current context. */
Device driver_current_device(void);

/* Memory that kernels may use. */
void driver_add_range(const void *start, size_t bytes);
void driver_remove_range(const void *start);
/* The memory in which an address lies; 0 when there is none. */
int driver_memory_range(uint64_t address, uint64_t *start, uint64_t *end);

/* What stands in the way since a kernel could not be run; NULL while all is well. */
const char *driver_broken(void);
#pragma GCC visibility pop
