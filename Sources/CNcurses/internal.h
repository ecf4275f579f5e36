#ifndef CNCURSES_INTERNAL_H
#define CNCURSES_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>

/* The terminal is ours from now on; `sequence` gives it back. */
void guard_arm(const char *sequence, size_t length);
/* The terminal is the shell's again. */
void guard_disarm(void);
/* Whether somebody has already given the terminal back for good. */
bool guard_is_gone(void);
/* Remembers the line settings of the shell. */
void guard_save_line(void);

void keys_define(void);

/* Whether the terminal's entry has this text capability. */
bool terminfo_has(const char *name);
/* Whether what the shell showed comes back by itself. */
bool terminfo_has_second_screen(void);
/* Puts together what gives the terminal back, and arms the guard with it. */
void restore_arm(bool knows_paste, bool has_mouse);

#endif
