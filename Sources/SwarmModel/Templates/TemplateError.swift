/// What is wrong with a template, in the words of Go's template package.
package struct TemplateError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }

    /// A fault that is found while reading; `line` counts from 1.
    static func reading(_ text: String, line: Int) -> TemplateError {
        TemplateError("template: expansion:\(line): \(text)")
    }
}

/// Text as Go quotes it (`%q`).
package func goQuoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": quoted += "\\\""
        case "\\": quoted += "\\\\"
        case "\n": quoted += "\\n"
        case "\r": quoted += "\\r"
        case "\t": quoted += "\\t"
        default:
            if scalar.value < 0x20 || scalar.value == 0x7F {
                let digits = String(scalar.value, radix: 16)
                quoted += "\\x" + (digits.utf8.count < 2 ? "0" : "") + digits
            } else {
                quoted.unicodeScalars.append(scalar)
            }
        }
    }
    return quoted + "\""
}
