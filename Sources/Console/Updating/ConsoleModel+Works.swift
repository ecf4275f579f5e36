import Basics
import SwarmModel

// Works of several steps: deployments and removals of stacks, rotations.
extension ConsoleModel {
    mutating func take(_ id: OperationID, progress: [SafeText], ended: WorkEnd?) {
        plans[id]?.progress += progress
        operations.change(id) { $0.steps += progress }
        if let ended {
            plans[id]?.end = ended
            finish(id, ended)
        }
        refreshText()
    }

    private mutating func finish(_ id: OperationID, _ end: WorkEnd) {
        switch end {
        case .done:
            guard let operation = operations.finish(id, .done(""), at: now) else { return }
            toast("\(operation.title): done", .success)
        case .failed(let error):
            let words = error.message.safe
            guard let operation = operations.finish(id, .failed(words), at: now) else { return }
            toast(operation.title + ": " + words, .failure)
        case .stopped(let left, let unanswered):
            operations.change(id) {
                $0.left = left
                $0.isStopped = true
            }
            let words = unanswered.map { said("\($0): it may have been carried out").safe }
            guard let operation = operations.finish(id, .failed(words ?? ""), at: now) else {
                return
            }
            let count = Amount.count(left.count, "step")
            toast("\(operation.title): stopped, \(count) not carried out", .warning)
        }
    }

    /// The work that can be stopped from the page that is looked at.
    private var stoppable: Operation? {
        if let id = shownPlan?.id {
            return operations[id].flatMap { $0.state == .pending ? $0 : nil }
        }
        guard case .text(let page) = pages.top.body, case .operations = page.content else {
            return nil
        }
        return operations.stoppable
    }

    /// Why nothing can be stopped from here; `nil` if something can.
    var whyNotStopped: Phrase? {
        if stoppable != nil { return nil }
        guard let plan = shownPlan?.plan else { return "nothing that has steps is under way" }
        return plan.hasBegun ? "it has ended" : "it has not begun"
    }

    /// Stops a work after its step; asked again, or where nobody answers, without waiting for that.
    mutating func stopWork() -> [ConsoleEffect] {
        guard let operation = stoppable else { return [] }
        var awaitsStep = !operation.isStopped
        if case .lost = connection { awaitsStep = false }
        operations.change(operation.id) { $0.isStopped = true }
        plans[operation.id]?.isStopped = true
        refreshText()
        return [.stopWork(operation.id, awaitsStep: awaitsStep)]
    }
}
