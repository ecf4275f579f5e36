import Basics
import Cells

/// One change of a box, bound to an object and its version.
struct BoxPart: Sendable {
    let change: Change
    /// What the object is called, also when it is gone.
    let name: String
    /// The version that the user was shown.
    private(set) var version: UInt64
    /// The object as the user was shown it.
    private(set) var known: RowSubject?
    fileprivate(set) var contents: BoxContents

    init(_ change: Change, contents: BoxContents, cluster: ClusterState) {
        self.change = change
        self.contents = contents
        name = change.subject.map { cluster.name(of: $0).string } ?? ""
        version = change.subject.flatMap { cluster.version(of: $0) } ?? 0
        known = change.subject.flatMap { cluster.subject($0) }
    }

    /// Whether it would be done if the user agreed.
    var isPossible: Bool { contents.refusal == nil && contents.deed != nil }

    /// Takes the newest version over; returns what became different, `nil` if the object is gone.
    mutating func check(against cluster: ClusterState) -> [String]? {
        guard let subject = change.subject else { return [] }
        guard let current = cluster.version(of: subject), let object = cluster.subject(subject)
        else { return nil }
        guard current != version else { return [] }
        let fields = SpecDifference.between(known, object)
        known = object
        version = current
        return fields
    }
}

/// A question about one change or several, each bound to an object and its version.
struct Box: Sendable {
    enum Focus: Hashable, Sendable {
        case field, cancel, accept
        /// The second way to do it.
        case alternative
    }

    private(set) var parts: [BoxPart]
    /// The key or command line that it came from, for the operation log.
    let origin: SafeText
    var field: LineEditor
    var focus: Focus
    /// What became different while the box was open.
    private(set) var notice: [String] = []
    var scroll = 0
    private(set) var contents: BoxContents

    /// Asks about at least one change.
    init(_ changes: [Change], input: String?, origin: SafeText, cluster: ClusterState) {
        let reader = BoxReader(cluster: cluster, changes: changes)
        // What they do not have in common is not offered to all of them.
        let inputs = Set(changes.map { reader.firstInput(for: $0) })
        let field = LineEditor(input ?? (inputs.count == 1 ? inputs.first : nil) ?? "")
        parts = changes.map {
            BoxPart($0, contents: reader.contents(of: $0, input: field.text), cluster: cluster)
        }
        self.field = field
        self.origin = origin
        contents = BoxContents(merging: parts)
        focus = contents.fieldLabel == nil && contents.confirmName == nil ? .cancel : .field
    }

    /// The change, if there is only one.
    var change: Change? { parts.count == 1 ? parts.first?.change : nil }

    /// The second way to do it, while that is what enter would do.
    var chosenAlternative: SecondWay? { focus == .alternative ? contents.alternative : nil }

    var hasField: Bool { contents.fieldLabel != nil || contents.confirmName != nil }

    /// Whether everything is there that the change needs.
    var isReady: Bool {
        guard contents.refusal == nil, contents.fieldError == nil,
            parts.contains(where: \.isPossible)
        else { return false }
        return contents.confirmName.map { $0 == field.text } ?? true
    }

    /// Reads the situation anew, after a key or a snapshot.
    mutating func refresh(in cluster: ClusterState) {
        let reader = BoxReader(cluster: cluster, changes: parts.map(\.change))
        for index in parts.indices {
            parts[index].contents = reader.contents(of: parts[index].change, input: field.text)
        }
        contents = BoxContents(merging: parts)
        if isArmed, !isReady { focus = .cancel }
    }

    /// Whether enter would do it.
    var isArmed: Bool { focus == .accept || focus == .alternative }

    /// Compares with the newest state; if an object moved, says how and asks again.
    ///
    /// When nothing is left to ask about, the box stays and says so: what is being typed must not
    /// come to the screen beneath.
    mutating func check(against cluster: ClusterState) {
        var kept: [BoxPart] = []
        var changed: [String] = []
        for var part in parts {
            let name = part.name
            let before = part.version
            guard let fields = part.check(against: cluster) else {
                changed.append(said("\(name) is gone"))
                continue
            }
            changed += parts.count == 1 ? fields : fields.map { "\(name): \($0)" }
            if part.version != before, isArmed { focus = .cancel }
            kept.append(part)
        }
        guard !kept.isEmpty else { return end(in: cluster) }
        if !changed.isEmpty { notice = changed }
        if kept.count != parts.count, isArmed { focus = .cancel }
        parts = kept
        refresh(in: cluster)
    }

    /// All objects are gone: only the way out is left.
    private mutating func end(in cluster: ClusterState) {
        let title = contents.title
        refresh(in: cluster)
        contents.title = title
        focus = .cancel
    }

    mutating func tell(_ words: [String]) { notice = words }

    mutating func moveFocus(by step: Int) {
        var order: [Focus] = hasField ? [.field, .cancel] : [.cancel]
        if isReady { order.append(.accept) }
        if isReady, contents.alternative != nil { order.append(.alternative) }
        let index = order.firstIndex(of: focus) ?? 0
        focus = order[(index + step + order.count) % order.count]
    }
}

extension BoxContents {
    /// What a box says about several changes: all the names, and each one's own words.
    fileprivate init(merging parts: [BoxPart]) {
        guard parts.count > 1, let first = parts.first else {
            self = parts.first?.contents ?? BoxReader.gone("object")
            return
        }
        let possible = parts.filter(\.isPossible)
        let kind = first.change.subject.map { ClusterState.kindWord(of: $0) } ?? "object"
        let count = Amount.count(parts.count, kind)
        self.init(
            title: "\(first.contents.verb) \(count)",
            docker: possible.map(\.contents.docker).joined(separator: " && "),
            verb: first.contents.verb
        )
        isDestructive = first.contents.isDestructive
        if parts.contains(where: { $0.contents.confirmName != nil }) { confirmName = count }
        for part in parts {
            let name = part.name
            for line in part.contents.lines where !line.isEmpty {
                lines.append([Span(name + ": ", .accent)] + line)
            }
            if let reason = part.contents.refusal {
                lines.append([
                    Span(name + ": ", .accent), Span("✗ left out, \(reason)", .bad),
                ])
            }
        }
        fieldLabel = parts.lazy.compactMap(\.contents.fieldLabel).first
        guard possible.isEmpty else { return }
        fieldError = parts.lazy.compactMap(\.contents.fieldError).first
        if fieldLabel == nil || parts.allSatisfy({ $0.contents.refusal != nil }) {
            refusal = "none of them can be done"
        }
    }
}
