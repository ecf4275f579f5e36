#define _GNU_SOURCE 1
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1

#include "CNcurses.h"
#include "internal.h"

/* term.h makes macros of words such as `rows` and `columns`; so it stays in this file. */
#include <curses.h>
#include <string.h>
#include <term.h>
#include <unistd.h>

/* ---- What the terminal is ---- */

bool terminfo_has(const char *name)
{
    char *value = tigetstr((char *)name);
    return value != NULL && value != (char *)-1 && value[0] != '\0';
}

cn_result cn_describe(const char *term, cn_description *description)
{
    int status = 0;
    if (setupterm((char *)term, STDOUT_FILENO, &status) != OK) {
        /* -1: no database; 0: not in it, or too generic; 1: prints on paper. */
        return status < 0 ? CN_NO_DATABASE : status == 0 ? CN_UNKNOWN_TERMINAL : CN_TOO_SIMPLE;
    }
    int colors = tigetnum("colors");
    description->colors = colors > 0 ? colors : 0;
    description->direct = tigetflag("RGB") > 0;
    bool can_place = terminfo_has("cup");
    del_curterm(cur_term);
    return can_place ? CN_FINE : CN_TOO_SIMPLE;
}

/* ---- Giving the terminal back ---- */

bool terminfo_has_second_screen(void)
{
    return terminfo_has("rmcup");
}

/* Appends a capability without its delays (`$<5>`), which nobody needs on the way out. */
static size_t append(char *target, size_t length, size_t limit, const char *text)
{
    if (text == NULL || text == (char *)-1) return length;
    while (*text != '\0' && length < limit) {
        if (text[0] == '$' && text[1] == '<' && strchr(text, '>') != NULL)
            text = strchr(text, '>') + 1;
        else
            target[length++] = *text++;
    }
    return length;
}

void restore_arm(bool knows_paste, bool has_mouse)
{
    char sequence[512];
    size_t limit = sizeof sequence;
    size_t length = 0;
    if (has_mouse) length = append(sequence, length, limit, "\033[?1006l\033[?1002l");
    if (knows_paste) length = append(sequence, length, limit, "\033[?2004l");
    length = append(sequence, length, limit, exit_attribute_mode);
    length = append(sequence, length, limit, orig_pair);
    length = append(sequence, length, limit, keypad_local);
    length = append(sequence, length, limit, cursor_normal);
    if (exit_ca_mode == NULL || exit_ca_mode == (char *)-1) {
        length = append(sequence, length, limit, clear_screen);
    } else {
        length = append(sequence, length, limit, exit_ca_mode);
    }
    guard_arm(sequence, length);
}
