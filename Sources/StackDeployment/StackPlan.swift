package import Compose
import SwarmModel
package import SwarmStore

/// What a deployment would do to a cluster, object by object.
package struct StackPlan: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case network, secret, config, service
    }

    package enum Change: Hashable, Sendable {
        case add
        /// The engine is sent the fields; for services also what becomes of the tasks.
        case change([FieldChange], TaskEffect)
        case unchanged
        /// It differs, and stays as it is: docker never changes a network.
        case fixed([String])
        /// The same as far as one can tell: nobody can read back what is stored.
        case unreadable
        /// It bears the stack's label and is not in the file; it stays, unless it is pruned.
        case leftOver(isPruned: Bool)
        /// The deployment fails here, for this reason.
        case refused(StackError)
    }

    package struct Item: Hashable, Sendable {
        package var kind: Kind
        /// The name in the cluster.
        package var name: String
        package var change: Change
    }

    /// In the order in which they are carried out: networks, secrets, configs, services.
    package var items: [Item]

    /// Whether a deployment would send nothing at all.
    package var isEmpty: Bool {
        items.allSatisfy { item in
            switch item.change {
            case .unchanged, .fixed, .unreadable, .leftOver(isPruned: false): true
            case .add, .change, .leftOver, .refused: false
            }
        }
    }

    /// The first reason for which the deployment would fail.
    package var refusal: StackError? {
        for case .refused(let error) in items.lazy.map(\.change) { return error }
        return nil
    }

    /// Compares a stack with what is stored; nothing is changed.
    ///
    /// - Throws: `invalidStackName`.
    package init(
        _ stack: ComposeStack,
        as name: String,
        in store: Store,
        prune: Bool = false
    ) throws(ComposeError) {
        let steps = StackSteps(stack: stack, name: try StackName(name), store: store, prune: prune)
        items =
            steps.networks.map(\.item) + steps.secrets.map(\.item) + steps.configs.map(\.item)
            + steps.services(resolver: nil).map(\.item) + steps.leftOvers.map(\.item)
    }
}
