import Basics
import ClusterPorts
import EngineAPI
import SwarmModel
import SwarmStore

// Containers of this machine, as lists and inspections show them.
extension EngineEndpoint {
    /// What this machine's engine knows; an empty engine on a machine that is in no swarm.
    func machineReading(_ view: EngineView) async -> MachineReading {
        guard let node = view.node, let machines = session as? any MachineSession else {
            return MachineReading(isPoweredOn: true)
        }
        return await machines.machine(of: node.id) ?? MachineReading(isPoweredOn: false)
    }

    func containers(_ view: EngineView) async -> [ContainerView] {
        view.containers(await machineReading(view), removed: await ledger.removed)
    }

    func container(_ name: String, _ view: EngineView) async throws(EngineError) -> ContainerView {
        try EngineView.find(name, among: await containers(view))
    }

    func image(_ reference: String) async -> ImageReading? {
        guard let machines = session as? any MachineSession else { return nil }
        return await machines.image(named: reference)
    }

    /// Answers what is asked of containers; `nil` for any other call.
    func containerReply(
        _ route: Route,
        _ request: APIRequest,
        _ view: EngineView
    ) async throws(EngineError) -> APIReply? {
        let query = request.target.query
        switch route {
        case .containers:
            let filter = try ContainerFilter(query)
            var list: [JSONValue] = []
            for container in try filter.kept(of: await containers(view)) {
                list.append(container.summary(image: await image(container.task.image)))
            }
            return try .json(list)
        case .container(let name):
            let container = try await container(name, view)
            return try .json(container.inspection(image: await image(container.task.image)))
        case .containerTop(let name):
            return try .json(try await container(name, view).processes())
        case .removeContainer(let name): return try await removed(name, query, view)
        case .containerAct(let act, let name): return try await acted(act, name, query, view)
        case .createContainer: throw .servicesOnly
        case .pruneContainers: return try await prunedContainers(view)
        case .resizeContainer(let name):
            _ = try await container(name, view)
            return .empty()
        case .connectNetwork, .disconnectNetwork:
            let body = try request.json()
            _ = try await container(body["Container"]?.text ?? "", view)
            throw .servicesOnly
        default: return nil
        }
    }
}

extension EngineError {
    /// Said to who wants a container of no service.
    static let servicesOnly = EngineError(
        status: 501,
        message: "skep runs containers of services only: use docker service create"
    )
}
