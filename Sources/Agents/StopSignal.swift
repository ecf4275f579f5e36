import SwarmModel

/// The signal by which a container is asked to end, and others that can be sent to it.
///
/// - Source: AGT-29.
package enum StopSignal {
    static let terminate: UInt8 = 15
    static let kill: UInt8 = 9

    private static let numbers: [String: UInt8] = [
        "HUP": 1, "INT": 2, "QUIT": 3, "ILL": 4, "TRAP": 5, "ABRT": 6, "BUS": 7, "FPE": 8,
        "KILL": kill, "USR1": 10, "SEGV": 11, "USR2": 12, "PIPE": 13, "ALRM": 14,
        "TERM": terminate, "STKFLT": 16, "CHLD": 17, "CONT": 18, "STOP": 19, "TSTP": 20,
        "TTIN": 21, "TTOU": 22, "URG": 23, "XCPU": 24, "XFSZ": 25, "VTALRM": 26, "PROF": 27,
        "WINCH": 28, "IO": 29, "PWR": 30, "SYS": 31,
    ]

    /// The number of a signal by its name, with or without `SIG`, or by its number; `nil` for one
    /// that is not known, which ends a container like ``terminate``.
    package static func number(_ text: String) -> UInt8? {
        if let number = UInt8(text) { return (1...64).contains(number) ? number : nil }
        let name = text.uppercased()
        return numbers[name.hasPrefix("SIG") ? String(name.dropFirst(3)) : name]
    }

    /// Signals that the first process of a container ends on; it pays the others no heed, as the
    /// kernel does not act for that process.
    static func ends(_ signal: UInt8) -> Bool { [2, 3, kill, terminate].contains(signal) }

    /// What a process exits with that ends with `code` on the usual signal: one that does not
    /// handle it dies of it.
    static func exitCode(_ code: Int32, on signal: UInt8) -> Int32 {
        code == 128 + Int32(terminate) ? 128 + Int32(signal) : code
    }
}
