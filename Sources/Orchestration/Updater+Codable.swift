import Basics
import SwarmModel

/// Saved without what follows from the service's spec.
extension Updater: Codable {
    private enum CodingKeys: String, CodingKey {
        case service, spec, specVersion, plan, slots, progress
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        let service = Service(
            id: try fields.decode(ServiceID.self, forKey: .service),
            spec: try fields.decode(ServiceSpec.self, forKey: .spec),
            specVersion: try fields.decodeIfPresent(UInt64.self, forKey: .specVersion)
        )
        self.init(
            service: service,
            plan: try fields.decode(UpdatePlan.self, forKey: .plan),
            slots: try fields.decode([PlannedSlot].self, forKey: .slots)
        )
        progress = try fields.decode(Progress.self, forKey: .progress)
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(service.id, forKey: .service)
        try fields.encode(service.spec, forKey: .spec)
        try fields.encodeIfPresent(service.specVersion, forKey: .specVersion)
        try fields.encode(plan, forKey: .plan)
        try fields.encode(slots, forKey: .slots)
        try fields.encode(progress, forKey: .progress)
    }
}
