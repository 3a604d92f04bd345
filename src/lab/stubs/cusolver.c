/* libcusolver */
#include "handle.h"

HANDLE(cusolverDnCreate)
HANDLE(cusolverSpCreate)
