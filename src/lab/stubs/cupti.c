/* libcupti */
#include "lab.h"

int cuptiGetVersion(unsigned *version) {
  UNLESS_TOLD(cuptiGetVersion);
  *version = 22;
  return 0;
}
int cuptiGetResultString(int code, const char **text) {
  *text = code ? "the stub of the lab was told to fail" : "CUPTI_SUCCESS";
  return 0;
}
