/*
 * Makes one use of a folder's files fail, for tests. Preloaded into a program, it counts opens, reads, writes, flushes, renames and the
 * like of files below the folder FAULT_FOLDER, and lets one of them go wrong as the file FAULT_CONTROL says, which is mapped into memory:
 *   uses   how many there were so far (written here);
 *   at     the number of the use that fails, from 0; -1 for none;
 *   kind   0 error: an input/output error, and all is well after it;
 *          1 full: half of a write is written, and from then on no space is left;
 *          2 crash: half of a write is written, and the program ends on the spot;
 *   hits   how many went wrong (written here).
 * Only uses that need space are counted for a disk that becomes full.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES 65536

enum { ERROR, FULL, CRASH };
enum { READS, CHANGES, GROWS };

static struct control {
  atomic_long uses;
  atomic_long at;
  atomic_long kind;
  atomic_long hits;
} *control;

static _Atomic unsigned char followed[FILES];
static const char *folder;

#define NEXT(name) \
  static __typeof__(name) *next; \
  if (!next) next = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("FAULT_CONTROL");
  folder = getenv("FAULT_FOLDER");
  if (!path || !folder) return;
  int (*open_file)(const char *, int, ...) = dlsym(RTLD_NEXT, "open64");
  int (*close_file)(int) = dlsym(RTLD_NEXT, "close");
  int file = open_file(path, O_RDWR);
  if (file < 0) return;
  void *place = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close_file(file);
  if (place != MAP_FAILED) control = place;
}

static int is_below(const char *path) { return control && path && strncmp(path, folder, strlen(folder)) == 0; }

static int is_followed(int file) { return control && file >= 0 && file < FILES && followed[file]; }

static int follow(int file, const char *path) {
  if (file >= 0 && file < FILES) followed[file] = is_below(path);
  return file;
}

/* Counts a use, and returns the error that it has to end with, 0 for none, or -1 where the program has to end. */
static int use(int what) {
  long kind = control->kind;
  if (kind == FULL && what != GROWS) return 0;
  long number = atomic_fetch_add(&control->uses, 1);
  long at = control->at;
  if (at < 0 || number < at || (number > at && kind != FULL)) return 0;
  atomic_fetch_add(&control->hits, 1);
  return kind == CRASH ? -1 : kind == FULL ? ENOSPC : EIO;
}

#define FAIL_IF(condition, what, failed) \
  if (condition) { \
    int failure = use(what); \
    if (failure < 0) _exit(137); \
    if (failure) { errno = failure; return failed; } \
  }

/* A write whose first half is written before it fails; one on a disk that becomes full says so at the next one, as disks do. */
#define HALF(length, call) \
  if (is_followed(file)) { \
    int failure = use(GROWS); \
    if (failure < 0) { if ((length) > 1) { ssize_t ignored = call; (void)ignored; } _exit(137); } \
    if (failure == ENOSPC && control->hits == 1 && (length) > 1) return call; \
    if (failure) { errno = failure; return -1; } \
  }

#define OPEN(name, parameters, arguments) \
  int name parameters { \
    NEXT(name); \
    mode_t mode = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); } \
    FAIL_IF(is_below(path), (flags & O_CREAT) ? GROWS : READS, -1) \
    return follow(next arguments, path); \
  }

OPEN(open, (const char *path, int flags, ...), (path, flags, mode))
OPEN(open64, (const char *path, int flags, ...), (path, flags, mode))
OPEN(openat, (int at, const char *path, int flags, ...), (at, path, flags, mode))
OPEN(openat64, (int at, const char *path, int flags, ...), (at, path, flags, mode))

#define FOPEN(name) \
  FILE *name(const char *path, const char *how) { \
    NEXT(name); \
    FAIL_IF(is_below(path), how[0] == 'r' ? READS : GROWS, NULL) \
    return next(path, how); \
  }

FOPEN(fopen)
FOPEN(fopen64)

DIR *opendir(const char *path) {
  NEXT(opendir);
  FAIL_IF(is_below(path), READS, NULL)
  return next(path);
}

