/// How the server lets time go by; tests put another way in its place.
struct Pause: Sendable {
    /// Returns after the time, or early when the task is canceled; `false` then.
    var wait: @Sendable (Duration) async -> Bool

    /// The host's own clock.
    static let real = Pause { duration in (try? await Task.sleep(for: duration)) != nil }
}
