// An NVML with one GPU that answers and one that does not. STUB_NVML is what nvmlInit_v2 returns; -1 aborts, -2 hangs.
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct { unsigned long long total, free, used; } memory;
typedef struct { char legacy[16]; unsigned domain, bus, device, id, subsystem; char busId[32]; } pci;
typedef struct { unsigned pid; unsigned long long used; unsigned gpu, compute; } process;

int nvmlInit_v2(void) {
  const char *value = getenv("STUB_NVML");
  int code = value ? atoi(value) : 0;
  if (code == -1) abort();
  while (code == -2) pause();
  return code;
}
int nvmlShutdown(void) { return 0; }
const char *nvmlErrorString(int code) { return code == 18 ? "Driver/library version mismatch" : "Stub"; }
int nvmlSystemGetDriverVersion(char *text, unsigned size) { strncpy(text, "550.54.14", size); return 0; }
int nvmlSystemGetCudaDriverVersion_v2(int *version) { *version = 12040; return 0; }
int nvmlDeviceGetCount_v2(unsigned *count) { *count = 2; return 0; }
int nvmlDeviceGetHandleByIndex_v2(unsigned index, void **device) {
  *device = (void *)(long)(index + 1);
  return index == 0 ? 0 : 15;
}
int nvmlDeviceGetName(void *device, char *text, unsigned size) { strncpy(text, "Stub RTX", size); return 0; }
int nvmlDeviceGetUUID(void *device, char *text, unsigned size) {
  strncpy(text, "GPU-00ababab-abab-abab-abab-abababababab", size);
  return 0;
}
int nvmlDeviceGetPciInfo_v3(void *device, pci *info) {
  memset(info, 0, sizeof *info);
  strcpy(info->busId, "00000000:01:00.0");
  return 0;
}
int nvmlDeviceGetCudaComputeCapability(void *device, int *major, int *minor) { *major = 8; *minor = 9; return 0; }
int nvmlDeviceGetMemoryInfo(void *device, memory *info) {
  info->total = 8192ULL << 20;
  info->free = 1024ULL << 20;
  return 0;
}
int nvmlDeviceGetPersistenceMode(void *device, unsigned *mode) { *mode = 1; return 0; }
int nvmlDeviceGetUtilizationRates(void *device, unsigned *rates) { rates[0] = 37; rates[1] = 12; return 0; }
int nvmlDeviceGetVirtualizationMode(void *device, unsigned *mode) { *mode = 1; return 0; }
int nvmlSystemGetConfComputeState(unsigned *state) { state[0] = 2; state[1] = 1; state[2] = 0; return 0; }
int nvmlSystemGetConfComputeGpusReadyState(unsigned *ready) { *ready = 0; return 0; }
int nvmlDeviceGetComputeMode(void *device, int *mode) { *mode = 3; return 0; }
int nvmlDeviceGetMigMode(void *device, unsigned *now, unsigned *later) { *now = 1; *later = 1; return 0; }
int nvmlDeviceGetMaxMigDeviceCount(void *device, unsigned *count) { *count = 7; return 0; }
int nvmlDeviceGetMigDeviceHandleByIndex(void *device, unsigned index, void **part) { return index < 3 ? 0 : 6; }
int nvmlDeviceGetTotalEccErrors(void *device, int kind, int counter, unsigned long long *count) {
  *count = kind == 1 && counter == 0 ? 2 : 99;
  return 0;
}
int nvmlDeviceGetCurrentClocksThrottleReasons(void *device, unsigned long long *bits) { *bits = 0x40; return 0; }
int nvmlDeviceGetComputeRunningProcesses_v3(void *device, unsigned *count, process *list) {
  *count = 2;
  list[0] = (process){getppid(), 512ULL << 20, 0, 0};
  list[1] = (process){4000000, (unsigned long long)-1, 0, 0};
  return 0;
}
