/* libnccl */
#include "lab.h"

int ncclGetVersion(int *version) {
  UNLESS_TOLD(ncclGetVersion);
  *version = 22501; /* 2.25.1 */
  return 0;
}
const char *ncclGetErrorString(int code) { return code ? "the stub of the lab was told to fail" : "no error"; }
