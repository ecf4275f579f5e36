import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

// Whole specs that were edited, and updates that are held.
extension BoxReader {
    func editContents(_ reference: ObjectReference, _ edit: SpecEdit) -> BoxContents {
        let kind = ClusterState.kindWord(of: reference)
        let name = cluster.name(of: reference).string
        guard let version = cluster.version(of: reference) else { return Self.gone(kind) }
        var contents = BoxContents(
            title: "Change the spec of \(word: kind) \(name)",
            docker: "docker \(kind) update \(name)",
            verb: "Send"
        )
        do throws(JSONError) {
            let before = try JSONValue(bytes: Array(edit.before.utf8))
            let after = try JSONValue(bytes: Array(edit.after.utf8))
            if before.saysTheSame(as: after) {
                contents.say("Nothing was changed.", .dim)
                return contents
            }
        } catch {
            contents.refusal = "what was written is no JSON: \(error)"
            return contents
        }
        contents.lines += LineDifference.lines(from: edit.before, to: edit.after)
        if case .service(let id) = reference, let service = store.service(id) {
            contents.say("Tasks are replaced if their part of it changed.", .dim)
            if service.updateStatus?.state == .updating {
                contents.warn("an update is under way: it starts over with the new spec")
            }
        }
        contents.deed = .changeSpec(reference, version: version, edit)
        return contents
    }

    func holdContents(_ service: Service) -> BoxContents {
        var contents = BoxContents(
            title: "Hold the update of service \(service.name)",
            docker: "docker service update --update-delay 720h \(service.name)",
            verb: "Hold"
        )
        var spec = service.spec
        var config = spec.update ?? .standard
        config.delay = UpdateHold.delay
        config.parallelism = 1
        spec.update = config
        contents.deed = .command(
            .updateService(service.id, version: service.meta.version, spec: spec)
        )
        if UpdateHold.isHeld(service.spec) {
            contents.refusal = "it is held already"
        } else if service.updateStatus?.state != .updating {
            contents.refusal = "no update of it is under way"
        }
        contents.say("Slots at work are finished, one more is begun, and then it waits 30 days.")
        contents.say("resume \(service.name) goes on, as fast as before.")
        contents.warn("the previous spec is overwritten: a rollback then goes to this one")
        return contents
    }

    /// Goes on with an update that was held: the knobs become what they were.
    func releaseContents(_ service: Service) -> BoxContents {
        var contents = BoxContents(
            title: "Resume the update of service \(service.name)",
            docker: "docker service update --update-delay DELAY \(service.name)",
            verb: "Resume"
        )
        var spec = service.spec
        let before = service.previousSpec?.update
        spec.update = before.map { $0.delay < UpdateHold.delay ? $0 : .standard } ?? nil
        contents.deed = .command(
            .updateService(service.id, version: service.meta.version, spec: spec)
        )
        contents.say("The update goes on: \((spec.update ?? .standard).words)")
        return contents
    }
}

/// What became different between two texts, line by line, with a little of what is around.
enum LineDifference {
    private static let around = 2
    /// Longer texts are shown as removed and added as wholes.
    private static let longest = 2_000

    static func lines(from before: String, to after: String) -> [Line] {
        let old = before.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let new = after.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard max(old.count, new.count) <= longest else {
            return [Line("The text is too long to be compared line by line.", .dim)]
        }
        let difference = new.difference(from: old)
        var removed: Set<Int> = []
        var added: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var all: [(mark: Character, text: String)] = []
        var position = 0
        for (index, line) in new.enumerated() {
            while removed.contains(position) {
                all.append(("-", old[position]))
                position += 1
            }
            if added.contains(index) {
                all.append(("+", line))
            } else {
                all.append((" ", line))
                position += 1
            }
        }
        while position < old.count {
            if removed.contains(position) { all.append(("-", old[position])) }
            position += 1
        }
        return shown(all)
    }

    private static func shown(_ all: [(mark: Character, text: String)]) -> [Line] {
        var near: Set<Int> = []
        for (index, line) in all.enumerated() where line.mark != " " {
            near.formUnion(max(0, index - around)...min(all.count - 1, index + around))
        }
        var lines: [Line] = []
        var last = -1
        for index in near.sorted() {
            if last >= 0, index > last + 1 { lines.append(Line("…", .dim)) }
            last = index
            let slot: Slot =
                switch all[index].mark {
                case "+": .added
                case "-": .removed
                default: .dim
                }
            lines.append(Line("\(all[index].mark) \(all[index].text)".safe, slot))
        }
        return lines
    }
}
