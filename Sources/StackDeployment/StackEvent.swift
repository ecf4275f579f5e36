package import Basics
package import SwarmModel

/// What a deployment or a removal does, as it does it.
package enum StackEvent: Hashable, Sendable {
    case creating(StackPlan.Kind, String)
    case updatingService(String, ServiceID)
    /// Labels of a secret or config; docker changes them without a word.
    case updatingLabels(StackPlan.Kind, String)
    /// A service whose spec is the stored one; docker would send it all the same.
    case unchangedService(String)
    /// A secret that may or may not hold what the file says.
    case notCompared(StackPlan.Kind, String)
    case removing(StackPlan.Kind, String)
    case notRemoved(StackPlan.Kind, id: String, EngineError)
    case nothingFound(String)
    /// What the engine adds to its yes.
    case warning(String)

    /// The line that docker prints; its own where docker prints none.
    package var line: String {
        switch self {
        case .creating(let kind, let name): "Creating \(kind.rawValue) \(name)"
        case .updatingService(let name, let id): "Updating service \(name) (id: \(id))"
        case .updatingLabels(let kind, let name): "Updating \(kind.rawValue) \(name)"
        case .unchangedService(let name): "Service \(name) is unchanged"
        case .notCompared(let kind, let name):
            "Keeping \(kind.rawValue) \(name): what it holds cannot be compared with the file"
        case .removing(let kind, let name): "Removing \(kind.rawValue) \(name)"
        case .notRemoved(let kind, let id, let error):
            "Failed to remove \(kind.rawValue) \(id): Error response from daemon: \(error.message)"
        case .nothingFound(let name): "Nothing found in stack: \(name)"
        case .warning(let text): text
        }
    }

    /// Whether docker writes the line to its standard error.
    package var isComplaint: Bool {
        switch self {
        case .notRemoved, .nothingFound, .warning, .notCompared: true
        default: false
        }
    }
}
