import Basics
import SwarmModel
import Testing

@Suite struct JSONEditingTests {
    private func tree(_ text: String) throws -> JSONValue {
        try JSONValue(bytes: Array(text.utf8))
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
        #expect(try JSONText.compact(tree(text)) == text)
    }

    @Test func `the order of keys says nothing, and stays as it was`() throws {
        let spec = try tree(#"{"b":{"y":1,"x":2},"a":[1]}"#)
        let before = try tree(#"{"a":[1],"b":{"x":2,"y":1}}"#)
        let after = try tree(#"{"a":[1,2],"b":{"y":1,"x":2}}"#)
        #expect(spec.saysTheSame(as: before))
        #expect(!spec.saysTheSame(as: after))
        #expect(
            try JSONText.compact(spec.applying(changeFrom: before, to: after))
                == #"{"b":{"y":1,"x":2},"a":[1,2]}"#
        )
    }
}
