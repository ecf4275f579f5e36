/// Countable resources.
///
/// CPU in billionths of a core, memory in bytes.
package struct Resources: Hashable, Sendable {
    package var nanoCPUs: Int64
    package var memoryBytes: Int64
    package var generic: [GenericResource]

    package init(nanoCPUs: Int64 = 0, memoryBytes: Int64 = 0, generic: [GenericResource] = []) {
        self.nanoCPUs = nanoCPUs
        self.memoryBytes = memoryBytes
        self.generic = generic
    }

    package var isEmpty: Bool { nanoCPUs == 0 && memoryBytes == 0 && generic.isEmpty }
}

/// A user-defined resource: a count, or one named unit.
///
/// - Source: SCH-20.
package enum GenericResource: Hashable, Sendable {
    case discrete(kind: String, value: Int64)
    case named(kind: String, value: String)

    package var kind: String {
        switch self {
        case .discrete(let kind, _), .named(let kind, _): kind
        }
    }
}

/// A limit as `deploy.resources.limits` has it; pids 0 = none.
package struct ResourceLimits: Hashable, Sendable {
    package var nanoCPUs: Int64
    package var memoryBytes: Int64
    package var pids: Int64

    package init(nanoCPUs: Int64 = 0, memoryBytes: Int64 = 0, pids: Int64 = 0) {
        self.nanoCPUs = nanoCPUs
        self.memoryBytes = memoryBytes
        self.pids = pids
    }
}

/// What a task may use at most, and what is kept free for it.
package struct ResourceRequirements: Hashable, Sendable {
    package var limits: ResourceLimits
    package var reservations: Resources

    package init(limits: ResourceLimits = ResourceLimits(), reservations: Resources = Resources()) {
        self.limits = limits
        self.reservations = reservations
    }
}
