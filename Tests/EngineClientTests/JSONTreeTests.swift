import Foundation
import Testing

@testable import EngineClient

@Suite struct JSONTreeTests {
    private func tree(_ text: String) throws -> JSONTree {
        try JSONTree(bytes: Array(text.utf8))
    }

    @Test func `what nobody changed stays, known or not`() throws {
        let spec = try tree(
            #"{"Name":"web","Sysctls":{"a":"1"},"Mode":{"Replicated":{"Replicas":3}}}"#
        )
        let before = try tree(#"{"Name":"web","Mode":{"Replicated":{"Replicas":3}}}"#)
        let after = try tree(#"{"Name":"web","Mode":{"Replicated":{"Replicas":5}}}"#)
        let expected = try tree(
            #"{"Name":"web","Sysctls":{"a":"1"},"Mode":{"Replicated":{"Replicas":5}}}"#
        )
        #expect(spec.applying(changeFrom: before, to: after) == expected)
    }

    @Test func `a key that was removed goes, and only that`() throws {
        let spec = try tree(#"{"Labels":{"a":"1","b":"2"},"Else":true}"#)
        let before = try tree(#"{"Labels":{"a":"1","b":"2"}}"#)
        let after = try tree(#"{"Labels":{"b":"2"}}"#)
        let changed = spec.applying(changeFrom: before, to: after)
        #expect(changed == (try tree(#"{"Labels":{"b":"2"},"Else":true}"#)))
    }

    @Test func `defaults that skep writes out are not sent unless somebody changed them`() throws {
        let spec = try tree(#"{"Name":"web"}"#)
        let before = try tree(#"{"Name":"web","Init":false}"#)
        let after = try tree(#"{"Name":"shop","Init":false}"#)
        #expect(spec.applying(changeFrom: before, to: after) == (try tree(#"{"Name":"shop"}"#)))
    }

    @Test func `lists are replaced as wholes`() throws {
        let spec = try tree(#"{"Env":["A=1","B=2"]}"#)
        let after = try tree(#"{"Env":["A=1"]}"#)
        #expect(spec.applying(changeFrom: spec, to: after) == after)
    }

    @Test func `numbers survive as they are`() throws {
        let text = #"{"a":18446744073709551615,"b":-9223372036854775808,"c":0.2,"d":1000000000}"#
        let read = try tree(text)
        #expect(read["a"] == .unsigned(.max))
        #expect(read["b"] == .integer(.min))
        #expect(read["c"] == .number(0.2))
        #expect(try JSONTree(bytes: Array(JSONEncoder().encode(read))) == read)
    }
}
