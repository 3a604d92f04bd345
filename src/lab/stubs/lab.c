#include "lab.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *variable(const char *prefix, const char *name) {
  char key[200];
  snprintf(key, sizeof key, "GPU_LAB_%s%s", prefix, name);
  const char *value = getenv(key);
  return value && *value ? value : NULL;
}

static void trace(const char *function) {
  const char *path = variable("", "TRACE");
  FILE *file = path ? fopen(path, "a") : NULL;
  if (!file) return;
  fprintf(file, "%s\n", function);
  fclose(file);
}

int lab_set(const char *function, int *code) {
  trace(function);
  const char *value = variable("RETURN_", function);
  if (!value) return 0;
  while (strcmp(value, "hang") == 0) pause();
  *code = atoi(value);
  return 1;
}

int lab_refuse(const char *function, int code) {
  static char said[4096];
  char name[200];
  snprintf(name, sizeof name, " %s ", function);
  if (strstr(said, name)) return code;
  snprintf(said + strlen(said), sizeof said - strlen(said), "%s", name);
  fprintf(stderr,
          "gpu-lab: The simulated GPU cannot run `%s`. Its results would be wrong, so it stops here: do without this "
          "operation, or place it on the CPU with tf.device('CPU:0').\n", function);
  return code;
}

long lab_number(const char *name, long otherwise) {
  const char *value = variable("", name);
  return value ? atol(value) : otherwise;
}

int lab_version(const char *library, int part) {
  char name[60];
  snprintf(name, sizeof name, "VERSION_%s", library);
  int parts[3] = {0};
  sscanf(lab_text(name, "12.5.3"), "%d.%d.%d", &parts[0], &parts[1], &parts[2]);
  return part >= 0 && part < 3 ? parts[part] : 0;
}

const char *lab_text(const char *name, const char *otherwise) {
  const char *value = variable("", name);
  return value ? value : otherwise;
}

const char *lab_item(const char *name, int index, const char *otherwise, char *buffer, size_t size) {
  const char *item = lab_text(name, otherwise);
  for (const char *next; index > 0 && (next = strchr(item, ';')); index--) item = next + 1;
  snprintf(buffer, size, "%.*s", (int)strcspn(item, ";"), item);
  return buffer;
}

int lab_gpu_count(void) { return (int)lab_number("GPUS", 1); }

int lab_capability(int gpu, int *minor) {
  char buffer[16];
  int major = 0;
  *minor = 0;
  sscanf(lab_item("CAPABILITIES", gpu, "8.6", buffer, sizeof buffer), "%d.%d", &major, minor);
  return major;
}

static size_t mebibytes(const char *name, int gpu, const char *otherwise) {
  char buffer[24];
  return (size_t)atol(lab_item(name, gpu, otherwise, buffer, sizeof buffer)) << 20;
}

size_t lab_memory(int gpu) { return mebibytes("MEMORY_MIB", gpu, "10240"); }
size_t lab_used(int gpu) { return mebibytes("USED_MIB", gpu, "0"); }

void lab_uuid(int gpu, char text[41], unsigned char raw[16]) {
  char otherwise[41];
  snprintf(otherwise, sizeof otherwise, "GPU-00000000-0000-0000-0000-%012x", gpu);
  const char *digit = lab_item("UUIDS", gpu, otherwise, text, 41) + strlen("GPU-");
  for (int i = 0; raw && i < 16 && *digit; i++, digit += 2) {
    if (*digit == '-') digit++;
    sscanf(digit, "%2hhx", &raw[i]);
  }
}
