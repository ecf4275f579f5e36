#define _GNU_SOURCE 1

#include "CNcurses.h"
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/*
 * Whatever ends the process, the terminal comes back: cursor shown, colors off, old screen, old
 * line settings, and what was written to standard error in the meantime. Everything a handler
 * does here is allowed in a signal handler.
 */

static int pipe_ends[2] = {-1, -1};

static struct termios shell_line;
static bool has_shell_line;
static char restore_sequence[512];
static size_t restore_length;
static atomic_bool is_armed;
static atomic_bool is_gone;

/* ---- Standard error, kept off the screen ---- */

static int kept_error = -1; /* where standard error went before */
static int held_error = -1; /* a file that holds it now */

static void hold_error(void)
{
    char name[] = "/tmp/skep-XXXXXX";
    if (held_error >= 0 || !isatty(STDERR_FILENO)) return;
    int file = mkstemp(name);
    if (file < 0) return;
    unlink(name);
    fcntl(file, F_SETFD, FD_CLOEXEC);
    kept_error = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 10);
    if (kept_error < 0 || dup2(file, STDERR_FILENO) < 0) {
        if (kept_error >= 0) close(kept_error);
        close(file);
        kept_error = -1;
        return;
    }
    held_error = file;
}

static void release_error(void)
{
    char buffer[1024];
    ssize_t count;
    if (held_error < 0) return;
    dup2(kept_error, STDERR_FILENO);
    lseek(held_error, 0, SEEK_SET);
    while ((count = read(held_error, buffer, sizeof buffer)) > 0)
        if (write(STDERR_FILENO, buffer, (size_t)count) < 0) break;
    close(held_error);
    close(kept_error);
    held_error = kept_error = -1;
}

/* ---- Taking and giving back ---- */

void guard_save_line(void)
{
    has_shell_line = tcgetattr(STDIN_FILENO, &shell_line) == 0;
}

void guard_arm(const char *sequence, size_t length)
{
    if (length > sizeof restore_sequence) length = sizeof restore_sequence;
    memcpy(restore_sequence, sequence, length);
    restore_length = length;
    hold_error();
    atomic_store(&is_armed, true);
}

void guard_disarm(void)
{
    atomic_store(&is_armed, false);
    release_error();
}

bool guard_is_gone(void)
{
    return atomic_load(&is_gone);
}

static void give_back(void)
{
    bool expected = true;
    if (!atomic_compare_exchange_strong(&is_armed, &expected, false)) return;
    atomic_store(&is_gone, true);
    size_t sent = 0;
    while (sent < restore_length) {
        ssize_t count = write(STDOUT_FILENO, restore_sequence + sent, restore_length - sent);
        if (count <= 0) break;
        sent += (size_t)count;
    }
    if (has_shell_line) tcsetattr(STDIN_FILENO, TCSANOW, &shell_line);
    release_error();
}

static void give_back_at_exit(void)
{
    give_back();
}

/* ---- Signals ---- */

typedef struct {
    int number;
    bool is_always; /* taken even from somebody who has it already */
    bool is_ours;
    struct sigaction before;
} watched_signal;

static watched_signal endings[] = {
    {SIGTERM, false}, {SIGHUP, false}, {SIGINT, false}, {SIGPIPE, false}, {SIGALRM, false},
    {SIGUSR1, false}, {SIGUSR2, false}, {SIGXCPU, false}, {SIGXFSZ, false},
    /* Swift's own crash reporter may have taken these; it comes after us. */
    {SIGSEGV, true}, {SIGBUS, true}, {SIGILL, true}, {SIGTRAP, true}, {SIGFPE, true},
    {SIGABRT, true}, {SIGSYS, true}, {SIGQUIT, true},
};
static watched_signal wakers[] = {{SIGWINCH}, {SIGCONT}, {SIGTSTP}};

#define COUNT(list) (sizeof list / sizeof list[0])

static void send_byte(char byte)
{
    int before = errno;
    ssize_t count = write(pipe_ends[1], &byte, 1);
    (void)count; /* A full pipe wakes the reader just as well. */
    errno = before;
}

static void on_waker(int number)
{
    send_byte(number == SIGWINCH ? 'W' : number == SIGCONT ? 'C' : 'Z');
}

/*
 * Gives the terminal back, then lets the signal do what it would have done. A fault is simply met
 * again on return; a signal that was sent is sent again.
 */
static void on_ending(int number, siginfo_t *info, void *context)
{
    (void)context;
    give_back();
    for (size_t index = 0; index < COUNT(endings); index++)
        if (endings[index].number == number) sigaction(number, &endings[index].before, NULL);
    bool meets_again = info != NULL && info->si_code > 0
        && (number == SIGSEGV || number == SIGBUS || number == SIGILL || number == SIGFPE);
    if (!meets_again) raise(number);
}

static bool is_default(const struct sigaction *action)
{
    return !(action->sa_flags & SA_SIGINFO) && action->sa_handler == SIG_DFL;
}

