/* libnccl: what several GPUs exchange. A rank waits until all have come; the last one does the work for all. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lab.h"
#include "number.h"

typedef int Result; /* ncclResult_t */
enum { SUCCESS = 0, SYSTEM_ERROR = 2, INVALID_ARGUMENT = 4, INVALID_USAGE = 5, MOST_RANKS = 64, PATIENCE_S = 60 };
/* ncclRedOp_t */
enum { SUM, PRODUCT, MAX, MIN, MEAN };

enum work { ALL_REDUCE, REDUCE, BROADCAST, ALL_GATHER };
struct task { enum work work; const void *from; void *to; size_t count; int type, op, root; };

/* All ranks that were made with one id. */
struct clique {
  char id[128];
  int ranks, came, round;
  Result result;
  struct task task[MOST_RANKS];
  struct clique *next;
};
struct rank { struct clique *clique; int number; };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t all_came = PTHREAD_COND_INITIALIZER;
static struct clique *cliques;

/* ncclDataType_t: bytes of a number; the floating ones are 6 to 9. */
static size_t bytes_of(int type) {
  static const size_t bytes[] = {1, 1, 4, 4, 8, 8, 2, 4, 8, 2};
  return type >= 0 && type < 10 ? bytes[type] : 0;
}
static double real_at(const void *at, int type, size_t k) {
  static const enum type types[] = {HALF, FLOAT, DOUBLE, BFLOAT16};
  return number_at(at, types[type - 6], k);
}
static void set_real(void *at, int type, size_t k, double value) {
  static const enum type types[] = {HALF, FLOAT, DOUBLE, BFLOAT16};
  set_number(at, types[type - 6], k, value);
}
static int64_t whole_at(const void *at, int type, size_t k) {
  switch (type) {
    case 0: return ((const int8_t *)at)[k];
    case 1: return ((const uint8_t *)at)[k];
    case 2: return ((const int32_t *)at)[k];
    case 3: return ((const uint32_t *)at)[k];
    default: return ((const int64_t *)at)[k];
  }
}
#define COMBINE(Type, a, b)                          \
  static Type combine_##Type(int op, Type a, Type b) { \
    switch (op) {                                    \
      case PRODUCT: return a * b;                    \
      case MAX: return a > b ? a : b;                \
      case MIN: return a < b ? a : b;                \
      default: return a + b;                         \
    }                                                \
  }
COMBINE(double, a, b)
COMBINE(int64_t, a, b)

/* The k-th number of all ranks, combined, to a place of its own. */
static void combine(const struct clique *clique, size_t k, void *to) {
  int type = clique->task[0].type, op = clique->task[0].op;
  if (type >= 6) {
    double value = real_at(clique->task[0].from, type, k);
    for (int r = 1; r < clique->ranks; r++) value = combine_double(op, value, real_at(clique->task[r].from, type, k));
    set_real(to, type, k, op == MEAN ? value / clique->ranks : value);
  } else {
    int64_t value = whole_at(clique->task[0].from, type, k);
    for (int r = 1; r < clique->ranks; r++) value = combine_int64_t(op, value, whole_at(clique->task[r].from, type, k));
    memcpy((char *)to + k * bytes_of(type), &value, bytes_of(type));
  }
}

static Result reduce(struct clique *clique) {
  const struct task *first = &clique->task[0];
  size_t bytes = first->count * bytes_of(first->type);
  char *result = malloc(bytes + 1); /* a rank may receive where it sends from */
  if (!result) return SYSTEM_ERROR;
  for (size_t k = 0; k < first->count; k++) combine(clique, k, result);
  for (int r = 0; r < clique->ranks; r++)
    if (first->work == ALL_REDUCE || r == first->root) memcpy(clique->task[r].to, result, bytes);
  free(result);
  return SUCCESS;
}

static Result do_work(struct clique *clique) {
  const struct task *first = &clique->task[0];
  size_t bytes = first->count * bytes_of(first->type);
  for (int r = 0; r < clique->ranks; r++)
    if (clique->task[r].work != first->work || clique->task[r].count != first->count) return INVALID_USAGE;
  if (bytes_of(first->type) == 0 || first->op > MEAN || (first->op == MEAN && first->type < 6)) return INVALID_ARGUMENT;
  if (first->work == ALL_REDUCE || first->work == REDUCE) return reduce(clique);
  for (int r = 0; r < clique->ranks; r++)
    for (int s = 0; s < clique->ranks; s++) {
      if (first->work == ALL_GATHER) memmove((char *)clique->task[r].to + (size_t)s * bytes, clique->task[s].from, bytes);
      else if (s == first->root) memmove(clique->task[r].to, clique->task[s].from, bytes);
    }
  return SUCCESS;
}

/* Hands a task in; the last rank does the work. Returns the round to wait for. */
static int come(struct rank *rank, const struct task *task) {
  struct clique *clique = rank->clique;
  pthread_mutex_lock(&lock);
  int round = clique->round;
  clique->task[rank->number] = *task;
  if (++clique->came == clique->ranks) {
    clique->result = do_work(clique);
    clique->came = 0;
    clique->round++;
    pthread_cond_broadcast(&all_came);
  }
  pthread_mutex_unlock(&lock);
  return round;
}
static Result wait_for(struct rank *rank, int round) {
  struct timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_sec += PATIENCE_S;
  int late = 0;
  pthread_mutex_lock(&lock);
  while (rank->clique->round == round && !late) late = pthread_cond_timedwait(&all_came, &lock, &until);
  Result result = late ? SYSTEM_ERROR : rank->clique->result;
  pthread_mutex_unlock(&lock);
  return result;
}

