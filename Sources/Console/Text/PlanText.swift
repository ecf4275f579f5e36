import Basics
import Cells
import SwarmModel

/// A stack's plan and what became of it, line by line.
enum PlanText {
    static func lines(_ plan: StackPlan, width: Int) -> [Line] {
        var lines: [Line] = []
        if plan.plan == nil, plan.end == nil { lines.append(Line("reading the files …", .dim)) }
        for line in plan.plan?.lines ?? [] { lines.append(self.line(line)) }
        if plan.plan?.isEmpty == true, !plan.hasBegun {
            lines.append(Line("Nothing would change.", .dim))
        }
        if !plan.progress.isEmpty {
            lines += [Line(), Line("Carried out:", .heading)] + plan.progress.map { Line($0) }
        }
        switch plan.end {
        case .done: lines += [Line(), Line("✓ stack \(plan.name) is deployed", .ok)]
        case .failed(let error): lines += [Line(), Line("✗ " + error.message, .bad)]
        case .stopped(let left, let unanswered):
            lines += WorkText.rest(left, unanswered) + [Line()]
            lines.append(Line("▲ stopped: what was carried out stays", .warn))
        case nil where plan.isStopped:
            lines += [Line(), Line(WorkText.stopping, .progress)]
        case nil where plan.hasBegun: lines += [Line(), Line("… in flight", .progress)]
        case nil: lines.append(Line())
        }
        if let next = next(plan) { lines.append(Line(next, .dim)) }
        // What a change does to the tasks stands at its end: it must not be cut off.
        return lines.flatMap { $0.wrapped(toWidth: max(20, width), indent: 4) }
    }

    /// What the user may do now.
    private static func next(_ plan: StackPlan) -> Phrase? {
        if plan.whyNot == nil { return "enter carries it out, after asking once more" }
        switch plan.end {
        case .failed, .stopped: return "r plans it again, from the files as they are then"
        case .done: return "enter shows its services"
        case nil where plan.isStopped: return nil
        case nil where plan.hasBegun: return "^k stops it after the step that is being carried out"
        case nil: return plan.plan?.isEmpty == true ? "enter shows its services" : nil
        }
    }

    private static func line(_ line: StackPlanText.Line) -> Line {
        let words = line.text.safe
        return switch line.mark {
        case .heading: Line(words, .heading)
        case .added: Line("+ " + words, .added)
        case .removed: Line("- " + words, .removed)
        case .changed: Line("~ " + words, .warn)
        case .same: Line("  " + words, .dim)
        case .warning: Line("▲ " + words, .warn)
        }
    }
}

/// The operation log as text: what was asked, how, and what came of it.
enum OperationText {
    private static let indent: SafeText = "         "

    static func lines(
        _ operations: [Operation],
        ofRecording isRecording: Bool = false,
        width: Int
    ) -> [Line] {
        guard !operations.isEmpty else {
            guard !isRecording else {
                return [
                    Line("A recording does not hold what was asked of the cluster.", .dim),
                    Line("What came of it is seen in :events, what was typed at the bottom.", .dim),
                ]
            }
            return [
                Line("Nothing was asked of the cluster from here yet.", .dim),
                Line("What others ask of it is seen in :events.", .dim),
            ]
        }
        return operations.flatMap { lines($0, width: width) }
    }

    private static func lines(_ operation: Operation, width: Int) -> [Line] {
        let time = Age.timeOfDay(nanoseconds: operation.at.nanoseconds)
        let spent = operation.finishedAt.map { Age.tenths($0 - operation.at) + " s" } ?? ""
        var head = Line(time + " ", .dim)
        var words = SafeText()
        switch operation.state {
        case .pending where operation.isStopped:
            head += Span(WorkText.stopping, .progress)
            head += Span("  ", .progress)
        case .pending: head += Span("… in flight  ", .progress)
        case .done(let text):
            head += Span("✓ done in \(spent)  ", .ok)
            words = text
        case .failed(let text) where operation.isStopped:
            head += Span("▲ stopped after \(spent)  ", .warn)
            words = text
        case .failed(let text):
            head += Span("✗ refused after \(spent)  ", .bad)
            words = text
        }
        head += Span(operation.title, .text, .bold)
        head += Span("  by ", .dim)
        head += Span(operation.origin, .key)
        let room = max(20, width)
        var lines = head.wrapped(toWidth: room, indent: indent.width)
        if !operation.docker.isEmpty {
            let docker: Line = [Span(indent + "$ ", .dim), Span(operation.docker, .accent)]
            lines += docker.wrapped(toWidth: room, indent: indent.width + 2)
        }
        if !operation.subject.isEmpty {
            lines.append([Span(indent, .dim), Span(operation.subject, .dim)])
        }
        if operation.state != .done("") {
            let steps = operation.steps.map { Line(indent + "· " + $0) }
            let left = operation.left.map {
                Line(indent + said("not carried out: \($0)").safe, .warn)
            }
            lines += (steps + left).flatMap { $0.wrapped(toWidth: room, indent: indent.width + 2) }
        }
        guard !words.isEmpty else { return lines }
        let isRefused = if case .failed = operation.state { true } else { false }
        return lines
            + words.wrapped(toWidth: max(20, width - indent.width)).map {
                Line(indent + $0, isRefused && !operation.isStopped ? .bad : .warn)
            }
    }
}

/// Words about a work of several steps that was stopped.
private enum WorkText {
    static let stopping: Phrase = "… stopping after this step; ^k again waits for no answer"

    /// What was not carried out, and what may have been.
    static func rest(_ left: [SafeText], _ unanswered: SafeText?) -> [Line] {
        var lines: [Line] = []
        if let unanswered {
            lines += [
                Line(), Line("No answer was waited for; it may have been carried out:", .heading),
            ]
            lines.append(Line(unanswered, .warn))
        }
        if !left.isEmpty {
            lines += [Line(), Line("Not carried out:", .heading)] + left.map { Line($0, .dim) }
        }
        return lines
    }
}

/// One line of indented JSON, with its key told from its value.
enum JSONLine {
    static func line(_ text: String) -> Line {
        guard let colon = keyEnd(text) else { return Line(text) }
        let key = String(text[..<colon])
        return [Span(key, .accent), Span(String(text[colon...]), .text)]
    }

    /// Where the key's closing quote ends; `nil` for a line without a key.
    private static func keyEnd(_ text: String) -> String.Index? {
        let body = text.drop { $0 == " " }
        guard body.first == "\"" else { return nil }
        var isEscaped = false
        for index in body.indices.dropFirst() {
            let character = body[index]
            if isEscaped {
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                let after = body.index(after: index)
                return after < body.endIndex && body[after] == ":" ? after : nil
            }
        }
        return nil
    }
}
