/* libcusparse */
#include "handle.h"

HANDLE(cusparseCreate)
