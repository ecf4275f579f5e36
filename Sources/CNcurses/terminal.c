#define _GNU_SOURCE 1
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1

#include "CNcurses.h"
#include "internal.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <wchar.h>

static SCREEN *screen;
static bool has_default_colors;
static bool knows_paste;
static bool wants_mouse;
/* What ncurses writes to: the terminal, but while a frame is captured. */
static FILE *stream;
/* A file that holds a captured frame. */
static int held_frame = -1;

/* ---- What the terminal is ---- */

bool cn_use_utf8_locale(void)
{
    static const char *const names[] = {"", "C.UTF-8", "C.utf8", "en_US.UTF-8"};
    for (size_t index = 0; index < sizeof names / sizeof names[0]; index++) {
        if (setlocale(LC_CTYPE, names[index]) == NULL) continue;
        if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return true;
        /* Somebody who asks for another character set has a terminal that shows that one. */
        const char *name = setlocale(LC_CTYPE, NULL);
        if (strcmp(name, "C") != 0 && strcmp(name, "POSIX") != 0) return false;
    }
    return false;
}

int cn_width(uint32_t scalar)
{
    return wcwidth((wchar_t)scalar);
}

bool cn_window_size(int *columns, int *rows)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0)
        return false;
    *columns = size.ws_col;
    *rows = size.ws_row;
    return true;
}

static void transmit_bytes(const uint8_t *bytes, size_t left)
{
    while (left > 0) {
        ssize_t count = write(STDOUT_FILENO, bytes, left);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0 && errno == EAGAIN) {
            /* Somebody who shares the terminal has made it one that nobody waits for. */
            struct pollfd ready = {.fd = STDOUT_FILENO, .events = POLLOUT};
            poll(&ready, 1, -1);
            continue;
        }
        if (count <= 0) return;
        bytes += count;
        left -= (size_t)count;
    }
}

static void transmit(const char *text)
{
    transmit_bytes((const uint8_t *)text, strlen(text));
}

void cn_transmit(const char *text)
{
    if (guard_is_gone()) return;
    fflush(stdout);
    transmit(text);
}

void cn_transmit_bytes(const uint8_t *bytes, size_t count)
{
    if (!guard_is_gone()) transmit_bytes(bytes, count);
}

/* ---- A session ---- */

/* Terminals that do not know bracketed paste ignore it, but not all old ones do. */
static bool may_know_paste(const char *term)
{
    static const char *const families[] = {
        "xterm", "screen", "tmux", "rxvt", "alacritty", "kitty", "foot", "wezterm", "st-",
        "vte", "konsole", "gnome", "iterm", "ghostty", "contour", "mintty", "putty",
    };
    if (terminfo_has("BE")) return true;
    for (size_t index = 0; index < sizeof families / sizeof families[0]; index++)
        if (strncmp(term, families[index], strlen(families[index])) == 0) return true;
    return false;
}

static void set_modes(const char *term)
{
    raw();
    noecho();
    nonl();
    intrflush(stdscr, FALSE);
    keypad(stdscr, TRUE);
    meta(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    scrollok(stdscr, FALSE);
    idlok(stdscr, TRUE);
    leaveok(stdscr, TRUE);
    typeahead(-1);
    set_escdelay(25);
    knows_paste = may_know_paste(term);
    keys_define();
    if (has_colors()) {
        start_color();
        has_default_colors = use_default_colors() == OK;
    }
}

static SCREEN *new_screen(const char *term, const char *terminfo)
{
    char *before = NULL;
    if (terminfo != NULL) {
        const char *value = getenv("TERMINFO");
        before = value != NULL ? strdup(value) : NULL;
        setenv("TERMINFO", terminfo, 1);
    }
    use_env(FALSE);
    use_tioctl(TRUE);
    /* Its own descriptor: standard output stays the terminal's, whatever happens meanwhile. */
    int output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 10);
    stream = output >= 0 ? fdopen(output, "w") : NULL;
    if (stream == NULL && output >= 0) close(output);
    SCREEN *made = newterm((char *)term, stream != NULL ? stream : stdout, stdin);
    if (terminfo != NULL) {
        if (before != NULL) setenv("TERMINFO", before, 1);
        else unsetenv("TERMINFO");
        free(before);
    }
    return made;
}

cn_result cn_open(const char *term, const char *terminfo)
{
    guard_save_line();
    screen = new_screen(term, terminfo);
    if (screen == NULL) return CN_FAILED;
    set_term(screen);
    set_modes(term);
    restore_arm(knows_paste, wants_mouse);
    curs_set(0);
    if (knows_paste) transmit("\033[?2004h");
    return CN_FINE;
}

/* Buttons, and movements while one is down, as numbers without a limit. */
static void report_mouse(bool wanted)
{
    transmit(wanted ? "\033[?1002h\033[?1006h" : "\033[?1006l\033[?1002l");
}

void cn_use_mouse(bool wanted)
{
    /* The families that know bracketed paste are those that know this. */
    if (!knows_paste || wanted == wants_mouse) return;
    wants_mouse = wanted;
    restore_arm(knows_paste, wants_mouse);
    report_mouse(wanted);
}

void cn_leave(void)
{
    if (wants_mouse) report_mouse(false);
    if (knows_paste) transmit("\033[?2004l");
    if (!terminfo_has_second_screen()) {
        bkgdset(' ');
        erase();
        cn_flush();
    }
    endwin();
    guard_disarm();
}

