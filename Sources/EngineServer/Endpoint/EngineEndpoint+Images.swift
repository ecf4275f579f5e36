import Basics
import ClusterPorts
import EngineAPI
import SwarmModel
import SwarmStore

// Images: none is real, and none is fetched from anywhere.
extension EngineEndpoint {
    /// The images of this machine: the catalogue's, pulled ones, and those of its containers.
    func images(_ view: EngineView) async -> [ImageReading] {
        var images = await machineReading(view).images
        var known = Set(images.map(\.reference))
        let used = (view.node.map { view.store.tasks(on: $0.id) } ?? []).map(\.image)
        for name in await ledger.pulled(on: view.machine) + used {
            let reference = FamiliarName.text(of: ImageReference(name)?.tagged ?? name)
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
            do throws(EngineError) {
                return try view.imageReply(try await presentImage(name, view))
            } catch  where error.status == 404 {
                throw EngineError(status: 404, message: "no such image: \(name): \(error.message)")
            }
        case .imageHistory(let name):
            return try view.imageHistory(try await presentImage(name, view))
        case .removeImage(let name), .tagImage(let name):
            _ = try await presentImage(name, view)
            throw .cannot("remove or tag images: they are simulated and come from its catalogue")
        case .pruneImages:
            return try .json(["ImagesDeleted": nil, "SpaceReclaimed": 0] as JSONValue)
        case .systemUsage:
            return try view.usageReply(await containers(view), await images(view))
        default: return nil
        }
    }

    private func presentImage(
        _ name: String,
        _ view: EngineView
    ) async throws(EngineError) -> ImageReading {
        let found = await images(view).first { EngineView.matches($0.reference, name) }
        guard let found else {
            let tagged = ImageReference(name)?.tagged ?? name
            throw EngineError(status: 404, message: "No such image: \(tagged)")
        }
        return found
    }

    /// `POST /images/create`: acts out how an image is pulled, or says that there is none.
    func pulled(_ request: APIRequest, _ view: EngineView) async throws(EngineError) -> APIAnswer {
        let query = request.target.query
        let pull = try ImagePull(query)
        guard let image = await image(pull.reference) else {
            throw EngineError(
                status: 404,
                message: "manifest for \(pull.reference) not found: manifest unknown: skep's "
                    + "catalogue has no such image"
            )
        }
        let isPresent = await images(view).contains { $0.reference == image.reference }
        let steps = pull.steps(image, isPresent: isPresent)
        let (machine, pause) = (view.machine, pause)
        let (ledger, feed) = (ledger, feed)
        let event = EngineEvent(
            type: "image",
            action: "pull",
            id: image.reference,
            attributes: ["name": image.reference],
            machine: machine,
            time: view.snapshot.wallTime(of: view.snapshot.now)
        )
        let walk = Walk(steps)
        return .stream(
            APIStream(
                contentType: APIReply.jsonType,
                pieces: AsyncStream {
                    guard let step = await walk.next() else {
                        await ledger.notePull(of: image.reference, on: machine)
                        await feed.tell(event)
                        return nil
                    }
                    guard await pause.wait(step.after) else { return nil }
                    return try? APIReply.jsonBytes(step.line)
                }
            )
        )
    }
}

/// Steps that are taken one by one.
private actor Walk {
    private var rest: ArraySlice<ImagePull.Step>

    init(_ steps: [ImagePull.Step]) { rest = steps[...] }

    func next() -> ImagePull.Step? { rest.popFirst() }
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
