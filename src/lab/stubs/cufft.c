/* libcufft */
#include "lab.h"

int cufftCreate(int *plan) {
  UNLESS_SET(cufftCreate);
  *plan = 1;
  return 0;
}
