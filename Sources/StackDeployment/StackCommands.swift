package import Compose
package import SwarmModel
package import SwarmStore

/// What a deployment sends, for those who have a store and no session.
package enum StackCommands {
    /// The commands that can be sent now: networks, secrets and configs first; once the store has
    /// them, the services.
    ///
    /// - Returns: `[]` when nothing is left to be done, or nothing can be.
    /// - Throws: `invalidStackName`.
    package static func next(
        for stack: ComposeStack,
        as name: String,
        in store: Store
    ) throws(ComposeError) -> [ClusterCommand] {
        let steps = StackSteps(
            stack: stack,
            name: try StackName(name),
            store: store,
            prune: false
        )
        let objects = (steps.networks + steps.secrets + steps.configs).compactMap(\.command)
        if !objects.isEmpty { return objects }
        return steps.services(resolver: steps.stored).compactMap(\.command)
    }
}
