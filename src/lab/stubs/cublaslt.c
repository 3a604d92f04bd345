/* libcublasLt */
#include "handle.h"

HANDLE(cublasLtCreate)
