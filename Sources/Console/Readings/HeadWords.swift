import Basics
import ClusterPorts
import SwarmModel
import SwarmStore

extension ClusterState {
    /// What a list is headed with: a service's addresses and ports, a network's subnet, what the
    /// managers can stand to lose.
    func headWords(of kind: TableKind) -> String {
        switch kind {
        case .tasks(.service(let id)):
            guard let service = store.service(id) else { return "" }
            var words = (service.endpoint?.virtualIPs ?? []).filter { !$0.address.isEmpty }.map {
                "\(name(of: .network($0.network))) \($0.address.prefix { $0 != "/" })"
            }
            if service.spec.endpoint?.mode == .dnsrr { words.append("dnsrr") }
            words += (service.endpoint?.ports ?? []).map(\.words)
            return words.joined(separator: " · ")
        case .tasks(.network(let id)):
            return (store.network(id)?.subnets ?? []).map { subnet in
                subnet.subnet + (subnet.gateway.isEmpty ? "" : said(" via \(subnet.gateway)"))
            }.joined(separator: " · ")
        case .managers: return snapshot.managers.sentence
        default: return ""
        }
    }
}
