import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

/// Says what a change would do, from the cluster as it is.
struct BoxReader {
    let cluster: ClusterState
    /// Nodes that are drained together: none of them takes the others' tasks.
    private let leaving: Set<NodeID>

    init(cluster: ClusterState, changes: [Change]) {
        self.cluster = cluster
        leaving = Set(
            changes.compactMap {
                if case .availability(let id, .drain) = $0 { return id }
                return nil
            }
        )
    }

    var store: Store { cluster.store }

    /// What the input field begins with.
    func firstInput(for change: Change) -> String {
        switch change {
        case .nodeLabels(let id):
            return store.node(id).map { LabelText.write($0.spec.labels) } ?? ""
        case .serviceLabels(let id):
            return store.service(id).map { LabelText.write($0.spec.labels) } ?? ""
        case .scale(let id):
            return store.service(id)?.spec.mode.replicas.map { "\($0)" } ?? ""
        case .image(let id):
            return store.service(id).map { RowReader.shortImage($0.spec.task.container.image) }
                ?? ""
        default: return ""
        }
    }

    func contents(of change: Change, input: String) -> BoxContents {
        switch change {
        case .availability(let id, let availability):
            node(id) { availabilityContents($0, availability, leaving: leaving) }
        case .safeDrain(let id, let count): node(id) { safeDrainContents($0, count) }
        case .role(let id, let role): node(id) { roleContents($0, role) }
        case .nodeLabels(let id): node(id) { labelContents($0, input: input) }
        case .removeNode(let id): node(id) { removeContents($0) }
        case .addNode(let role, let zone): addContents(role, zone: zone, name: input)
        case .leave(let id): node(id) { leaveContents($0) }
        case .forceNewCluster(let id): node(id) { forceContents($0) }
        case .unlock(let id, let key): node(id) { unlockContents($0, key: key) }
        case .fault(let plan): faultContents(plan)
        case .rotateToken(let role): rotateContents(role)
        case .rotateUnlockKey: rotateKeyContents()
        case .lock(let isOn): lockContents(isOn)
        case .scale(let id): service(id) { scaleContents($0, input: input) }
        case .image(let id): service(id) { imageContents($0, input: input) }
        case .serviceLabels(let id): service(id) { labelContents($0, input: input) }
        case .environment(let id): service(id) { environmentContents($0, input: input) }
        case .forceUpdate(let id): service(id) { forceContents($0) }
        case .resumeUpdate(let id): service(id) { resumeContents($0) }
        case .holdUpdate(let id): service(id) { holdContents($0) }
        case .editSpec(let reference, let edit): editContents(reference, edit)
        case .rotateData(let rotation): rotateDataContents(rotation)
        case .rollback(let id): service(id) { rollbackContents($0) }
        case .removeService(let id): service(id) { removeContents($0) }
        case .killContainer(let id): killContents(id)
        case .removeObject(let reference): removeContents(reference)
        case .removeStack(let name): removeStackContents(name)
        case .deployStack(let operation, let name, let files):
            deployContents(operation, name: name, files: files)
        case .createFromFile(let kind, let name, let path):
            createContents(kind, name: name, path: path)
        case .createNetwork(let name): createNetworkContents(name)
        case .branch(let moment, let now, let isForgotten):
            branchContents(moment, now: now, isForgotten: isForgotten)
        }
    }

    private func node(_ id: NodeID, _ make: (Node) -> BoxContents) -> BoxContents {
        store.node(id).map(make) ?? Self.gone("node")
    }

    private func service(_ id: ServiceID, _ make: (Service) -> BoxContents) -> BoxContents {
        store.service(id).map(make) ?? Self.gone("service")
    }

    static func gone(_ kind: String) -> BoxContents {
        var contents = BoxContents(title: "\(word: kind) is gone", docker: "", verb: "OK")
        contents.refusal = "the \(word: kind) is gone"
        return contents
    }

    private func branchContents(
        _ moment: Moment,
        now: Moment,
        isForgotten: Bool
    ) -> BoxContents {
        let snapshot = cluster.snapshot
        let time = Age.timeOfDay(nanoseconds: snapshot.wallTime(of: moment).nanoseconds)
        var contents = BoxContents(title: "Branch at \(time)", docker: "", verb: "Branch")
        contents.isDestructive = true
        contents.say("The cluster goes back to \(time) and stands still there.")
        contents.say("To let it run: F9 shows the clock, and space starts it.")
        contents.warn("what happened since then, \(Age.text(now - moment)), is undone")
        contents.say("The journal as it is now is kept as a file beside the cluster's own.", .dim)
        if isForgotten { contents.say("Both go when this cluster's console ends.", .dim) }
        contents.deed = .branch(moment)
        return contents
    }

    private func deployContents(
        _ operation: OperationID,
        name: String,
        files: [String]
    ) -> BoxContents {
        var contents = BoxContents(
            title: "Deploy stack \(name)",
            docker: "docker stack deploy \(files.map { "-c \($0) " }.joined())\(name)",
            verb: "Deploy"
        )
        contents.say("The plan behind this box is carried out, service by service.")
        contents.deed = .deployStack(operation)
        return contents
    }
}
