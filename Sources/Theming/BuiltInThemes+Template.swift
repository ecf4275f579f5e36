// swift-format-ignore-file
// Written by themes/embed.sh from the files in themes/. Change those, not this.

extension BuiltInThemes {
    /// A theme with every slot explained, to copy from.
    package static let template = #"""
        # A theme for skep. Copy this file to ~/.config/skep/themes/NAME.toml, change what you like, delete
        # what you do not: every slot you leave out comes from the base. Then try it:
        #
        #     skep theme check NAME
        #     skep --theme NAME

        name   = "template"            # what it calls itself
        base   = "dark"                # inherit from this theme; leave it out only if you set every slot
        kind   = "dark"                # "dark" or "light": what `default` as a background is taken to be
        credit = ""                    # whose palette it is, and under which licence

        # Names for this file only. Write "#rrggbb" or one of the 16 color names.
        [palette]
        paper = "#14171c"
        ink   = "#d8dce5"

        # Each slot may have these fields; all are optional.
        #   fg, bg       a name from the palette, "#rrggbb", one of the 16 names, or "default"
        #                (the terminal's own); a slot that sets none takes the colors of `text`
        #   attrs        any of "bold", "dim", "underline", "reverse"
        #   fg16, bg16   used instead where there are only 16 colors or 8; computed when left out
        #   mono         used instead of attrs where there are no colors (NO_COLOR, vt100)
        #
        # The 16 names: black red green yellow blue magenta cyan white, and each with bright- in front.
        # A name with a dot falls back to the part before the dot, then to the base; write it in quotes.
        [slots]
        text                = { fg = "ink", bg = "paper" }   # ordinary words, and the background of all
        dim                 = {}   # what matters less: ages, ids, hints
        heading             = {}   # column headings of tables
        border              = {}   # frames and rules; 3:1 against the background is enough
        "border.focus"      = {}   # the frame of the part that takes the keys
        title               = {}   # titles in frames
        key                 = {}   # keys in the hint bar: the "d"
        "key.text"          = {}   # what a key does: the "drain"
        accent              = {}   # a word that should stand out without meaning good or bad

        cursor              = {}   # the row under the cursor
        mark                = {}   # rows the user has marked
        match               = {}   # what a search has found
        input               = {}   # the field one types into
        prompt              = {}   # the ":" or "/" before it

        ok                  = {}   # running, ready, healthy
        progress            = {}   # starting, updating, joining
        warn                = {}   # degraded, late, close to a limit
        bad                 = {}   # failed, down, rejected
        off                 = {}   # paused, drained, scaled to zero: on purpose
        unknown             = {}   # stale, unreachable: nobody knows
        added               = {}   # new in a difference or a preview
        removed             = {}   # gone in a difference or a preview

        manager             = {}   # manager nodes
        leader              = {}   # the manager that leads

        log                 = {}   # what all log hues have in common
        "log.a"             = {}   # eight hues that tell the tasks of one log apart
        "log.b"             = {}
        "log.c"             = {}
        "log.d"             = {}
        "log.e"             = {}
        "log.f"             = {}
        "log.g"             = {}
        "log.h"             = {}

        banner              = {}   # what both banners have in common
        "banner.training"   = {}   # the bar that says: this is a simulation
        "banner.production" = {}   # the bar that says: this is real
        """# + "\n"
}
