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
            keys: [.enter],
            in: [.events],
            docker: "docker inspect ID"
        ) { $0.openEvent() },
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
