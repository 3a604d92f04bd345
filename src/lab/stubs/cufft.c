/* libcufft */
#include "lab.h"

int cufftCreate(int *plan) {
  UNLESS_SET(cufftCreate);
  *plan = 1;
  return 0;
}

int cufftGetVersion(int *version) {
  UNLESS_SET(cufftGetVersion);
  *version = lab_version("CUFFT", 0) * 1000 + lab_version("CUFFT", 1) * 100 + lab_version("CUFFT", 2);
  return 0;
}
