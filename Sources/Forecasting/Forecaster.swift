package import Basics
package import ClusterPorts
import SwarmModel
import SwarmStore
package import SwarmWorld

/// Runs a copy of a World ahead to see what would come of commands.
///
/// The copy shares its structure with the World and its chance, so that what it does is what the
/// World would do. It is run from deadline to deadline until all that is concerned has come to
/// rest, so that it costs what happens, not how long it takes.
package struct Forecaster {
    /// How long nothing may be under way before this counts as the end.
    private static let calm = Duration.seconds(2)
    /// Without a leader that could ever be, nothing more is waited for than this.
    private static let patience = Duration.seconds(30)
    /// The host is asked after so many steps whether to go on.
    private static let stepsBetweenQuestions = 32
    /// Numbers that no request of the World itself will have.
    private static let firstRequest: RequestID = 1 << 62

    private var world: World
    private var record: ForecastRecord
    private let request: ForecastRequest
    private let start: Moment
    private var edition: UInt64
    private var answered = 0
    private var refusals: [String] = []
    private var quietSince: Moment?
    private var leaderlessSince: Moment?
    private var leaderless = Duration.zero

    private init(_ request: ForecastRequest, _ world: World, at moment: Moment) {
        self.request = request
        self.world = world
        start = moment
        _ = self.world.apply(.timePassed, at: moment)
        edition = self.world.edition
        record = ForecastRecord(request.commands, in: self.world)
    }

    /// Works a forecast out.
    ///
    /// - Parameters:
    ///   - request: the commands, and how far to look.
    ///   - world: what they are given to; a copy is run.
    ///   - moment: when they are given; the World's own time or later.
    ///   - basis: what the World stands for.
    ///   - mustStop: asked now and then; when it says so, the forecast ends where it is.
    /// - Returns: the forecast.
    package static func forecast(
        _ request: ForecastRequest,
        in world: World,
        at moment: Moment,
        basis: Forecast.Basis,
        mustStop: () -> Bool = { false }
    ) -> Forecast {
        var run = Forecaster(request, world, at: moment)
        var forecast = Forecast(
            basis: basis,
            start: run.world.now,
            managers: run.world.managersSummary
        )
        run.giveCommands()
        forecast.isCut = !run.runAhead(mustStop)
        run.fill(&forecast)
        return forecast
    }

    private mutating func giveCommands() {
        for (number, command) in request.commands.enumerated() {
            let id = Self.firstRequest + RequestID(number)
            record.willGive(command)
            take(world.apply(.request(id, command), at: start))
        }
        noteChanges()
    }

    /// - Returns: false if it was stopped half way.
    private mutating func runAhead(_ mustStop: () -> Bool) -> Bool {
        let horizon = start + request.horizon
        var steps = 0
        while !isAtRest(before: world.nextDeadline), let due = world.nextDeadline, due <= horizon {
            take(world.apply(.timePassed, at: due))
            noteChanges()
            steps += 1
            if steps.isMultiple(of: Self.stepsBetweenQuestions), mustStop() { return false }
        }
        return true
    }

    private mutating func take(_ effects: [Effect]) {
        for case .answer(let id, let result) in effects where id >= Self.firstRequest {
            answered += 1
            if case .failure(let error) = result { refusals.append(error.message) }
        }
    }

    private mutating func noteChanges() {
        let hasLeader = world.managers.leader != nil
        if hasLeader, let since = leaderlessSince {
            leaderless = max(leaderless, world.now - since)
            leaderlessSince = nil
        } else if !hasLeader, leaderlessSince == nil {
            leaderlessSince = world.now
        }
        guard edition != world.edition else { return }
        edition = world.edition
        record.follow(world)
    }

    /// Whether everything that is concerned has been quiet for long enough by the next deadline.
    private mutating func isAtRest(before next: Moment?) -> Bool {
        if isUnderWay {
            quietSince = nil
            return isHopeless
        }
        let since = quietSince ?? world.now
        quietSince = since
        guard let next else { return true }
        return next - since > Self.calm
    }

    private var isUnderWay: Bool {
        answered < request.commands.count || world.managers.leader == nil
            || record.isUnderWay(in: world)
    }

    /// Whether the managers cannot agree on anything any more, so that nothing will ever follow.
    private var isHopeless: Bool {
        guard !world.managersSummary.hasQuorum, let leaderlessSince else { return false }
        return world.now - leaderlessSince >= Self.patience
    }

    private func fill(_ forecast: inout Forecast) {
        forecast.end = world.now
        forecast.isSettled = !isUnderWay
        forecast.refusals = refusals
        forecast.managersAfter = world.managersSummary
        forecast.leaderless = max(
            leaderless,
            leaderlessSince.map { world.now - $0 } ?? .zero
        )
        record.fill(&forecast, in: world)
    }
}
