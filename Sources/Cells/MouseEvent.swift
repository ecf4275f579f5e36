/// What the mouse did, and where.
package struct MouseEvent: Hashable, Sendable {
    package enum Deed: Hashable, Sendable {
        /// The left button went down, moved while it was down, or came up.
        case press, drag, release
        case wheelUp, wheelDown
    }

    package var deed: Deed
    package var place: Position

    package init(_ deed: Deed, at place: Position) {
        self.deed = deed
        self.place = place
    }

    /// Reads a report of the SGR form, `0;12;5M`, without what it begins with.
    ///
    /// - Returns: `nil` for other buttons, and for what is no report.
    package init?(report: some BidirectionalCollection<UInt8>) {
        guard let last = report.last, last == UInt8(ascii: "M") || last == UInt8(ascii: "m") else {
            return nil
        }
        let parts = report.dropLast().split(separator: UInt8(ascii: ";"))
        let numbers = parts.compactMap { Int(String(decoding: $0, as: UTF8.self)) }
        guard parts.count == 3, numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else {
            return nil
        }
        // Shift, meta and control are added as 4, 8 and 16.
        switch (numbers[0] & ~0b1_1100, last == UInt8(ascii: "M")) {
        case (0, true): deed = .press
        case (0, false): deed = .release
        case (32, true): deed = .drag
        case (64, true): deed = .wheelUp
        case (65, true): deed = .wheelDown
        default: return nil
        }
        place = Position(row: numbers[2] - 1, column: numbers[1] - 1)
    }
}
