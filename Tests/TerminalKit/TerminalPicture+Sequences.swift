extension TerminalPicture {
    /// Carries a control sequence out.
    ///
    /// - Returns: whether it is one that a terminal knows.
    mutating func run(_ sequence: ControlSequence) -> Bool {
        if let intermediate = sequence.intermediates.first {
            return runIntermediate(intermediate, sequence)
        }
        guard let mark = sequence.mark else {
            return runMove(sequence) || runEdit(sequence) || runState(sequence)
        }
        switch (mark, Character(Unicode.Scalar(sequence.final))) {
        case (UInt8(ascii: "?"), "h"): return setPrivateModes(sequence, to: true)
        case (UInt8(ascii: "?"), "l"): return setPrivateModes(sequence, to: false)
        case (UInt8(ascii: "?"), "n"), (UInt8(ascii: "?"), "m"), (UInt8(ascii: "?"), "u"):
            return true
        case (UInt8(ascii: ">"), "c"): replies += Array("\u{1B}[>41;388;0c".utf8)
        case (UInt8(ascii: ">"), _), (UInt8(ascii: "="), _), (UInt8(ascii: "<"), _): return true
        default: return false
        }
        return true
    }

    private mutating func runIntermediate(_ intermediate: UInt8, _ sequence: ControlSequence)
        -> Bool
    {
        switch (intermediate, Character(Unicode.Scalar(sequence.final))) {
        case (UInt8(ascii: "!"), "p"): softReset()
        case (UInt8(ascii: " "), "q"): break
        case (UInt8(ascii: "$"), "p"): break
        default: return false
        }
        return true
    }

    private mutating func runMove(_ sequence: ControlSequence) -> Bool {
        let count = sequence.count()
        switch Character(Unicode.Scalar(sequence.final)) {
        case "A": moveRow(by: -count)
        case "B", "e": moveRow(by: count)
        case "C", "a": setColumn(cursor.column + count)
        case "D": setColumn(cursor.column - count)
        case "E":
            moveRow(by: count)
            setColumn(0)
        case "F":
            moveRow(by: -count)
            setColumn(0)
        case "G", "`": setColumn(count - 1)
        case "H", "f": moveTo(row: count - 1, column: sequence.count(1) - 1)
        case "d": moveTo(row: count - 1, column: cursor.column)
        case "I": moveToTab(count)
        case "Z": moveToTab(-count)
        case "s": savedCursor = cursor
        case "u": restore(savedCursor)
        default: return false
        }
        return true
    }

    private mutating func runEdit(_ sequence: ControlSequence) -> Bool {
        let count = sequence.count()
        switch Character(Unicode.Scalar(sequence.final)) {
        case "J": eraseScreen(sequence.value())
        case "K": eraseLine(sequence.value())
        case "X": erase(row: cursor.row, columns: cursor.column..<cursor.column + count)
        case "@": insertCells(count)
        case "P": deleteCells(count)
        case "L": insertLines(count)
        case "M": deleteLines(count)
        case "S": scroll(region, by: count)
        case "T": scroll(region, by: -count)
        case "b": if let lastPrinted { for _ in 0..<count { print(lastPrinted) } }
        default: return false
        }
        return true
    }

    private mutating func runState(_ sequence: ControlSequence) -> Bool {
        switch Character(Unicode.Scalar(sequence.final)) {
        case "m": return setPen(sequence)
        case "r": setRegion(top: sequence.count(), bottom: sequence.count(1, or: rows))
        case "h": return setModes(sequence, to: true)
        case "l": return setModes(sequence, to: false)
        case "g": if sequence.value() == 3 { tabStops = [] } else { tabStops.remove(cursor.column) }
        case "c": replies += Array("\u{1B}[?62;22c".utf8)
        case "n": report(sequence.value())
        case "t", "q", "i": break
        default: return false
        }
        return true
    }

    private mutating func setPen(_ sequence: ControlSequence) -> Bool {
        let parameters = sequence.parameters.isEmpty ? [[0]] : sequence.parameters
        let isKnown = cursor.pen.apply(parameters)
        if cursor.pen.isColored { hasUsedColor = true }
        return isKnown
    }

    private mutating func report(_ question: Int) {
        switch question {
        case 5: replies += Array("\u{1B}[0n".utf8)
        case 6: replies += Array("\u{1B}[\(cursor.row + 1);\(cursor.column + 1)R".utf8)
        default: break
        }
    }

    private mutating func setRegion(top: Int, bottom: Int) {
        let last = min(bottom, rows)
        guard top < last else { return }
        region = top - 1..<last
        moveTo(row: 0, column: 0)
    }

    private mutating func setModes(_ sequence: ControlSequence, to isOn: Bool) -> Bool {
        for parameter in sequence.parameters {
            switch parameter[0] {
            case 4: inserts = isOn
            case 20: newlineReturns = isOn
            default: return false
            }
        }
        return true
    }

    private mutating func setPrivateModes(_ sequence: ControlSequence, to isOn: Bool) -> Bool {
        var isKnown = true
        for parameter in sequence.parameters {
            isKnown = setPrivateMode(parameter[0], to: isOn) && isKnown
        }
        return isKnown
    }

    private mutating func setPrivateMode(_ mode: Int, to isOn: Bool) -> Bool {
        switch mode {
        case 1: hasApplicationCursor = isOn
        case 6:
            cursor.isOriginRelative = isOn
            moveTo(row: 0, column: 0)
        case 7: wraps = isOn
        case 25: isCursorVisible = isOn
        case 47, 1047: showAlternate(isOn, clearing: false)
        case 1048: if isOn { savedCursor = cursor } else { restore(savedCursor) }
        case 1049: switchScreen(isOn)
        case 9, 1000, 1002, 1003, 1006: hasMouse = isOn
        case 2004: hasBracketedPaste = isOn
        case 3, 4, 5, 12, 69, 1004, 1034, 2026: break
        default: return false
        }
        return true
    }

    /// `DECSTR`.
    private mutating func softReset() {
        isCursorVisible = true
        inserts = false
        wraps = true
        hasApplicationCursor = false
        hasApplicationKeypad = false
        region = 0..<rows
        cursor.pen = Pen()
        cursor.isOriginRelative = false
        cursor.charsets = [.ascii, .ascii]
        cursor.activeCharset = 0
        savedCursor = Cursor()
    }

    private mutating func switchScreen(_ isOn: Bool) {
        if isOn, !isAlternate { normalCursor = cursor }
        showAlternate(isOn, clearing: true)
        if !isOn { restore(normalCursor) }
    }

    private mutating func showAlternate(_ isOn: Bool, clearing: Bool) {
        guard isOn != isAlternate else { return }
        isAlternate = isOn
        if isOn {
            hiddenScreen = screen
            screen = Self.blank(columns: columns, rows: rows, pen: cursor.pen.erased)
        } else if let hidden = hiddenScreen {
            screen = hidden
            hiddenScreen = nil
        }
    }
}