int close(int file) {
  NEXT(close);
  if (file >= 0 && file < FILES) followed[file] = 0;
  return next(file);
}

ssize_t write(int file, const void *from, size_t length) {
  NEXT(write);
  HALF(length, next(file, from, length / 2))
  return next(file, from, length);
}

#define PWRITE(name, place_type) \
  ssize_t name(int file, const void *from, size_t length, place_type place) { \
    NEXT(name); \
    HALF(length, next(file, from, length / 2, place)) \
    return next(file, from, length, place); \
  }

PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t writev(int file, const struct iovec *parts, int count) {
  NEXT(writev);
  HALF(count, next(file, parts, count / 2))
  return next(file, parts, count);
}

#define PWRITEV(name, place_type) \
  ssize_t name(int file, const struct iovec *parts, int count, place_type place) { \
    NEXT(name); \
    HALF(count, next(file, parts, count / 2, place)) \
    return next(file, parts, count, place); \
  }

PWRITEV(pwritev, off_t)
PWRITEV(pwritev64, off64_t)

ssize_t read(int file, void *to, size_t length) {
  NEXT(read);
  FAIL_IF(is_followed(file), READS, -1)
  return next(file, to, length);
}

#define PREAD(name, place_type) \
  ssize_t name(int file, void *to, size_t length, place_type place) { \
    NEXT(name); \
    FAIL_IF(is_followed(file), READS, -1) \
    return next(file, to, length, place); \
  }

PREAD(pread, off_t)
PREAD(pread64, off64_t)

ssize_t preadv64(int file, const struct iovec *parts, int count, off64_t place) {
  NEXT(preadv64);
  FAIL_IF(is_followed(file), READS, -1)
  return next(file, parts, count, place);
}

ssize_t sendfile64(int file, int from, off64_t *place, size_t length) {
  NEXT(sendfile64);
  HALF(length, next(file, from, place, length / 2))
  return next(file, from, place, length);
}

ssize_t copy_file_range(int from, off64_t *from_place, int file, off64_t *place, size_t length, unsigned flags) {
  NEXT(copy_file_range);
  HALF(length, next(from, from_place, file, place, length / 2, flags))
  return next(from, from_place, file, place, length, flags);
}

int fsync(int file) {
  NEXT(fsync);
  FAIL_IF(is_followed(file), CHANGES, -1)
  return next(file);
}

int fdatasync(int file) {
  NEXT(fdatasync);
  FAIL_IF(is_followed(file), CHANGES, -1)
  return next(file);
}

int ftruncate64(int file, off64_t length) {
  NEXT(ftruncate64);
  FAIL_IF(is_followed(file), CHANGES, -1)
  return next(file, length);
}

int fallocate64(int file, int mode, off64_t from, off64_t length) {
  NEXT(fallocate64);
  FAIL_IF(is_followed(file), GROWS, -1)
  return next(file, mode, from, length);
}

int rename(const char *from, const char *to) {
  NEXT(rename);
  FAIL_IF(is_below(from) || is_below(to), CHANGES, -1)
  return next(from, to);
}

int renameat2(int from_root, const char *from, int to_root, const char *to, unsigned int flags) {
  NEXT(renameat2);
  FAIL_IF(is_below(from) || is_below(to), CHANGES, -1)
  return next(from_root, from, to_root, to, flags);
}

int link(const char *from, const char *to) {
  NEXT(link);
  FAIL_IF(is_below(from) || is_below(to), GROWS, -1)
  return next(from, to);
}

int unlink(const char *path) {
  NEXT(unlink);
  FAIL_IF(is_below(path), CHANGES, -1)
  return next(path);
}

int rmdir(const char *path) {
  NEXT(rmdir);
  FAIL_IF(is_below(path), CHANGES, -1)
  return next(path);
}

int mkdir(const char *path, mode_t mode) {
  NEXT(mkdir);
  FAIL_IF(is_below(path), GROWS, -1)
  return next(path, mode);
}
