import Basics

/// Something whose time has come, and when that was.
struct DueWake: Codable, Sendable {
    let moment: Moment
    let wake: Wake
}

/// What the agents wait for.
enum Wake: Codable, Sendable {
    /// The next step of a container; out of date if its own count differs.
    case container(slot: Int32, wake: UInt32)
    /// Changes to be sent to a node (DIS-31).
    case delivery(session: Int32)
    /// Reports to be written (DIS-6).
    case flush
    /// An agent finds its way to the dispatcher.
    case registration(session: Int32, number: UInt32)
    /// No beat for too long (DIS-2, DIS-3).
    case expiry(session: Int32, epoch: UInt32)
    /// Down for a day (LIF-20).
    case orphaning(session: Int32, epoch: UInt32)
}
