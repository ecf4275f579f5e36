extension Measurement {
    static let program: [Measurement] = []
}
