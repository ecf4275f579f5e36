#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "CPseudoTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>
#ifdef __APPLE__
#include <xlocale.h>
#endif

static int open_pair(int columns, int rows, struct cpt_child *child) {
    child->leader = posix_openpt(O_RDWR | O_NOCTTY);
    if (child->leader < 0) return errno;
    fcntl(child->leader, F_SETFD, FD_CLOEXEC);
    child->follower = -1;
    if (grantpt(child->leader) == 0 && unlockpt(child->leader) == 0) {
        const char *name = ptsname(child->leader);
        if (name) child->follower = open(name, O_RDWR | O_NOCTTY);
    }
    if (child->follower < 0) {
        int error = errno;
        close(child->leader);
        return error ? error : EIO;
    }
    fcntl(child->follower, F_SETFD, FD_CLOEXEC);
    fcntl(child->leader, F_SETFL, fcntl(child->leader, F_GETFL) | O_NONBLOCK);
    cpt_resize(child->leader, columns, rows);
    tcgetattr(child->follower, &child->before);
    return 0;
}

/* Between fork and exec: only what is safe after a signal. */
static void become(
    const char *path, char *const arguments[], char *const environment[], const char *directory,
    int input, int output, int follower, int report) {
    sigset_t none;
    sigemptyset(&none);
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setsid();
    if (ioctl(follower, TIOCSCTTY, 0) == 0 &&
        dup2(input < 0 ? follower : input, 0) == 0 &&
        dup2(output < 0 ? follower : output, 1) == 1 &&
        dup2(follower, 2) == 2 &&
        (!directory || chdir(directory) == 0)) {
        for (int descriptor = 3; descriptor < 1024; descriptor++) {
            if (descriptor != report) close(descriptor);
        }
        execve(path, arguments, environment);
    }
    int error = errno;
    ssize_t written = write(report, &error, sizeof error);
    _exit(written == sizeof error ? 127 : 126);
}

int cpt_start(
    const char *path, char *const arguments[], char *const environment[], const char *directory,
    int columns, int rows, int input, int output, struct cpt_child *child) {
    int error = open_pair(columns, rows, child);
    if (error) return error;
    int report[2];
    if (pipe(report) != 0) return errno;
    fcntl(report[0], F_SETFD, FD_CLOEXEC);
    fcntl(report[1], F_SETFD, FD_CLOEXEC);
    child->pid = fork();
    if (child->pid == 0) {
        become(path, arguments, environment, directory, input, output, child->follower, report[1]);
    }
    if (child->pid < 0) error = errno;
    close(report[1]);
    int reported = 0;
    if (child->pid > 0 && read(report[0], &reported, sizeof reported) == sizeof reported) {
        error = reported;
        waitpid(child->pid, NULL, 0);
    }
    close(report[0]);
    if (error) {
        close(child->leader);
        close(child->follower);
    }
    return error;
}

int cpt_resize(int leader, int columns, int rows) {
    struct winsize size = {0};
    size.ws_col = (unsigned short)columns;
    size.ws_row = (unsigned short)rows;
    return ioctl(leader, TIOCSWINSZ, &size);
}

int cpt_size(int leader, int *columns, int *rows) {
    struct winsize size = {0};
    int result = ioctl(leader, TIOCGWINSZ, &size);
    *columns = size.ws_col;
    *rows = size.ws_row;
    return result;
}

pid_t cpt_foreground(int leader) {
    pid_t group = -1;
    return ioctl(leader, TIOCGPGRP, &group) == 0 ? group : -1;
}

int cpt_wait(pid_t pid, int blocking, int *status) {
    pid_t ended;
    do {
        ended = waitpid(pid, status, blocking ? 0 : WNOHANG);
    } while (ended < 0 && errno == EINTR);
    return ended != 0;
}

int cpt_ending(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

int cpt_width(uint32_t scalar) {
    static locale_t utf8;
    locale_t known = __atomic_load_n(&utf8, __ATOMIC_ACQUIRE);
    if (!known) {
        known = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
        if (!known) known = newlocale(LC_CTYPE_MASK, "en_US.UTF-8", (locale_t)0);
        if (!known) return 1;
        __atomic_store_n(&utf8, known, __ATOMIC_RELEASE);
    }
    locale_t before = uselocale(known);
    int width = wcwidth((wchar_t)scalar);
    uselocale(before);
    return width < 0 ? 1 : width;
}

int64_t cpt_now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}
