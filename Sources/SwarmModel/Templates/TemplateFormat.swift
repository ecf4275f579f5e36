/// Go's `printf` for what templates can hold: `%s %q %v %d %x %X %t %c %%`, width, `-` and `0`.
enum TemplateFormat {
    /// Wider fields are cut to this: nobody pads to more than a line or two.
    private static let widthMaximum = 1_000

    static func text(_ format: String, _ values: [TemplateValue]) -> String {
        var result = ""
        var rest = Array(format)[...]
        var next = 0
        while let character = rest.popFirst() {
            guard character == "%" else {
                result.append(character)
                continue
            }
            let field = Field(reading: &rest)
            guard let verb = rest.popFirst() else {
                result += "%!(NOVERB)"
                break
            }
            if verb == "%" {
                result += "%"
            } else if next < values.count {
                result += field.padded(formatted(values[next], verb, field))
                next += 1
            } else {
                result += "%!\(verb)(MISSING)"
            }
        }
        if next < values.count {
            let extra = values[next...].map { "\($0.typeName)=\($0.text)" }
            result += "%!(EXTRA \(extra.joined(separator: ", ")))"
        }
        return result
    }

    private struct Field {
        var isLeft = false
        var isZeroPadded = false
        var width = 0
        var precision: Int?

        init(reading rest: inout ArraySlice<Character>) {
            while let flag = rest.first, "-+# 0".contains(flag) {
                if flag == "-" { isLeft = true }
                if flag == "0" { isZeroPadded = true }
                rest.removeFirst()
            }
            width = Self.number(&rest)
            if rest.first == "." {
                rest.removeFirst()
                precision = Self.number(&rest)
            }
        }

        private static func number(_ rest: inout ArraySlice<Character>) -> Int {
            var number = 0
            while let digit = rest.first?.wholeNumberValue {
                number = min(widthMaximum, number * 10 + digit)
                rest.removeFirst()
            }
            return number
        }

        func padded(_ text: String) -> String {
            let missing = width - text.unicodeScalars.count
            if missing <= 0 { return text }
            if isLeft { return text + String(repeating: " ", count: missing) }
            if isZeroPadded, text.hasPrefix("-") {
                return "-" + String(repeating: "0", count: missing) + text.dropFirst()
            }
            return String(repeating: isZeroPadded ? "0" : " ", count: missing) + text
        }
    }

    private static func formatted(
        _ value: TemplateValue,
        _ verb: Character,
        _ field: Field
    ) -> String {
        switch (verb, value) {
        case ("v", _): return value.text
        case ("s", .string(let text)):
            return field.precision.map { String(text.unicodeScalars.prefix($0)) } ?? text
        case ("s", .map), ("s", .record): return value.text
        case ("q", .string(let text)): return goQuoted(text)
        case ("d", .int(let number)): return "\(number)"
        case ("x", .int(let number)): return String(number, radix: 16)
        case ("X", .int(let number)): return String(number, radix: 16, uppercase: true)
        case ("x", .string(let text)):
            return text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        case ("c", .int(let number)):
            return UnicodeScalar(UInt32(clamping: number)).map { String($0) } ?? "\u{FFFD}"
        case ("t", .bool(let flag)): return "\(flag)"
        default:
            if case .missing = value { return "%!\(verb)(<nil>)" }
            return "%!\(verb)(\(value.typeName)=\(value.text))"
        }
    }
}
