import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

extension RowReader {
    func cell(_ column: ColumnID, of service: Service) -> CellText {
        switch column {
        case .name: CellText(service.name.safe)
        case .replicas: replicas(of: service)
        case .status: status(of: service)
        case .mode: CellText(service.spec.mode.name, .dim)
        case .image: CellText(Self.shortImage(service.spec.task.container.image))
        case .ports: CellText(ports(of: service), .dim)
        case .stack: CellText(service.stack ?? "", .dim)
        case .id: CellText(service.id.short, .dim)
        case .age: age(since: service.meta.createdAt)
        default: .empty
        }
    }

    func sortKey(_ column: ColumnID, of service: Service) -> SortKey {
        switch column {
        case .replicas: .number(Int64(ServiceReading(service, in: cluster.store).running))
        case .age: .number(service.meta.createdAt.nanoseconds)
        default: .text(cell(column, of: service).text.string)
        }
    }

    private func replicas(of service: Service) -> CellText {
        let reading = ServiceReading(service, in: cluster.store)
        let slot: Slot =
            reading.isMissing ? (reading.running == 0 ? .bad : .warn) : .text
        // How many have completed is counted for jobs only, which are few and have few tasks.
        if service.spec.mode.isJob {
            let counts = cluster.store.counts(of: service.id)
            return CellText(CommandLineWords.replicas(counts, of: service.spec), slot)
        }
        let most = service.spec.task.placement.maxReplicas
        return CellText(reading.replicas + (most > 0 ? " (max \(most))" : ""), slot)
    }

    private func status(of service: Service) -> CellText {
        let progress = rollouts.progressWords(of: service)
        let (word, slot) = ServiceReading(service, in: cluster.store).status(progress: progress)
        let sign =
            switch slot {
            case .ok: "●"
            case .progress: "◐"
            case .warn: "▲"
            case .bad: "✗"
            default: "-"
            }
        return CellText("\(sign) \(word)", slot)
    }

    private func ports(of service: Service) -> String {
        let ports = service.endpoint?.ports ?? service.spec.endpoint?.ports ?? []
        return ports.map(\.words).joined(separator: ", ")
    }

    /// The image without the digest that the command line pins to it.
    static func shortImage(_ image: String) -> String {
        guard let at = image.firstIndex(of: "@"), image.contains(":") else { return image }
        return String(image[..<at])
    }
}
