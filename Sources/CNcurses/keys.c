#define _GNU_SOURCE 1
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1

#include "CNcurses.h"
#include "internal.h"

#include <curses.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
    PASTE_BEGIN = KEY_MAX + 1,
    PASTE_END,
    MOUSE,
};

/* What nearly every terminal sends, in case its terminfo does not say so. */
static const struct {
    const char *sequence;
    int code;
} usual_keys[] = {
    {"\033[200~", PASTE_BEGIN}, {"\033[201~", PASTE_END},
    {"\033[<", MOUSE},
    {"\033[A", KEY_UP}, {"\033[B", KEY_DOWN}, {"\033[C", KEY_RIGHT}, {"\033[D", KEY_LEFT},
    {"\033OA", KEY_UP}, {"\033OB", KEY_DOWN}, {"\033OC", KEY_RIGHT}, {"\033OD", KEY_LEFT},
    {"\033[1;2A", KEY_SR}, {"\033[1;2B", KEY_SF},
    {"\033[1;2C", KEY_SRIGHT}, {"\033[1;2D", KEY_SLEFT},
    {"\033[H", KEY_HOME}, {"\033[F", KEY_END}, {"\033OH", KEY_HOME}, {"\033OF", KEY_END},
    {"\033[1~", KEY_HOME}, {"\033[4~", KEY_END}, {"\033[7~", KEY_HOME}, {"\033[8~", KEY_END},
    {"\033[2~", KEY_IC}, {"\033[3~", KEY_DC}, {"\033[5~", KEY_PPAGE}, {"\033[6~", KEY_NPAGE},
    {"\033[Z", KEY_BTAB}, {"\033OM", KEY_ENTER},
    {"\033OP", KEY_F(1)}, {"\033OQ", KEY_F(2)}, {"\033OR", KEY_F(3)}, {"\033OS", KEY_F(4)},
    {"\033[11~", KEY_F(1)}, {"\033[12~", KEY_F(2)}, {"\033[13~", KEY_F(3)},
    {"\033[14~", KEY_F(4)}, {"\033[15~", KEY_F(5)}, {"\033[17~", KEY_F(6)},
    {"\033[18~", KEY_F(7)}, {"\033[19~", KEY_F(8)}, {"\033[20~", KEY_F(9)},
    {"\033[21~", KEY_F(10)}, {"\033[23~", KEY_F(11)}, {"\033[24~", KEY_F(12)},
};

void keys_define(void)
{
    for (size_t index = 0; index < sizeof usual_keys / sizeof usual_keys[0]; index++)
        if (usual_keys[index].code == MOUSE || key_defined(usual_keys[index].sequence) == 0)
            define_key(usual_keys[index].sequence, usual_keys[index].code);
}

static cn_key key_of(int code)
{
    if (code >= KEY_F(1) && code <= KEY_F(24)) return CN_KEY_FUNCTION + (code - KEY_F(0));
    switch (code) {
    case KEY_UP: return CN_KEY_UP;
    case KEY_DOWN: return CN_KEY_DOWN;
    case KEY_LEFT: return CN_KEY_LEFT;
    case KEY_RIGHT: return CN_KEY_RIGHT;
    case KEY_SR: return CN_KEY_SHIFT_UP;
    case KEY_SF: return CN_KEY_SHIFT_DOWN;
    case KEY_SLEFT: return CN_KEY_SHIFT_LEFT;
    case KEY_SRIGHT: return CN_KEY_SHIFT_RIGHT;
    case KEY_HOME: case KEY_FIND: return CN_KEY_HOME;
    case KEY_END: case KEY_SELECT: return CN_KEY_END;
    case KEY_PPAGE: return CN_KEY_PAGE_UP;
    case KEY_NPAGE: return CN_KEY_PAGE_DOWN;
    case KEY_ENTER: return CN_KEY_ENTER;
    case KEY_BTAB: return CN_KEY_BACK_TAB;
    case KEY_BACKSPACE: return CN_KEY_BACKSPACE;
    case KEY_DC: return CN_KEY_DELETE;
    case KEY_IC: return CN_KEY_INSERT;
    case PASTE_BEGIN: return CN_KEY_PASTE_BEGIN;
    case PASTE_END: return CN_KEY_PASTE_END;
    case MOUSE: return CN_KEY_MOUSE;
    default: return CN_KEY_OTHER;
    }
}

cn_input_kind cn_read(int32_t *value)
{
    int input = getch();
    if (input == ERR) return CN_NOTHING;
    bool is_byte = input >= 0 && input < 0x100;
    *value = is_byte ? input : (int32_t)key_of(input);
    return is_byte ? CN_BYTE : CN_KEY;
}

bool cn_input_ended(void)
{
    int count = 0;
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    if (poll(&input, 1, 0) <= 0 || !(input.revents & POLLIN)) return false;
    return ioctl(STDIN_FILENO, FIONREAD, &count) == 0 && count == 0;
}
