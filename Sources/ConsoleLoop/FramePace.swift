import Basics
import ClusterPorts
import Console

/// Decides when a frame is due: at once for a key, at a steady pace for everything else.
struct FramePace {
    private var lastFrame = WallTime(nanoseconds: 0)
    private var isDue = false
    private var isUrgent = false

    mutating func note(_ message: ConsoleMessage) {
        isDue = true
        if case .input = message { isUrgent = true }
    }

    /// Whether to draw now; if so, counts the frame as drawn.
    mutating func mayDraw(at now: WallTime) -> Bool {
        // A wake without a message means that ages or fading marks moved on.
        guard isUrgent || now - lastFrame >= ConsoleLoop.frameInterval else {
            isDue = true
            return false
        }
        lastFrame = now
        isDue = false
        isUrgent = false
        return true
    }

    /// The next wake: the model's own, or the frame that is still owed.
    func earliest(_ wake: WallTime?) -> WallTime? {
        guard isDue else { return wake }
        let frame = lastFrame + ConsoleLoop.frameInterval
        return wake.map { min($0, frame) } ?? frame
    }
}

/// Rings the inbox at a time; setting another time replaces the first.
struct Alarm {
    private let inbox: Inbox
    private var time: WallTime?
    private var sleeper: Task<Void, Never>?

    init(inbox: Inbox) { self.inbox = inbox }

    mutating func set(_ wake: WallTime?, in group: inout DiscardingTaskGroup) {
        guard wake != time || (wake.map { $0 <= .current } ?? false) else { return }
        sleeper?.cancel()
        time = wake
        guard let wake else { return sleeper = nil }
        let wait = max(.milliseconds(1), wake - .current)
        sleeper = Task { [inbox] in
            guard (try? await Task.sleep(for: wait)) != nil else { return }
            inbox.wake()
        }
    }
}
