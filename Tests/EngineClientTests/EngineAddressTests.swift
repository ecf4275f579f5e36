import Testing

@testable import EngineClient

@Suite struct EngineAddressTests {
    @Test func `placeholder`() throws {}
}
