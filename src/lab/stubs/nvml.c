/* libnvidia-ml.so.1: the management library. It knows every GPU of the machine, whatever CUDA may see. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab.h"

typedef int Result;    /* nvmlReturn_t */
typedef uintptr_t Gpu; /* nvmlDevice_t: index + 1 */
enum { SUCCESS = 0, INVALID_ARGUMENT = 2, NOT_SUPPORTED = 3, NOT_FOUND = 6, INSUFFICIENT_SIZE = 7 };

static int index_of(Gpu gpu) { return (int)gpu - 1; }

Result nvmlInit_v2(void) {
  UNLESS_SET(nvmlInit_v2);
  return SUCCESS;
}
Result nvmlInitWithFlags(unsigned flags) { return nvmlInit_v2(); }
Result nvmlInit(void) { return nvmlInit_v2(); }
Result nvmlShutdown(void) {
  UNLESS_SET(nvmlShutdown);
  return SUCCESS;
}

/* Texts as in nvml.h. */
const char *nvmlErrorString(Result code) {
  switch (code) {
    case 0: return "Success";
    case 2: return "Invalid Argument";
    case 3: return "Not Supported";
    case 4: return "Insufficient Permissions";
    case 6: return "Not Found";
    case 9: return "Driver Not Loaded";
    case 12: return "NVML Shared Library Not Found";
    case 15: return "GPU is lost";
    case 18: return "Driver/library version mismatch";
    default: return "Unknown Error";
  }
}

Result nvmlSystemGetDriverVersion(char *version, unsigned size) {
  UNLESS_SET(nvmlSystemGetDriverVersion);
  snprintf(version, size, "%s", lab_text("DRIVER", "555.42.02"));
  return SUCCESS;
}
Result nvmlSystemGetNVMLVersion(char *version, unsigned size) {
  UNLESS_SET(nvmlSystemGetNVMLVersion);
  snprintf(version, size, "%ld.%s", lab_number("CUDA", 12050) / 1000, lab_text("DRIVER", "555.42.02"));
  return SUCCESS;
}
Result nvmlSystemGetCudaDriverVersion_v2(int *version) {
  UNLESS_SET(nvmlSystemGetCudaDriverVersion_v2);
  *version = (int)lab_number("CUDA", 12050);
  return SUCCESS;
}
Result nvmlSystemGetCudaDriverVersion(int *version) { return nvmlSystemGetCudaDriverVersion_v2(version); }

Result nvmlDeviceGetCount_v2(unsigned *count) {
  UNLESS_SET(nvmlDeviceGetCount_v2);
  *count = (unsigned)lab_gpu_count();
  return SUCCESS;
}
Result nvmlDeviceGetCount(unsigned *count) { return nvmlDeviceGetCount_v2(count); }
Result nvmlDeviceGetHandleByIndex_v2(unsigned index, Gpu *gpu) {
  UNLESS_SET(nvmlDeviceGetHandleByIndex_v2);
  if (index >= (unsigned)lab_gpu_count()) return INVALID_ARGUMENT;
  *gpu = index + 1;
  return SUCCESS;
}
Result nvmlDeviceGetHandleByIndex(unsigned index, Gpu *gpu) { return nvmlDeviceGetHandleByIndex_v2(index, gpu); }

/* `0000:01:00.0` or `00000000:01:00.0`: the bus is the part between the colons. */
Result nvmlDeviceGetHandleByPciBusId_v2(const char *id, Gpu *gpu) {
  UNLESS_SET(nvmlDeviceGetHandleByPciBusId_v2);
  const char *bus = strchr(id, ':');
  long number = bus ? strtol(bus + 1, NULL, 16) : 0;
  if (number < 1 || number > lab_gpu_count()) return NOT_FOUND;
  *gpu = (Gpu)number;
  return SUCCESS;
}

