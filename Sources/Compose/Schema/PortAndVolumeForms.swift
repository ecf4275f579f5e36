/// `[[address:]published:]target[/protocol]`, each port alone or as a range.
enum PortForms {
    /// The most ports a service may publish; a range of all ports there are is more.
    static let maximumPorts = 10_000

    static func expand(_ node: YAMLNode, at path: TreePath) throws(ComposeError) -> YAMLNode {
        guard let items = node.list else { return node }
        var ports: [YAMLNode] = []
        for (index, item) in items.enumerated() {
            switch item.content {
            case .text(let text): ports += try expand(text, item, at: path.index(index))
            case .integer(let value): ports += try expand("\(value)", item, at: path.index(index))
            case .mapping: ports.append(completed(item))
            default:
                throw .wrongType(
                    path: path.index(index).description,
                    expected: "a port such as \"8080:80\"",
                    found: item.found,
                    at: item.place
                )
            }
            guard ports.count <= maximumPorts else {
                throw .invalidValue(
                    path: path.description,
                    reason: "more than \(maximumPorts) ports",
                    at: item.place
                )
            }
        }
        return node.with(.list(ports))
    }

    private static func expand(
        _ text: String,
        _ node: YAMLNode,
        at path: TreePath
    ) throws(ComposeError) -> [YAMLNode] {
        do {
            return try mappings(text).map { port in
                var fields: [(key: String, value: YAMLNode.Content)] = [
                    ("mode", .text("ingress")), ("target", .integer(port.target)),
                    ("protocol", .text(port.transport)),
                ]
                if port.published > 0 { fields.append(("published", .integer(port.published))) }
                return ShortForms.mapping(fields, like: node)
            }
        } catch {
            throw .invalidValue(
                path: path.description,
                reason: "\(Quoted.text(text)) is no port: \(error.reason)",
                at: node.place
            )
        }
    }

    /// Puts in what the long form may leave out.
    private static func completed(_ node: YAMLNode) -> YAMLNode {
        guard var mapping = node.mapping else { return node }
        let standard: [(String, YAMLNode.Content)] = [
            ("mode", .text("ingress")), ("protocol", .text("tcp")),
        ]
        for (key, value) in standard where mapping[key]?.isNull ?? true {
            mapping.set(
                .init(key: key, keyPlace: node.place, value: YAMLNode(value, at: node.place))
            )
        }
        return node.with(.mapping(mapping))
    }

    private struct Fault: Error { let reason: String }
    private typealias Port = (published: Int64, target: Int64, transport: String)

    private static func mappings(_ text: String) throws(Fault) -> [Port] {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let last = (parts.last ?? "").split(
            separator: "/",
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        let transport = last.count > 1 && !last[1].isEmpty ? last[1].lowercased() : "tcp"
        guard ["tcp", "udp", "sctp"].contains(transport) else {
            throw Fault(reason: "invalid proto: \(transport)")
        }
        guard let container = last.first, !container.isEmpty else {
            throw Fault(reason: "no port specified")
        }
        let targets = try range(container, name: "containerPort")
        let host = parts.count > 1 ? parts[parts.count - 2] : ""
        if host.isEmpty { return targets.map { (0, $0, transport) } }
        let published = try range(host, name: "hostPort")
        if targets.count == 1 { return published.map { ($0, targets.lowerBound, transport) } }
        guard targets.count == published.count else {
            throw Fault(
                reason:
                    "invalid ranges specified for container and host Ports: \(container) and \(host)"
            )
        }
        return zip(published, targets).map { ($0, $1, transport) }
    }

    private static func range(
        _ text: Substring,
        name: String
    ) throws(Fault) -> ClosedRange<Int64> {
        let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = ends.compactMap { end in
            end.utf8.allSatisfy { (48...57).contains($0) } ? Int64(end) : nil
        }
        guard numbers.count == ends.count, let first = numbers.first, let last = numbers.last,
            first <= last, last <= 65535
        else { throw Fault(reason: "invalid \(name): \(text)") }
        return first...last
    }
}

/// `[source:]target[:options]`.
enum VolumeForms {
    static func expand(_ node: YAMLNode, at path: TreePath) throws(ComposeError) -> YAMLNode {
        guard let text = node.text else { return node }
        do {
            return ShortForms.mapping(try fields(text), like: node)
        } catch {
            throw .invalidValue(
                path: path.description,
                reason: "invalid spec: \(text): \(error.reason)",
                at: node.place
            )
        }
    }

    private struct Fault: Error { let reason: String }

    private static func fields(
        _ text: String
    ) throws(Fault) -> [(key: String, value: YAMLNode.Content)] {
        if text.isEmpty { throw Fault(reason: "invalid empty volume spec") }
        let parts = text.count <= 2 ? [text] : sections(text)
        if parts.contains("") { throw Fault(reason: "empty section between colons") }
        guard parts.count <= 3 else { throw Fault(reason: "too many colons") }
        guard parts.count > 1 else { return [("type", .text("volume")), ("target", .text(text))] }
        var fields: [(key: String, value: YAMLNode.Content)] = [
            ("type", .text(isPath(parts[0]) ? "bind" : "volume")),
            ("source", .text(parts[0])), ("target", .text(parts[1])),
        ]
        for option in parts.dropFirst(2).flatMap({ $0.split(separator: ",") }) {
            switch option {
            case "ro": fields.append(("read_only", .boolean(true)))
            case "nocopy": fields.append(("volume", single("nocopy", .boolean(true))))
            case "private", "rprivate", "shared", "rshared", "slave", "rslave":
                fields.append(("bind", single("propagation", .text(String(option)))))
            default: break
            }
        }
        return fields
    }

    private static func single(
        _ key: String,
        _ value: YAMLNode.Content
    ) -> YAMLNode.Content {
        let place = SourcePlace(file: "", line: 1)
        return .mapping(
            YAMLMapping([.init(key: key, keyPlace: place, value: YAMLNode(value, at: place))])
        )
    }

    /// Split at colons, but not behind the letter of a Windows drive.
    private static func sections(_ text: String) -> [String] {
        var sections: [String] = [""]
        for character in text {
            let current = sections[sections.count - 1]
            let isDrive = current.count == 1 && current.first?.isLetter == true
            if character == ":", !isDrive {
                sections.append("")
            } else {
                sections[sections.count - 1].append(character)
            }
        }
        return sections
    }

    private static func isPath(_ source: String) -> Bool {
        guard let first = source.first else { return false }
        if "./~".contains(first) || source.hasPrefix("\\\\") { return true }
        return first.isLetter && source.dropFirst().first == ":"
    }
}
