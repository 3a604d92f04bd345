/* NVIDIA's mathematics (libdevice) with the C library's: XLA's kernels call it by name. */
#define _GNU_SOURCE
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ptx-machine.h"

static double reciprocal_root(double x) { return 1 / sqrt(x); }

static const struct { const char *name; double (*one)(double), (*two)(double, double); } known[] = {
    {"acos", acos, NULL}, {"acosh", acosh, NULL}, {"asin", asin, NULL}, {"asinh", asinh, NULL}, {"atan", atan, NULL},
    {"atan2", NULL, atan2}, {"atanh", atanh, NULL}, {"cbrt", cbrt, NULL}, {"ceil", ceil, NULL},
    {"copysign", NULL, copysign}, {"cos", cos, NULL}, {"cosh", cosh, NULL}, {"erf", erf, NULL}, {"erfc", erfc, NULL},
    {"exp", exp, NULL}, {"exp10", exp10, NULL}, {"exp2", exp2, NULL}, {"expm1", expm1, NULL}, {"fabs", fabs, NULL},
    {"floor", floor, NULL}, {"fmax", NULL, fmax}, {"fmin", NULL, fmin}, {"fmod", NULL, fmod}, {"hypot", NULL, hypot},
    {"lgamma", lgamma, NULL}, {"log", log, NULL}, {"log10", log10, NULL}, {"log1p", log1p, NULL}, {"log2", log2, NULL},
    {"nearbyint", nearbyint, NULL}, {"nextafter", NULL, nextafter}, {"pow", NULL, pow}, {"remainder", NULL, remainder},
    {"rint", rint, NULL}, {"round", round, NULL}, {"rsqrt", reciprocal_root, NULL}, {"sin", sin, NULL},
    {"sinh", sinh, NULL}, {"sqrt", sqrt, NULL}, {"tan", tan, NULL}, {"tanh", tanh, NULL}, {"tgamma", tgamma, NULL},
    {"trunc", trunc, NULL},
};

/* The row of `__nv_expf` or `__nv_exp`, -1 when there is none. `single`: it is about floats. */
static int row_of(const char *name, int *single) {
  char plain[96];
  if (strncmp(name, "__nv_", 5) != 0) return -1;
  name += 5;
  if (strncmp(name, "fast_", 5) == 0) name += 5;
  snprintf(plain, sizeof plain, "%s", name);
  size_t length = strlen(plain);
  for (*single = 0; *single < 2 && length > 1; ++*single) {
    if (*single && plain[length - 1] != 'f') return -1;
    if (*single) plain[length - 1] = '\0';
    for (size_t k = 0; k < sizeof known / sizeof *known; k++)
      if (strcmp(known[k].name, plain) == 0) return (int)k;
  }
  return -1;
}

static double number(u64 address, int single) {
  return single ? *(const float *)(uintptr_t)address : *(const double *)(uintptr_t)address;
}

/* nextafter is the one whose result differs in double precision. */
static double result_of(int row, int single, double x, double y) {
  if (single && known[row].two == nextafter) return nextafterf((float)x, (float)y);
  return known[row].two ? known[row].two(x, y) : known[row].one(x);
}

int ptx_mathematics(const struct ptx_callee *callee, u32 mask, ptx_slots *slot) {
  int single, row = row_of(callee->name, &single);
  if (row < 0 || callee->results != 1 || callee->arguments != (known[row].two ? 2 : 1)) return 0;
  for (int l = 0; l < LANES; l++) {
    if (!(mask >> l & 1)) continue;
    double x = number(slot[callee->argument[0]][l], single);
    double y = known[row].two ? number(slot[callee->argument[1]][l], single) : 0;
    void *to = (void *)(uintptr_t)slot[callee->result[0]][l];
    if (single) *(float *)to = (float)result_of(row, single, x, y);
    else *(double *)to = result_of(row, single, x, y);
  }
  return 1;
}
