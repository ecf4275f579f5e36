extension Measurement {
    static let frames: [Measurement] = []
}
