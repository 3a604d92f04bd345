/*
 * A view of the machine, by LD_PRELOAD: files that the kernel would show if there were an NVIDIA driver and GPU
 * are taken from the folder GPU_LAB_VIEW instead. Only reading is redirected; paths outside the list are left alone.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The last three tell of a container: a simulated machine is a plain computer. */
static const char *const shown[] = {"/proc/driver/nvidia", "/proc/modules", "/dev/nvidia", "/sys/bus/pci",
                                    "/sys/module/nvidia", "/.dockerenv", "/run/.containerenv", "/proc/1/cgroup"};

/* The place of `path` in the view, written to `buffer`; `path` itself where there is no view. */
static const char *in_view(const char *path, char buffer[4096]) {
  const char *view = getenv("GPU_LAB_VIEW");
  if (!view || !*view) return path;
  snprintf(buffer, 4096, "%s%s", view, path);
  return buffer;
}

static const char *seen(const char *path, char buffer[4096]) {
  for (size_t i = 0; path && i < sizeof shown / sizeof *shown; i++)
    if (strncmp(path, shown[i], strlen(shown[i])) == 0) return in_view(path, buffer);
  return path;
}

/* Defines `function` as the C library's own, with `path` seen through the view. */
#define SEEN(Type, function, parameters, ...)                           \
  Type function parameters {                                            \
    char buffer[4096];                                                  \
    Type(*real) parameters = dlsym(RTLD_NEXT, #function);               \
    path = seen(path, buffer);                                          \
    return real(__VA_ARGS__);                                           \
  }
SEEN(FILE *, fopen, (const char *path, const char *mode), path, mode)
SEEN(FILE *, fopen64, (const char *path, const char *mode), path, mode)
/* /dev is too full of other things to be replaced, but who lists it sees the view's nodes only. */
DIR *opendir(const char *path) {
  char buffer[4096];
  DIR *(*real)(const char *) = dlsym(RTLD_NEXT, "opendir");
  return real(strcmp(path, "/dev") == 0 ? in_view(path, buffer) : seen(path, buffer));
}
SEEN(int, access, (const char *path, int mode), path, mode)
SEEN(int, faccessat, (int folder, const char *path, int mode, int flags), folder, path, mode, flags)
SEEN(ssize_t, readlink, (const char *path, char *to, size_t size), path, to, size)
SEEN(ssize_t, readlinkat, (int folder, const char *path, char *to, size_t size), folder, path, to, size)
SEEN(int, stat, (const char *path, struct stat *to), path, to)
SEEN(int, lstat, (const char *path, struct stat *to), path, to)
SEEN(int, fstatat, (int folder, const char *path, struct stat *to, int flags), folder, path, to, flags)
SEEN(int, stat64, (const char *path, struct stat64 *to), path, to)
SEEN(int, lstat64, (const char *path, struct stat64 *to), path, to)
SEEN(int, fstatat64, (int folder, const char *path, struct stat64 *to, int flags), folder, path, to, flags)
/* The names of stat in a C library before 2.33. */
SEEN(int, __xstat, (int version, const char *path, struct stat *to), version, path, to)
SEEN(int, __lxstat, (int version, const char *path, struct stat *to), version, path, to)
SEEN(int, __xstat64, (int version, const char *path, struct stat64 *to), version, path, to)
SEEN(int, __lxstat64, (int version, const char *path, struct stat64 *to), version, path, to)

/* The same for the open family, whose third parameter may be absent. */
#define SEEN_OPEN(function, before, ...)                                \
  int function(__VA_ARGS__, ...) {                                      \
    char buffer[4096];                                                  \
    int (*real)(__VA_ARGS__, ...) = dlsym(RTLD_NEXT, #function);        \
    va_list rest;                                                       \
    va_start(rest, flags);                                              \
    int mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, int) : 0;   \
    va_end(rest);                                                       \
    return real(before seen(path, buffer), flags, mode);                \
  }
#define NOTHING
SEEN_OPEN(open, NOTHING, const char *path, int flags)
SEEN_OPEN(open64, NOTHING, const char *path, int flags)
#define FOLDER folder,
SEEN_OPEN(openat, FOLDER, int folder, const char *path, int flags)
SEEN_OPEN(openat64, FOLDER, int folder, const char *path, int flags)