static void watch(watched_signal *signal, const struct sigaction *action)
{
    sigaction(signal->number, NULL, &signal->before);
    signal->is_ours = signal->is_always || is_default(&signal->before);
    if (signal->is_ours) sigaction(signal->number, action, NULL);
}

/*
 * A stack overflow leaves no stack to handle it on, so each thread needs a spare one. Threads come
 * and go as Swift likes; those that draw get theirs here.
 */
static pthread_key_t spare_key;
static pthread_once_t spare_once = PTHREAD_ONCE_INIT;

enum { SPARE_SIZE = 65536 };

static void drop_spare_stack(void *memory)
{
    stack_t none = {.ss_flags = SS_DISABLE};
    sigaltstack(&none, NULL);
    free(memory);
}

static void make_spare_key(void)
{
    pthread_key_create(&spare_key, drop_spare_stack);
}

static void use_spare_stack(void)
{
    stack_t before;
    pthread_once(&spare_once, make_spare_key);
    if (pthread_getspecific(spare_key) != NULL) return;
    if (sigaltstack(NULL, &before) == 0 && !(before.ss_flags & SS_DISABLE)) return;
    void *memory = malloc(SPARE_SIZE);
    if (memory == NULL) return;
    stack_t stack = {.ss_sp = memory, .ss_size = SPARE_SIZE, .ss_flags = 0};
    sigaltstack(&stack, NULL);
    pthread_setspecific(spare_key, memory);
}

static void watch_signals(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    sigfillset(&action.sa_mask);
    action.sa_sigaction = on_ending;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    for (size_t index = 0; index < COUNT(endings); index++) watch(&endings[index], &action);
    memset(&action, 0, sizeof action);
    sigfillset(&action.sa_mask);
    action.sa_handler = on_waker;
    action.sa_flags = SA_RESTART;
    for (size_t index = 0; index < COUNT(wakers); index++) watch(&wakers[index], &action);
}

int cn_guard_install(void)
{
    static bool is_at_exit;
    if (pipe(pipe_ends) != 0) return -1;
    for (int end = 0; end < 2; end++) {
        fcntl(pipe_ends[end], F_SETFD, FD_CLOEXEC);
        fcntl(pipe_ends[end], F_SETFL, O_NONBLOCK);
    }
    if (!is_at_exit) is_at_exit = atexit(give_back_at_exit) == 0;
    atomic_store(&is_gone, false);
    use_spare_stack();
    watch_signals();
    return pipe_ends[0];
}

static void unwatch(watched_signal *signals, size_t count)
{
    for (size_t index = 0; index < count; index++) {
        if (signals[index].is_ours) sigaction(signals[index].number, &signals[index].before, NULL);
        signals[index].is_ours = false;
    }
}

void cn_guard_remove(void)
{
    unwatch(endings, COUNT(endings));
    unwatch(wakers, COUNT(wakers));
    int reading = pipe_ends[0];
    int writing = pipe_ends[1];
    pipe_ends[0] = pipe_ends[1] = -1;
    close(reading);
    close(writing);
}

void cn_ring(void)
{
    use_spare_stack();
    send_byte('B');
}

/* ---- Stopping ---- */

void cn_stop(void)
{
    struct sigaction before;
    struct sigaction action;
    sigset_t stop;
    sigset_t mask;
    sigaction(SIGTSTP, NULL, &before);
    if (!(before.sa_flags & SA_SIGINFO) && before.sa_handler == SIG_IGN) return;
    memset(&action, 0, sizeof action);
    sigemptyset(&action.sa_mask);
    /* The others of the group first, as the terminal does it for ^Z; then this process. */
    action.sa_handler = SIG_IGN;
    sigaction(SIGTSTP, &action, NULL);
    kill(0, SIGTSTP);
    action.sa_handler = SIG_DFL;
    sigaction(SIGTSTP, &action, NULL);
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    pthread_sigmask(SIG_UNBLOCK, &stop, &mask);
    raise(SIGTSTP);
    pthread_sigmask(SIG_SETMASK, &mask, NULL);
    sigaction(SIGTSTP, &before, NULL);
}

/* ---- Threads ---- */

typedef struct {
    void (*body)(void *);
    void *context;
} thread_start;

static pthread_t thread;
static bool has_thread;

static void *run(void *argument)
{
    thread_start start = *(thread_start *)argument;
    free(argument);
    use_spare_stack();
    start.body(start.context);
    return NULL;
}

bool cn_thread_start(void (*body)(void *), void *context)
{
    thread_start *start = malloc(sizeof *start);
    if (start == NULL) return false;
    *start = (thread_start){body, context};
    has_thread = pthread_create(&thread, NULL, run, start) == 0;
    if (!has_thread) free(start);
    return has_thread;
}

void cn_thread_join(void)
{
    if (!has_thread || pthread_equal(thread, pthread_self())) return;
    has_thread = false;
    pthread_join(thread, NULL);
}
