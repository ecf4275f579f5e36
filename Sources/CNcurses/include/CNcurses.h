#ifndef CNCURSES_H
#define CNCURSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The whole of ncurses that skep uses, behind plain functions: no macro, no variadic function and
 * no global variable of ncurses reaches Swift. All of `cn_…` is for one thread, except where it
 * says otherwise.
 */

/* ---- What the terminal is ---- */

typedef enum {
    CN_FINE = 0,
    CN_UNKNOWN_TERMINAL, /* terminfo does not know this TERM */
    CN_NO_DATABASE,      /* there is no terminfo at all */
    CN_TOO_SIMPLE,       /* it cannot place its cursor */
    CN_FAILED
} cn_result;

typedef struct {
    int colors; /* as terminfo says; 0 for none */
    bool direct; /* its color numbers are red, green and blue themselves */
} cn_description;

/* Asks terminfo about `term`, and changes nothing. */
cn_result cn_describe(const char *term, cn_description *description);

/* Takes over the user's locale, or C.UTF-8 where that is plain C. True for UTF-8. */
bool cn_use_utf8_locale(void);

/* Columns of a character by the locale: 0, 1, 2, or -1 for one it does not know. */
int cn_width(uint32_t scalar);

/* The size the kernel knows; false when it knows none. */
bool cn_window_size(int *columns, int *rows);

/* ---- A session ---- */

/* Starts ncurses on standard input and output. `terminfo` may stand in for TERMINFO, or be NULL. */
cn_result cn_open(const char *term, const char *terminfo);
/* Restores the terminal and forgets the session. */
void cn_close(void);
/* Restores the terminal for a while. */
void cn_leave(void);
/* Takes the terminal again and draws everything anew. */
void cn_enter(void);
/* Tells ncurses of a new size. */
void cn_resize(int columns, int rows);
/* Stops the process group as ^Z would; returns when the user has continued it. */
void cn_stop(void);

/* Asks for reports of the mouse, where the terminal may know them, or for none. */
void cn_use_mouse(bool wanted);
/* Writes a control string that ncurses need not know of. */
void cn_transmit(const char *text);
/* Writes what a captured frame came to. */
void cn_transmit_bytes(const uint8_t *bytes, size_t count);

int cn_columns(void);
int cn_rows(void);

/* ---- Drawing ---- */

enum { CN_BOLD = 1, CN_UNDERLINE = 2, CN_REVERSE = 4, CN_DIM = 8 };

/* How many pairs there can be; 0 without colors. */
int cn_pair_limit(void);
/* Whether -1 stands for the terminal's own colors. */
bool cn_has_default_colors(void);
bool cn_define_pair(int pair, int foreground, int background);

/* Puts one character with its marks (at most 5 scalars). */
void cn_put(
    int row, int column, const uint32_t *scalars, int count, unsigned attributes, int pair);
/* A character without marks that takes one column. */
typedef struct {
    uint32_t scalar;
    uint32_t attributes;
    int32_t pair;
} cn_cell;
/* Puts neighbouring characters at once. */
void cn_put_run(int row, int column, const cn_cell *cells, int count);
/* What blanks look like, so that the rest of a line can be erased rather than written. */
void cn_set_background(unsigned attributes, int pair);
void cn_show_cursor(int row, int column);
void cn_hide_cursor(void);
/* Forgets what the terminal shows: the next flush draws all. */
void cn_forget(void);
/* Sends what has changed. */
void cn_flush(void);
/*
 * Hands out what would be sent, for the caller to send and to free. False where that cannot be, and
 * nothing has happened then.
 */
bool cn_flush_captured(uint8_t **bytes, size_t *count);

/* ---- Keys ---- */

typedef enum {
    CN_KEY_NONE = 0,
    CN_KEY_UP, CN_KEY_DOWN, CN_KEY_LEFT, CN_KEY_RIGHT,
    CN_KEY_SHIFT_UP, CN_KEY_SHIFT_DOWN, CN_KEY_SHIFT_LEFT, CN_KEY_SHIFT_RIGHT,
    CN_KEY_HOME, CN_KEY_END, CN_KEY_PAGE_UP, CN_KEY_PAGE_DOWN,
    CN_KEY_ENTER, CN_KEY_BACK_TAB, CN_KEY_BACKSPACE, CN_KEY_DELETE, CN_KEY_INSERT,
    CN_KEY_PASTE_BEGIN, CN_KEY_PASTE_END,
    CN_KEY_MOUSE, /* the bytes of the report follow, up to an M or m */
    CN_KEY_OTHER,
    CN_KEY_FUNCTION = 100 /* and the number of the key */
} cn_key;

typedef enum { CN_NOTHING = 0, CN_BYTE, CN_KEY } cn_input_kind;

/*
 * The next waiting input: a byte in `value`, or a `cn_key`. Waits only for the rest of an escape
 * sequence, and not long. Bytes rather than characters, since ncurses loses a character that
 * arrives in two parts.
 */
cn_input_kind cn_read(int32_t *value);
/* Whether standard input has ended: it promises something and has nothing. */
bool cn_input_ended(void);

/* ---- Guard: the terminal comes back whatever happens ---- */

/*
 * Makes a pipe that wakes the terminal thread, and installs the signal handlers. Window changes
 * write 'W' to it, continuation 'C', a stop from outside 'Z'. Answers the end to poll, or -1.
 */
int cn_guard_install(void);
/* Gives the signals back to whom they were, and closes the pipe. */
void cn_guard_remove(void);
/* Wakes the terminal thread. Any thread. */
void cn_ring(void);

/* ---- Threads ---- */

/* Runs `body(context)` on a thread of its own; there is one at a time. */
bool cn_thread_start(void (*body)(void *), void *context);
/* Waits for it to end; does nothing on that very thread. */
void cn_thread_join(void);

#endif
