import Basics
import ClusterPorts
import EngineAPI
import SwarmModel
import SwarmStore

// Containers of this machine, and the images they were made from.
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
        case .containerAct(let act, let name): return try await acted(act, name, view)
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

    private func removed(
        _ name: String,
        _ query: QueryItems,
        _ view: EngineView
    ) async throws(EngineError) -> APIReply {
        let container = try await container(name, view)
        if container.state != .exited {
            guard query.flag("force") else {
                throw EngineError(
                    status: 409,
                    message: "You cannot remove a running container \(container.id). Stop the "
                        + "container before attempting removal or force remove"
                )
            }
            _ = try await session.perform(.removeContainer(container.task.id))
        }
        await ledger.remove(container.id)
        return .empty(204)
    }

    private func acted(
        _ act: Route.ContainerAct,
        _ name: String,
        _ view: EngineView
    ) async throws(EngineError) -> APIReply {
        let container: ContainerView
        do throws(EngineError) {
            container = try await self.container(name, view)
        } catch {
            guard act == .kill else { throw error }
            throw EngineError(
                status: error.status,
                message: "Cannot kill container: \(name): \(error.message)"
            )
        }
        switch act {
        case .stop:
            // Stopping what has stopped is fine with the engine.
            guard container.isRunning else { return .empty(304) }
            _ = try await session.perform(.removeContainer(container.task.id))
            return .empty(204)
        case .kill:
            guard container.isRunning else {
                throw EngineError(
                    status: 409,
                    message: "Cannot kill container: \(name): container \(container.id) is not "
                        + "running"
                )
            }
            _ = try await session.perform(.removeContainer(container.task.id))
            return .empty(204)
        case .start, .restart, .pause, .unpause, .rename, .update:
            if act == .start, container.isRunning { return .empty(304) }
            throw .servicesOnly
        }
    }

    private func prunedContainers(_ view: EngineView) async throws(EngineError) -> APIReply {
        let ended = await containers(view).filter { $0.state == .exited }
        for container in ended { await ledger.remove(container.id) }
        return try .json(
            [
                "ContainersDeleted": ended.isEmpty
                    ? nil : JSONValue(ended.map { $0.id.description }),
                "SpaceReclaimed": 0,
            ] as JSONValue
        )
    }

    // MARK: - Images

    /// The images of this machine: the catalogue's, and those of its containers.
    func images(_ view: EngineView) async -> [ImageReading] {
        var images = await machineReading(view).images
        var known = Set(images.map(\.reference))
        for task in view.node.map({ view.store.tasks(on: $0.id) }) ?? [] {
            let reference = ImageReference(task.image)?.tagged ?? task.image
            guard !known.contains(reference), let image = await image(reference) else { continue }
            known.insert(reference)
            images.append(image)
        }
        return images.sorted { $0.reference < $1.reference }
    }

    /// Answers what is asked of images; `nil` for any other call.
    func imageReply(
        _ route: Route,
        _ request: APIRequest,
        _ view: EngineView
    ) async throws(EngineError) -> APIReply? {
        switch route {
        case .images: return try view.imageList(request.target.query, await images(view))
        case .image(let name):
            let found = await images(view).first { EngineView.matches($0.reference, name) }
            guard let found else {
                let tagged = ImageReference(name)?.tagged ?? name
                throw EngineError(
                    status: 404,
                    message: "no such image: \(name): No such image: \(tagged)"
                )
            }
            return try view.imageReply(found)
        case .imageHistory: return try .json([JSONValue]())
        case .removeImage, .tagImage:
            throw EngineError(
                status: 501,
                message: "skep's images are simulated and come from its catalogue: none can be "
                    + "removed or tagged"
            )
        case .pruneImages:
            return try .json(["ImagesDeleted": nil, "SpaceReclaimed": 0] as JSONValue)
        case .systemUsage:
            return try view.usageReply(await containers(view), await images(view))
        default: return nil
        }
    }

    /// `POST /images/create`: says that a simulated image is there, or that there is none.
    func pulled(_ request: APIRequest) async throws(EngineError) -> APIAnswer {
        let query = request.target.query
        let name = query["fromImage"] ?? ""
        let tag = query["tag"] ?? ""
        let reference = tag.isEmpty ? name : "\(name):\(tag)"
        guard ImageReference(reference) != nil else {
            throw EngineError(status: 400, message: "invalid reference format")
        }
        guard let image = await image(reference) else {
            throw EngineError(
                status: 404,
                message: "pull access denied for \(name), repository does not exist or may "
                    + "require 'docker login': skep's catalogue has no such image"
            )
        }
        let lines: [JSONValue] = [
            ["status": .string("Pulling from \(name) (simulated)"), "id": .string(tag)],
            ["status": .string("Status: Image is up to date for \(image.reference)")],
        ]
        var bytes: [UInt8] = []
        for line in lines { bytes += try APIReply.jsonBytes(line) }
        return .stream(
            APIStream(contentType: APIReply.jsonType, pieces: AsyncStream(once: bytes))
        )
    }
}

extension AsyncStream where Element == [UInt8] {
    /// A stream of one piece.
    init(once piece: [UInt8]) {
        self.init { continuation in
            continuation.yield(piece)
            continuation.finish()
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
