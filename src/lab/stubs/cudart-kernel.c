/*
 * libcudart: kernels that are compiled into a program. Compiled code registers its modules and kernels as it is loaded,
 * and launches a kernel by the address of a host function. The driver is given a module when it is first used.
 */
#include <dlfcn.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lab.h"

enum { INSUFFICIENT_DRIVER = 35, INVALID_FUNCTION = 98, NOT_FOUND = 500, CHAINS = 65536 };

struct binary { const void *image; void *module; };
struct kernel { const void *host; const char *name; struct binary *binary; void *function; struct kernel *next; };
struct variable { const void *host; const char *name; struct binary *binary; struct variable *next; };
struct dim3 { unsigned x, y, z; };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct kernel *kernels[CHAINS]; /* TensorFlow has tens of thousands */
static struct variable *variables;
static __thread int last_error;

static struct kernel **chain(const void *host) { return &kernels[((uintptr_t)host >> 4) * 2654435761u >> 8 & (CHAINS - 1)]; }

static void *driver(const char *function) {
  static void *library;
  if (!library) library = dlopen("libcuda.so.1", RTLD_NOW);
  return library ? dlsym(library, function) : NULL;
}

void **__cudaRegisterFatBinary(void *image) {
  struct binary *binary = calloc(1, sizeof *binary);
  if (binary) binary->image = image;
  return (void **)binary;
}
void __cudaRegisterFatBinaryEnd(void **binary) {}
void __cudaUnregisterFatBinary(void **binary) {}
void __cudaRegisterFunction(void **binary, const void *host, char *stub, const char *name) {
  struct kernel *kernel = malloc(sizeof *kernel), **first = chain(host);
  if (!kernel) return;
  pthread_mutex_lock(&lock);
  *kernel = (struct kernel){host, name, (struct binary *)binary, NULL, *first};
  *first = kernel;
  pthread_mutex_unlock(&lock);
}
void __cudaRegisterVar(void **binary, char *host, char *stub, const char *name) {
  struct variable *variable = malloc(sizeof *variable);
  if (!variable) return;
  pthread_mutex_lock(&lock);
  *variable = (struct variable){host, name, (struct binary *)binary, variables};
  variables = variable;
  pthread_mutex_unlock(&lock);
}

static int module_of(struct binary *binary) {
  int (*load)(void **, const void *) = driver("cuModuleLoadData");
  if (!load) return INSUFFICIENT_DRIVER;
  return binary->module ? 0 : load(&binary->module, binary->image);
}
static int function_of(const void *host, void **function) {
  struct kernel *kernel = *chain(host);
  while (kernel && kernel->host != host) kernel = kernel->next;
  if (!kernel) return INVALID_FUNCTION;
  int code = 0;
  pthread_mutex_lock(&lock);
  if (!kernel->function) {
    int (*get)(void **, void *, const char *) = driver("cuModuleGetFunction");
    code = module_of(kernel->binary);
    if (!code) code = get(&kernel->function, kernel->binary->module, kernel->name);
  }
  pthread_mutex_unlock(&lock);
  *function = kernel->function;
  return code;
}

int cudaGetFuncBySymbol(void **function, const void *host) {
  UNLESS_SET(cudaGetFuncBySymbol);
  return function_of(host, function);
}
int cudaGetSymbolAddress(void **at, const void *host) {
  UNLESS_SET(cudaGetSymbolAddress);
  int (*get)(void **, size_t *, void *, const char *) = driver("cuModuleGetGlobal_v2");
  for (struct variable *variable = variables; variable; variable = variable->next) {
    if (variable->host != host) continue;
    int code = module_of(variable->binary);
    return code ? code : get(at, NULL, variable->binary->module, variable->name);
  }
  return NOT_FOUND;
}

/* Between `<<<…>>>` in the source and the launch. */
static __thread struct { struct dim3 grid, block; size_t shared; void *stream; } pushed;
int __cudaPushCallConfiguration(struct dim3 grid, struct dim3 block, size_t shared, void *stream) {
  pushed.grid = grid, pushed.block = block, pushed.shared = shared, pushed.stream = stream;
  return 0;
}
int __cudaPopCallConfiguration(struct dim3 *grid, struct dim3 *block, size_t *shared, void **stream) {
  *grid = pushed.grid, *block = pushed.block, *shared = pushed.shared, *stream = pushed.stream;
  return 0;
}

int cudaLaunchKernel(const void *host, struct dim3 grid, struct dim3 block, void **args, size_t shared, void *stream) {
  UNLESS_SET(cudaLaunchKernel);
  int (*launch)(void *, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, void *, void **, void **) =
      driver("cuLaunchKernel");
  void *function = NULL;
  int code = function_of(host, &function);
  if (!code) code = launch(function, grid.x, grid.y, grid.z, block.x, block.y, block.z, (unsigned)shared, stream, args, NULL);
  return last_error = code;
}
int cudaGetLastError(void) {
  UNLESS_SET(cudaGetLastError);
  int code = last_error;
  last_error = 0;
  return code;
}
int cudaPeekAtLastError(void) {
  UNLESS_SET(cudaPeekAtLastError);
  return last_error;
}

/* cudaFuncAttributes, which CUDA 12 has made longer. By the two versions cub chooses how it launches. */
int cudaFuncGetAttributes(char *to, const void *host) {
  UNLESS_SET(cudaFuncGetAttributes);
  static const struct { int offset, attribute; } fields[] = {{24, 0}, {28, 4}, {32, 5}, {36, 6}};
  int (*get)(int *, int, void *) = driver("cuFuncGetAttribute");
  void *function = NULL;
  int code = function_of(host, &function);
  memset(to, 0, lab_number("CUDART", 12050) < 12000 ? 56 : 144);
  if (code) return code;
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) get((int *)(to + fields[i].offset), fields[i].attribute, function);
  *(int *)(to + 44) = 49152; /* dynamic shared memory at most */
  return 0;
}
