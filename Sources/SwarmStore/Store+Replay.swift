extension Store {
    /// Hands every object to `body` as if it had just been created, nodes first.
    ///
    /// A machine that starts late catches up with it.
    package func replay(_ body: (StoreChange) -> Void) {
        for node in nodes { body(.node(before: nil, after: node)) }
        for network in networks { body(.network(before: nil, after: network)) }
        for service in services { body(.service(before: nil, after: service)) }
        for task in allTasks { body(.task(before: nil, after: task)) }
    }
}
