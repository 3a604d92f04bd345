/* CUDA_VISIBLE_DEVICES, read once, as the CUDA Programming Guide (5.2.1.1) says the driver reads it. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "driver.h"
#include "lab.h"

static int visible[MOST_DEVICES];
static int visible_count;
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* The GPU whose UUID alone begins with `word`, or -1. */
static int by_uuid(const char *word, int count) {
  int found = -1;
  for (int gpu = 0; gpu < count; gpu++) {
    char uuid[41];
    lab_uuid(gpu, uuid, NULL);
    if (strncmp(uuid, word, strlen(word)) != 0) continue;
    if (found >= 0) return -1;
    found = gpu;
  }
  return found;
}

static int by_word(const char *word, int count) {
  if (strncmp(word, "GPU-", 4) == 0) return by_uuid(word, count);
  char *end;
  long index = strtol(word, &end, 10);
  return end != word && *end == '\0' && index >= 0 && index < count ? (int)index : -1;
}

static void read_mask(void) {
  int count = lab_gpu_count();
  const char *mask = getenv("CUDA_VISIBLE_DEVICES");
  if (!mask) {
    for (int gpu = 0; gpu < count && gpu < MOST_DEVICES; gpu++) visible[visible_count++] = gpu;
    return;
  }
  char *words = strdup(mask), *rest = words, *word;
  while (words && (word = strsep(&rest, ",")) && visible_count < MOST_DEVICES) {
    int gpu = by_word(word + strspn(word, " "), count);
    if (gpu < 0) break; /* an invalid entry ends the list; those before it stay */
    visible[visible_count++] = gpu;
  }
  free(words);
}

int driver_visible_count(void) {
  pthread_once(&once, read_mask);
  return visible_count;
}

int driver_has(Device device) { return device >= 0 && device < driver_visible_count(); }

int driver_machine_index(Device device) { return driver_has(device) ? visible[device] : 0; }
