import Cells

/// Splits a glyph into what ncurses can put: a character with its marks, one or two columns wide.
struct GlyphPieces {
    /// Columns of a scalar as the C library counts them; -1 when it does not know it.
    let width: (UInt32) -> Int
    /// Whether only ASCII can be shown.
    let isASCIIOnly: Bool

    /// A character that ncurses can put, and the columns it takes.
    struct Piece: Equatable {
        var scalars: [UInt32]
        var columns: Int
    }

    /// The scalar of a glyph that surely takes one column wherever it is shown; `nil` for one that
    /// has to be looked at.
    func plainScalar(of glyph: Glyph) -> UInt32? {
        guard let scalar = glyph.singleScalar else { return nil }
        if (0x20..<0x7F).contains(scalar.value) { return scalar.value }
        // Frames, blocks and Braille, of which charts are made.
        let isDrawing =
            (0x2500...0x259F).contains(scalar.value) || (0x2800...0x28FF).contains(scalar.value)
        return isDrawing && !isASCIIOnly ? scalar.value : nil
    }

    /// ncurses keeps a character and four marks.
    private static let scalarLimit = 5

    /// Pieces that fill exactly `columns` columns.
    func pieces(of glyph: Glyph, columns: Int) -> [Piece] {
        var pieces = isASCIIOnly ? ascii(glyph) : split(glyph, columns: columns)
        var used = pieces.reduce(0) { $0 + $1.columns }
        while used > columns, let last = pieces.popLast() { used -= last.columns }
        if pieces.isEmpty, columns > 0 {
            pieces.append(Piece(scalars: [Self.stranger], columns: 1))
            used = 1
        }
        for _ in used..<max(used, columns) { pieces.append(Piece(scalars: [0x20], columns: 1)) }
        return pieces
    }

    /// What stands for a character that cannot be shown: `?`.
    private static let stranger: UInt32 = 0x3F

    private func ascii(_ glyph: Glyph) -> [Piece] {
        glyph.character.map { character in
            [Piece(scalars: [ASCIIGlyphs.replacement(for: character)], columns: 1)]
        } ?? []
    }

    /// A family of emoji keeps its first member, a flag becomes its two letters.
    private func split(_ glyph: Glyph, columns: Int) -> [Piece] {
        var pieces: [Piece] = []
        var used = 0
        for scalar in glyph.scalars where scalar.value != 0x200D {
            let value = Self.flagLetter(scalar.value) ?? scalar.value
            let wide = width(value)
            if wide == 0, let last = pieces.indices.last {
                if pieces[last].scalars.count < Self.scalarLimit {
                    pieces[last].scalars.append(value)
                }
            } else if wide > 0, used + wide <= columns {
                pieces.append(Piece(scalars: [value], columns: wide))
                used += wide
            }
        }
        return pieces
    }

    private static func flagLetter(_ value: UInt32) -> UInt32? {
        (0x1F1E6...0x1F1FF).contains(value) ? value - 0x1F1E6 + 0x41 : nil
    }
}

/// What a terminal without Unicode shows instead.
enum ASCIIGlyphs {
    /// One ASCII scalar for any character; `?` for those that nobody expects.
    static func replacement(for character: Character) -> UInt32 {
        if let plain = character.asciiValue { return UInt32(plain) }
        if let known = table[character] { return UInt32(known.value) }
        let base = String(character).unicodeScalars.first.map { $0.value } ?? 0x3F
        if base < 0x7F { return base }
        return (0x2500...0x257F).contains(base) ? 0x2B : 0x3F
    }

    private static let table: [Character: Unicode.Scalar] = {
        var table: [Character: Unicode.Scalar] = [:]
        for (replacement, characters) in groups {
            for character in characters { table[character] = replacement }
        }
        return table
    }()

    private static let groups: [(Unicode.Scalar, String)] = [
        ("-", "─━╌╍┄┅┈┉═╴╶╸╺‐‑‒–—―−⎯"),
        ("|", "│┃╎╏┆┇┊┋║╵╷╹╻▏▎▕❘"),
        ("+", "┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬╭╮╯╰✚"),
        ("/", "╱∕⁄"), ("\\", "╲"), ("X", "╳✕✖✗✘❌×⨯"),
        (">", "▶▸►❯›»→⇒↦➜➤⟶⏵⯈↳"), ("<", "◀◂◄❮‹«←⇐⟵⏴⯇↲"),
        ("^", "▲△▴▵↑⇑⏶⌃⇧"), ("v", "▼▽▾▿↓⇓⏷"),
        ("#", "█▉▊▋▌▐▇▆▅▓▰■◼"), ("=", "▄▃▒▬≡☰"), ("_", "▁▂␣"), (":", "░▱∶⋮"),
        ("*", "●•◉★✱✲∗⁕⋆✦◆❖⚑⬤⣿"), ("o", "○◌◯◦☆◇⊙◎"), (".", "·…∙⋯․⠁⠂⠄⡀"),
        ("[", "□▢"), ("%", "◐◑◒◓◔◕"), ("~", "≈∼↻↺⟳⟲♻∿"), ("@", "⚙⎈⌂☸"),
        ("!", "⚠‼❗"), ("?", "�❓"), ("V", "✓✔√☑✅"), ("x", "☒⊗⊘⛔"),
        ("'", "’‘′´"), ("\"", "“”″„"), (" ", "\u{A0}\u{2002}\u{2003}\u{2009}\u{3000}"),
        ("u", "µμ"), ("E", "€∑"), ("D", "Δ∆"), ("s", "§Σ"), ("0", "∅°"), ("8", "∞"),
        ("a", "àáâãäåā"), ("e", "èéêëēė"), ("i", "ìíîïī"), ("o", "òóôõöøō"), ("u", "ùúûüū"),
        ("A", "ÀÁÂÃÄÅ"), ("E", "ÈÉÊË"), ("O", "ÒÓÔÕÖØ"), ("U", "ÙÚÛÜ"), ("c", "çćč"),
        ("n", "ñńň"), ("s", "ßśš"), ("z", "źżž"), ("y", "ýÿ"),
    ]
}
