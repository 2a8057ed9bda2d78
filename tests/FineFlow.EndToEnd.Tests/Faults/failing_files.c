/*
 * Makes one use of a folder's files fail, for tests: preloaded into a program, it counts opens, reads, writes, flushes, renames and the
 * like of files below FAULT_FOLDER, and lets the one of number FAULT_AT go wrong as FAULT says:
 *   error  an input/output error, and all is well after it;
 *   full   no space left for writes, from then on;
 *   crash  the program ends on the spot, in the middle of a write.
 * When it has done so it makes the file FAULT_HIT, outside of the folder.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES 65536

static atomic_long uses;
static _Atomic unsigned char followed[FILES];
static const char *folder, *fault, *hit;
static long at = -1;

__attribute__((constructor)) static void begin(void) {
  folder = getenv("FAULT_FOLDER");
  fault = getenv("FAULT");
  hit = getenv("FAULT_HIT");
  if (folder && fault && hit && getenv("FAULT_AT")) at = atol(getenv("FAULT_AT"));
}

static int is_below(const char *path) { return at >= 0 && path && strncmp(path, folder, strlen(folder)) == 0; }

static int is_followed(int file) { return at >= 0 && file >= 0 && file < FILES && followed[file]; }

static void tell(void) {
  int (*open_file)(const char *, int, ...) = dlsym(RTLD_NEXT, "open64");
  int (*close_file)(int) = dlsym(RTLD_NEXT, "close");
  int file = open_file(hit, O_CREAT | O_WRONLY, 0600);
  if (file >= 0) close_file(file);
}

/* Counts a use; returns the error that it has to end with, or 0. A write that crashes has written half before. */
static int use(int writes) {
  long number = atomic_fetch_add(&uses, 1);
  int is_full = strcmp(fault, "full") == 0;
  if (number < at || (number > at && !is_full) || (is_full && !writes)) return 0;
  if (strcmp(fault, "crash") == 0) {
    tell();
    if (!writes) _exit(137);
    return -1;
  }
  tell();
  return is_full ? ENOSPC : EIO;
}

#define NEXT(name) __typeof__(name) *next = dlsym(RTLD_NEXT, #name)
#define FAIL_IF(condition, writes) \
  if (condition) { \
    int failure = use(writes); \
    if (failure < 0) _exit(137); \
    if (failure) { errno = failure; return -1; } \
  }

static int follow(int file, const char *path) {
  if (file >= 0 && file < FILES) followed[file] = is_below(path);
  return file;
}

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    NEXT(name); \
    va_list rest; \
    va_start(rest, flags); \
    mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0; \
    va_end(rest); \
    FAIL_IF(is_below(path), (flags & O_CREAT) != 0) \
    return follow(next(path, flags, mode), path); \
  }

OPEN(open)
OPEN(open64)

int close(int file) {
  NEXT(close);
  if (file >= 0 && file < FILES) followed[file] = 0;
  return next(file);
}

#define HALF(call) \
  if (is_followed(file)) { \
    int failure = use(1); \
    if (failure < 0) { call; _exit(137); } \
    if (failure) { errno = failure; return -1; } \
  }

ssize_t write(int file, const void *from, size_t length) {
  NEXT(write);
  HALF(next(file, from, length / 2))
  return next(file, from, length);
}

ssize_t pwrite(int file, const void *from, size_t length, off_t place) {
  NEXT(pwrite);
  HALF(next(file, from, length / 2, place))
  return next(file, from, length, place);
}

ssize_t pwrite64(int file, const void *from, size_t length, off64_t place) {
  NEXT(pwrite64);
  HALF(next(file, from, length / 2, place))
  return next(file, from, length, place);
}

ssize_t pwritev64(int file, const struct iovec *parts, int count, off64_t place) {
  NEXT(pwritev64);
  HALF(next(file, parts, count / 2, place))
  return next(file, parts, count, place);
}

ssize_t pwritev(int file, const struct iovec *parts, int count, off_t place) {
  NEXT(pwritev);
  HALF(next(file, parts, count / 2, place))
  return next(file, parts, count, place);
}

ssize_t read(int file, void *to, size_t length) {
  NEXT(read);
  FAIL_IF(is_followed(file), 0)
  return next(file, to, length);
}

ssize_t pread(int file, void *to, size_t length, off_t place) {
  NEXT(pread);
  FAIL_IF(is_followed(file), 0)
  return next(file, to, length, place);
}

ssize_t pread64(int file, void *to, size_t length, off64_t place) {
  NEXT(pread64);
  FAIL_IF(is_followed(file), 0)
  return next(file, to, length, place);
}

ssize_t preadv64(int file, const struct iovec *parts, int count, off64_t place) {
  NEXT(preadv64);
  FAIL_IF(is_followed(file), 0)
  return next(file, parts, count, place);
}

int fsync(int file) {
  NEXT(fsync);
  FAIL_IF(is_followed(file), 1)
  return next(file);
}

int ftruncate64(int file, off64_t length) {
  NEXT(ftruncate64);
  FAIL_IF(is_followed(file), 1)
  return next(file, length);
}

int rename(const char *from, const char *to) {
  NEXT(rename);
  FAIL_IF(is_below(from) || is_below(to), 1)
  return next(from, to);
}

int link(const char *from, const char *to) {
  NEXT(link);
  FAIL_IF(is_below(from) || is_below(to), 1)
  return next(from, to);
}

int unlink(const char *path) {
  NEXT(unlink);
  FAIL_IF(is_below(path), 0)
  return next(path);
}

int mkdir(const char *path, mode_t mode) {
  NEXT(mkdir);
  FAIL_IF(is_below(path), 1)
  return next(path, mode);
}
