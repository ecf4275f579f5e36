import Basics
import ClusterPorts
import Compose
import Console
import StackDeployment
import SwarmModel
import SwarmStore

// Stacks: read, compare, deploy, remove.
extension Desk {
    func planStack(
        files: [String],
        name: String,
        operation: OperationID
    ) async -> Result<StackPlanText, EngineError> {
        do {
            let stack = try StackFiles.load(files)
            let plan = try StackPlan(stack, as: name, in: await session.snapshot().store)
            if let refusal = plan.refusal { throw refusal }
            remember(stack, as: name, for: operation)
            return .success(Self.text(of: plan, warnings: stack.warnings))
        } catch {
            return .failure(EngineError(status: 400, message: "\(error)"))
        }
    }

    func script(of rehearsal: Rehearsal) throws(EngineError) -> any ForecastScript {
        guard case .deployment(let operation) = rehearsal,
            let (name, stack) = planned(by: operation)
        else {
            throw EngineError(status: 409, message: "the plan is gone: give the command again")
        }
        do throws(ComposeError) {
            return try StackRehearsal(stack, as: name)
        } catch {
            throw EngineError(status: 400, message: error.message)
        }
    }

    func deployStack(
        _ operation: OperationID,
        isStopped: @Sendable () -> Bool,
        report: @Sendable (SafeText) -> Void
    ) async -> WorkEnd {
        guard let (name, stack) = recall(operation) else {
            return .failed(
                EngineError(status: 409, message: "the plan is gone: give the command again")
            )
        }
        do throws(StackError) {
            let deployer = StackDeployer(session: session)
            try await deployer.deploy(stack, as: name, isStopped: isStopped) {
                report(SafeText(sanitizing: $0.line))
            }
            return .done
        } catch {
            return Self.end(error)
        }
    }

    func removeStack(
        _ name: String,
        isStopped: @Sendable () -> Bool,
        report: @Sendable (SafeText) -> Void
    ) async -> WorkEnd {
        do throws(StackError) {
            try await StackRemoval(session: session).remove(name, isStopped: isStopped) {
                report(SafeText(sanitizing: $0.line))
            }
            return .done
        } catch {
            return Self.end(error)
        }
    }

    private static func end(_ error: StackError) -> WorkEnd {
        guard case .stopped(let left, let unanswered) = error else {
            return .failed(EngineError(status: 400, message: error.message))
        }
        return .stopped(
            left: left.map { SafeText(sanitizing: $0) },
            unanswered: unanswered.map { SafeText(sanitizing: $0) }
        )
    }

    func read(_ path: String) -> Result<[UInt8], EngineError> {
        do throws(UnreadableFile) {
            return .success(try StackFiles.contents(of: path))
        } catch {
            return .failure(EngineError(status: 400, message: error.reason))
        }
    }

    private static func text(of plan: StackPlan, warnings: [ComposeWarning]) -> StackPlanText {
        let complaints = warnings.map {
            StackPlanText.Line(.warning, Phrase(named: $0.message))
        }
        let items = plan.items.map { item in
            StackPlanText.Line(
                mark(of: item.change),
                Phrase(
                    words: item.line.words,
                    word: item.line.kind?.rawValue,
                    names: item.line.values
                )
            )
        }
        return StackPlanText(lines: complaints + items, isEmpty: plan.isEmpty)
    }

    private static func mark(of change: StackPlan.Change) -> StackPlanText.Mark {
        switch change {
        case .add: .added
        case .change: .changed
        case .leftOver(isPruned: true): .removed
        case .refused: .warning
        case .unchanged, .fixed, .unreadable, .leftOver: .same
        }
    }
}
