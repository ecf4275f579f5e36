import Basics

/// A line of output with places to be filled in: `{{.Task.Slot}} did {{counter}}`.
///
/// What may stand between the braces is listed in ``Field/keywords``.
package struct LogTemplate: Hashable, Sendable, ExpressibleByStringLiteral {
    package enum Part: Hashable, Sendable {
        case literal(String)
        case field(Field)
    }

    /// As it was written.
    package let source: String
    package let parts: [Part]

    /// Reads a template.
    ///
    /// - Throws: the first thing between braces that means nothing.
    package init(_ source: String) throws(LogTemplateError) {
        var parts: [Part] = []
        var rest = source[...]
        while let open = rest.firstRange(of: "{{") {
            if open.lowerBound > rest.startIndex {
                parts.append(.literal(String(rest[..<open.lowerBound])))
            }
            guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
                throw .unclosed(String(rest[open.lowerBound...]))
            }
            let inside = String(rest[open.upperBound..<close.lowerBound])
            guard let field = Field(inside) else { throw .unknownField(inside) }
            parts.append(.field(field))
            rest = rest[close.upperBound...]
        }
        if !rest.isEmpty { parts.append(.literal(String(rest))) }
        self.source = source
        self.parts = parts
    }

    /// Reads a template; one that cannot be read stands for itself.
    package init(lenient source: String) {
        do { self = try LogTemplate(source) } catch {
            self.source = source
            parts = [.literal(source)]
        }
    }

    package init(stringLiteral source: String) { self.init(lenient: source) }
}

package enum LogTemplateError: Error, Hashable, Sendable {
    case unclosed(String)
    case unknownField(String)
}

extension LogTemplate: Codable {
    package init(from decoder: any Decoder) throws {
        self.init(lenient: try decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(source)
    }
}

// MARK: - Fields

extension LogTemplate {
    /// One thing that is filled in.
    package enum Field: Hashable, Sendable {
        case taskID, taskName, taskSlot, serviceID, serviceName, nodeID, nodeHostname
        case container, image, tag
        case counter, requestNumber, requestPath, requestStatus
        case environment(name: String, otherwise: String)
        case time(TimeFormat)
        case choice([String])
        case number(ClosedRange<Int64>)
        case hexadecimal(digits: Int)

        /// What may stand between the braces, for a reader who wrote something else.
        package static let keywords = [
            ".Task.ID", ".Task.Name", ".Task.Slot", ".Service.ID", ".Service.Name", ".Node.ID",
            ".Node.Hostname", ".Env.NAME", ".Request.Number", ".Request.Path", ".Request.Status",
            "container", "image", "tag", "counter", "time FORMAT", "choice A|B", "number 1-9",
            "hex 8",
        ]

        init?(_ text: String) {
            let words = text.split(separator: " ", maxSplits: 1).map(String.init)
            guard let name = words.first else { return nil }
            if words.count == 2 {
                guard let field = Self.named(name, argument: words[1]) else { return nil }
                self = field
            } else if name.hasPrefix(".Env.") {
                self.init(variable: name.dropFirst(5))
            } else {
                guard let field = Self.plain[name] else { return nil }
                self = field
            }
        }

        private static let plain: [String: Field] = [
            ".Task.ID": .taskID, ".Task.Name": .taskName, ".Task.Slot": .taskSlot,
            ".Service.ID": .serviceID, ".Service.Name": .serviceName,
            ".Node.ID": .nodeID, ".Node.Hostname": .nodeHostname,
            ".Request.Number": .requestNumber, ".Request.Path": .requestPath,
            ".Request.Status": .requestStatus,
            "container": .container, "image": .image, "tag": .tag, "counter": .counter,
        ]

        private init?(variable text: Substring) {
            let parts = text.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first, !name.isEmpty else { return nil }
            self = .environment(
                name: String(name),
                otherwise: parts.count > 1 ? String(parts[1]) : ""
            )
        }

        private static func named(_ name: String, argument: String) -> Field? {
            switch name {
            case "time": return .time(TimeFormat(argument))
            case "choice":
                return .choice(
                    argument.split(separator: "|", omittingEmptySubsequences: false).map(
                        String.init
                    )
                )
            case "number":
                let bounds = argument.split(separator: "-").compactMap { Int64($0) }
                guard bounds.count == 2, bounds[0] <= bounds[1] else { return nil }
                return .number(bounds[0]...bounds[1])
            case "hex":
                guard let digits = Int(argument), (1...64).contains(digits) else { return nil }
                return .hexadecimal(digits: digits)
            default:
                guard name.hasPrefix(".Env.") else { return nil }
                return Field(variable: (name.dropFirst(5) + " " + argument)[...])
            }
        }
    }
}
