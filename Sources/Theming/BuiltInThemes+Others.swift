// swift-format-ignore-file
// Written by themes/embed.sh from the files in themes/. Change those, not this.

extension BuiltInThemes {
    /// Those that are made from another one.
    static let others: [(name: String, text: String)] = [
        (
            name: "deuteranopia",
            text: #"""
                name   = "deuteranopia"
                base   = "dark"
                kind   = "dark"
                credit = "hues after the palette for all kinds of color vision by Masataka Okabe and Kei Ito, free to use"

                [palette]
                text     = "#e6e6e6"
                bg       = "#14171c"
                dim      = "#a3a9b5"
                border   = "#6b7380"
                focus    = "#56b4e9"
                title    = "#ffffff"
                key      = "#f0e442"
                accent   = "#b9d7f5"
                ok       = "#4f9dff"
                progress = "#cfd8ff"
                bad      = "#e0802a"
                unknown  = "#cc99cc"
                manager  = "#d6b3ff"

                [slots]
                text                = { fg = "text", bg = "bg", fg16 = "white", bg16 = "black" }
                dim                 = { fg = "dim", fg16 = "white" }
                heading             = { fg = "focus", fg16 = "bright-cyan" }
                border              = { fg = "border", fg16 = "bright-black" }
                "border.focus"      = { fg = "focus", fg16 = "bright-cyan" }
                title               = { fg = "title", fg16 = "bright-white" }
                key                 = { fg = "key", fg16 = "bright-yellow" }
                "key.text"          = { fg = "dim", fg16 = "white" }
                accent              = { fg = "accent", fg16 = "bright-cyan" }
                cursor              = { fg = "title", bg = "#264f78", attrs = ["bold"], fg16 = "bright-white", bg16 = "blue" }
                mark                = { fg = "key", fg16 = "bright-yellow" }
                match               = { fg = "bg", bg = "key", fg16 = "black", bg16 = "yellow" }
                input               = { fg = "title", bg = "#232a35", fg16 = "bright-white" }
                prompt              = { fg = "key", fg16 = "bright-yellow" }
                ok                  = { fg = "ok", fg16 = "bright-blue" }
                progress            = { fg = "progress", fg16 = "bright-white" }
                warn                = { fg = "key", fg16 = "bright-yellow" }
                bad                 = { fg = "bad", attrs = ["bold"], fg16 = "bright-red" }
                off                 = { fg = "dim", fg16 = "white" }
                unknown             = { fg = "unknown", fg16 = "bright-magenta" }
                added               = { fg = "ok", fg16 = "bright-blue" }
                removed             = { fg = "bad", fg16 = "bright-red" }
                manager             = { fg = "manager", fg16 = "bright-magenta" }
                leader              = { fg = "manager", attrs = ["bold"], fg16 = "bright-magenta" }
                "log.a"             = { fg = "focus", fg16 = "bright-blue" }
                "log.b"             = { fg = "key", fg16 = "bright-green" }
                "log.c"             = { fg = "#e69f00", fg16 = "bright-yellow" }
                "log.d"             = { fg = "unknown", fg16 = "bright-magenta" }
                "log.e"             = { fg = "progress", fg16 = "bright-cyan" }
                "log.f"             = { fg = "#4fc3a1", fg16 = "magenta" }
                "log.g"             = { fg = "#ff9a5c", fg16 = "yellow" }
                "log.h"             = { fg = "#b0b8c4", fg16 = "cyan" }
                "banner.training"   = { fg = "bg", bg = "focus", fg16 = "black", bg16 = "cyan" }
                "banner.production" = { fg = "title", bg = "#a34a00", fg16 = "bright-white", bg16 = "red" }
                """# + "\n"
        ),
        (
            name: "dracula",
            text: #"""
                name   = "dracula"
                base   = "dark"
                kind   = "dark"
                credit = "color values of the Dracula palette by Zeno Rocha and contributors, MIT License; some lightened for contrast"

                [palette]
                text     = "#f8f8f2"
                bg       = "#282a36"
                dim      = "#a7b0cc"
                border   = "#7d8ab8"
                focus    = "#bd93f9"
                heading  = "#8be9fd"
                title    = "#ffffff"
                key      = "#f1fa8c"
                accent   = "#ff79c6"
                ok       = "#50fa7b"
                warn     = "#ffb86c"
                bad      = "#ff7b7b"
                unknown  = "#ff9ed8"

                [slots]
                text                = { fg = "text", bg = "bg", fg16 = "white", bg16 = "black" }
                dim                 = { fg = "dim", fg16 = "white" }
                heading             = { fg = "heading", fg16 = "bright-cyan" }
                border              = { fg = "border", fg16 = "bright-black" }
                "border.focus"      = { fg = "focus", fg16 = "bright-cyan" }
                title               = { fg = "title", fg16 = "bright-white" }
                key                 = { fg = "key", fg16 = "bright-yellow" }
                "key.text"          = { fg = "dim", fg16 = "white" }
                accent              = { fg = "accent", fg16 = "bright-cyan" }
                cursor              = { fg = "title", bg = "#44475a", attrs = ["bold"], fg16 = "bright-white", bg16 = "blue" }
                mark                = { fg = "key", fg16 = "bright-yellow" }
                match               = { fg = "bg", bg = "key", fg16 = "black", bg16 = "yellow" }
                input               = { fg = "title", bg = "#343746", fg16 = "bright-white" }
                prompt              = { fg = "key", fg16 = "bright-yellow" }
                ok                  = { fg = "ok", fg16 = "bright-green" }
                progress            = { fg = "focus", fg16 = "bright-blue" }
                warn                = { fg = "warn", fg16 = "bright-yellow" }
                bad                 = { fg = "bad", attrs = ["bold"], fg16 = "bright-red" }
                off                 = { fg = "dim", fg16 = "white" }
                unknown             = { fg = "unknown", fg16 = "bright-magenta" }
                added               = { fg = "ok", fg16 = "bright-green" }
                removed             = { fg = "bad", fg16 = "bright-red" }
                manager             = { fg = "focus", fg16 = "bright-magenta" }
                leader              = { fg = "focus", attrs = ["bold"], fg16 = "bright-magenta" }
                "log.a"             = { fg = "heading", fg16 = "bright-blue" }
                "log.b"             = { fg = "ok", fg16 = "bright-green" }
                "log.c"             = { fg = "key", fg16 = "bright-yellow" }
                "log.d"             = { fg = "focus", fg16 = "bright-magenta" }
                "log.e"             = { fg = "accent", fg16 = "bright-cyan" }
                "log.f"             = { fg = "warn", fg16 = "magenta" }
                "log.g"             = { fg = "#d6acff", fg16 = "yellow" }
                "log.h"             = { fg = "#a4ffff", fg16 = "cyan" }
                "banner.training"   = { fg = "bg", bg = "ok", fg16 = "black", bg16 = "cyan" }
                "banner.production" = { fg = "title", bg = "#b02a37", fg16 = "bright-white", bg16 = "red" }
                """# + "\n"
        ),
        (
            name: "gruvbox",
            text: #"""
                name   = "gruvbox"
                base   = "dark"
                kind   = "dark"
                credit = "color values of the gruvbox palette by Pavel Pertsev, MIT License; some lightened for contrast"

                [palette]
                text     = "#ebdbb2"
                bg       = "#282828"
                dim      = "#b8a99a"
                border   = "#8a7f74"
                focus    = "#fabd2f"
                heading  = "#83a598"
                title    = "#fbf1c7"
                accent   = "#8ec07c"
                ok       = "#b8bb26"
                bad      = "#fb7262"
                unknown  = "#d3a0b0"

                [slots]
                text                = { fg = "text", bg = "bg", fg16 = "white", bg16 = "black" }
                dim                 = { fg = "dim", fg16 = "white" }
                heading             = { fg = "heading", fg16 = "bright-cyan" }
                border              = { fg = "border", fg16 = "bright-black" }
                "border.focus"      = { fg = "focus", fg16 = "bright-cyan" }
                title               = { fg = "title", fg16 = "bright-white" }
                key                 = { fg = "focus", fg16 = "bright-yellow" }
                "key.text"          = { fg = "dim", fg16 = "white" }
                accent              = { fg = "accent", fg16 = "bright-cyan" }
                cursor              = { fg = "title", bg = "#504945", attrs = ["bold"], fg16 = "bright-white", bg16 = "blue" }
                mark                = { fg = "focus", fg16 = "bright-yellow" }
                match               = { fg = "bg", bg = "focus", fg16 = "black", bg16 = "yellow" }
                input               = { fg = "title", bg = "#3c3836", fg16 = "bright-white" }
                prompt              = { fg = "focus", fg16 = "bright-yellow" }
                ok                  = { fg = "ok", fg16 = "bright-green" }
                progress            = { fg = "heading", fg16 = "bright-blue" }
                warn                = { fg = "focus", attrs = ["underline"], fg16 = "bright-yellow" }
                bad                 = { fg = "bad", attrs = ["bold"], fg16 = "bright-red" }
                off                 = { fg = "dim", fg16 = "white" }
                unknown             = { fg = "unknown", fg16 = "bright-magenta" }
                added               = { fg = "ok", fg16 = "bright-green" }
                removed             = { fg = "bad", fg16 = "bright-red" }
                manager             = { fg = "unknown", fg16 = "bright-magenta" }
                leader              = { fg = "unknown", attrs = ["bold"], fg16 = "bright-magenta" }
                "log.a"             = { fg = "heading", fg16 = "bright-blue" }
                "log.b"             = { fg = "ok", fg16 = "bright-green" }
                "log.c"             = { fg = "focus", fg16 = "bright-yellow" }
                "log.d"             = { fg = "unknown", fg16 = "bright-magenta" }
                "log.e"             = { fg = "accent", fg16 = "bright-cyan" }
                "log.f"             = { fg = "#fe8f3a", fg16 = "magenta" }
                "log.g"             = { fg = "#d5c4a1", fg16 = "yellow" }
                "log.h"             = { fg = "#a8c5ba", fg16 = "cyan" }
                "banner.training"   = { fg = "bg", bg = "accent", fg16 = "black", bg16 = "cyan" }
                "banner.production" = { fg = "#ffffff", bg = "#9d0006", fg16 = "bright-white", bg16 = "red" }
                """# + "\n"
        ),
        (
            name: "high-contrast-light",
            text: #"""
                name   = "high-contrast-light"
                base   = "light"
                kind   = "light"
                credit = ""

                [palette]
                text     = "#000000"
                bg       = "#ffffff"
                dim      = "#3d3d3d"
                border   = "#4d4d4d"
                focus    = "#003f8f"
                key      = "#5c3300"
                accent   = "#004d4a"
                ok       = "#004d00"
                progress = "#00409c"
                bad      = "#8a0000"
                unknown  = "#4b1a99"

                [slots]
                text                = { fg = "text", bg = "bg", fg16 = "black", bg16 = "white" }
                dim                 = { fg = "dim", fg16 = "bright-black" }
                heading             = { fg = "focus", fg16 = "blue" }
                border              = { fg = "border", fg16 = "bright-black" }
                "border.focus"      = { fg = "focus", fg16 = "blue" }
                title               = { fg = "text", fg16 = "black" }
                key                 = { fg = "key", fg16 = "red" }
                "key.text"          = { fg = "dim", fg16 = "black" }
                accent              = { fg = "accent", fg16 = "blue" }
                cursor              = { fg = "text", bg = "#a8d0ff", attrs = ["bold"], fg16 = "black", bg16 = "cyan" }
                mark                = { fg = "key", fg16 = "red" }
                match               = { fg = "text", bg = "#ffd24d", fg16 = "black", bg16 = "yellow" }
                input               = { fg = "text", bg = "#e8e8e8", fg16 = "black" }
                prompt              = { fg = "key", fg16 = "red" }
                ok                  = { fg = "ok", fg16 = "green" }
                progress            = { fg = "progress", fg16 = "blue" }
                warn                = { fg = "key", attrs = ["underline"], fg16 = "magenta" }
                bad                 = { fg = "bad", attrs = ["bold"], fg16 = "red" }
                off                 = { fg = "dim", fg16 = "bright-black" }
                unknown             = { fg = "unknown", fg16 = "magenta" }
                added               = { fg = "ok", fg16 = "green" }
                removed             = { fg = "bad", fg16 = "red" }
                manager             = { fg = "unknown", fg16 = "magenta" }
                leader              = { fg = "unknown", attrs = ["bold"], fg16 = "magenta" }
                "log.a"             = { fg = "focus", fg16 = "blue" }
                "log.b"             = { fg = "ok", fg16 = "green" }
                "log.c"             = { fg = "key", fg16 = "red" }
                "log.d"             = { fg = "unknown", fg16 = "magenta" }
                "log.e"             = { fg = "accent", fg16 = "black" }
                "log.f"             = { fg = "#80005a", fg16 = "magenta" }
                "log.g"             = { fg = "#404600", fg16 = "green" }
                "log.h"             = { fg = "#6b2a00", fg16 = "red" }
                "banner.training"   = { fg = "bg", bg = "#00504d", fg16 = "black", bg16 = "cyan" }
                "banner.production" = { fg = "bg", bg = "bad", fg16 = "bright-white", bg16 = "red" }
                """# + "\n"
        ),
        (
            name: "production",
            text: #"""
                name   = "production"
                base   = "dark"
                kind   = "dark"
                credit = ""

                [palette]
                text     = "#f0dede"
                bg       = "#2a0f12"
                dim      = "#c9a9a9"
                border   = "#a8696c"
                focus    = "#ff8f8a"
                heading  = "#ffb4a8"
                title    = "#ffffff"
                key      = "#ffd166"
                ok       = "#8fd98a"
                progress = "#8cc4ff"
                bad      = "#ff8a86"
                unknown  = "#d9b8ff"

                [slots]
                text                = { fg = "text", bg = "bg", fg16 = "white", bg16 = "black" }
                dim                 = { fg = "dim", fg16 = "white" }
                heading             = { fg = "heading", fg16 = "bright-cyan" }
                border              = { fg = "border", fg16 = "bright-black" }
                "border.focus"      = { fg = "focus", fg16 = "bright-cyan" }
                title               = { fg = "title", fg16 = "bright-white" }
                key                 = { fg = "key", fg16 = "bright-yellow" }
                "key.text"          = { fg = "dim", fg16 = "white" }
                accent              = { fg = "heading", fg16 = "bright-cyan" }
                cursor              = { fg = "title", bg = "#6b2328", attrs = ["bold"], fg16 = "bright-white", bg16 = "red" }
                mark                = { fg = "key", fg16 = "bright-yellow" }
                match               = { fg = "bg", bg = "key", fg16 = "black", bg16 = "yellow" }
                input               = { fg = "title", bg = "#42191d", fg16 = "bright-white" }
                prompt              = { fg = "key", fg16 = "bright-yellow" }
                ok                  = { fg = "ok", fg16 = "bright-green" }
                progress            = { fg = "progress", fg16 = "bright-blue" }
                warn                = { fg = "key", fg16 = "bright-yellow" }
                bad                 = { fg = "bad", attrs = ["bold"], fg16 = "bright-red" }
                off                 = { fg = "dim", fg16 = "white" }
                unknown             = { fg = "unknown", fg16 = "bright-magenta" }
                added               = { fg = "ok", fg16 = "bright-green" }
                removed             = { fg = "bad", fg16 = "bright-red" }
                manager             = { fg = "unknown", fg16 = "bright-magenta" }
                leader              = { fg = "unknown", attrs = ["bold"], fg16 = "bright-magenta" }
                "log.a"             = { fg = "progress", fg16 = "bright-blue" }
                "log.b"             = { fg = "ok", fg16 = "bright-green" }
                "log.c"             = { fg = "key", fg16 = "bright-yellow" }
                "log.d"             = { fg = "unknown", fg16 = "bright-magenta" }
                "log.e"             = { fg = "#7fe0d4", fg16 = "bright-cyan" }
                "log.f"             = { fg = "#ffaccc", fg16 = "magenta" }
                "log.g"             = { fg = "#c9d86f", fg16 = "yellow" }
                "log.h"             = { fg = "#f0b48c", fg16 = "cyan" }
                "banner.training"   = { fg = "bg", bg = "#7fe0d4", fg16 = "black", bg16 = "cyan" }
                "banner.production" = { fg = "title", bg = "#b3261e", fg16 = "bright-white", bg16 = "red" }
                """# + "\n"
        ),
        (
            name: "solarized",
            text: #"""
                name   = "solarized"
                base   = "dark"
                kind   = "dark"
                credit = "color values of the Solarized palette by Ethan Schoonover, MIT License; most lightened for contrast"

                [palette]
                text     = "#a9b7b8"
                bg       = "#002b36"
                dim      = "#93a1a1"
                border   = "#65838b"
                focus    = "#2aa198"
                heading  = "#4ba3e3"
                title    = "#fdf6e3"
                key      = "#d0a215"
                accent   = "#35b5ab"
                ok       = "#9fb300"
                bad      = "#f2706d"
                unknown  = "#9a9ee0"

                [slots]
                text                = { fg = "text", bg = "bg", fg16 = "white", bg16 = "black" }
                dim                 = { fg = "dim", fg16 = "white" }
                heading             = { fg = "heading", fg16 = "bright-cyan" }
                border              = { fg = "border", fg16 = "bright-black" }
                "border.focus"      = { fg = "focus", fg16 = "bright-cyan" }
                title               = { fg = "title", fg16 = "bright-white" }
                key                 = { fg = "key", fg16 = "bright-yellow" }
                "key.text"          = { fg = "dim", fg16 = "white" }
                accent              = { fg = "accent", fg16 = "bright-cyan" }
                cursor              = { fg = "title", bg = "#0b4a58", attrs = ["bold"], fg16 = "bright-white", bg16 = "blue" }
                mark                = { fg = "key", fg16 = "bright-yellow" }
                match               = { fg = "bg", bg = "key", fg16 = "black", bg16 = "yellow" }
                input               = { fg = "title", bg = "#073642", fg16 = "bright-white" }
                prompt              = { fg = "key", fg16 = "bright-yellow" }
                ok                  = { fg = "ok", fg16 = "bright-green" }
                progress            = { fg = "heading", fg16 = "bright-blue" }
                warn                = { fg = "key", attrs = ["underline"], fg16 = "bright-yellow" }
                bad                 = { fg = "bad", attrs = ["bold"], fg16 = "bright-red" }
                off                 = { fg = "dim", fg16 = "white" }
                unknown             = { fg = "unknown", fg16 = "bright-magenta" }
                added               = { fg = "ok", fg16 = "bright-green" }
                removed             = { fg = "bad", fg16 = "bright-red" }
                manager             = { fg = "unknown", fg16 = "bright-magenta" }
                leader              = { fg = "unknown", attrs = ["bold"], fg16 = "bright-magenta" }
                "log.a"             = { fg = "heading", fg16 = "bright-blue" }
                "log.b"             = { fg = "ok", fg16 = "bright-green" }
                "log.c"             = { fg = "key", fg16 = "bright-yellow" }
                "log.d"             = { fg = "unknown", fg16 = "bright-magenta" }
                "log.e"             = { fg = "accent", fg16 = "bright-cyan" }
                "log.f"             = { fg = "#e583b4", fg16 = "magenta" }
                "log.g"             = { fg = "#e8875a", fg16 = "yellow" }
                "log.h"             = { fg = "dim", fg16 = "cyan" }
                "banner.training"   = { fg = "bg", bg = "accent", fg16 = "black", bg16 = "cyan" }
                "banner.production" = { fg = "#ffffff", bg = "#b3261e", fg16 = "bright-white", bg16 = "red" }
                """# + "\n"
        ),
        (
            name: "solarized-light",
            text: #"""
                name   = "solarized-light"
                base   = "light"
                kind   = "light"
                credit = "color values of the Solarized palette by Ethan Schoonover, MIT License; most darkened for contrast"

                [palette]
                text     = "#475b62"
                bg       = "#fdf6e3"
                dim      = "#5b6e75"
                border   = "#7b8c8e"
                focus    = "#1a6fb0"
                title    = "#073642"
                key      = "#8a5a00"
                accent   = "#17766f"
                ok       = "#5d6b00"
                bad      = "#c02a28"
                unknown  = "#5157b0"

                [slots]
                text                = { fg = "text", bg = "bg", fg16 = "black", bg16 = "white" }
                dim                 = { fg = "dim", fg16 = "bright-black" }
                heading             = { fg = "focus", fg16 = "blue" }
                border              = { fg = "border", fg16 = "bright-black" }
                "border.focus"      = { fg = "focus", fg16 = "blue" }
                title               = { fg = "title", fg16 = "black" }
                key                 = { fg = "key", fg16 = "red" }
                "key.text"          = { fg = "dim", fg16 = "black" }
                accent              = { fg = "accent", fg16 = "blue" }
                cursor              = { fg = "title", bg = "#e3dcc4", attrs = ["bold"], fg16 = "black", bg16 = "cyan" }
                mark                = { fg = "key", fg16 = "red" }
                match               = { fg = "title", bg = "#f0cf65", fg16 = "black", bg16 = "yellow" }
                input               = { fg = "title", bg = "#eee8d5", fg16 = "black" }
                prompt              = { fg = "key", fg16 = "red" }
                ok                  = { fg = "ok", fg16 = "green" }
                progress            = { fg = "focus", fg16 = "blue" }
                warn                = { fg = "key", attrs = ["underline"], fg16 = "magenta" }
                bad                 = { fg = "bad", attrs = ["bold"], fg16 = "red" }
                off                 = { fg = "dim", fg16 = "bright-black" }
                unknown             = { fg = "unknown", fg16 = "magenta" }
                added               = { fg = "ok", fg16 = "green" }
                removed             = { fg = "bad", fg16 = "red" }
                manager             = { fg = "unknown", fg16 = "magenta" }
                leader              = { fg = "unknown", attrs = ["bold"], fg16 = "magenta" }
                "log.a"             = { fg = "focus", fg16 = "blue" }
                "log.b"             = { fg = "ok", fg16 = "green" }
                "log.c"             = { fg = "key", fg16 = "red" }
                "log.d"             = { fg = "unknown", fg16 = "magenta" }
                "log.e"             = { fg = "accent", fg16 = "black" }
                "log.f"             = { fg = "#b8296d", fg16 = "magenta" }
                "log.g"             = { fg = "#b23f10", fg16 = "green" }
                "log.h"             = { fg = "text", fg16 = "red" }
                "banner.training"   = { fg = "#ffffff", bg = "accent", fg16 = "black", bg16 = "cyan" }
                "banner.production" = { fg = "#ffffff", bg = "#b3261e", fg16 = "bright-white", bg16 = "red" }
                """# + "\n"
        ),
        (
            name: "tritanopia",
            text: #"""
                name   = "tritanopia"
                base   = "dark"
                kind   = "dark"
                credit = "hues after the palette for all kinds of color vision by Masataka Okabe and Kei Ito, free to use"

                [palette]
                text     = "#e6e6e6"
                bg       = "#14171c"
                dim      = "#a3a9b5"
                border   = "#6b7380"
                focus    = "#5fd0c5"
                title    = "#ffffff"
                key      = "#ffb3b3"
                accent   = "#9be3da"
                ok       = "#2fc48d"
                progress = "#d9f2ff"
                bad      = "#ff5050"
                unknown  = "#c9a0dc"
                manager  = "#e0b3ff"

                [slots]
                text                = { fg = "text", bg = "bg", fg16 = "white", bg16 = "black" }
                dim                 = { fg = "dim", fg16 = "white" }
                heading             = { fg = "focus", fg16 = "bright-cyan" }
                border              = { fg = "border", fg16 = "bright-black" }
                "border.focus"      = { fg = "focus", fg16 = "bright-cyan" }
                title               = { fg = "title", fg16 = "bright-white" }
                key                 = { fg = "key", fg16 = "bright-yellow" }
                "key.text"          = { fg = "dim", fg16 = "white" }
                accent              = { fg = "accent", fg16 = "bright-cyan" }
                cursor              = { fg = "title", bg = "#264f78", attrs = ["bold"], fg16 = "bright-white", bg16 = "blue" }
                mark                = { fg = "key", fg16 = "bright-yellow" }
                match               = { fg = "bg", bg = "key", fg16 = "black", bg16 = "yellow" }
                input               = { fg = "title", bg = "#232a35", fg16 = "bright-white" }
                prompt              = { fg = "key", fg16 = "bright-yellow" }
                ok                  = { fg = "ok", fg16 = "bright-green" }
                progress            = { fg = "progress", fg16 = "bright-white" }
                warn                = { fg = "key", fg16 = "bright-magenta" }
                bad                 = { fg = "bad", attrs = ["bold"], fg16 = "bright-red" }
                off                 = { fg = "dim", fg16 = "white" }
                unknown             = { fg = "unknown", fg16 = "bright-magenta" }
                added               = { fg = "ok", fg16 = "bright-green" }
                removed             = { fg = "bad", fg16 = "bright-red" }
                manager             = { fg = "manager", fg16 = "bright-magenta" }
                leader              = { fg = "manager", attrs = ["bold"], fg16 = "bright-magenta" }
                "log.a"             = { fg = "focus", fg16 = "bright-blue" }
                "log.b"             = { fg = "key", fg16 = "bright-green" }
                "log.c"             = { fg = "#ff7878", fg16 = "bright-yellow" }
                "log.d"             = { fg = "unknown", fg16 = "bright-magenta" }
                "log.e"             = { fg = "progress", fg16 = "bright-cyan" }
                "log.f"             = { fg = "ok", fg16 = "magenta" }
                "log.g"             = { fg = "#ff9ac1", fg16 = "yellow" }
                "log.h"             = { fg = "#b0b8c4", fg16 = "cyan" }
                "banner.training"   = { fg = "bg", bg = "focus", fg16 = "black", bg16 = "cyan" }
                "banner.production" = { fg = "title", bg = "#b3261e", fg16 = "bright-white", bg16 = "red" }
                """# + "\n"
        ),
    ]
}
