/// Why skep cannot attach to an engine, and what to do about it; words for the user.
package enum AttachFailure: Error, Hashable, Sendable, CustomStringConvertible {
    case badAddress(String)
    case notSupported(String, String)
    case noSuchContext(String)
    case brokenContext(String, String)
    /// The machine's `ssh` is missing, or gave up.
    case noShell(String, String)
    case noSocket(String)
    case notAllowed(String)
    case unreachable(String, String)
    /// The engine is there, and its swarm is in trouble.
    case helpless(String, String)
    /// One side's certificate is refused by the other.
    case refusedCertificate(String, String)
    /// TLS is asked for, and the folder has nothing to check the engine's certificate with.
    case noAuthority(String)
    case needsCertificate(String)
    case speaksPlainly(String)
    case noEngine(String, String)
    case tooOld(String, String)
    case notManager(String)
    case inactive(String)
    /// The console's own trouble, already in words.
    case console(String)

    package var description: String {
        switch self {
        case .badAddress(let text):
            "\(text) is no engine's address: give unix:///path/to/docker.sock, tcp://HOST:PORT or "
                + "ssh://USER@HOST"
        case .notSupported(let what, let instead): "\(what) is not supported: \(instead)"
        case .noSuchContext(let name):
            "there is no docker context named \(name): docker context ls shows those there are"
        case .brokenContext(let name, let why): "the docker context \(name) cannot be read: \(why)"
        case .noShell(let address, let why):
            "cannot reach \(address) by ssh: \(why). It must let you in without a question; try: "
                + "ssh -o BatchMode=yes HOST docker version"
        case .noSocket(let address):
            "there is no engine at \(address): is the Docker daemon running? docker context ls "
                + "shows other engines"
        case .notAllowed(let address):
            "this user may not use \(address): join the group docker, or try sudo"
        case .unreachable(let address, let why):
            "cannot connect to the Docker daemon at \(address): \(why). Is the docker daemon running?"
        case .helpless(let address, let why):
            "the engine at \(address) cannot tell of its swarm: \(why)"
        case .refusedCertificate(let address, let why):
            "the engine at \(address) and skep do not trust each other: \(why)"
        case .noAuthority(let folder):
            "there is no ca.pem in \(folder), by which the engine would be known: DOCKER_CERT_PATH "
                + "names the folder with ca.pem, cert.pem and key.pem"
        case .needsCertificate(let address):
            "the engine at \(address) speaks TLS only: set DOCKER_TLS_VERIFY=1 and "
                + "DOCKER_CERT_PATH, or attach with --context"
        case .speaksPlainly(let address):
            "what answers at \(address) speaks no TLS: unset DOCKER_TLS_VERIFY if that is meant"
        case .noEngine(let address, let why): "\(address) does not speak as a Docker engine: \(why)"
        case .tooOld(let address, let version):
            "the engine at \(address) speaks API \(version); skep needs 1.41 (Docker 20.10) or newer"
        case .notManager(let address):
            "the engine at \(address) is a worker of its swarm: attach to a manager "
                + "(docker node ls on a manager names them)"
        case .inactive(let address):
            "the engine at \(address) is in no swarm: docker swarm init starts one there"
        case .console(let words): words
        }
    }
}
