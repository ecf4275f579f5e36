#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "CMeasure.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

int64_t cm_live_bytes(void) {
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 33)
    struct mallinfo2 all = mallinfo2();
    return (int64_t)(all.uordblks + all.hblkhd);
#else
    return 0;
#endif
}

void cm_trim(void) {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

static int64_t nanoseconds(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

int64_t cm_process_cpu(void) { return nanoseconds(CLOCK_PROCESS_CPUTIME_ID); }

int64_t cm_thread_cpu(void) { return nanoseconds(CLOCK_THREAD_CPUTIME_ID); }

int cm_take_terminal(int columns, int rows, int *output) {
    int leader = posix_openpt(O_RDWR | O_NOCTTY);
    if (leader < 0 || grantpt(leader) != 0 || unlockpt(leader) != 0) return -1;
    const char *name = ptsname(leader);
    int follower = name ? open(name, O_RDWR | O_NOCTTY) : -1;
    if (follower < 0) return -1;
    struct winsize size = {0};
    size.ws_col = (unsigned short)columns;
    size.ws_row = (unsigned short)rows;
    ioctl(leader, TIOCSWINSZ, &size);
    *output = dup(STDOUT_FILENO);
    dup2(follower, STDIN_FILENO);
    dup2(follower, STDOUT_FILENO);
    close(follower);
    return leader;
}
