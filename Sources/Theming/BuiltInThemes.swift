// swift-format-ignore-file
// Written by themes/embed.sh from the files in themes/. Change those, not this.

/// The themes, compiled in.
package enum BuiltInThemes {
    /// Name and TOML text of each.
    package static let all: [(name: String, text: String)] = bases + others

    private static let bases: [(name: String, text: String)] = [
        (
            name: "dark",
            text: #"""
                name = "dark"
                kind = "dark"

                [palette]
                night  = "#14171c"
                panel  = "#232a35"
                ink    = "#d8dce5"
                snow   = "#f5f7fa"
                mist   = "#98a1b3"
                steel  = "#5f6b80"
                sky    = "#6cb2ff"
                teal   = "#5fd0c5"
                leaf   = "#7dcf70"
                amber  = "#f2b84b"
                coral  = "#ff7470"
                violet = "#c3a3ff"
                rose   = "#ff9ac1"

                [slots]
                # A slot that names no color takes it from text.
                text                = { fg = "ink", bg = "night", fg16 = "white", bg16 = "black" }
                dim                 = { fg = "mist", fg16 = "white", mono = ["dim"] }
                heading             = { fg = "sky", attrs = ["bold"], fg16 = "bright-blue" }
                border              = { fg = "steel", fg16 = "bright-black" }
                "border.focus"      = { fg = "sky", fg16 = "bright-blue", mono = ["bold"] }
                title               = { fg = "snow", attrs = ["bold"], fg16 = "bright-white" }
                key                 = { fg = "amber", attrs = ["bold"], fg16 = "bright-yellow" }
                "key.text"          = { fg = "mist", fg16 = "white", attrs = [], mono = [] }
                accent              = { fg = "teal", fg16 = "bright-cyan", mono = ["bold"] }

                # What the user does.
                cursor              = { fg = "snow", bg = "#264f78", fg16 = "bright-white", bg16 = "blue", mono = ["reverse"] }
                mark                = { fg = "amber", attrs = ["bold"], fg16 = "bright-yellow", mono = ["bold", "underline"] }
                match               = { fg = "night", bg = "amber", fg16 = "black", bg16 = "yellow", mono = ["reverse", "bold"] }
                input               = { fg = "snow", bg = "panel", fg16 = "bright-white", mono = ["underline"] }
                prompt              = { fg = "amber", attrs = ["bold"], fg16 = "bright-yellow" }

                # How things are.
                ok                  = { fg = "leaf", fg16 = "bright-green", mono = [] }
                progress            = { fg = "sky", fg16 = "bright-blue", mono = ["bold"] }
                warn                = { fg = "amber", fg16 = "bright-yellow", mono = ["underline"] }
                bad                 = { fg = "coral", attrs = ["bold"], fg16 = "bright-red", mono = ["bold", "reverse"] }
                off                 = { fg = "mist", fg16 = "white", mono = ["dim"] }
                unknown             = { fg = "violet", fg16 = "bright-magenta", mono = ["dim", "underline"] }
                added               = { fg = "leaf", fg16 = "bright-green", mono = ["bold"] }
                removed             = { fg = "coral", fg16 = "bright-red", mono = ["dim"] }

                manager             = { fg = "violet", fg16 = "bright-magenta" }
                leader              = { fg = "violet", attrs = ["bold"], fg16 = "bright-magenta" }

                # Eight hues that tell the tasks of one log apart.
                log                 = { mono = ["bold"] }
                "log.a"             = { fg = "sky", fg16 = "bright-blue" }
                "log.b"             = { fg = "leaf", fg16 = "bright-green" }
                "log.c"             = { fg = "amber", fg16 = "bright-yellow" }
                "log.d"             = { fg = "violet", fg16 = "bright-magenta" }
                "log.e"             = { fg = "teal", fg16 = "bright-cyan" }
                "log.f"             = { fg = "rose", fg16 = "magenta" }
                "log.g"             = { fg = "#b5c95a", fg16 = "yellow" }
                "log.h"             = { fg = "#e0a37a", fg16 = "cyan" }

                "banner.training"   = { fg = "night", bg = "teal", attrs = ["bold"], fg16 = "black", bg16 = "cyan", mono = ["reverse"] }
                "banner.production" = { fg = "#ffffff", bg = "#b3261e", attrs = ["bold"], fg16 = "bright-white", bg16 = "red", mono = ["reverse", "bold"] }
                """# + "\n"
        ),
        (
            name: "high-contrast",
            text: #"""
                name = "high-contrast"
                base = "dark"
                kind = "dark"

                # White on black, pure hues, and every text pair at 7:1 or better.
                [palette]
                ground = "#000000"
                lines  = "#b0b0b0"
                blue1  = "#8cc8ff"
                green1 = "#5dff5d"
                amber1 = "#ffd23f"
                red1   = "#ff8f8f"
                pink1  = "#ff9dff"
                cyan1  = "#3ff0ff"

                [slots]
                text                = { fg = "#ffffff", bg = "ground", fg16 = "bright-white", bg16 = "black" }
                dim                 = { fg = "#d0d0d0", fg16 = "white" }
                heading             = { fg = "cyan1", attrs = ["bold", "underline"], fg16 = "bright-cyan" }
                border              = { fg = "lines", fg16 = "white" }
                "border.focus"      = { fg = "amber1", attrs = ["bold"], fg16 = "bright-yellow" }
                title               = { fg = "#ffffff", fg16 = "bright-white" }
                key                 = { fg = "amber1", fg16 = "bright-yellow" }
                "key.text"          = { fg = "#ffffff", fg16 = "bright-white" }
                accent              = { fg = "cyan1", fg16 = "bright-cyan" }
                cursor              = { fg = "ground", bg = "#ffffff", attrs = ["bold"], fg16 = "black", bg16 = "white" }
                mark                = { fg = "amber1", attrs = ["bold", "underline"], fg16 = "bright-yellow" }
                match               = { fg = "ground", bg = "amber1", attrs = ["bold"], fg16 = "black", bg16 = "yellow" }
                input               = { fg = "#ffffff", bg = "#202020", attrs = ["underline"], fg16 = "bright-white", bg16 = "black" }
                prompt              = { fg = "amber1", fg16 = "bright-yellow" }
                ok                  = { fg = "green1", fg16 = "bright-green" }
                progress            = { fg = "blue1", attrs = ["bold"], fg16 = "bright-cyan" }
                warn                = { fg = "amber1", attrs = ["underline"], fg16 = "bright-yellow" }
                bad                 = { fg = "ground", bg = "red1", attrs = ["bold"], fg16 = "black", bg16 = "red" }
                off                 = { fg = "#d0d0d0", fg16 = "white" }
                unknown             = { fg = "pink1", attrs = ["underline"], fg16 = "bright-magenta" }
                added               = { fg = "green1", attrs = ["bold"], fg16 = "bright-green" }
                removed             = { fg = "red1", fg16 = "bright-red" }
                manager             = { fg = "pink1", fg16 = "bright-magenta" }
                leader              = { fg = "pink1", attrs = ["bold", "underline"], fg16 = "bright-magenta" }
                "log.a"             = { fg = "blue1", fg16 = "bright-cyan" }
                "log.b"             = { fg = "green1", fg16 = "bright-green" }
                "log.c"             = { fg = "amber1", fg16 = "bright-yellow" }
                "log.d"             = { fg = "pink1", fg16 = "bright-magenta" }
                "log.e"             = { fg = "cyan1", fg16 = "cyan" }
                "log.f"             = { fg = "red1", fg16 = "bright-red" }
                "log.g"             = { fg = "#d8e86a", fg16 = "yellow" }
                "log.h"             = { fg = "#ffc9a3", fg16 = "white" }
                "banner.training"   = { fg = "ground", bg = "cyan1", fg16 = "black", bg16 = "cyan" }
                "banner.production" = { fg = "#ffffff", bg = "#a80000", fg16 = "bright-white", bg16 = "red" }
                """# + "\n"
        ),
        (
            name: "light",
            text: #"""
                name = "light"
                kind = "light"

                [palette]
                paper  = "#fbfbf9"
                panel  = "#e6e8ec"
                ink    = "#22262e"
                smoke  = "#5b6270"
                steel  = "#858d9b"
                navy   = "#0a57c2"
                teal   = "#006d6a"
                leaf   = "#1e6f1e"
                brown  = "#8a5300"
                brick  = "#b3201c"
                violet = "#6b3fb8"
                rose   = "#a8246f"

                [slots]
                # A slot that names no color takes it from text.
                text                = { fg = "ink", bg = "paper", fg16 = "black", bg16 = "white" }
                dim                 = { fg = "smoke", fg16 = "bright-black", mono = ["dim"] }
                heading             = { fg = "navy", attrs = ["bold"], fg16 = "blue" }
                border              = { fg = "steel", fg16 = "bright-black" }
                "border.focus"      = { fg = "navy", fg16 = "blue", mono = ["bold"] }
                title               = { fg = "#000000", attrs = ["bold"], fg16 = "black" }
                key                 = { fg = "brown", attrs = ["bold"], fg16 = "red" }
                "key.text"          = { fg = "smoke", fg16 = "black", attrs = [], mono = [] }
                accent              = { fg = "teal", fg16 = "blue", mono = ["bold"] }

                # What the user does.
                cursor              = { fg = "#000000", bg = "#c5dafa", fg16 = "black", bg16 = "cyan", mono = ["reverse"] }
                mark                = { fg = "brown", attrs = ["bold"], fg16 = "magenta", mono = ["bold", "underline"] }
                match               = { fg = "#000000", bg = "#ffd873", fg16 = "black", bg16 = "yellow", mono = ["reverse", "bold"] }
                input               = { fg = "#000000", bg = "panel", fg16 = "black", mono = ["underline"] }
                prompt              = { fg = "brown", attrs = ["bold"], fg16 = "red" }

                # How things are.
                ok                  = { fg = "leaf", fg16 = "green", mono = [] }
                progress            = { fg = "navy", fg16 = "blue", mono = ["bold"] }
                warn                = { fg = "brown", attrs = ["underline"], fg16 = "magenta", mono = ["underline"] }
                bad                 = { fg = "brick", attrs = ["bold"], fg16 = "red", mono = ["bold", "reverse"] }
                off                 = { fg = "smoke", fg16 = "bright-black", mono = ["dim"] }
                unknown             = { fg = "violet", fg16 = "magenta", mono = ["dim", "underline"] }
                added               = { fg = "leaf", fg16 = "green", mono = ["bold"] }
                removed             = { fg = "brick", fg16 = "red", mono = ["dim"] }

                manager             = { fg = "violet", fg16 = "magenta" }
                leader              = { fg = "violet", attrs = ["bold"], fg16 = "magenta" }

                # Eight hues that tell the tasks of one log apart.
                log                 = { mono = ["bold"] }
                "log.a"             = { fg = "navy", fg16 = "blue" }
                "log.b"             = { fg = "leaf", fg16 = "green" }
                "log.c"             = { fg = "brown", fg16 = "red" }
                "log.d"             = { fg = "violet", fg16 = "magenta" }
                "log.e"             = { fg = "teal", fg16 = "black" }
                "log.f"             = { fg = "rose", fg16 = "magenta" }
                "log.g"             = { fg = "#5d6600", fg16 = "green" }
                "log.h"             = { fg = "#8f3d12", fg16 = "red" }

                "banner.training"   = { fg = "#ffffff", bg = "teal", attrs = ["bold"], fg16 = "black", bg16 = "cyan", mono = ["reverse"] }
                "banner.production" = { fg = "#ffffff", bg = "brick", attrs = ["bold"], fg16 = "bright-white", bg16 = "red", mono = ["reverse", "bold"] }
                """# + "\n"
        ),
        (
            name: "mono",
            text: #"""
                name = "mono"
                kind = "dark"

                # No colors at all: bold, dim, underline and reverse say everything.
                [slots]
                text                = { fg = "default", bg = "default" }
                dim                 = { attrs = ["dim"] }
                heading             = { attrs = ["bold", "underline"] }
                border              = { attrs = ["dim"] }
                "border.focus"      = { attrs = ["bold"] }
                title               = { attrs = ["bold"] }
                key                 = { attrs = ["bold"] }
                "key.text"          = { attrs = [] }
                accent              = { attrs = ["bold"] }
                cursor              = { attrs = ["reverse"] }
                mark                = { attrs = ["bold", "underline"] }
                match               = { attrs = ["reverse", "bold"] }
                input               = { attrs = ["underline"] }
                prompt              = { attrs = ["bold"] }
                ok                  = { attrs = [] }
                progress            = { attrs = ["bold"] }
                warn                = { attrs = ["underline"] }
                bad                 = { attrs = ["bold", "reverse"] }
                off                 = { attrs = ["dim"] }
                unknown             = { attrs = ["dim", "underline"] }
                added               = { attrs = ["bold"] }
                removed             = { attrs = ["dim"] }
                manager             = { attrs = [] }
                leader              = { attrs = ["bold"] }
                log                 = { attrs = ["bold"] }
                "banner.training"   = { attrs = ["reverse"] }
                "banner.production" = { attrs = ["reverse", "bold"] }
                """# + "\n"
        ),
        (
            name: "nord",
            text: #"""
                name   = "nord"
                base   = "dark"
                kind   = "dark"
                credit = "color values of the Nord palette by Sven Greb and Arctic Ice Studio, MIT License; some lightened for contrast"

                [palette]
                polar    = "#2e3440"
                polar1   = "#3b4252"
                polar2   = "#434c5e"
                snow     = "#d8dee9"
                snow2    = "#eceff4"
                frost    = "#8fbcbb"
                ice      = "#88c0d0"
                aurora-y = "#ebcb8b"
                aurora-g = "#a3be8c"
                # Lightened, where the palette's own hue is too close to its background.
                blush    = "#e0939a"
                orange   = "#dba08c"
                purple   = "#c7a8c2"
                lake     = "#9db8d4"
                grey     = "#aab2c2"
                rule     = "#8790a3"

                [slots]
                text                = { fg = "snow", bg = "polar", fg16 = "white", bg16 = "black" }
                dim                 = { fg = "grey", fg16 = "white" }
                heading             = { fg = "ice", fg16 = "bright-cyan" }
                border              = { fg = "rule", fg16 = "bright-black" }
                "border.focus"      = { fg = "ice", fg16 = "bright-cyan" }
                title               = { fg = "snow2", fg16 = "bright-white" }
                key                 = { fg = "aurora-y", fg16 = "bright-yellow" }
                "key.text"          = { fg = "grey", fg16 = "white" }
                accent              = { fg = "frost", fg16 = "bright-cyan" }
                cursor              = { fg = "snow2", bg = "polar2", attrs = ["bold"], fg16 = "bright-white", bg16 = "blue" }
                mark                = { fg = "aurora-y", fg16 = "bright-yellow" }
                match               = { fg = "polar", bg = "aurora-y", fg16 = "black", bg16 = "yellow" }
                input               = { fg = "snow2", bg = "polar1", fg16 = "bright-white" }
                prompt              = { fg = "aurora-y", fg16 = "bright-yellow" }
                ok                  = { fg = "aurora-g", fg16 = "bright-green" }
                progress            = { fg = "lake", fg16 = "bright-blue" }
                warn                = { fg = "aurora-y", fg16 = "bright-yellow" }
                bad                 = { fg = "blush", fg16 = "bright-red" }
                off                 = { fg = "grey", fg16 = "white" }
                unknown             = { fg = "purple", fg16 = "bright-magenta" }
                added               = { fg = "aurora-g", fg16 = "bright-green" }
                removed             = { fg = "blush", fg16 = "bright-red" }
                manager             = { fg = "purple", fg16 = "bright-magenta" }
                leader              = { fg = "purple", fg16 = "bright-magenta" }
                "log.a"             = { fg = "ice", fg16 = "bright-cyan" }
                "log.b"             = { fg = "aurora-g", fg16 = "bright-green" }
                "log.c"             = { fg = "aurora-y", fg16 = "bright-yellow" }
                "log.d"             = { fg = "purple", fg16 = "bright-magenta" }
                "log.e"             = { fg = "frost", fg16 = "cyan" }
                "log.f"             = { fg = "blush", fg16 = "bright-red" }
                "log.g"             = { fg = "orange", fg16 = "yellow" }
                "log.h"             = { fg = "lake", fg16 = "bright-blue" }
                "banner.training"   = { fg = "polar", bg = "frost", fg16 = "black", bg16 = "cyan" }
                "banner.production" = { fg = "#ffffff", bg = "#a5404a", fg16 = "bright-white", bg16 = "red" }
                """# + "\n"
        ),
        (
            name: "terminal",
            text: #"""
                name = "terminal"
                base = "dark"
                kind = "dark"

                # The terminal's own background and its own 16 colors, whatever the user has made of them.
                [slots]
                text                = { fg = "default", bg = "default" }
                dim                 = { fg = "white", attrs = ["dim"] }
                heading             = { fg = "bright-cyan" }
                border              = { fg = "bright-black" }
                "border.focus"      = { fg = "bright-cyan" }
                title               = { fg = "default" }
                key                 = { fg = "bright-yellow" }
                "key.text"          = { fg = "default" }
                accent              = { fg = "bright-cyan" }
                cursor              = { fg = "default", bg = "default", attrs = ["reverse"] }
                mark                = { fg = "bright-yellow" }
                match               = { fg = "black", bg = "yellow" }
                input               = { fg = "default", bg = "default", attrs = ["underline"] }
                prompt              = { fg = "bright-yellow" }
                ok                  = { fg = "bright-green" }
                progress            = { fg = "bright-cyan" }
                warn                = { fg = "bright-yellow" }
                bad                 = { fg = "bright-red" }
                off                 = { fg = "white", attrs = ["dim"] }
                unknown             = { fg = "bright-magenta" }
                added               = { fg = "bright-green" }
                removed             = { fg = "bright-red" }
                manager             = { fg = "bright-magenta" }
                leader              = { fg = "bright-magenta" }
                "log.a"             = { fg = "bright-cyan" }
                "log.b"             = { fg = "bright-green" }
                "log.c"             = { fg = "bright-yellow" }
                "log.d"             = { fg = "bright-magenta" }
                "log.e"             = { fg = "cyan" }
                "log.f"             = { fg = "bright-red" }
                "log.g"             = { fg = "yellow" }
                "log.h"             = { fg = "green" }
                "banner.training"   = { fg = "black", bg = "cyan" }
                "banner.production" = { fg = "bright-white", bg = "red" }
                """# + "\n"
        ),
    ]
}
