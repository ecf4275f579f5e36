import Basics

/// One service's update, slot by slot.
struct RolloutPage: Sendable {
    let service: ServiceID
    var top = 0
    /// Follows the slots that are being worked on until the user scrolls.
    var follows = true
}
