// A libcuda with two cards. STUB_CUINIT is what cuInit returns; -1 aborts, -2 hangs.
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int number(const char *name) {
  const char *value = getenv(name);
  return value ? atoi(value) : 0;
}

int cuInit(unsigned flags) {
  int code = number("STUB_CUINIT");
  if (code == -1) abort();
  while (code == -2) pause();
  return code;
}
int cuDriverGetVersion(int *version) { *version = 12040; return 0; }
int cuDeviceGetCount(int *count) {
  const char *mask = getenv("CUDA_VISIBLE_DEVICES");
  *count = mask == NULL ? 2 : *mask == '0';
  return 0;
}
int cuDeviceGet(int *device, int index) { *device = index; return 0; }
int cuDeviceGetName(char *name, int size, int device) { strncpy(name, "Stub RTX", size); return 0; }
int cuDeviceGetAttribute(int *value, int attribute, int device) {
  *value = attribute == 75 ? 8 : attribute == 76 ? 9 : attribute == 16 ? 76 : 0;
  return 0;
}
int cuDeviceTotalMem_v2(size_t *bytes, int device) { *bytes = (size_t)8192 << 20; return 0; }
int cuDeviceGetPCIBusId(char *text, int size, int device) { strncpy(text, "0000:01:00.0", size); return 0; }
int cuDeviceGetUuid(unsigned char *uuid, int device) {
  memset(uuid, 0xab, 16);
  const char *order = getenv("CUDA_DEVICE_ORDER");
  uuid[0] = device + (order && !strcmp(order, "PCI_BUS_ID") ? 0x80 : 0);
  return 0;
}
