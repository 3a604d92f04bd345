/* libnccl */
#include "lab.h"

int ncclGetVersion(int *version) {
  UNLESS_SET(ncclGetVersion);
  *version = 22501; /* 2.25.1 */
  return 0;
}
const char *ncclGetErrorString(int code) { return code ? "a variable of the lab makes this fail" : "no error"; }
