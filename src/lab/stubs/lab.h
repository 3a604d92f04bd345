/*
 * Shared by every stub of the lab. A stub stands where a library of NVIDIA's would stand, and does what the
 * scenario's variables say. Nothing here talks to a real GPU.
 *
 *   GPU_LAB_RETURN_<function>=N     that function does nothing and returns N; `hang` makes it never return
 *   GPU_LAB_TRACE=FILE              the name of every called function is added to FILE
 *   GPU_LAB_GPUS=N                  GPUs in the machine (1)
 *   GPU_LAB_NAMES, _UUIDS, _CAPABILITIES, _MULTIPROCESSORS, _MEMORY_MIB, _USED_MIB,
 *   _COMPUTE_MODES, _MIG
 *                                   one value a GPU, parted by `;`; the last one stands for all that follow
 *   GPU_LAB_DRIVER=555.42.02        driver version;  GPU_LAB_CUDA=12050  newest CUDA that the driver supports
 *   GPU_LAB_CUDART, GPU_LAB_CUDNN   what the runtime and cuDNN give as their version, as NVIDIA writes it in one number
 *   GPU_LAB_VERSION_<library>       `12.5.3` of every other library
 *   GPU_LAB_MATMUL=wrong            cuBLAS multiplies wrongly
 *   GPU_LAB_KERNELS=FILE            each kernel is added to FILE, with its shape and its milliseconds
 *   GPU_LAB_UNKNOWN_KERNEL=PART     kernels with PART in their name are taken for ones that cannot be run
 *   GPU_LAB_STEPS=N                 instructions after which a kernel is taken for one that does not end
 *   GPU_LAB_VIEW=FOLDER             see view.c
 */
#pragma once
#include <stddef.h>

/* Only the functions of NVIDIA's interfaces are to be seen from outside of a stub. */
#pragma GCC visibility push(hidden)

/* Whether a variable says what `function` must return. Writes the name to the trace. */
int lab_set(const char *function, int *code);

/*
 * For a function that would have to compute something and does not: says so on standard error, once a function, and
 * gives `code` back, with which TensorFlow makes an exception of it. A wrong number is worse than none.
 */
int lab_refuse(const char *function, int code);

/* The number in GPU_LAB_<name>. */
long lab_number(const char *name, long otherwise);

/* Part 0, 1 or 2 of the version in GPU_LAB_VERSION_<library>. */
int lab_version(const char *library, int part);

/* The text in GPU_LAB_<name>. */
const char *lab_text(const char *name, const char *otherwise);

/* The item for GPU `index` of the list in GPU_LAB_<name>; the result lives in `buffer`. */
const char *lab_item(const char *name, int index, const char *otherwise, char *buffer, size_t size);

/* First line of every function that takes its result from a variable. */
#define UNLESS_SET(function)                         \
  do {                                                \
    int set_;                                        \
    if (lab_set(#function, &set_)) return set_;    \
  } while (0)

/* The GPUs of the machine, counted from 0 in the order of the PCI bus, whatever is visible. */
int lab_gpu_count(void);
int lab_capability(int gpu, int *minor);
size_t lab_memory(int gpu);
/* Bytes that some other process holds. */
size_t lab_used(int gpu);
/* `GPU-0f1e2d3c-…`: 41 bytes with the final zero; `raw` (16 bytes) may be null. */
void lab_uuid(int gpu, char text[41], unsigned char raw[16]);
#pragma GCC visibility pop
