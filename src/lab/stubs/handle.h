/* For libraries that TensorFlow only opens and sets up: a function that hands out a handle for nothing. */
#pragma once
#include <stdlib.h>

#include "lab.h"

#define HANDLE(function)        \
  int function(void **handle) { \
    UNLESS_SET(function);      \
    *handle = calloc(1, 16);    \
    return *handle ? 0 : 1;     \
  }
