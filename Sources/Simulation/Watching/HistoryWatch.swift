import Basics
import SwarmModel
import SwarmStore

/// What clients asked, were answered and read, held against one copy that does one thing at a time.
///
/// It knows nothing of the cluster but what a client could know. An accepted request has happened
/// before its answer, and whoever reads later, from whatever manager, must see it or what came after
/// it. One that failed for want of a leader may have happened or not, at any time since. Versions
/// put the writes of an object in order, so that no order has to be searched for.
///
/// - Source: STO-6, OBJ-3, OBJ-7, RFT-4, RFT-6.
struct HistoryWatch {
    /// What clients know of one object.
    private struct Known {
        /// What was read, or written by an accepted request, last; `nil` = it is not there.
        var reading: RegisterReading?
        /// No later read may show a lower version.
        var floor: UInt64 = 0
        /// What the next read may show, once an accepted update was not read yet.
        var expected: [RegisterContent]?
        /// All it ever was, or was to become.
        var contents: [RegisterContent] = []
        /// The versions that accepted updates compared with.
        var spent: Set<UInt64> = []
        /// The ids of objects of that name that were removed.
        var removed: Set<String> = []
    }

    private var known: [Register: Known] = [:]
    private var registers: [String: Register] = [:]
    /// Requests that may still have an effect, answered or not.
    private var open: [RequestNumber: RegisterWrite] = [:]

    /// Takes an instant in.
    ///
    /// - Parameters:
    ///   - sight: what was sent and answered.
    ///   - store: what somebody read afterwards; `nil` = nobody read.
    ///   - findings: takes what is wrong.
    mutating func see(_ sight: Sight, read store: Store?, _ findings: inout Findings) {
        if let request = sight.request {
            // Whoever asks has looked before.
            read(sight.before, &findings)
            send(request)
        }
        for answer in sight.answers { take(answer, &findings) }
        if let store { read(store, &findings) }
    }

    // MARK: - Requests

    private mutating func send(_ request: SentRequest) {
        guard var write = RegisterWrite(request.command, name: { registers[$0] }) else { return }
        write.floor = known[write.register]?.floor ?? 0
        open[request.id] = write
        if let content = write.content { note(content, of: write.register) }
    }

    private mutating func note(_ content: RegisterContent, of register: Register) {
        if known[register]?.contents.contains(content) == true { return }
        known[register, default: Known()].contents.append(content)
    }

    private mutating func take(_ answer: Answered, _ findings: inout Findings) {
        guard let write = open[answer.request.id] else { return }
        switch answer.result {
        case .failure(let error):
            // Who cannot reach a leader never learns what became of it.
            if !Self.isUncertain(error) { open[answer.request.id] = nil }
        case .success(let outcome):
            open[answer.request.id] = nil
            accept(write, outcome, &findings)
        }
    }

    private static func isUncertain(_ error: EngineError) -> Bool {
        let texts = ["lost leader", "DeadlineExceeded", "does not have a leader"]
        return texts.contains { error.message.contains($0) }
    }

    private mutating func accept(
        _ write: RegisterWrite,
        _ outcome: CommandOutcome,
        _ findings: inout Findings
    ) {
        var state = known[write.register] ?? Known()
        defer { known[write.register] = state }
        switch write.kind {
        case .create:
            guard let id = outcome.createdID, let content = write.content,
                state.reading?.id != id
            else { return }
            state.reading = RegisterReading(id: id, version: 0, content: content)
            state.floor = 0
            state.expected = nil
            registers[id] = write.register
        case .update(let base):
            findings.expect(
                state.spent.insert(base).inserted,
                .versionsAreSpentOnce,
                "two updates of \(write.register.name) from version \(base) were accepted"
            )
            findings.expect(
                base >= write.floor,
                .versionsAreSpentOnce,
                "an update of \(write.register.name) from version \(base) was accepted after "
                    + "\(write.floor) was known"
            )
            // Else somebody has read what came of it already.
            guard base >= state.floor, state.reading != nil else { return }
            state.floor = base + 1
            state.expected = write.content.map { [$0] } ?? state.contents
        case .remove:
            guard let id = write.id else { return }
            state.removed.insert(id)
            if state.reading?.id == id { state.reading = nil }
        }
    }

    // MARK: - Reads

    private mutating func read(_ store: Store, _ findings: inout Findings) {
        let readings = RegisterReading.all(in: store)
        var missing = Set(known.filter { $0.value.reading != nil }.keys)
        for (register, reading) in readings {
            missing.remove(register)
            see(reading, of: register, &findings)
        }
        for register in missing.sorted() { seeAbsence(of: register, &findings) }
    }

    private mutating func see(
        _ reading: RegisterReading,
        of register: Register,
        _ findings: inout Findings
    ) {
        if let last = known[register]?.reading, last.id == reading.id,
            last.version == reading.version, known[register]?.expected == nil
        {
            findings.expect(
                last.content == reading.content,
                .readsAreExplained,
                "version \(reading.version) of \(register.name) is read in two ways"
            )
            return
        }
        var state = known[register] ?? Known()
        findings.expect(
            !state.removed.contains(reading.id),
            .readsAreCurrent,
            "\(register.name) is read after its removal was accepted"
        )
        if let last = state.reading, last.id == reading.id {
            findings.expect(
                reading.version >= state.floor,
                .readsAreCurrent,
                "version \(reading.version) of \(register.name) is read after \(state.floor)"
            )
            findings.expect(
                explains(reading, of: register, state, last),
                .readsAreExplained,
                "nobody wrote what is read of \(register.name) at version \(reading.version)"
            )
        }
        state.reading = reading
        state.floor = reading.version
        state.expected = nil
        if !state.contents.contains(reading.content) { state.contents.append(reading.content) }
        known[register] = state
        registers[reading.id] = register
    }

    /// Whether what is read is what was known, or what an open request or a rollback made of it.
    private func explains(
        _ reading: RegisterReading,
        of register: Register,
        _ state: Known,
        _ last: RegisterReading
    ) -> Bool {
        let expected = state.expected ?? [last.content]
        if expected.contains(reading.content) { return true }
        let isOld = state.contents.contains(reading.content)
        let updates = open.values.filter { $0.register == register && $0.base != nil }
        // An update gives a service a spec to go back to, and only going back takes it away again;
        // what an update of the old spec has come to since is all that the status may tell.
        let wasUpdated = !state.spent.isEmpty || !updates.isEmpty
        if isOld, reading.isRolledBack || reading.hasNoPrevious && wasUpdated { return true }
        return updates.contains { write in
            guard let base = write.base, base >= last.version else { return false }
            return write.content.map { $0 == reading.content } ?? isOld
        }
    }

    private mutating func seeAbsence(of register: Register, _ findings: inout Findings) {
        guard let last = known[register]?.reading else { return }
        let isAsked = open.values.contains { write in
            guard write.register == register, case .remove = write.kind else { return false }
            return write.id == last.id
        }
        findings.expect(
            isAsked,
            .readsAreCurrent,
            "\(register.name) is not read any more, and nobody removed it"
        )
        known[register]?.reading = nil
    }
}
