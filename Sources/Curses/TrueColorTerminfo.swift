import FoundationEssentials

/// Teaches a terminal's description to take colours by red, green and blue.
///
/// Most terminals can, but their terminfo entries know 256 colours only. The entry is given colour
/// numbers beyond 256 that its own `setaf` and `setab` spell out as `38;2;r;g;b`, with 31 levels a
/// part (which no eye tells from 256), and is handed to ncurses instead of the original.
enum TrueColorTerminfo {
    /// Levels of red, green and blue.
    private static let levels = 31
    private static let firstNumber = 256
    /// All colour numbers: it must fit into 16 bits with a sign.
    static let colorCount = firstNumber + levels * levels * levels

    /// The colour number for a colour.
    static func number(red: UInt8, green: UInt8, blue: UInt8) -> Int {
        let parts = [red, green, blue].map { (Int($0) * (levels - 1) + 127) / 255 }
        return firstNumber + (parts[0] * levels + parts[1]) * levels + parts[2]
    }

    /// The value of `TERMINFO` that holds the changed entry of `term`; `nil` when it cannot be made.
    static func environmentValue(term: String, environment: [String: String]) -> String? {
        guard let entry = entry(of: term, environment: environment),
            let changed = changed(entry)
        else { return nil }
        let digits = Array("0123456789ABCDEF".utf8)
        let hex = changed.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return "hex:" + String(decoding: hex, as: UTF8.self)
    }

    /// The compiled entry, from where ncurses would take it.
    private static func entry(of term: String, environment: [String: String]) -> [UInt8]? {
        guard let first = term.utf8.first, !term.contains("/") else { return nil }
        var folders: [String] = []
        if let own = environment["TERMINFO"] { folders.append(own) }
        if let home = environment["HOME"] { folders.append(home + "/.terminfo") }
        let listed = environment["TERMINFO_DIRS"] ?? ""
        folders += listed.split(separator: ":").map { String($0) }
        folders += ["/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo"]
        let subfolders = [String(term.prefix(1)), String(first, radix: 16)]
        for folder in folders {
            for subfolder in subfolders {
                let path = "\(folder)/\(subfolder)/\(term)"
                if let data = FileManager.default.contents(atPath: path) { return Array(data) }
            }
        }
        return nil
    }
}

extension TrueColorTerminfo {
    /// The compiled entry with our colours; `nil` when it is none, or knows direct colour already.
    static func changed(_ entry: [UInt8]) -> [UInt8]? {
        guard var parts = CompiledTerminfo(entry) else { return nil }
        guard parts.setNumber(at: 13, to: colorCount),
            parts.setString(at: 359, to: colorString(base: 38)),
            parts.setString(at: 360, to: colorString(base: 48))
        else { return nil }
        return parts.bytes
    }

    /// `ESC [ 38;5;n m` below 256, above it the three parts, each from 0 to 255.
    private static func colorString(base: Int) -> String {
        let square = levels * levels
        let part = { (position: String) in "%gA\(position)%{17}%*%{2}%/%d" }
        return "\u{1B}[%?%p1%{\(firstNumber)}%<%t\(base);5;%p1%d%e"
            + "%p1%{\(firstNumber)}%-%PA\(base);2;"
            + part("%{\(square)}%/") + ";"
            + part("%{\(levels)}%/%{\(levels)}%m") + ";"
            + part("%{\(levels)}%m") + "%;m"
    }
}

/// A compiled terminfo entry, cut into its parts (see `term(5)`).
private struct CompiledTerminfo {
    private let head: [UInt8]
    private var numbers: [UInt8]
    private var offsets: [UInt8]
    private var table: [UInt8]
    private let extended: [UInt8]
    private let numberSize: Int

    init?(_ entry: [UInt8]) {
        guard entry.count >= 12 else { return nil }
        let word = { (index: Int) in Int(entry[2 * index]) | Int(entry[2 * index + 1]) << 8 }
        switch word(0) {
        case 0o432: numberSize = 2
        case 0o1036: numberSize = 4
        default: return nil
        }
        let flagsEnd = 12 + word(1) + word(2)
        let numbersStart = flagsEnd + flagsEnd % 2
        let offsetsStart = numbersStart + word(3) * numberSize
        let tableStart = offsetsStart + word(4) * 2
        let tableEnd = tableStart + word(5)
        guard tableEnd <= entry.count else { return nil }
        head = Array(entry[..<numbersStart])
        numbers = Array(entry[numbersStart..<offsetsStart])
        offsets = Array(entry[offsetsStart..<tableStart])
        table = Array(entry[tableStart..<tableEnd])
        let extendedStart = tableEnd + tableEnd % 2
        extended = extendedStart < entry.count ? Array(entry[extendedStart...]) : []
    }

    /// Sets a numeric capability that the entry has; false when it has not.
    mutating func setNumber(at index: Int, to value: Int) -> Bool {
        let start = index * numberSize
        guard start + numberSize <= numbers.count else { return false }
        for byte in 0..<numberSize {
            numbers[start + byte] = UInt8(truncatingIfNeeded: value >> (8 * byte))
        }
        return true
    }

    /// Sets a text capability that the entry has; false when it has not.
    mutating func setString(at index: Int, to value: String) -> Bool {
        let start = index * 2
        guard start + 2 <= offsets.count, offsets[start + 1] != 0xFF, table.count < 0x7000
        else { return false }
        offsets[start] = UInt8(truncatingIfNeeded: table.count)
        offsets[start + 1] = UInt8(truncatingIfNeeded: table.count >> 8)
        table += Array(value.utf8) + [0]
        return true
    }

    var bytes: [UInt8] {
        var bytes = head
        bytes[10] = UInt8(truncatingIfNeeded: table.count)
        bytes[11] = UInt8(truncatingIfNeeded: table.count >> 8)
        bytes += numbers + offsets + table
        if bytes.count % 2 == 1, !extended.isEmpty { bytes.append(0) }
        return bytes + extended
    }
}
