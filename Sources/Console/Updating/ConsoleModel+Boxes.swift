import Basics
import Cells
import SwarmModel

extension ConsoleModel {
    /// Opens the box of a change; nothing happens before it is agreed to.
    mutating func ask(
        _ change: Change,
        input: String? = nil,
        origin: SafeText? = nil
    ) -> [ConsoleEffect] {
        ask([change], input: input, origin: origin)
    }

    private mutating func ask(
        _ changes: [Change],
        input: String?,
        origin: SafeText?
    ) -> [ConsoleEffect] {
        guard let cluster, !changes.isEmpty else { return [] }
        layer = .box(
            Box(changes, input: input, origin: origin ?? self.origin, cluster: cluster)
        )
        return []
    }

    /// Asks about a change of everything that is marked, or of the selection if nothing is.
    mutating func askAboutMarked(_ change: (ObjectReference) -> Change?) -> [ConsoleEffect] {
        let marked = table?.markedInOrder ?? []
        let subjects = marked.isEmpty ? [selection].compactMap(\.self) : marked
        return ask(subjects.compactMap(change), input: nil, origin: nil)
    }

    mutating func take(_ key: Key, _ box: Box) -> [ConsoleEffect] {
        var box = box
        switch key {
        case .escape:
            layer = nil
            return []
        case .tab: box.moveFocus(by: 1)
        case .backTab: box.moveFocus(by: -1)
        case .up: box.scroll = max(0, box.scroll - 1)
        case .down: box.scroll += 1
        case .enter: return enter(box)
        case .left where box.focus != .field, .right where box.focus != .field:
            box.moveFocus(by: key == .left ? -1 : 1)
        default:
            guard box.focus == .field, box.field.take(key) else { break }
            if let cluster { box.refresh(in: cluster) }
        }
        layer = .box(box)
        return []
    }

    private mutating func enter(_ box: Box) -> [ConsoleEffect] {
        var box = box
        switch box.focus {
        case .cancel:
            layer = nil
            return []
        case .field:
            // One key press too many must not change anything: enter only goes on to the button.
            if box.isReady { box.focus = .accept }
            layer = .box(box)
            return []
        case .accept: return accept(box)
        case .alternative:
            guard case .safeDrain(let id, _)? = box.contents.alternative else { return [] }
            if let reason = situation.standstill { return refuse(box, reason) }
            layer = nil
            return beginSafeDrain(
                id,
                parallelism: Self.drainParallelism,
                origin: box.origin
            )
        }
    }

    private mutating func accept(_ box: Box) -> [ConsoleEffect] {
        let needsQuorum = box.parts.contains { $0.change.needsQuorum }
        if let reason = situation.standstill(needsQuorum: needsQuorum) {
            return refuse(box, reason)
        }
        guard box.isReady else { return [] }
        layer = nil
        withTable { table, _ in table.marks = [] }
        return box.parts.filter(\.isPossible).flatMap { part -> [ConsoleEffect] in
            switch part.contents.deed {
            case nil: []
            case .commands(let commands): commands.flatMap { start(.command($0), part, box) }
            case .deployStack(let id)?: beginDeployment(id)
            case .safeDrain(let id, let parallelism)?:
                beginSafeDrain(id, parallelism: parallelism, origin: box.origin)
            case let deed?: start(deed, part, box)
            }
        }
    }

    /// Says in the box itself, too, why it cannot be done: a tall one covers all messages.
    private mutating func refuse(_ box: Box, _ reason: Phrase) -> [ConsoleEffect] {
        var box = box
        box.tell([reason.said])
        box.scroll = 0
        layer = .box(box)
        toast(reason, .warning)
        return []
    }

    private mutating func start(_ deed: Deed, _ part: BoxPart, _ box: Box) -> [ConsoleEffect] {
        let id = operations.takeID()
        guard let effect = deed.effect(id) else { return [] }
        operations.add(
            Operation(
                id: id,
                at: now,
                title: part.contents.title.safe,
                origin: box.origin,
                subject: subjectWords(part.change.subject, version: part.version),
                docker: part.contents.docker.safe,
                change: part.change,
                input: box.hasField ? box.field.text : nil,
                hasSteps: deed.hasSteps,
                known: part.known
            )
        )
        return [effect]
    }

