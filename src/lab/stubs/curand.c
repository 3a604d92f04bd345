/* libcurand */
#include <stdlib.h>

#include "lab.h"

int curandCreateGenerator(void **generator, int kind) {
  UNLESS_SET(curandCreateGenerator);
  *generator = calloc(1, 16);
  return *generator ? 0 : 1;
}
