package import Basics
import SwarmModel
package import SwarmStore

// Secrets and configs on their way to the nodes that need them.
extension Agents {
    /// The secrets that a node was sent and still has: those its live tasks use, by id.
    ///
    /// One that was removed since stays until its last task there is over.
    ///
    /// - Complexity: O(containers of the node).
    /// - Source: DIS-33, DIS-34, SEC-7.
    package func secrets(on node: NodeID, in store: Store) -> [SecretID] {
        let users = users(on: sessionSlot(of: node), store)
        if store.flaw == .sendsAllSecrets, !users.isEmpty { return store.secrets.map(\.id) }
        return Set(users.flatMap(\.secrets).map(\.id)).sorted()
    }

    /// The configs that a node was sent and still has, like its secrets.
    package func configs(on node: NodeID, in store: Store) -> [ConfigID] {
        let used = users(on: sessionSlot(of: node), store).flatMap(\.configs).map(\.id)
        return Set(used).sorted()
    }

    /// Why the container cannot be started: a secret or config that is gone by the time the task
    /// is sent, and that no other task has brought to the node (DIS-34, DIS-35); empty = nothing is
    /// missing.
    func missingFile(_ spec: ContainerSpec, on session: Int32, _ store: Store) -> String {
        let text = "starting container failed: unable to get"
        for secret in spec.secrets where store.secret(secret.id) == nil {
            let isHeld = users(on: session, store).contains { user in
                user.secrets.contains { $0.id == secret.id }
            }
            if !isHeld { return "\(text) secret from secret store: secret \(secret.id) not found" }
        }
        for config in spec.configs where store.config(config.id) == nil {
            let isHeld = users(on: session, store).contains { user in
                user.configs.contains { $0.id == config.id }
            }
            if !isHeld { return "\(text) config from config store: config \(config.id) not found" }
        }
        return ""
    }

    /// Why the container cannot be started although all files are there: a template in one of them
    /// is faulty; empty = none is.
    ///
    /// Secrets are sealed here: a template that asks for one gets a text in its place.
    ///
    /// - Source: LIF-52.
    func faultyFile(_ task: SwarmTask, _ store: Store) -> String {
        let spec = task.spec.value.container
        let files = spec.configs.compactMap { store.config($0.id) }
            .filter { $0.spec.templating != nil }
        if files.isEmpty { return "" }
        let node = task.nodeID.flatMap { store.node($0)?.description }
        let template = PayloadTemplate(
            context: TaskContext(task, on: node),
            container: spec,
            secret: { store.secret($0) == nil ? nil : Array("sealed".utf8) },
            config: { store.config($0)?.spec.data }
        )
        for file in files {
            do throws(TemplateError) {
                _ = try template.expand(file.spec.data, templating: file.spec.templating)
            } catch {
                return "starting container failed: unable to get config from config store: "
                    + "failed to expand templated config \(file.id): \(error)"
            }
        }
        return ""
    }

    /// What the live tasks of a node run, as far as they had all they need.
    private func users(on session: Int32?, _ store: Store) -> [ContainerSpec] {
        guard let session = session.flatMap({ sessions[$0] }) else { return [] }
        return session.containers.compactMap { slot in
            guard let container = containers[slot], container.startFailure.isEmpty,
                let task = store.task(container.task), task.isLive
            else { return nil }
            return task.spec.value.container
        }
    }
}
