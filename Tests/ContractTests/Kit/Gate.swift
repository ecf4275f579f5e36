/// Lets no more machines run at a time than there is room for; who comes first goes first.
actor Gate {
    private let room: Int
    private var used = 0
    private var waiting: [(machines: Int, caller: CheckedContinuation<Void, Never>)] = []

    /// - Parameter room: for so many machines; a larger cluster runs alone.
    init(room: Int) { self.room = room }

    func enter(_ machines: Int) async {
        await withCheckedContinuation { caller in
            waiting.append((machines, caller))
            admit()
        }
    }

    func leave(_ machines: Int) {
        used -= machines
        admit()
    }

    private func admit() {
        while let next = waiting.first, used == 0 || used + next.machines <= room {
            used += next.machines
            waiting.removeFirst().caller.resume()
        }
    }
}
