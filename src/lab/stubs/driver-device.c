/* libcuda.so.1: which GPUs there are, and what each is like. */
#include <stdio.h>
#include <string.h>

#include "driver.h"
#include "lab.h"

/* By this symbol a checker knows that the driver is the lab's. */
__attribute__((visibility("default"))) const int tf_gpu_doctor_lab = 1;

Result cuInit(unsigned flags) {
  UNLESS_SET(cuInit);
  return driver_visible_count() > 0 ? SUCCESS : NO_DEVICE;
}

Result cuDriverGetVersion(int *version) {
  UNLESS_SET(cuDriverGetVersion);
  *version = (int)lab_number("CUDA", 12050);
  return SUCCESS;
}

Result cuDeviceGetCount(int *count) {
  UNLESS_SET(cuDeviceGetCount);
  *count = driver_visible_count();
  return SUCCESS;
}

Result cuDeviceGet(Device *device, int ordinal) {
  UNLESS_SET(cuDeviceGet);
  if (!driver_has(ordinal)) return INVALID_DEVICE;
  *device = ordinal;
  return SUCCESS;
}

Result cuDeviceGetName(char *name, int size, Device device) {
  UNLESS_SET(cuDeviceGetName);
  lab_item("NAMES", driver_machine_index(device), "Lab GPU", name, (size_t)size);
  return SUCCESS;
}

Result cuDeviceGetUuid(unsigned char raw[16], Device device) {
  UNLESS_SET(cuDeviceGetUuid);
  char text[41];
  lab_uuid(driver_machine_index(device), text, raw);
  return SUCCESS;
}
Result cuDeviceGetUuid_v2(unsigned char raw[16], Device device) {
  UNLESS_SET(cuDeviceGetUuid_v2);
  return cuDeviceGetUuid(raw, device);
}

Result cuDeviceTotalMem_v2(size_t *bytes, Device device) {
  UNLESS_SET(cuDeviceTotalMem_v2);
  *bytes = lab_memory(driver_machine_index(device));
  return SUCCESS;
}

Result cuDeviceGetPCIBusId(char *id, int size, Device device) {
  UNLESS_SET(cuDeviceGetPCIBusId);
  snprintf(id, (size_t)size, "0000:%02x:00.0", driver_machine_index(device) + 1);
  return SUCCESS;
}

Result cuDeviceComputeCapability(int *major, int *minor, Device device) {
  UNLESS_SET(cuDeviceComputeCapability);
  *major = lab_capability(driver_machine_index(device), minor);
  return SUCCESS;
}

/* CUdevice_attribute numbers are those of cuda.h; limits are the ones every GPU since 5.0 has. */
Result cuDeviceGetAttribute(int *value, int attribute, Device device) {
  UNLESS_SET(cuDeviceGetAttribute);
  static const struct { int attribute, value; } limits[] = {
      {1, 1024},       /* threads a block, */
      {2, 1024},       {3, 1024},     {4, 64},    /* and in each direction */
      {5, 2147483647}, {6, 65535},    {7, 65535}, /* blocks a grid in each direction */
      {8, 49152},      {10, 32},      {12, 65536}, /* shared bytes a block, warp, registers a block */
      {13, 1710000},   {36, 9501000}, /* clock and memory clock, kHz */
      {37, 320},       {38, 5 << 20}, {39, 1536}, /* bus bits, L2 bytes, threads a multiprocessor */
      {40, 2},         {41, 1},       /* copy engines, unified addressing */
      {81, 102400},    {82, 65536},   {97, 101376}, {106, 16}, /* shared and registers a multiprocessor, blocks */
  };
  int gpu = driver_machine_index(device), minor;
  char buffer[16];
  *value = 0;
  for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
    if (limits[i].attribute == attribute) *value = limits[i].value;
  if (attribute == 16) sscanf(lab_item("MULTIPROCESSORS", gpu, "68", buffer, sizeof buffer), "%d", value);
  if (attribute == 33) *value = gpu + 1; /* PCI bus */
  if (attribute == 75) *value = lab_capability(gpu, &minor);
  if (attribute == 76) lab_capability(gpu, value);
  return SUCCESS;
}

Result cuDeviceCanAccessPeer(int *can, Device one, Device other) {
  UNLESS_SET(cuDeviceCanAccessPeer);
  *can = one != other;
  return SUCCESS;
}
