import Cells

/// Keys of the deck and its panes.
enum DeckActions {
    static let all: [Action] = [
        Action("pane.next", "Next pane", hint: "next pane", keys: [.tab], in: [.deck]) {
            $0.moveFocus(by: 1)
        },
        Action("pane.previous", "Previous pane", keys: [.backTab], in: [.deck]) {
            $0.moveFocus(by: -1)
        },
        Action(
            "map.open",
            "Nodes",
            hint: "nodes",
            keys: [.enter],
            in: [.map],
            docker: "docker node ls"
        ) {
            $0.openTable(.nodes)
        },
        Action(
            "event.open",
            "What the event is about",
            hint: "open",
            keys: [.enter, .character("d")],
            in: [.events],
            docker: "docker inspect ID",
            refusal: { $0.whyNoSubject },
            perform: { $0.openEvent() }
        ),
        Action(
            "event.json",
            "Raw JSON of the event",
            hint: "raw",
            keys: [.character("y")],
            in: [.events],
            docker: "docker events --format '{{json .}}'",
            refusal: { $0.event == nil ? "no event is chosen" : nil },
            perform: { $0.openRawEvent() }
        ),
        Action(
            "event.jsonOfAll",
            "All events as JSON, one a line",
            keys: [.character("Y")],
            in: [.events],
            docker: "docker events --format '{{json .}}'",
            refusal: { $0.event == nil ? "no event is chosen" : nil },
            perform: { $0.openRawEvents() }
        ),
        Action(
            "event.owner",
            "What it belongs to: a task's service, a service's stack",
            hint: "owner",
            keys: [.character("J")],
            in: [.events],
            docker: "docker service ps SERVICE",
            refusal: { $0.whyNoOwnerOfEvent },
            perform: { $0.openOwnerOfEvent() }
        ),
        Action(
            "event.node",
            "Its node",
            hint: "node",
            keys: [.character("o")],
            in: [.events],
            docker: "docker node inspect NODE",
            refusal: { $0.whyNoNodeOfEvent },
            perform: { $0.openNodeOfEvent() }
        ),
        Action(
            "deck.logs.open",
            "The whole log",
            hint: "open",
            keys: [.enter],
            in: [.deckLogs],
            docker: "docker service logs -f SERVICE"
        ) { $0.openDeckLogs() },
    ]
}
