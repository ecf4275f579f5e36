import CPseudoTerminal

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A terminal's settings (`termios`), to compare before and after.
package struct TerminalAttributes: Hashable, Sendable, CustomStringConvertible {
    private let input: UInt64
    private let output: UInt64
    private let control: UInt64
    private let local: UInt64
    private let characters: [UInt8]

    /// Reads them from a terminal.
    init(descriptor: Int32) {
        var settings = termios()
        tcgetattr(descriptor, &settings)
        self.init(settings)
    }

    init(_ settings: termios) {
        input = UInt64(settings.c_iflag)
        output = UInt64(settings.c_oflag)
        control = UInt64(settings.c_cflag)
        local = UInt64(settings.c_lflag)
        characters = withUnsafeBytes(of: settings.c_cc) { Array($0) }
    }

    /// Whether the terminal echoes what is typed.
    package var echoes: Bool { local & UInt64(ECHO) != 0 }
    /// Whether it hands out whole lines only.
    package var isCanonical: Bool { local & UInt64(ICANON) != 0 }

    package var description: String {
        let flags = [input, output, control, local].map { String($0, radix: 16) }
        let hex = characters.map { String($0, radix: 16) }
        return "termios(\(flags.joined(separator: " ")); \(hex.joined(separator: " ")))"
    }
}
