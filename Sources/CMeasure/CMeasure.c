#include "CMeasure.h"

#include <stdlib.h>
#include <time.h>
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
