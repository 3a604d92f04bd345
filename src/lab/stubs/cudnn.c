/* libcudnn: versions, handles, names of statuses. */
#include <stdio.h>
#include <stdlib.h>

#include "lab.h"

enum { SUCCESS = 0, ALLOC_FAILED = 2 };

/* A copy of this library that stands for a package of one version has its number in place of the zeros. */
static const volatile char packaged[] = "GPU_LAB_PACKAGED_CUDNN=000000";

static long version(void) {
  long own = atol((const char *)packaged + sizeof "GPU_LAB_PACKAGED_CUDNN=" - 1);
  return own ? own : lab_number("CUDNN", 90300);
}

/* cuDNN 9.11 and newer have no code for GPUs before Turing (its release notes). */
__attribute__((visibility("hidden"))) int knows_gpu(void);
int knows_gpu(void) {
  int minor, major = lab_capability(0, &minor);
  return version() < 91100 || major * 10 + minor >= 75;
}

size_t cudnnGetVersion(void) { return (size_t)version(); }
size_t cudnnGetCudartVersion(void) { return (size_t)lab_number("CUDART", 12050); }
size_t cudnnGetMaxDeviceVersion(void) { return (size_t)version(); }

/* part: 0 major, 1 minor, 2 patch. Since 9 the version is 10000 major + 100 minor + patch, before 1000 major. */
int cudnnGetProperty(int part, int *value) {
  UNLESS_SET(cudnnGetProperty);
  long major = version() >= 90000 ? 10000 : 1000;
  *value = (int)(part == 0 ? version() / major : part == 1 ? version() % major / 100 : version() % 100);
  return SUCCESS;
}

int cudnnCreate(void **handle) {
  UNLESS_SET(cudnnCreate);
  *handle = calloc(1, 16);
  return *handle ? SUCCESS : ALLOC_FAILED;
}
int cudnnDestroy(void *handle) {
  UNLESS_SET(cudnnDestroy);
  free(handle);
  return SUCCESS;
}

/* Names as in cudnn_graph.h (9) and cudnn_ops_infer.h (8), whose numbers differ. */
const char *cudnnGetErrorString(int status) {
  switch (status) {
    case 0: return "CUDNN_STATUS_SUCCESS";
    case 1: case 1001: return "CUDNN_STATUS_NOT_INITIALIZED";
    case 2: return "CUDNN_STATUS_ALLOC_FAILED";
    case 4: case 4000: return "CUDNN_STATUS_INTERNAL_ERROR";
    case 8: case 5000: return "CUDNN_STATUS_EXECUTION_FAILED";
    case 9: case 3000: return "CUDNN_STATUS_NOT_SUPPORTED";
    case 1002: return "CUDNN_STATUS_SUBLIBRARY_VERSION_MISMATCH";
    default: return "CUDNN_UNKNOWN_STATUS";
  }
}
void cudnnGetLastErrorString(char *text, size_t size) {
  if (size > 0) snprintf(text, size, "; this is the stub cuDNN of the lab, which does only some of the work");
}
