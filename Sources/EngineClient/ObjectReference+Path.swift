import SwarmModel

extension ObjectReference {
    /// Where the Engine API has the object; `nil` for a stack, which is a label only.
    var enginePath: String? {
        switch self {
        case .node(let id): "/nodes/\(id)"
        case .service(let id): "/services/\(id)"
        case .task(let id): "/tasks/\(id)"
        case .network(let id): "/networks/\(id)"
        case .secret(let id): "/secrets/\(id)"
        case .config(let id): "/configs/\(id)"
        case .volume(let name, _): "/volumes/\(EngineRequest.escaped(name))"
        case .stack, .image: nil
        }
    }
}
