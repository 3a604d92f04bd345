/* libcuda.so.1: which addresses kernels may use, that is memory of the GPUs and host memory made for them. */
#include <pthread.h>
#include <stdlib.h>

#include "driver.h"

struct range { uint64_t start, end; struct range *next; };
static struct range *ranges;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

void driver_add_range(const void *start, size_t bytes) {
  struct range *range = malloc(sizeof *range);
  if (!range) return;
  pthread_mutex_lock(&lock);
  *range = (struct range){(uint64_t)(uintptr_t)start, (uint64_t)(uintptr_t)start + bytes, ranges};
  ranges = range;
  pthread_mutex_unlock(&lock);
}

void driver_remove_range(const void *start) {
  pthread_mutex_lock(&lock);
  for (struct range **at = &ranges; *at; at = &(*at)->next) {
    struct range *range = *at;
    if (range->start != (uint64_t)(uintptr_t)start) continue;
    *at = range->next;
    free(range);
    break;
  }
  pthread_mutex_unlock(&lock);
}

int driver_memory_range(uint64_t address, uint64_t *start, uint64_t *end) {
  int found = 0;
  pthread_mutex_lock(&lock);
  for (const struct range *range = ranges; range && !found; range = range->next) {
    if (address < range->start || address >= range->end) continue;
    *start = range->start, *end = range->end, found = 1;
  }
  pthread_mutex_unlock(&lock);
  return found;
}
