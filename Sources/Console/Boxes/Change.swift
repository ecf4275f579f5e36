import Basics
import Cells
import ClusterPorts
import SwarmModel

/// A change that the user is asked about: what to do to which object.
enum Change: Hashable, Sendable {
    case availability(NodeID, NodeAvailability)
    /// skep's own drain, so many tasks of a service at a time.
    case safeDrain(NodeID, parallelism: UInt64)
    case role(NodeID, NodeRole)
    case nodeLabels(NodeID)
    case removeNode(NodeID)
    case addNode(NodeRole, zone: String)
    case leave(NodeID)
    case forceNewCluster(NodeID)
    case unlock(NodeID, key: String)
    case fault(FaultPlan)
    case rotateToken(NodeRole)
    case rotateUnlockKey
    case lock(Bool)

    case scale(ServiceID)
    case image(ServiceID)
    case environment(ServiceID)
    case serviceLabels(ServiceID)
    case forceUpdate(ServiceID)
    case resumeUpdate(ServiceID)
    case rollback(ServiceID)
    case removeService(ServiceID)

    case killContainer(TaskID)
    /// A network, config, secret or volume.
    case removeObject(ObjectReference)
    case removeStack(String)
    case deployStack(OperationID, name: String, files: [String])
    case createFromFile(FileObjectKind, name: String, path: String)
    case createNetwork(String)
    case editSpec(ObjectReference, SpecEdit)
    case holdUpdate(ServiceID)
    case rotateData(DataRotation)
    /// An earlier moment becomes the present, and what came until that was asked is undone.
    ///
    /// What is kept of that time is forgotten with the whole cluster when its console ends, or not.
    case branch(Moment, asked: Moment, isForgotten: Bool)

    /// The object whose version counts; `nil` if the change makes something new.
    var subject: ObjectReference? {
        switch self {
        case .availability(let id, _), .safeDrain(let id, _), .role(let id, _), .nodeLabels(let id),
            .removeNode(let id),
            .leave(let id), .forceNewCluster(let id), .unlock(let id, _):
            .node(id)
        case .scale(let id), .image(let id), .environment(let id), .forceUpdate(let id),
            .resumeUpdate(let id), .rollback(let id), .removeService(let id):
            .service(id)
        case .holdUpdate(let id), .serviceLabels(let id): .service(id)
        case .editSpec(let reference, _): reference
        case .killContainer(let id): .task(id)
        case .removeObject(let reference): reference
        case .removeStack(let name): .stack(name)
        case .addNode, .deployStack, .createFromFile, .createNetwork, .fault, .rotateToken,
            .rotateUnlockKey, .lock, .rotateData, .branch:
            nil
        }
    }

    /// Whether only a simulated cluster can do it.
    var isSimulationOnly: Bool {
        switch self {
        case .addNode, .leave, .forceNewCluster, .unlock, .fault, .branch: true
        default: false
        }
    }

    /// Whether a majority of the managers must agree: not where it is about machines as such.
    var needsQuorum: Bool {
        switch self {
        case .leave, .forceNewCluster, .unlock, .fault, .killContainer, .branch: false
        default: true
        }
    }
}

/// What the console is to do once the user has agreed.
enum Deed: Hashable, Sendable {
    case command(ClusterCommand)
    /// Several, one after the other.
    case commands([ClusterCommand])
    case removeStack(String)
    case deployStack(OperationID)
    case createFromFile(FileObjectKind, name: String, path: String)
    case changeSpec(ObjectReference, version: UInt64, SpecEdit)
    case rotateData(DataRotation)
    case branch(Moment)
    case safeDrain(NodeID, parallelism: UInt64)
}

/// What a box offers besides what it asks about.
enum SecondWay: Hashable, Sendable {
    /// skep's own drain: no replica less meanwhile; and the docker commands for it.
    case safeDrain(NodeID, docker: String)

    /// The word on the button.
    var verb: Phrase {
        switch self {
        case .safeDrain: "Safe drain"
        }
    }

    /// What it is when it is asked about by itself.
    var change: Change {
        switch self {
        case .safeDrain(let id, _): .safeDrain(id, parallelism: ConsoleModel.drainParallelism)
        }
    }

    /// The same as docker commands.
    var docker: String {
        switch self {
        case .safeDrain(_, let docker): docker
        }
    }
}

/// What a box says about a change, as things stand now.
struct BoxContents: Sendable {
    /// `Drain node3`.
    var title: Phrase
    /// What will happen, in words.
    var lines: [Line] = []
    /// The same as a docker command.
    var docker: String
    /// The word on the button.
    var verb: Phrase
    /// Whether data or work is lost for good.
    var isDestructive = false
    /// Why it is not done by default.
    var refusal: Phrase?
    /// The name that has to be typed first.
    var confirmName: String?
    /// What the input field asks for; `nil` without one.
    var fieldLabel: Phrase?
    /// What is wrong with what was typed.
    var fieldError: Phrase?
    /// `nil` while there is nothing to do.
    var deed: Deed?
    /// A second way to do it, with a button of its own.
    var alternative: SecondWay?

    init(title: Phrase, docker: String, verb: Phrase) {
        self.title = title
        self.docker = docker
        self.verb = verb
    }

    mutating func say(_ words: Phrase, _ slot: Slot = .text) { lines.append(Line(words, slot)) }

    @_disfavoredOverload
    mutating func say(_ words: some StringProtocol, _ slot: Slot = .text) {
        lines.append(Line(words, slot))
    }

    mutating func warn(_ words: Phrase) { lines.append(Line("▲ " + words.safe, .warn)) }
}
