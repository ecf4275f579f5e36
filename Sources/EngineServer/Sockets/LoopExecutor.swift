import NIOCore
import Synchronization

/// Runs tasks on the thread of the connections.
///
/// What takes no longer than a change of threads is done there: two wake-ups less for a request.
final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop
    private let isOpen = Mutex(true)

    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isTaken = isOpen.withLock { isOpen in
            if isOpen {
                loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
            }
            return isOpen
        }
        // Who waited for something longer than the server was there goes to its end elsewhere.
        if !isTaken { globalConcurrentExecutor.enqueue(ExecutorJob(job)) }
    }

    /// Takes nothing on any more; before the loop ends.
    func close() { isOpen.withLock { $0 = false } }
}
