package import Basics

/// A name that a task's container asks the embedded DNS for.
package struct NameQuery: Hashable, Codable, Sendable {
    package var name: String
    /// Who asks: what it finds depends on the networks it is on.
    package var task: TaskID

    package init(_ name: String, from task: TaskID) {
        self.name = name
        self.task = task
    }
}

/// What the embedded DNS answers, and where it found it.
package struct NameAnswer: Hashable, Sendable {
    /// What kind of name it turned out to be.
    package enum Kind: Hashable, Sendable {
        /// A service in endpoint mode vip, or one of its aliases.
        case virtualIP
        /// A service in endpoint mode dnsrr, or one of its aliases: all of its tasks.
        case roundRobin
        /// `tasks.NAME`: all tasks, whatever the endpoint mode.
        case tasks
        /// One container's name, its short id, or a host name of the service.
        case container
        /// An address, answered with the container's name.
        case reverse
        /// An extra host of the container: its hosts file comes before the DNS.
        case hostsFile
        /// Nobody bears the name here.
        case unknown
    }

    /// One address that the name stands for; for ``Kind/reverse`` the name is the answer.
    package struct Record: Hashable, Sendable {
        package enum Owner: Hashable, Sendable {
            case service(ServiceID)
            case task(TaskID)
            case host
        }

        /// Without the length of the prefix.
        package var address: String
        package var owner: Owner
        package var name: String

        package init(address: String, owner: Owner, name: String) {
            self.address = address
            self.owner = owner
            self.name = name
        }
    }

    package var kind: Kind
    /// In the order of the places; the engine shuffles them for each answer.
    package var records: [Record]
    /// Where it was found; `nil` for the hosts file, and when nothing was.
    package var network: NetworkID?
    /// The networks that were looked through, in order.
    package var searched: [NetworkID]
    /// Why nothing was found, in words; empty when something was.
    package var note: String

    package init(
        _ kind: Kind,
        _ records: [Record] = [],
        on network: NetworkID? = nil,
        searched: [NetworkID] = [],
        note: String = ""
    ) {
        self.kind = kind
        self.records = records
        self.network = network
        self.searched = searched
        self.note = note
    }
}
