extension PeerCore {
    mutating func tick() {
        if role == .leader {
            tickLeader()
        } else {
            electionElapsed += 1
            if electionElapsed >= electionTimeout, isPromotable {
                electionElapsed = 0
                campaign()
            }
        }
    }

    private mutating func tickLeader() {
        heartbeatElapsed += 1
        electionElapsed += 1
        if electionElapsed >= configuration.electionTicks {
            electionElapsed = 0
            checkQuorum()
        }
        if transferee != nil {
            transferElapsed += 1
            if transferElapsed >= configuration.electionTicks { transferee = nil }
        }
        if role == .leader, heartbeatElapsed >= configuration.heartbeatTicks {
            heartbeatElapsed = 0
            broadcastHeartbeat()
        }
    }

    /// Gives up if no quorum was heard of since the last check.
    ///
    /// - Source: RFT-1, `observed-timelines` (i).
    private mutating func checkQuorum() {
        var active = 0
        for position in progress.indices {
            if progress[position].id == id || progress[position].isActive { active += 1 }
            progress[position].isActive = false
            if progress[position].state == .snapshot {
                // A snapshot that was lost on the way is found out by probing again.
                progress[position].snapshotAge += 1
                if progress[position].snapshotAge >= 2 {
                    progress[position].pendingSnapshot = 0
                    progress[position].becomeProbe()
                }
            }
        }
        guard configuration.checksQuorum, active < progress.count / 2 + 1,
            !configuration.flaws.contains(.keepsLeadingAlone)
        else { return }
        becomeFollower(term: term, leader: nil)
    }

    /// After how many ticks the next one does something; `nil` if no number of them does.
    @inline(__always) var ticksUntilWork: Int? {
        if role == .leader {
            if isSoleVoter { return nil }
            let due = min(
                configuration.heartbeatTicks - heartbeatElapsed,
                configuration.electionTicks - electionElapsed
            )
            return transferee == nil ? due : min(due, configuration.electionTicks - transferElapsed)
        }
        return isPromotable ? max(1, electionTimeout - electionElapsed) : nil
    }

    /// Does what that many ticks would, and takes no longer for the idle ones among them.
    mutating func advance(ticks: Int) {
        var left = ticks
        while left > 0 {
            guard let due = ticksUntilWork, due <= left else {
                passIdle(left)
                return
            }
            passIdle(due - 1)
            tick()
            left -= due
        }
    }

    /// Lets ticks pass of which none does anything.
    private mutating func passIdle(_ ticks: Int) {
        if role == .leader {
            heartbeatElapsed += ticks
            electionElapsed += ticks
            transferElapsed += ticks
            if isSoleVoter {
                heartbeatElapsed %= configuration.heartbeatTicks
                electionElapsed %= configuration.electionTicks
            }
        } else {
            electionElapsed += ticks
        }
    }
}