void cn_enter(void)
{
    guard_save_line();
    restore_arm(knows_paste, wants_mouse);
    reset_prog_mode();
    clearok(curscr, TRUE);
    wrefresh(curscr);
    curs_set(0);
    if (knows_paste) transmit("\033[?2004h");
    if (wants_mouse) report_mouse(true);
}

void cn_close(void)
{
    if (screen == NULL) return;
    if (!guard_is_gone()) cn_leave();
    delscreen(screen);
    screen = NULL;
    if (stream != NULL) fclose(stream);
    stream = NULL;
    if (held_frame >= 0) close(held_frame);
    held_frame = -1;
    wants_mouse = false;
}

void cn_resize(int columns, int rows)
{
    resizeterm(rows, columns);
    restore_arm(knows_paste, wants_mouse);
}

int cn_columns(void) { return COLS; }
int cn_rows(void) { return LINES; }

/* ---- Drawing ---- */

static attr_t attributes_of(unsigned bits)
{
    attr_t attributes = A_NORMAL;
    if (bits & CN_BOLD) attributes |= A_BOLD;
    if (bits & CN_UNDERLINE) attributes |= A_UNDERLINE;
    if (bits & CN_REVERSE) attributes |= A_REVERSE;
    if (bits & CN_DIM) attributes |= A_DIM;
    return attributes;
}

static bool make(
    cchar_t *made, const uint32_t *scalars, int count, unsigned attributes, int pair)
{
    wchar_t text[CCHARW_MAX + 1];
    if (count > CCHARW_MAX) count = CCHARW_MAX;
    for (int index = 0; index < count; index++) text[index] = (wchar_t)scalars[index];
    text[count] = L'\0';
    return setcchar(made, text, attributes_of(attributes), (short)0, &pair) == OK;
}

int cn_pair_limit(void) { return has_colors() ? COLOR_PAIRS : 0; }
bool cn_has_default_colors(void) { return has_default_colors; }

bool cn_define_pair(int pair, int foreground, int background)
{
    return init_extended_pair(pair, foreground, background) == OK;
}

void cn_put(
    int row, int column, const uint32_t *scalars, int count, unsigned attributes, int pair)
{
    cchar_t made;
    if (make(&made, scalars, count, attributes, pair)) mvadd_wchnstr(row, column, &made, 1);
}

void cn_put_run(int row, int column, const cn_cell *cells, int count)
{
    enum { PIECE = 128 };
    cchar_t made[PIECE];
    cchar_t look;
    const uint32_t space = ' ';
    for (int start = 0; start < count; start += PIECE) {
        int length = count - start < PIECE ? count - start : PIECE;
        for (int index = 0; index < length; index++) {
            const cn_cell *cell = &cells[start + index];
            bool is_like_last = index > 0 && cell->attributes == cell[-1].attributes
                && cell->pair == cell[-1].pair;
            if (!is_like_last && !make(&look, &space, 1, cell->attributes, cell->pair)) return;
            made[index] = look;
            made[index].chars[0] = (wchar_t)cell->scalar;
        }
        mvadd_wchnstr(row, column + start, made, length);
    }
}

void cn_set_background(unsigned attributes, int pair)
{
    cchar_t made;
    uint32_t space = ' ';
    if (make(&made, &space, 1, attributes, pair)) bkgrndset(&made);
}

void cn_show_cursor(int row, int column)
{
    leaveok(stdscr, FALSE);
    curs_set(1);
    move(row, column);
}

void cn_hide_cursor(void)
{
    curs_set(0);
    leaveok(stdscr, TRUE);
}

void cn_forget(void)
{
    clearok(curscr, TRUE);
}

void cn_flush(void)
{
    if (guard_is_gone()) return;
    wnoutrefresh(stdscr);
    doupdate();
}

/* ---- Frames that are looked at before they go out ---- */

static int open_held_frame(void)
{
#ifdef MFD_CLOEXEC
    return memfd_create("skep-frame", MFD_CLOEXEC);
#else
    char name[] = "/tmp/skep-XXXXXX";
    int file = mkstemp(name);
    if (file < 0) return -1;
    unlink(name);
    fcntl(file, F_SETFD, FD_CLOEXEC);
    return file;
#endif
}

/* Lets ncurses write somewhere else; the descriptor that it knows stays the same. */
static bool redirect(int target)
{
    int output = fileno(stream);
    if (dup2(target, output) < 0) return false;
    fcntl(output, F_SETFD, FD_CLOEXEC);
    return true;
}

bool cn_flush_captured(uint8_t **bytes, size_t *count)
{
    *bytes = NULL;
    *count = 0;
    if (guard_is_gone()) return true;
    /* Only terminals of these families surely read a pen as xterm does. */
    if (stream == NULL || !knows_paste) return false;
    if (held_frame < 0) held_frame = open_held_frame();
    if (held_frame < 0 || lseek(held_frame, 0, SEEK_SET) < 0 || !redirect(held_frame)) return false;
    wnoutrefresh(stdscr);
    doupdate();
    off_t length = lseek(held_frame, 0, SEEK_CUR);
    if (!redirect(STDOUT_FILENO)) return true;
    uint8_t *held = length > 0 ? malloc((size_t)length) : NULL;
    ssize_t got = held == NULL ? 0 : pread(held_frame, held, (size_t)length, 0);
    if (got <= 0) {
        free(held);
        return true;
    }
    *bytes = held;
    *count = (size_t)got;
    return true;
}
