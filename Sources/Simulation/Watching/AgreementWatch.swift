import Basics
import SwarmWorld

/// Whether the managers carry out the same entries: as many of them lead to one state.
///
/// - Source: RFT-1, RFT-4.
struct AgreementWatch {
    /// What the first manager came to that had carried out so many entries.
    private var states: [UInt64: UInt64] = [:]
    private var seen: [NodeID: UInt64] = [:]

    mutating func see(_ sight: Sight, _ findings: inout Findings) {
        for report in sight.carriedOut where seen[report.manager] != report.entries {
            seen[report.manager] = report.entries
            let state = states[report.entries] ?? report.state
            states[report.entries] = state
            findings.expect(
                state == report.state,
                .managersAgree,
                "after \(report.entries) entries, \(report.manager) is at another state than one before"
            )
        }
    }
}
