#ifndef C_PSEUDO_TERMINAL_H
#define C_PSEUDO_TERMINAL_H

#include <stdint.h>
#include <sys/types.h>
#include <termios.h>

/// A program in a pseudo-terminal of its own.
struct cpt_child {
    pid_t pid;
    /// The terminal's far side: what the program writes comes out here.
    int leader;
    /// The near side, kept open as the shell would keep it, so that its settings outlive the program.
    int follower;
    /// The terminal's settings before the program began.
    struct termios before;
};

/// Starts a program as the leader of a session on a new terminal.
///
/// `input` and `output`, where not -1, take the place of the terminal as standard input and
/// output. Returns 0, or the errno of what failed, the program's start included.
int cpt_start(
    const char *path, char *const arguments[], char *const environment[], const char *directory,
    int columns, int rows, int input, int output, struct cpt_child *child);

/// Tells the terminal its size; the program gets SIGWINCH.
int cpt_resize(int leader, int columns, int rows);

/// The size the terminal has.
int cpt_size(int leader, int *columns, int *rows);

/// The foreground process group of the terminal; -1 when there is none.
pid_t cpt_foreground(int leader);

/// Waits for a child: 0 while it runs, 1 when it has ended; `status` as of `waitpid`.
int cpt_wait(pid_t pid, int blocking, int *status);

/// What `status` says: the exit code, or minus the signal's number.
int cpt_ending(int status);

/// How many columns libc gives to a character: 0, 1 or 2; 1 for what it does not know.
int cpt_width(uint32_t scalar);

/// The time of a clock that never jumps, in nanoseconds.
int64_t cpt_now(void);

#endif
