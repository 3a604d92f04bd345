/* libcuda.so.1: modules and their kernels, which ptx.h carries out. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "driver.h"
#include "lab.h"
#include "ptx.h"

/* CUmodule and CUfunction. That a module cannot be read is only said when a kernel of it is launched. */
struct image { struct ptx_module *module; const char *problem; struct function *functions; };
struct function { struct image *image; char *name; struct ptx_function *ptx; struct function *next; };

/* One kernel at a time, on all GPUs. Atomic operations of kernels count on it. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* After a kernel that cannot be run the GPU is of no more use, as after a fault in a kernel on a real one. */
static char broken[1200];
const char *driver_broken(void) { return broken[0] ? broken : NULL; }

static Result load(struct image **image, const void *data) {
  *image = calloc(1, sizeof **image);
  if (!*image) return OUT_OF_MEMORY;
  pthread_mutex_lock(&lock);
  (*image)->module = ptx_module_of(data, &(*image)->problem);
  pthread_mutex_unlock(&lock);
  return SUCCESS;
}
#define LOAD(function, ...)                                                  \
  Result function(struct image **image, const void *data, ##__VA_ARGS__) {   \
    UNLESS_SET(function);                                                    \
    return load(image, data);                                                \
  }
LOAD(cuModuleLoadData)
LOAD(cuModuleLoadDataEx, unsigned count, void *options, void *values)
LOAD(cuModuleLoadFatBinary)
LOAD(cuLibraryLoadData, void *a, void *b, unsigned c, void *d, void *e, unsigned f)

static Result find(struct function **function, struct image *image, const char *name) {
  pthread_mutex_lock(&lock);
  struct function *f = image->functions;
  while (f && strcmp(f->name, name) != 0) f = f->next;
  if (!f && (f = calloc(1, sizeof *f))) {
    *f = (struct function){image, strdup(name), image->module ? ptx_find(image->module, name) : NULL, image->functions};
    image->functions = f;
  }
  pthread_mutex_unlock(&lock);
  *function = f;
  return !f || (image->module && !f->ptx) ? NOT_FOUND : SUCCESS;
}
Result cuModuleGetFunction(struct function **function, struct image *image, const char *name) {
  UNLESS_SET(cuModuleGetFunction);
  return find(function, image, name);
}
Result cuLibraryGetKernel(struct function **function, struct image *image, const char *name) {
  UNLESS_SET(cuLibraryGetKernel);
  return find(function, image, name);
}
Result cuKernelGetFunction(struct function **function, struct function *kernel) {
  UNLESS_SET(cuKernelGetFunction);
  *function = kernel;
  return SUCCESS;
}
Result cuModuleGetGlobal_v2(Ptr *ptr, size_t *bytes, struct image *image, const char *name) {
  UNLESS_SET(cuModuleGetGlobal_v2);
  size_t size = 0;
  pthread_mutex_lock(&lock);
  Ptr at = image->module ? ptx_variable(image->module, name, &size) : 0;
  pthread_mutex_unlock(&lock);
  if (ptr) *ptr = at;
  if (bytes) *bytes = size;
  return at ? SUCCESS : NOT_FOUND;
}

/* CUfunction_attribute: 0 threads a block, 4 registers, 5 and 6 the versions of PTX and machine code. */
Result cuFuncGetAttribute(int *value, int attribute, struct function *function) {
  UNLESS_SET(cuFuncGetAttribute);
  const struct ptx_module *module = function ? function->image->module : NULL;
  *value = 0;
  if (attribute == 0) *value = 1024;
  if (attribute == 4) *value = 32;
  if ((attribute == 5 || attribute == 6) && module) *value = module->target;
  return SUCCESS;
}

/* `_ZN10tensorflow7functor17BlockReduceKernelIPf…` is `tensorflow::functor::BlockReduceKernel` for a reader. */
static const char *readable(const char *name, char to[300]) {
  const char *s = name;
  size_t n = 0;
  if (strncmp(s, "_Z", 2) != 0) return name;
  for (s += s[2] == 'N' ? 3 : 2; *s >= '0' && *s <= '9';) {
    char *after;
    size_t length = strtoul(s, &after, 10);
    if (length > strlen(after) || n + length + 3 > 300) break;
    n += (size_t)sprintf(to + n, "%s%.*s", n ? "::" : "", (int)length, after);
    s = after + length;
  }
  return n ? to : name;
}

static void break_gpu(const char *kernel, const char *problem) {
  char name[300];
  snprintf(broken, sizeof broken,
           "operation not supported. The simulated GPU cannot run the kernel `%.300s`: %.300s. Its results would be "
           "wrong, so it stops here: start Python anew and do without this operation, or place it on the CPU with "
           "tf.device('CPU:0')", readable(kernel, name), problem);
  fprintf(stderr, "gpu-lab: %s\n", broken); /* other threads may meet the error first */
}

static double milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}
static void write_log(const char *name, const char *how, const struct ptx_shape *shape, double ms) {
  const char *path = lab_text("KERNELS", NULL);
  FILE *file = path ? fopen(path, "a") : NULL;
  if (!file) return;
  const u32 *grid = shape->grid, *block = shape->block;
  fprintf(file, "%s\t%u,%u,%u\t%u,%u,%u\t%.3f\t%s\n", how, grid[0], grid[1], grid[2], block[0], block[1], block[2], ms, name);
  fclose(file);
}

/*
 * Two kernels of XLA are left out: one waits until the host has handed over what is to be timed, which here is done
 * at once, so that it would wait for ever; the other looks for writes beyond the end of a buffer.
 */
static int is_left_out(const char *name) { return strstr(name, "DelayKernel") || strstr(name, "RedzoneAllocatorKernel"); }

static const char *run(struct function *f, const struct ptx_shape *shape, void **arguments, const void *packed) {
  if (strstr(f->name, lab_text("UNKNOWN_KERNEL", "\n"))) return "a variable of the lab says so";
  if (!f->ptx) return f->image->problem ? f->image->problem : "there is none of that name";
  return ptx_run(f->ptx, shape, arguments, packed);
}

Result cuLaunchKernel(struct function *f, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz,
                      unsigned shared, void *stream, void **arguments, void **extra) {
  UNLESS_SET(cuLaunchKernel);
  const struct ptx_shape shape = {{gx, gy, gz}, {bx, by, bz}, shared};
  const void *packed = NULL;
  for (void **e = extra; !arguments && e && *e; e += 2)
    if ((uintptr_t)*e == 1) packed = e[1]; /* CU_LAUNCH_PARAM_BUFFER_POINTER */
  if (driver_broken() || is_left_out(f->name)) return SUCCESS;
  double start = milliseconds();
  pthread_mutex_lock(&lock);
  const char *problem = run(f, &shape, arguments, packed);
  if (problem) break_gpu(f->name, problem);
  pthread_mutex_unlock(&lock);
  write_log(f->name, problem ? problem : "ran", &shape, milliseconds() - start);
  /* The launch itself succeeds, and the next copy fails: TensorFlow ends the process when a launch fails, but raises an
   * exception with our text when a copy does. */
  return SUCCESS;
}
struct launch_config { unsigned gx, gy, gz, bx, by, bz, shared; void *stream; };
Result cuLaunchKernelEx(const struct launch_config *c, struct function *f, void **arguments, void **extra) {
  UNLESS_SET(cuLaunchKernelEx);
  return cuLaunchKernel(f, c->gx, c->gy, c->gz, c->bx, c->by, c->bz, c->shared, c->stream, arguments, extra);
}
