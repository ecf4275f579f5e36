import SwarmModel

/// Saved without what follows from the service's spec.
extension Updater: Codable {
    private enum CodingKeys: String, CodingKey {
        case service, plan, slots, progress
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            service: try fields.decode(Service.self, forKey: .service),
            plan: try fields.decode(UpdatePlan.self, forKey: .plan),
            slots: try fields.decode([PlannedSlot].self, forKey: .slots)
        )
        progress = try fields.decode(Progress.self, forKey: .progress)
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(service, forKey: .service)
        try fields.encode(plan, forKey: .plan)
        try fields.encode(slots, forKey: .slots)
        try fields.encode(progress, forKey: .progress)
    }
}
