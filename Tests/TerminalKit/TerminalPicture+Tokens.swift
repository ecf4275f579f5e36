extension TerminalPicture {
    mutating func carryOut(_ token: TerminalToken) {
        switch token {
        case .print(let scalar): print(scalar)
        case .control(let code): control(code)
        case .escape(let intermediates, let final): escape(intermediates, final)
        case .sequence(let mark, let parameters, let intermediates, let final):
            let sequence = ControlSequence(
                mark: mark,
                parameters: parameters,
                intermediates: intermediates,
                final: final
            )
            if !run(sequence) { note(sequence.words) }
        case .command(let text): command(text)
        }
    }

    mutating func note(_ words: String) {
        if unknown.count < 100 { unknown.append(words) }
    }

    private mutating func control(_ code: UInt8) {
        switch code {
        case 0x07: bells += 1
        case 0x08: moveBack()
        case 0x09: moveToTab(1)
        case 0x0A, 0x0B, 0x0C: lineFeed()
        case 0x0D: setColumn(0)
        case 0x0E: cursor.activeCharset = 1
        case 0x0F: cursor.activeCharset = 0
        case 0x84: index()
        case 0x85: nextLine()
        case 0x88: tabStops.insert(cursor.column)
        case 0x8D: reverseIndex()
        case 0x00, 0x7F: break
        default: note("control \(code)")
        }
    }

    private mutating func escape(_ intermediates: [UInt8], _ final: UInt8) {
        let character = Character(Unicode.Scalar(final))
        switch (intermediates.first, character) {
        case (nil, "7"): savedCursor = cursor
        case (nil, "8"): restore(savedCursor)
        case (nil, "D"): index()
        case (nil, "E"): nextLine()
        case (nil, "H"): tabStops.insert(cursor.column)
        case (nil, "M"): reverseIndex()
        case (nil, "="): hasApplicationKeypad = true
        case (nil, ">"): hasApplicationKeypad = false
        case (nil, "c"): reset()
        case (nil, "l"), (nil, "m"), (nil, "\\"): break
        case (UInt8(ascii: "#"), "8"): fillWithE()
        case (UInt8(ascii: "("), _): cursor.charsets[0] = final == 0x30 ? .lineDrawing : .ascii
        case (UInt8(ascii: ")"), _): cursor.charsets[1] = final == 0x30 ? .lineDrawing : .ascii
        case (UInt8(ascii: "*"), _), (UInt8(ascii: "+"), _), (UInt8(ascii: "%"), _): break
        default: note("ESC \(String(decoding: intermediates, as: UTF8.self))\(character)")
        }
    }

    private mutating func command(_ text: String) {
        let parts = text.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
        switch parts.first {
        case "0", "2": title = parts.count > 1 ? String(parts[1]) : ""
        case "1", "4", "8", "10", "11", "52", "104", "110", "111", "112": break
        default: note("OSC \(text)")
        }
    }

    /// `RIS`: as if just switched on.
    private mutating func reset() {
        var fresh = TerminalPicture(columns: columns, rows: rows)
        fresh.hasUsedColor = hasUsedColor
        fresh.unknown = unknown
        fresh.parser = parser
        self = fresh
    }

    /// `DECALN`, by which terminals are tested.
    private mutating func fillWithE() {
        screen = Array(
            repeating: Array(repeating: Cell(text: "E", pen: Pen()), count: columns),
            count: rows
        )
        region = 0..<rows
        moveTo(row: 0, column: 0)
    }

    func restored(_ saved: Cursor) -> Cursor {
        var cursor = saved
        cursor.row = min(cursor.row, rows - 1)
        cursor.column = min(cursor.column, columns - 1)
        return cursor
    }

    mutating func restore(_ saved: Cursor) { cursor = restored(saved) }
}

extension TerminalPicture {
    /// A control sequence (`CSI`).
    struct ControlSequence {
        let mark: UInt8?
        let parameters: [[Int]]
        let intermediates: [UInt8]
        let final: UInt8

        /// A parameter, or what it means when it is left out or 0.
        func count(_ index: Int = 0, or standard: Int = 1) -> Int {
            guard parameters.indices.contains(index), parameters[index][0] > 0 else {
                return standard
            }
            return parameters[index][0]
        }

        /// A parameter as it stands; 0 when left out.
        func value(_ index: Int = 0) -> Int {
            parameters.indices.contains(index) ? parameters[index][0] : 0
        }

        var words: String {
            let marks = mark.map { String(Unicode.Scalar($0)) } ?? ""
            let numbers = parameters.map { $0.map(String.init).joined(separator: ":") }
            return "CSI \(marks)\(numbers.joined(separator: ";"))"
                + String(decoding: intermediates + [final], as: UTF8.self)
        }
    }
}
