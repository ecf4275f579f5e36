import Basics
import SwarmModel

/// Generic resources, counted once more in other words than the scheduler's.
///
/// - Source: SCH-20, ACC-3.
enum Generics {
    /// What is wrong with what a task was given; `nil` if nothing is.
    static func fault(of task: SwarmTask, among tasks: [SwarmTask], on node: Node) -> String? {
        let given = task.assignedGenericResources
        for want in task.spec.value.resources.reservations.generic
        where amount(of: want.kind, in: given) != amount(of: want) {
            return "wants \(amount(of: want)) \(want.kind) and has \(given)"
        }
        let offers = node.description.resources.generic
        let all = tasks.flatMap(\.assignedGenericResources)
        for kind in Set(given.map(\.kind)).sorted()
        where amount(of: kind, in: all) > amount(of: kind, in: offers) {
            return
                "\(amount(of: kind, in: all)) \(kind) are given of \(amount(of: kind, in: offers))"
        }
        for case .named(let kind, let name) in given {
            let one = GenericResource.named(kind: kind, value: name)
            if !offers.contains(one) { return "\(kind) \(name) is not there" }
            if all.count(where: { $0 == one }) > 1 { return "\(kind) \(name) is given twice" }
        }
        return nil
    }

    /// Whether a node has enough left for one more task.
    static func suffice(for task: SwarmTask, beside tasks: [SwarmTask], on node: Node) -> Bool {
        let taken = tasks.flatMap(\.assignedGenericResources)
        return task.spec.value.resources.reservations.generic.allSatisfy { want in
            let free =
                amount(of: want.kind, in: node.description.resources.generic)
                - amount(of: want.kind, in: taken)
            return amount(of: want) <= free
        }
    }

    private static func amount(of resource: GenericResource) -> Int64 {
        if case .discrete(_, let value) = resource { value } else { 1 }
    }

    private static func amount(of kind: String, in resources: [GenericResource]) -> Int64 {
        resources.filter { $0.kind == kind }.reduce(0) { $0 + amount(of: $1) }
    }
}
