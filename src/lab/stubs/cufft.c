/* libcufft */
#include "lab.h"

int cufftCreate(int *plan) {
  UNLESS_TOLD(cufftCreate);
  *plan = 1;
  return 0;
}
