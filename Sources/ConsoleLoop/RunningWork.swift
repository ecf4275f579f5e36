import Basics
import Console
import Synchronization

/// A work of several steps on its way, and the wish that it stop.
struct RunningWork {
    let task: Task<Void, Never>
    let wish: StopWish

    /// Goes no further than its step; without waiting for the answer to that, if so wished.
    func stop(awaitsStep: Bool) {
        wish.raise()
        if !awaitsStep { task.cancel() }
    }
}

/// Whether a work is to stop before its next step, and whether it has ended.
final class StopWish: Sendable {
    private let state = Mutex((isRaised: false, hasEnded: false))
    var isRaised: Bool { state.withLock { $0.isRaised } }
    var hasEnded: Bool { state.withLock { $0.hasEnded } }
    func raise() { state.withLock { $0.isRaised = true } }
    func end() { state.withLock { $0.hasEnded = true } }
}

extension EffectRunner {
    /// Begins a work of several steps, which the user can stop.
    mutating func startWork(_ effect: ConsoleEffect) {
        switch effect {
        case .deployStack(let id):
            start(id) { [desk] wish, report in
                await desk.deployStack(id, isStopped: { wish.isRaised }, report: report)
            }
        case .removeStack(let name, let id):
            start(id) { [desk] wish, report in
                await desk.removeStack(name, isStopped: { wish.isRaised }, report: report)
            }
        case .rotateData(let rotation, let id):
            start(id) { [desk, session] wish, report in
                let rotating = DataRotating(session: session, rotation: rotation)
                return await rotating.carryOut(
                    desk.read(rotation.path),
                    isStopped: { wish.isRaised },
                    report: report
                )
            }
        default: break
        }
    }

    private mutating func start(
        _ id: OperationID,
        _ body: @escaping @Sendable (StopWish, @Sendable (SafeText) -> Void) async -> WorkEnd
    ) {
        works = works.filter { !$0.value.wish.hasEnded }
        let wish = StopWish()
        let task = Task { [inbox] in
            let end = await body(wish) { inbox.post(.workProgress(id, [$0], ended: nil)) }
            inbox.post(.workProgress(id, [], ended: end))
            wish.end()
        }
        works[id] = RunningWork(task: task, wish: wish)
    }
}
