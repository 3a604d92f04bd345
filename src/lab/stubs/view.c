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
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* What of a real machine must not show through. The last three tell of a container, which this may well be. */
static const char *const shown[] = {"/proc/driver/nvidia", "/proc/modules", "/dev/nvidia", "/dev/dxg", "/dev/kmsg",
                                    "/sys/bus/pci", "/sys/module/nvidia", "/.dockerenv", "/run/.containerenv",
                                    "/proc/1/cgroup"};
/* What is replaced only where the view has it. */
static const char *const replaced[] = {"/proc/sys/kernel/osrelease", "/proc/version", "/usr/lib/wsl"};

/* The place of `path` in the view, written to `buffer`; `path` itself where there is no view. */
static const char *in_view(const char *path, char buffer[4096]) {
  const char *view = getenv("GPU_LAB_VIEW");
  if (!view || !*view) return path;
  snprintf(buffer, 4096, "%s%s", view, path);
  return buffer;
}

static int begins(const char *path, const char *with) { return strncmp(path, with, strlen(with)) == 0; }

static const char *seen(const char *path, char buffer[4096]) {
  for (size_t i = 0; path && i < sizeof shown / sizeof *shown; i++)
    if (begins(path, shown[i])) return in_view(path, buffer);
  for (size_t i = 0; path && i < sizeof replaced / sizeof *replaced; i++)
    if (begins(path, replaced[i]) && syscall(SYS_faccessat, AT_FDCWD, in_view(path, buffer), F_OK) == 0) return buffer;
  return path;
}

/* Files of the view stand for character devices: NVIDIA's have number 195, and the GPU's as minor number. */
static int is_device(const char *path, int result) { return result == 0 && path && begins(path, "/dev/nvidia"); }
static unsigned minor_of(const char *path) {
  const char *digit = path + strlen("/dev/nvidia");
  return *digit >= '0' && *digit <= '9' ? (unsigned)atoi(digit) : 255;
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
SEEN(int, eaccess, (const char *path, int mode), path, mode)
SEEN(int, euidaccess, (const char *path, int mode), path, mode)
SEEN(char *, realpath, (const char *path, char *to), path, to)

/* The same for the stat family, whose answers make a character device of what stands for one. */
#define STAT(function, Stat, parameters, ...)                           \
  int function parameters {                                             \
    char buffer[4096];                                                  \
    int (*real) parameters = dlsym(RTLD_NEXT, #function);               \
    const char *asked = path;                                           \
    path = seen(path, buffer);                                          \
    int result = real(__VA_ARGS__);                                     \
    if (!is_device(asked, result)) return result;                       \
    to->st_mode = S_IFCHR | 0666;                                       \
    to->st_rdev = makedev(195, minor_of(asked));                        \
    return result;                                                      \
  }
STAT(stat, stat, (const char *path, struct stat *to), path, to)
STAT(lstat, stat, (const char *path, struct stat *to), path, to)
STAT(fstatat, stat, (int folder, const char *path, struct stat *to, int flags), folder, path, to, flags)
STAT(stat64, stat64, (const char *path, struct stat64 *to), path, to)
STAT(lstat64, stat64, (const char *path, struct stat64 *to), path, to)
STAT(fstatat64, stat64, (int folder, const char *path, struct stat64 *to, int flags), folder, path, to, flags)
/* The names of stat in a C library before 2.33. */
STAT(__xstat, stat, (int version, const char *path, struct stat *to), version, path, to)
STAT(__lxstat, stat, (int version, const char *path, struct stat *to), version, path, to)
STAT(__xstat64, stat64, (int version, const char *path, struct stat64 *to), version, path, to)
STAT(__lxstat64, stat64, (int version, const char *path, struct stat64 *to), version, path, to)
#ifdef STATX_TYPE
int statx(int folder, const char *path, int flags, unsigned mask, struct statx *to) {
  char buffer[4096];
  int (*real)(int, const char *, int, unsigned, struct statx *) = dlsym(RTLD_NEXT, "statx");
  int result = real(folder, seen(path, buffer), flags, mask, to);
  if (!is_device(path, result)) return result;
  to->stx_mode = S_IFCHR | 0666;
  to->stx_rdev_major = 195, to->stx_rdev_minor = minor_of(path);
  return result;
}
#endif

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
