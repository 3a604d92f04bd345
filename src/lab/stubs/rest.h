/* Functions that TensorFlow knows by name and the stubs have no behaviour for. Hand-written ones are taken before these. */
#pragma once
#include "lab.h"

#define REST(function, otherwise)                      \
  __attribute__((weak)) int function(void) {           \
    UNLESS_SET(function);                             \
    return otherwise;                                  \
  }
/* Those among them that would have to compute something. */
#define REFUSE(function, code)                         \
  __attribute__((weak)) int function(void) {           \
    UNLESS_SET(function);                             \
    return lab_refuse(#function, code);                \
  }