    /// Starts a command that needs no box.
    mutating func start(
        _ command: ClusterCommand,
        title: String,
        docker: String,
        subject: ObjectReference?,
        origin: SafeText
    ) -> ConsoleEffect {
        let id = operations.takeID()
        operations.add(
            Operation(
                id: id,
                at: now,
                title: title.safe,
                origin: origin,
                subject: subjectWords(subject, version: nil),
                docker: docker.safe
            )
        )
        return .perform(command, id)
    }

    private func subjectWords(_ reference: ObjectReference?, version: UInt64?) -> SafeText {
        guard let reference, let cluster else { return "" }
        var words = "\(ClusterState.kindWord(of: reference)) \(cluster.name(of: reference))"
        if reference.shortID != cluster.name(of: reference).string {
            words += " · \(reference.shortID)"
        }
        if let version, version > 0 { words += " · v\(version)" }
        return words.safe
    }

    // MARK: - Outcomes

    mutating func take(
        _ id: OperationID,
        _ result: Result<CommandOutcome, EngineError>
    ) -> [ConsoleEffect] {
        let isTold = noteDrain(id, result)
        let areRequests = note(id, result) || isTold
        defer { refreshText() }
        switch result {
        case .success(let outcome):
            let warnings = (outcome.warnings + words(of: outcome, id)).joined(separator: "; ")
            guard let operation = operations.finish(id, .done(warnings.safe), at: now) else {
                return []
            }
            if !areRequests { toast("\(operation.title): done", .success) }
            if !warnings.isEmpty { toast(warnings.safe, .warning) }
        case .failure(let error):
            let words = error.message.safe
            guard let operation = operations.finish(id, .failed(words), at: now) else { return [] }
            if !areRequests { toast(operation.title + ": " + words, .failure) }
            if error == .outOfSequence { askAgain(operation) }
        }
        return []
    }

    /// Where the time that was given up is kept, and for how long.
    private func words(of outcome: CommandOutcome, _ id: OperationID) -> [String] {
        guard let path = outcome.createdID,
            case .branch(_, _, let isForgotten)? = operations[id]?.change
        else { return [] }
        return [
            isForgotten
                ? said("what came after it is kept until this console ends, in \(path)")
                : said("what came after it is kept in \(path)")
        ]
    }

    /// Somebody was faster: shows the question again, with what is different now.
    private mutating func askAgain(_ operation: Operation) {
        guard layer == nil, let cluster, let change = operation.change,
            change.subject.map({ cluster.exists($0) }) ?? true
        else { return }
        var again = Box(
            [change],
            input: operation.input,
            origin: operation.origin,
            cluster: cluster
        )
        let current = change.subject.flatMap { cluster.subject($0) }
        let fields = current.map { SpecDifference.between(operation.known, $0) } ?? []
        again.tell([said("it was changed by somebody else meanwhile")] + fields)
        layer = .box(again)
    }
}

extension Deed {
    /// Whether it is one operation of several steps, to be stopped between two of them.
    fileprivate var hasSteps: Bool {
        switch self {
        case .removeStack, .rotateData: true
        default: false
        }
    }

    /// What carries it out as one operation; `nil` for what has operations of its own.
    fileprivate func effect(_ id: OperationID) -> ConsoleEffect? {
        switch self {
        case .command(let command): .perform(command, id)
        case .commands, .deployStack, .safeDrain: nil
        case .removeStack(let name): .removeStack(name: name, id)
        case .branch(let moment): .branch(moment, id)
        case .createFromFile(let kind, let name, let path):
            .createFromFile(kind, name: name, path: path, id)
        case .changeSpec(let reference, let version, let edit):
            .changeSpec(reference, version: version, edit, id)
        case .rotateData(let rotation): .rotateData(rotation, id)
        }
    }
}
