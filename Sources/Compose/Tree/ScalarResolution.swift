/// What a plain scalar means: the core schema, with the number forms that Docker's YAML reads.
enum ScalarResolution {
    static func content(ofPlain text: String) -> YAMLNode.Content {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .boolean(true)
        case "false", "False", "FALSE": return .boolean(false)
        case ".inf", ".Inf", ".INF", "+.inf": return .number(.infinity)
        case "-.inf", "-.Inf", "-.INF": return .number(-.infinity)
        case ".nan", ".NaN", ".NAN": return .number(.nan)
        default: break
        }
        guard let first = text.utf8.first, "+-.0123456789".utf8.contains(first) else {
            return .text(text)
        }
        let digits = String(text.filter { $0 != "_" })
        if let integer = integer(digits) { return .integer(integer) }
        if isDecimal(digits), let number = Double(digits) { return .number(number) }
        return .text(text)
    }

    /// Decimal, `0x`, `0b`, `0o`, and a leading zero for octal.
    private static func integer(_ text: String) -> Int64? {
        var rest = Substring(text)
        let isNegative = rest.first == "-"
        if rest.first == "-" || rest.first == "+" { rest = rest.dropFirst() }
        guard let first = rest.utf8.first, isDigit(first) else { return nil }
        var radix = 10
        if first == UInt8(ascii: "0"), rest.utf8.count > 1 {
            let prefixes: [Character: Int] = ["x": 16, "X": 16, "b": 2, "B": 2, "o": 8, "O": 8]
            let prefix = prefixes[rest.dropFirst().first ?? " "]
            radix = prefix ?? 8
            rest = rest.dropFirst(prefix == nil ? 1 : 2)
        }
        guard let head = rest.utf8.first, head != UInt8(ascii: "-"), head != UInt8(ascii: "+")
        else {
            return nil
        }
        return Int64(isNegative ? "-" + rest : String(rest), radix: radix)
    }

    // [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?
    private static func isDecimal(_ text: String) -> Bool {
        var rest = Substring(text)
        if rest.first == "-" || rest.first == "+" { rest = rest.dropFirst() }
        let whole = rest.utf8.prefix(while: isDigit).count
        rest = rest.dropFirst(whole)
        var fraction = 0
        if rest.first == "." {
            fraction = rest.utf8.dropFirst().prefix(while: isDigit).count
            rest = rest.dropFirst(fraction + 1)
        }
        guard whole + fraction > 0 else { return false }
        if rest.first == "e" || rest.first == "E" {
            rest = rest.dropFirst()
            if rest.first == "-" || rest.first == "+" { rest = rest.dropFirst() }
            guard !rest.isEmpty, rest.utf8.allSatisfy(isDigit) else { return false }
            return true
        }
        return rest.isEmpty
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

/// Floating-point numbers as Go prints them with `%v`, since docker turns them into text so.
enum GoNumber {
    static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if value == 0 { return value.sign == .minus ? "-0" : "0" }
        let (digits, exponent) = shortest(value.magnitude)
        let sign = value < 0 ? "-" : ""
        if exponent < -4 || exponent >= 21 { return sign + scientific(digits, exponent) }
        return sign + plain(digits, exponent)
    }

    /// The shortest digits that read back as the value, and the decimal exponent of the first.
    private static func shortest(_ value: Double) -> (digits: [Character], exponent: Int) {
        let parts = "\(value)".split(separator: "e")
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        var exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        exponent += mantissa[0].count - 1
        var digits = Array(mantissa.joined())
        while digits.count > 1, digits.first == "0" {
            digits.removeFirst()
            exponent -= 1
        }
        while digits.count > 1, digits.last == "0" { digits.removeLast() }
        return (digits, exponent)
    }

    private static func scientific(_ digits: [Character], _ exponent: Int) -> String {
        let fraction = digits.count > 1 ? "." + String(digits.dropFirst()) : ""
        let magnitude = exponent.magnitude
        let power = magnitude < 10 ? "0\(magnitude)" : "\(magnitude)"
        return "\(digits[0])\(fraction)e\(exponent < 0 ? "-" : "+")\(power)"
    }

    private static func plain(_ digits: [Character], _ exponent: Int) -> String {
        if exponent < 0 {
            return "0." + String(repeating: "0", count: -exponent - 1) + String(digits)
        }
        let whole = exponent + 1
        if digits.count <= whole {
            return String(digits) + String(repeating: "0", count: whole - digits.count)
        }
        return String(digits.prefix(whole)) + "." + String(digits.dropFirst(whole))
    }
}
