/// Why skep cannot attach to an engine, and what to do about it; words for the user.
package enum AttachFailure: Error, Hashable, Sendable, CustomStringConvertible {
    case badAddress(String)
    case notSupported(String, String)
    case noSuchContext(String)
    case brokenContext(String, String)
    case unreachable(String, String)
    case noEngine(String, String)
    case tooOld(String, String)
    case notManager(String)
    case inactive(String)
    case locked(String)
    /// The console's own trouble, already in words.
    case console(String)

    package var description: String {
        switch self {
        case .badAddress(let text):
            "\(text) is no engine's address: give unix:///path/to/docker.sock or tcp://HOST:PORT"
        case .notSupported(let what, let instead): "\(what) is not supported: \(instead)"
        case .noSuchContext(let name):
            "there is no docker context named \(name): docker context ls shows those there are"
        case .brokenContext(let name, let why): "the docker context \(name) cannot be read: \(why)"
        case .unreachable(let address, let why):
            "cannot connect to the Docker daemon at \(address): \(why). Is the docker daemon running?"
        case .noEngine(let address, let why): "\(address) does not speak as a Docker engine: \(why)"
        case .tooOld(let address, let version):
            "the engine at \(address) speaks API \(version); skep needs 1.41 (Docker 20.10) or newer"
        case .notManager(let address):
            "the engine at \(address) is a worker of its swarm: attach to a manager "
                + "(docker node ls on a manager names them)"
        case .inactive(let address):
            "the engine at \(address) is in no swarm: docker swarm init starts one there"
        case .locked(let address):
            "the swarm of the engine at \(address) is locked: docker swarm unlock asks for its key"
        case .console(let words): words
        }
    }
}