/* Between ncclGroupStart and ncclGroupEnd one thread speaks for several ranks: tasks are kept until its end. */
static __thread struct { int depth, count; struct { struct rank *rank; struct task task; } kept[MOST_RANKS]; } group;

static Result submit(struct rank *rank, struct task task) {
  if (group.depth == 0) return wait_for(rank, come(rank, &task));
  if (group.count == MOST_RANKS) return INVALID_USAGE;
  group.kept[group.count].rank = rank;
  group.kept[group.count++].task = task;
  return SUCCESS;
}
Result ncclGroupStart(void) {
  UNLESS_SET(ncclGroupStart);
  group.depth++;
  return SUCCESS;
}
/* In rounds, each with at most one task of a rank. */
Result ncclGroupEnd(void) {
  UNLESS_SET(ncclGroupEnd);
  Result result = SUCCESS;
  if (group.depth == 0 || --group.depth > 0) return group.depth < 0 ? INVALID_USAGE : SUCCESS;
  for (int start = 0, end; start < group.count && result == SUCCESS; start = end) {
    int rounds[MOST_RANKS];
    for (end = start; end < group.count && (end == start || group.kept[end].rank != group.kept[start].rank); end++)
      rounds[end] = come(group.kept[end].rank, &group.kept[end].task);
    for (int k = start; k < end && result == SUCCESS; k++) result = wait_for(group.kept[k].rank, rounds[k]);
  }
  group.count = 0;
  return result;
}

struct unique_id { char bytes[128]; };
Result ncclGetUniqueId(struct unique_id *id) {
  UNLESS_SET(ncclGetUniqueId);
  static int made;
  memset(id, 0, sizeof *id);
  pthread_mutex_lock(&lock);
  snprintf(id->bytes, sizeof id->bytes, "lab %d", ++made);
  pthread_mutex_unlock(&lock);
  return SUCCESS;
}
Result ncclCommInitRank(struct rank **rank, int ranks, struct unique_id id, int number) {
  UNLESS_SET(ncclCommInitRank);
  if (ranks < 1 || ranks > MOST_RANKS || number < 0 || number >= ranks) return INVALID_ARGUMENT;
  pthread_mutex_lock(&lock);
  struct clique *clique = cliques;
  while (clique && memcmp(clique->id, id.bytes, sizeof clique->id) != 0) clique = clique->next;
  if (!clique && (clique = calloc(1, sizeof *clique))) {
    memcpy(clique->id, id.bytes, sizeof clique->id);
    clique->ranks = ranks;
    clique->next = cliques;
    cliques = clique;
  }
  *rank = clique ? calloc(1, sizeof **rank) : NULL;
  if (*rank) **rank = (struct rank){clique, number};
  pthread_mutex_unlock(&lock);
  return *rank ? SUCCESS : SYSTEM_ERROR;
}
Result ncclCommInitRankConfig(struct rank **rank, int ranks, struct unique_id id, int number, void *config) {
  UNLESS_SET(ncclCommInitRankConfig);
  return ncclCommInitRank(rank, ranks, id, number);
}
Result ncclCommCount(const struct rank *rank, int *count) {
  UNLESS_SET(ncclCommCount);
  *count = rank->clique->ranks;
  return SUCCESS;
}
Result ncclCommGetAsyncError(const struct rank *rank, Result *error) {
  UNLESS_SET(ncclCommGetAsyncError);
  *error = SUCCESS;
  return SUCCESS;
}
Result ncclCommDestroy(struct rank *rank) {
  UNLESS_SET(ncclCommDestroy);
  free(rank);
  return SUCCESS;
}
Result ncclCommAbort(struct rank *rank) {
  UNLESS_SET(ncclCommAbort);
  free(rank);
  return SUCCESS;
}

Result ncclAllReduce(const void *from, void *to, size_t count, int type, int op, struct rank *rank, void *stream) {
  UNLESS_SET(ncclAllReduce);
  return submit(rank, (struct task){ALL_REDUCE, from, to, count, type, op, 0});
}
Result ncclReduce(const void *from, void *to, size_t count, int type, int op, int root, struct rank *rank, void *stream) {
  UNLESS_SET(ncclReduce);
  return submit(rank, (struct task){REDUCE, from, to, count, type, op, root});
}
Result ncclBroadcast(const void *from, void *to, size_t count, int type, int root, struct rank *rank, void *stream) {
  UNLESS_SET(ncclBroadcast);
  return submit(rank, (struct task){BROADCAST, from, to, count, type, SUM, root});
}
Result ncclAllGather(const void *from, void *to, size_t count, int type, struct rank *rank, void *stream) {
  UNLESS_SET(ncclAllGather);
  return submit(rank, (struct task){ALL_GATHER, from, to, count, type, SUM, 0});
}

Result ncclGetVersion(int *version) {
  UNLESS_SET(ncclGetVersion);
  *version = lab_version("NCCL", 0) * 10000 + lab_version("NCCL", 1) * 100 + lab_version("NCCL", 2);
  return SUCCESS;
}
const char *ncclGetErrorString(Result code) { return code ? "the simulated GPUs could not exchange this, or a variable of the lab makes it fail" : "no error"; }
