import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

/// A question about a change, which stays bound to an object and its version.
struct Box: Sendable {
    enum Focus: Hashable, Sendable {
        case field, cancel, accept
    }

    let change: Change
    /// The key or command line that it came from, for the operation log.
    let origin: SafeText
    /// The version that the user was shown.
    private(set) var version: UInt64
    /// The object as the user was shown it.
    private(set) var known: RowSubject?
    var field: LineEditor
    var focus: Focus
    /// What became different while the box was open.
    private(set) var notice: [String] = []
    var scroll = 0
    private(set) var contents: BoxContents

    init(_ change: Change, input: String?, origin: SafeText, cluster: ClusterState) {
        self.change = change
        self.origin = origin
        let reader = BoxReader(cluster: cluster)
        field = LineEditor(input ?? reader.firstInput(for: change))
        contents = reader.contents(of: change, input: field.text)
        version = change.subject.flatMap { cluster.version(of: $0) } ?? 0
        known = change.subject.flatMap { cluster.subject($0) }
        focus = contents.fieldLabel == nil && contents.confirmName == nil ? .cancel : .field
    }

    var hasField: Bool { contents.fieldLabel != nil || contents.confirmName != nil }

    /// Whether everything is there that the change needs.
    var isReady: Bool {
        guard contents.refusal == nil, contents.fieldError == nil, contents.deed != nil else {
            return false
        }
        return contents.confirmName.map { $0 == field.text } ?? true
    }

    /// Reads the situation anew, after a key or a snapshot.
    mutating func refresh(in cluster: ClusterState) {
        contents = BoxReader(cluster: cluster).contents(of: change, input: field.text)
        if focus == .accept, !isReady { focus = .cancel }
    }

    /// Compares with the newest state; if the object moved, says how and asks again.
    ///
    /// - Returns: false if the object is gone.
    mutating func check(against cluster: ClusterState) -> Bool {
        guard let subject = change.subject else { return true }
        guard let current = cluster.version(of: subject), let object = cluster.subject(subject)
        else {
            return false
        }
        if current != version {
            let fields = Self.differences(from: known, to: object)
            notice = fields.isEmpty ? notice : fields
            known = object
            version = current
            if focus == .accept { focus = .cancel }
        }
        refresh(in: cluster)
        return true
    }

    mutating func tell(_ words: [String]) { notice = words }

    mutating func moveFocus(by step: Int) {
        var order: [Focus] = hasField ? [.field, .cancel] : [.cancel]
        if isReady { order.append(.accept) }
        let index = order.firstIndex(of: focus) ?? 0
        focus = order[(index + step + order.count) % order.count]
    }

    private static func differences(from old: RowSubject?, to new: RowSubject) -> [String] {
        switch (old, new) {
        case (.service(let old)?, .service(let new)):
            var words = SpecDifference.between(old.spec, new.spec).map(\.words)
            if old.updateStatus?.state != new.updateStatus?.state {
                let word = new.updateStatus?.state.rawValue ?? "none"
                words.append("update \(old.updateStatus?.state.rawValue ?? "none") → \(word)")
            }
            return words
        case (.node(let old)?, .node(let new)):
            var words = SpecDifference.between(old.spec, new.spec).map(\.words)
            if old.status.state != new.status.state {
                words.append("status \(old.status.state.rawValue) → \(new.status.state.rawValue)")
            }
            if old.role != new.role {
                words.append("observed role \(old.role.rawValue) → \(new.role.rawValue)")
            }
            return words
        case (.task(let old)?, .task(let new)) where old.state != new.state:
            return ["state \(old.state.word) → \(new.state.word)"]
        default: return []
        }
    }
}
