import Basics
import Cells
import SwarmModel
import SwarmStore

/// Turns objects into cells, sort keys and words to filter by.
struct RowReader {
    let cluster: ClusterState
    let rollouts: RolloutBook
    let now: Moment
    /// The network whose addresses are shown; `nil` = all that a task has.
    var network: NetworkID?

    init(cluster: ClusterState, rollouts: RolloutBook, now: Moment) {
        self.cluster = cluster
        self.rollouts = rollouts
        self.now = now
    }

    /// The same for a table of one kind.
    func reading(_ kind: TableKind) -> RowReader {
        var reader = self
        if case .tasks(.network(let id)) = kind { reader.network = id }
        return reader
    }

    func cell(_ column: ColumnID, of subject: RowSubject, isHistory: Bool = false) -> CellText {
        switch subject {
        case .node(let node): cell(column, of: node)
        case .service(let service): cell(column, of: service)
        case .task(let task): cell(column, of: task, isHistory: isHistory)
        case .stack(let stack): cell(column, of: stack)
        case .network(let network): cell(column, of: network)
        case .config(let config): dataCell(column, of: config)
        case .secret(let secret): dataCell(column, of: secret)
        case .volume(let volume): cell(column, of: volume)
        case .image(let image): cell(column, of: image)
        }
    }

    func sortKey(_ column: ColumnID, of subject: RowSubject) -> SortKey {
        switch subject {
        case .node(let node): sortKey(column, of: node)
        case .service(let service): sortKey(column, of: service)
        case .task(let task): sortKey(column, of: task)
        case .stack(let stack): sortKey(column, of: stack)
        case .image(let image): sortKey(column, of: image)
        case .network, .config, .secret, .volume: sortKeyOfOther(column, of: subject)
        }
    }

    /// What a filter looks at: everything that a wide table shows of the object, but its age.
    func words(of subject: RowSubject, columns: [Column]) -> [String] {
        columns.filter { !$0.isAge }.map { cell($0.id, of: subject).text.string }
    }

    /// The labels that `-l` looks at; a task has its service's.
    func labels(of subject: RowSubject) -> [String: String] {
        switch subject {
        case .node(let node): node.spec.labels
        case .service(let service): service.spec.labels
        case .task(let task): cluster.store.service(task.serviceID)?.spec.labels ?? [:]
        case .stack(let stack): [StackLabel.namespace: stack.name]
        case .network(let network): network.spec.labels
        case .config(let config): config.spec.labels
        case .secret(let secret): secret.spec.labels
        case .volume(let volume): volume.labels
        case .image: [:]
        }
    }

    /// The moment from which the object's shown age counts.
    func shownMoment(of subject: RowSubject) -> Moment? {
        switch subject {
        case .node(let node): node.meta.createdAt
        case .service(let service): service.meta.createdAt
        case .task(let task): task.status.timestamp
        case .stack, .image: nil
        case .network(let network): network.meta.createdAt
        case .config(let config): config.meta.createdAt
        case .secret(let secret): secret.meta.createdAt
        case .volume(let volume): volume.createdAt
        }
    }

    func age(since moment: Moment) -> CellText { CellText(Age.text(now - moment), .dim) }

    static func labels(_ labels: [String: String]) -> CellText {
        let shown = labels.filter { !$0.key.hasPrefix("com.docker.stack.") }
        let words = shown.keys.sorted().map { key in
            shown[key].map { $0.isEmpty ? key : "\(key)=\($0)" } ?? key
        }
        return CellText(words.joined(separator: " "), .dim)
    }

    static func isFaulty(_ subject: RowSubject, in store: Store) -> Bool {
        switch subject {
        case .node(let node):
            node.status.state != .ready || node.manager?.reachability == .unreachable
        case .service(let service): ServiceReading(service, in: store).isFaulty
        case .task(let task): TaskLook.isFaulty(task)
        case .stack(let stack): stack.running < stack.wanted || stack.isPaused
        case .image(let image): image.running < image.wanted
        case .network, .config, .secret, .volume: false
        }
    }
}