Result nvmlDeviceGetIndex(Gpu gpu, unsigned *index) {
  UNLESS_SET(nvmlDeviceGetIndex);
  *index = (unsigned)index_of(gpu);
  return SUCCESS;
}
Result nvmlDeviceGetName(Gpu gpu, char *name, unsigned size) {
  UNLESS_SET(nvmlDeviceGetName);
  lab_item("NAMES", index_of(gpu), "Lab GPU", name, size);
  return SUCCESS;
}
Result nvmlDeviceGetUUID(Gpu gpu, char *uuid, unsigned size) {
  UNLESS_SET(nvmlDeviceGetUUID);
  if (size < 41) return INSUFFICIENT_SIZE;
  lab_uuid(index_of(gpu), uuid, NULL);
  return SUCCESS;
}
struct pci { char legacy[16]; unsigned domain, bus, device, ids, subsystem; char id[32]; };
Result nvmlDeviceGetPciInfo_v3(Gpu gpu, struct pci *pci) {
  UNLESS_SET(nvmlDeviceGetPciInfo_v3);
  memset(pci, 0, sizeof *pci);
  pci->bus = (unsigned)gpu;
  snprintf(pci->legacy, sizeof pci->legacy, "0000:%02x:00.0", (unsigned)gpu);
  snprintf(pci->id, sizeof pci->id, "00000000:%02X:00.0", (unsigned)gpu);
  return SUCCESS;
}
Result nvmlDeviceGetPciInfo_v2(Gpu gpu, struct pci *pci) { return nvmlDeviceGetPciInfo_v3(gpu, pci); }
Result nvmlDeviceGetPciInfo(Gpu gpu, struct pci *pci) { return nvmlDeviceGetPciInfo_v3(gpu, pci); }
Result nvmlDeviceGetCudaComputeCapability(Gpu gpu, int *major, int *minor) {
  UNLESS_SET(nvmlDeviceGetCudaComputeCapability);
  *major = lab_capability(index_of(gpu), minor);
  return SUCCESS;
}

struct memory { unsigned long long total, available, used; };
Result nvmlDeviceGetMemoryInfo(Gpu gpu, struct memory *memory) {
  UNLESS_SET(nvmlDeviceGetMemoryInfo);
  memory->total = lab_memory(index_of(gpu));
  memory->used = lab_used(index_of(gpu));
  memory->available = memory->total - memory->used;
  return SUCCESS;
}
Result nvmlDeviceGetComputeMode(Gpu gpu, int *mode) {
  UNLESS_SET(nvmlDeviceGetComputeMode);
  char buffer[16];
  *mode = atoi(lab_item("COMPUTE_MODES", index_of(gpu), "0", buffer, sizeof buffer)); /* 0: any number of processes */
  return SUCCESS;
}
/* In MIG mode no simulated GPU has an instance. */
Result nvmlDeviceGetMigMode(Gpu gpu, unsigned *now, unsigned *next) {
  UNLESS_SET(nvmlDeviceGetMigMode);
  char buffer[16];
  *now = *next = (unsigned)atoi(lab_item("MIG", index_of(gpu), "0", buffer, sizeof buffer));
  return SUCCESS;
}
Result nvmlDeviceGetMaxMigDeviceCount(Gpu gpu, unsigned *count) {
  UNLESS_SET(nvmlDeviceGetMaxMigDeviceCount);
  *count = 7;
  return SUCCESS;
}
Result nvmlDeviceGetMigDeviceHandleByIndex(Gpu gpu, unsigned index, Gpu *instance) {
  UNLESS_SET(nvmlDeviceGetMigDeviceHandleByIndex);
  return NOT_FOUND;
}
Result nvmlDeviceGetCurrentClocksThrottleReasons(Gpu gpu, unsigned long long *reasons) {
  UNLESS_SET(nvmlDeviceGetCurrentClocksThrottleReasons);
  *reasons = 0;
  return SUCCESS;
}
/* As TensorFlow asks to know how fast the bus is: generation 4 with 16 lanes. */
Result nvmlDeviceGetCurrPcieLinkGeneration(Gpu gpu, unsigned *generation) {
  UNLESS_SET(nvmlDeviceGetCurrPcieLinkGeneration);
  *generation = 4;
  return SUCCESS;
}
Result nvmlDeviceGetCurrPcieLinkWidth(Gpu gpu, unsigned *lanes) {
  UNLESS_SET(nvmlDeviceGetCurrPcieLinkWidth);
  *lanes = 16;
  return SUCCESS;
}
struct utilization { unsigned gpu, memory; };
Result nvmlDeviceGetUtilizationRates(Gpu gpu, struct utilization *percent) {
  UNLESS_SET(nvmlDeviceGetUtilizationRates);
  *percent = (struct utilization){0, 0};
  return SUCCESS;
}

/* No process of this machine holds simulated memory. Where some is in use, it is not known by whom, as in a container. */
Result nvmlDeviceGetComputeRunningProcesses_v3(Gpu gpu, unsigned *count, void *processes) {
  UNLESS_SET(nvmlDeviceGetComputeRunningProcesses_v3);
  *count = 0;
  return lab_used(index_of(gpu)) > 0 ? NOT_SUPPORTED : SUCCESS;
}
Result nvmlDeviceGetGraphicsRunningProcesses_v3(Gpu gpu, unsigned *count, void *processes) {
  UNLESS_SET(nvmlDeviceGetGraphicsRunningProcesses_v3);
  *count = 0;
  return SUCCESS;
}
