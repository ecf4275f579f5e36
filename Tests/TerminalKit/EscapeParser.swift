/// One thing that a stream of bytes tells a terminal.
enum TerminalToken: Hashable {
    case print(Unicode.Scalar)
    /// A control character, C1 in its one-character form included.
    case control(UInt8)
    /// `ESC`, intermediates, final.
    case escape(intermediates: [UInt8], final: UInt8)
    /// `CSI`, a private mark or none, parameters with their sub-parameters, intermediates, final.
    case sequence(mark: UInt8?, parameters: [[Int]], intermediates: [UInt8], final: UInt8)
    /// An operating system command's text.
    case command(String)
}

/// Takes bytes apart as terminals do; a sequence may be cut anywhere between two calls.
struct EscapeParser {
    private enum State {
        case ground, escape, sequence, text(isCommand: Bool), textEscape(isCommand: Bool)
    }

    private static let escape: UInt8 = 0x1B
    private static let textMaximum = 4_096

    private var state = State.ground
    private var decoder = ScalarDecoder()
    private var collected: [UInt8] = []

    /// Feeds one byte; hands over what it completes.
    mutating func feed(_ byte: UInt8, _ emit: (TerminalToken) -> Void) {
        switch state {
        case .ground: ground(byte, emit)
        case .escape: inEscape(byte, emit)
        case .sequence: inSequence(byte, emit)
        case .text(let isCommand): inText(byte, isCommand, emit)
        case .textEscape(let isCommand): endText(byte, isCommand, emit)
        }
    }

    private mutating func ground(_ byte: UInt8, _ emit: (TerminalToken) -> Void) {
        for scalar in decoder.feed(byte) {
            switch scalar.value {
            case 0x1B: begin(.escape)
            case 0x9B: begin(.sequence)
            case 0x9D: begin(.text(isCommand: true))
            case 0x90, 0x98, 0x9E, 0x9F: begin(.text(isCommand: false))
            case 0..<0x20, 0x7F..<0xA0: emit(.control(UInt8(scalar.value)))
            default: emit(.print(scalar))
            }
        }
    }

    private mutating func begin(_ next: State) {
        state = next
        collected.removeAll(keepingCapacity: true)
    }

    private mutating func inEscape(_ byte: UInt8, _ emit: (TerminalToken) -> Void) {
        switch byte {
        case 0x18, 0x1A: state = .ground
        case Self.escape: begin(.escape)
        case 0..<0x20: emit(.control(byte))
        case 0x20..<0x30: collected.append(byte)
        case UInt8(ascii: "[") where collected.isEmpty: begin(.sequence)
        case UInt8(ascii: "]") where collected.isEmpty: begin(.text(isCommand: true))
        case UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"):
            begin(.text(isCommand: false))
        default:
            state = .ground
            emit(.escape(intermediates: collected, final: byte))
        }
    }

    private mutating func inSequence(_ byte: UInt8, _ emit: (TerminalToken) -> Void) {
        switch byte {
        case 0x18, 0x1A: state = .ground
        case Self.escape: begin(.escape)
        case 0..<0x20: emit(.control(byte))
        case 0x20..<0x40: if collected.count < 256 { collected.append(byte) }
        default:
            state = .ground
            emit(sequence(final: byte))
        }
    }

    private func sequence(final: UInt8) -> TerminalToken {
        let mark = collected.first.flatMap { (0x3C..<0x40).contains($0) ? $0 : nil }
        let digits = collected.dropFirst(mark == nil ? 0 : 1).prefix { $0 >= 0x30 }
        let intermediates = collected.filter { $0 < 0x30 }
        let parameters = digits.split(
            separator: UInt8(ascii: ";"),
            omittingEmptySubsequences: false
        ).map { part in
            part.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map {
                min(65_535, Int(String(decoding: $0, as: UTF8.self)) ?? 0)
            }
        }
        return .sequence(
            mark: mark,
            parameters: parameters,
            intermediates: intermediates,
            final: final
        )
    }

    private mutating func inText(
        _ byte: UInt8,
        _ isCommand: Bool,
        _ emit: (TerminalToken) -> Void
    ) {
        switch byte {
        case 0x07 where isCommand, 0x18, 0x1A: finishText(isCommand, emit)
        case Self.escape: state = .textEscape(isCommand: isCommand)
        default: if collected.count < Self.textMaximum { collected.append(byte) }
        }
    }

    private mutating func endText(
        _ byte: UInt8,
        _ isCommand: Bool,
        _ emit: (TerminalToken) -> Void
    ) {
        finishText(isCommand, emit)
        guard byte != UInt8(ascii: "\\") else { return }
        begin(.escape)
        inEscape(byte, emit)
    }

    private mutating func finishText(_ isCommand: Bool, _ emit: (TerminalToken) -> Void) {
        state = .ground
        if isCommand { emit(.command(String(decoding: collected, as: UTF8.self))) }
    }
}

/// Decodes UTF-8 byte by byte; what is no UTF-8 becomes U+FFFD.
struct ScalarDecoder {
    private static let replacement: Unicode.Scalar = "\u{FFFD}"

    private var pending: [UInt8] = []

    /// Feeds a byte.
    ///
    /// - Returns: what it completes; two scalars when it ends a broken sequence and is one itself.
    mutating func feed(_ byte: UInt8) -> [Unicode.Scalar] {
        if byte < 0x80 {
            let broken: [Unicode.Scalar] = pending.isEmpty ? [] : [Self.replacement]
            pending.removeAll(keepingCapacity: true)
            return broken + [Unicode.Scalar(byte)]
        }
        var ended: [Unicode.Scalar] = []
        if byte >= 0xC0, !pending.isEmpty {
            ended.append(Self.replacement)
            pending.removeAll(keepingCapacity: true)
        }
        pending.append(byte)
        guard pending.count >= Self.length(first: pending[0]) else { return ended }
        ended += String(decoding: pending, as: UTF8.self).unicodeScalars
        pending.removeAll(keepingCapacity: true)
        return ended
    }

    private static func length(first: UInt8) -> Int {
        switch first {
        case 0xC2..<0xE0: 2
        case 0xE0..<0xF0: 3
        case 0xF0..<0xF5: 4
        default: 1
        }
    }
}
