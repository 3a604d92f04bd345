/* libcupti */
#include "lab.h"

int cuptiGetVersion(unsigned *version) {
  UNLESS_SET(cuptiGetVersion);
  *version = 22;
  return 0;
}
int cuptiGetResultString(int code, const char **text) {
  *text = code ? "a variable of the lab makes this fail" : "CUPTI_SUCCESS";
  return 0;
}
