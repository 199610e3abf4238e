// SPDX-License-Identifier: Apache-2.0

// libserialport 0.1.1 refuses a pseudo-terminal twice: it wants an entry under /sys/class/tty, and
// the modem lines, which a pseudo-terminal does not have. A USB printer's driver is known by a
// question of its own. Defined in the test program, these functions stand before the C library's
// for the shared library too. Each makes the real call first and answers only where that failed
// for a pseudo-terminal.

#define _GNU_SOURCE
#include "PseudoTerminalShim.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define DESCRIPTORS 1024
// What a USB printer answers without being asked itself, LPIOC_GET_BUS_ADDRESS.
#define USB_BUS_ADDRESS 0x80085005UL

static const char entry[] = "/sys/class/tty/pts/";
static const char target[] = "../../devices/pseudo-terminal";

static atomic_int answers;
static atomic_int lines[DESCRIPTORS];

int pseudo_terminal_shim_answers(void) { return atomic_load(&answers); }

static int is_entry(const char *path) { return strncmp(path, entry, sizeof entry - 1) == 0; }

static int answer_link(struct stat *status) {
    memset(status, 0, sizeof *status);
    status->st_mode = S_IFLNK | 0777;
    atomic_fetch_add(&answers, 1);
    return 0;
}

int ioctl(int descriptor, unsigned long request, ...) {
    int (*real)(int, unsigned long, void *) = dlsym(RTLD_NEXT, "ioctl");
    va_list list;
    va_start(list, request);
    void *argument = va_arg(list, void *);
    va_end(list);

    int result = real(descriptor, request, argument);
    int failure = errno;
    if (result == 0 || (failure != ENOTTY && failure != EINVAL)) return result;
    if (descriptor < 0 || descriptor >= DESCRIPTORS || !isatty(descriptor)) {
        errno = failure;
        return result;
    }
    switch (request) {
    case TIOCMGET:
        *(int *)argument = atomic_load(&lines[descriptor]) | TIOCM_CTS | TIOCM_DSR | TIOCM_CAR;
        break;
    case TIOCMSET: atomic_store(&lines[descriptor], *(int *)argument); break;
    case TIOCMBIS: atomic_fetch_or(&lines[descriptor], *(int *)argument); break;
    case TIOCMBIC: atomic_fetch_and(&lines[descriptor], ~*(int *)argument); break;
    case TIOCSBRK:
    case TIOCCBRK: break;
    case USB_BUS_ADDRESS: memset(argument, 0, 2 * sizeof(int)); break;
    default: errno = failure; return result;
    }
    atomic_fetch_add(&answers, 1);
    return 0;
}

int lstat(const char *restrict path, struct stat *restrict status) {
    int (*real)(const char *, struct stat *) = dlsym(RTLD_NEXT, "lstat");
    int result = real(path, status);
    return result != 0 && is_entry(path) ? answer_link(status) : result;
}

// The name under which programs built against an older C library know lstat.
int __lxstat(int version, const char *path, struct stat *status) {
    int (*real)(int, const char *, struct stat *) = dlsym(RTLD_NEXT, "__lxstat");
    int result = real(version, path, status);
    return result != 0 && is_entry(path) ? answer_link(status) : result;
}

ssize_t readlink(const char *restrict path, char *restrict buffer, size_t size) {
    ssize_t (*real)(const char *, char *, size_t) = dlsym(RTLD_NEXT, "readlink");
    ssize_t result = real(path, buffer, size);
    if (result >= 0 || !is_entry(path)) return result;
    size_t count = size < sizeof target - 1 ? size : sizeof target - 1;
    memcpy(buffer, target, count);
    atomic_fetch_add(&answers, 1);
    return (ssize_t)count;
}
