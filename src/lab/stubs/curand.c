/* libcurand */
#include <stdlib.h>

#include "lab.h"

int curandCreateGenerator(void **generator, int kind) {
  UNLESS_SET(curandCreateGenerator);
  *generator = calloc(1, 16);
  return *generator ? 0 : 1;
}

int curandGetVersion(int *version) {
  UNLESS_SET(curandGetVersion);
  *version = lab_version("CURAND", 0) * 1000 + lab_version("CURAND", 1) * 100 + lab_version("CURAND", 2);
  return 0;
}
