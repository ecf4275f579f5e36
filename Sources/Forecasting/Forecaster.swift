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
    /// What one forecast may cost whoever waits for it.
    package static let workLimit = Duration.seconds(5)

    /// How long nothing may be under way before this counts as the end.
    private static let calm = Duration.seconds(2)
    /// Without a leader that could ever be, nothing more is waited for than this.
    private static let patience = Duration.seconds(30)
    /// Where nothing happens for so long, nothing will.
    private static let standstill = Duration.seconds(60)
    /// The host is asked after so many steps whether to go on.
    private static let stepsBetweenQuestions = 32
    /// Numbers that no request of the World itself will have.
    private static let firstRequest: RequestID = 1 << 62

    private var world: World
    private var record: ForecastRecord
    private var script: any ForecastScript
    private let horizon: Moment
    private let start: Moment
    private var edition: UInt64
    private var given = 0
    private var answered = 0
    /// When the script was asked last.
    private var askedAt: Moment
    private var refusals: [String] = []
    private var quietSince: Moment?
    private var leaderlessSince: Moment?
    private var leaderless = Duration.zero

    private init(
        _ script: any ForecastScript,
        _ world: World,
        at moment: Moment,
        horizon: Duration
    ) {
        self.script = script
        self.world = world
        self.horizon = moment + horizon
        start = moment
        askedAt = moment
        _ = self.world.apply(.timePassed, at: moment)
        edition = self.world.edition
        record = ForecastRecord(in: self.world)
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
        play(
            CommandScript(request.commands),
            in: world,
            at: moment,
            horizon: request.horizon,
            basis: basis,
            mustStop: mustStop
        )
    }

    /// Works out what would come of a deed of several commands.
    ///
    /// - Parameters:
    ///   - script: gives the commands, and sees what comes of each.
    ///   - world: what they are given to; a copy is run.
    ///   - moment: when the first is given; the World's own time or later.
    ///   - horizon: how far to look.
    ///   - basis: what the World stands for.
    ///   - mustStop: asked now and then; when it says so, the forecast ends where it is.
    /// - Returns: the forecast.
    package static func play(
        _ script: any ForecastScript,
        in world: World,
        at moment: Moment,
        horizon: Duration = ForecastRequest.usualHorizon,
        basis: Forecast.Basis,
        mustStop: () -> Bool = { false }
    ) -> Forecast {
        var run = Forecaster(script, world, at: moment, horizon: horizon)
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

    /// Gives what the script has now: more than once where answers come at once.
    private mutating func giveCommands() {
        repeat {
            askedAt = world.now
            let commands = script.next(world.store, now: world.now)
            if commands.isEmpty { return }
            for command in commands { record.concern(command, in: world) }
            for command in commands {
                let id = Self.firstRequest + RequestID(given)
                given += 1
                record.willGive(command, at: world.now)
                take(world.apply(.request(id, command.withoutSecrets), at: world.now))
            }
            noteChanges()
        } while answered == given
    }

    /// - Returns: false if it was stopped half way.
    private mutating func runAhead(_ mustStop: () -> Bool) -> Bool {
        var steps = 0
        while !isAtRest(before: nextMoment), let due = nextMoment, due <= horizon {
            let before = (edition, answered)
            take(world.apply(.timePassed, at: due))
            noteChanges()
            let isNews = before != (edition, answered)
            if !script.isThrough, isNews || wakening.map({ $0 <= due }) == true { giveCommands() }
            steps += 1
            if steps.isMultiple(of: Self.stepsBetweenQuestions), mustStop() { return false }
        }
        return true
    }

    /// When something is due next, in the World or in the script.
    private var nextMoment: Moment? {
        [world.nextDeadline, wakening].compactMap(\.self).min()
    }

    private var wakening: Moment? {
        script.isThrough ? nil : script.pause.map { askedAt + $0 }
    }

    private mutating func take(_ effects: [Effect]) {
        for case .answer(let id, let result) in effects where id >= Self.firstRequest {
            answered += 1
            script.take(result, now: world.now)
            switch result {
            case .success(let outcome): record.note(outcome)
            case .failure(let error): refusals.append(error.message)
            }
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
        !script.isThrough || answered < given || world.managers.leader == nil
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
        forecast.isStuck =
            isUnderWay && nextMoment.map { $0 > horizon } != false
            && horizon - world.now > Self.standstill
        forecast.refusals = refusals
        forecast.obstacles = script.obstacles
        forecast.managersAfter = world.managersSummary
        forecast.leaderless = max(
            leaderless,
            leaderlessSince.map { world.now - $0 } ?? .zero
        )
        record.fill(&forecast, in: world)
    }
}

extension ClusterCommand {
    /// As a World takes it: a secret's value goes to no copy, only how long it is.
    fileprivate var withoutSecrets: ClusterCommand {
        guard case .createSecret(var spec) = self, case .plain(let bytes) = spec.data else {
            return self
        }
        spec.data = .sealed([], size: bytes.count)
        return .createSecret(spec)
    }
}
