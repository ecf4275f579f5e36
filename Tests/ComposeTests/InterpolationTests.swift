import Basics
import Compose
import SwarmModel
import Testing

@Suite struct InterpolationTests {
    private static let environment = ["S": "sss", "E": ""]

    private func result(_ template: String) -> String {
        let quoted = template.replacing("'", with: "''")
        do throws(ComposeError) {
            let stack = try load(service("command: ['\(quoted)']"), environment: Self.environment)
            return stack.container?.args.first ?? "nothing"
        } catch {
            return error.message
        }
    }

    @Test(arguments: [
        ("$S", "sss"), ("${S}", "sss"), ("x${S}y$S-z", "xsssysss-z"), ("$$S", "$S"),
        ("$$$S", "$sss"),
        ("${U}", ""), ("$U", ""), ("${U-d}", "d"), ("${U:-d}", "d"), ("${E-d}", ""),
        ("${E:-d}", "d"),
        ("${S-d}", "sss"), ("${S:-d}", "sss"), ("${S+a}", "a"), ("${S:+a}", "a"), ("${E+a}", "a"),
        ("${E:+a}", ""), ("${U+a}", ""), ("${U:+a}", ""), ("${S?no}", "sss"), ("${E?no}", ""),
        ("${U-${V-deep}}", "deep"), ("${U:-${V:-${S}}}", "sss"), ("${U:-$S}", "sss"),
        ("${U:-$$S}", "$S"), ("${U:-a}b}", "ab}"), ("${U:-{}}", "{}"), ("${U:-a:-b}", "a:-b"),
        ("${U:-}}", "}"), ("${U-}", ""), ("$", "$"), ("a $ b", "a $ b"), ("$1", "$1"),
        ("a}b", "a}b"),
        ("${S}:80${S:-x}", "sss:80sss"), ("${U:-${S:?no}}", "sss"), ("${S:-${U:?no}}", "sss"),
        ("", ""), ("$s", ""),
    ])
    func `templates give what docker compose makes of them`(template: String, expected: String) {
        #expect(result(template) == expected)
    }

    @Test(arguments: [
        "${", "${}", "${S", "${1}", "${S:=x}", "${S B}", "${é}", "${S/-x}", "${U:-${S}", "${U-${}",
    ])
    func `malformed templates are refused`(template: String) {
        #expect(
            result(template)
                == "a.yml:4: invalid interpolation format for services.web.command[0]: "
                + "\"\(template)\"; you may need to escape any $ with another $"
        )
    }

    @Test func `a required variable that is missing is named with its reason`() {
        #expect(
            result("${U:?set it}")
                == "a.yml:4: error while interpolating services.web.command[0]: "
                + "required variable U is missing a value: set it"
        )
        #expect(result("${U?}").hasSuffix("required variable U is missing a value"))
        #expect(result("${E:?${S}}").hasSuffix("required variable E is missing a value: sss"))
    }

    @Test func `defaults within defaults end somewhere`() {
        let nested = String(repeating: "${U:-", count: 200) + String(repeating: "}", count: 200)
        #expect(result(nested).contains("invalid interpolation format"))
    }

    @Test func `variables cannot blow a file up`() throws {
        let big = String(repeating: "x", count: 100_000)
        let many = String(repeating: "$B", count: 100)
        #expect(
            refusal(service("hostname: \(many)"), environment: ["B": big])
                == "a.yml:4: services.web.hostname: variables make the file longer than 4194304 characters"
        )
        let doubling = (1...40).map { "V\($0)=$V\($0 - 1)$V\($0 - 1)" }.joined(separator: "\n")
        let error = #expect(throws: ComposeError.self) {
            try load(service(""), dotEnv: "V0=xx\n" + doubling)
        }
        #expect(error?.message.hasSuffix("longer than 4194304 characters") == true)
    }

    @Test func `keys are not touched, and unset variables are told once`() throws {
        let stack = try load(
            service("labels: {$S: $S}\nhostname: $A$B\nuser: $A"),
            environment: Self.environment
        )
        #expect(stack.container?.labels == ["$S": "sss"])
        #expect(
            stack.warnings.map(\.message) == [
                "The \"A\" variable is not set. Defaulting to a blank string.",
                "The \"B\" variable is not set. Defaulting to a blank string.",
            ]
        )
    }

    @Test func `a text that stands for a number or a boolean is read as such afterwards`() throws {
        let stack = try load(
            service("tty: ${T}\ndeploy:\n  replicas: \"${N:-3}\"\nports:\n  - \"${P}:80\""),
            environment: ["T": "yes", "P": "8080"]
        )
        #expect(stack.spec()?.mode == .replicated(replicas: 3))
        #expect(stack.container?.tty == true)
        #expect(stack.spec()?.endpoint?.ports.map(\.publishedPort) == [8080])
        #expect(
            refusal(service("deploy:\n  replicas: $N"), environment: ["N": "many"])
                == "a.yml:5: services.web.deploy.replicas: expected a whole number, found the text \"many\""
        )
    }

    @Test(arguments: UInt64(1)...50)
    func `text without a dollar sign is not changed`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("abc {}:-?+.'\\/_#")
        let length = Int.random(in: 0...40, using: &random)
        let text = String((0..<length).compactMap { _ in alphabet.randomElement(using: &random) })
        #expect(result(text) == text)
    }
}

@Suite struct EnvironmentFileTests {
    @Test func `the .env file knows comments, quotes, export and variables`() throws {
        let dotEnv = """
            # comment
            A=1 # two
            B='x $A # y'
            C="x ${A} \\n \\$A"
            export D = d
            E=a#b
            F=
            G: yaml
            H=${A}z$HOME
            I="a\\tb\\\\c\\"d"
            J='a'b
            K=$$
            L=  sp ace  \n
            """
        let names = "ABCDEFGHIJKL".map { "\"${\($0)}\"" }.joined(separator: ", ")
        let stack = try load(
            service("command: [\(names)]"),
            environment: ["HOME": "/h"],
            dotEnv: dotEnv
        )
        #expect(
            stack.container?.args == [
                "1", "x $A # y", "x 1 \n $A", "d", "a#b", "", "yaml", "1z/h", "a\tb\\c\"d", "a",
                "$",
                "sp ace",
            ]
        )
    }

    @Test func `the environment goes before the .env file`() throws {
        let stack = try load(
            service("hostname: $H-$I"),
            environment: ["H": "outside"],
            dotEnv: "H=inside\nI=$H"
        )
        #expect(stack.container?.hostname == "outside-outside")
    }

    @Test(arguments: [
        ("A=1\nB C=2", ".env:2: unexpected character in variable name \"B C=2\""),
        ("=x", ".env:1: unexpected character in variable name \"=x\""),
        ("A='x", ".env:1: unterminated quoted value"),
        ("A=${", ".env:1: invalid variable in \"${\""),
        ("A=${B:?why}", ".env:1: required variable B is missing a value: why"),
    ])
    func `faults of the .env file have a line`(text: String, expected: String) {
        let error = #expect(throws: ComposeError.self) { try load(service(""), dotEnv: text) }
        #expect(error?.message == expected)
    }

    @Test func `env_file gives values, environment goes over them, names alone look outside`()
        throws
    {
        let stack = try load(
            service("env_file: [one.env, two.env]\nenvironment: [C=3, D, E, F=]"),
            environment: ["D": "out", "G": "gee", "F": "not this"],
            files: [
                "/project/one.env": "\u{FEFF}A=1\n # no\nB=\"q\" # kept \nC=x\nG\nH\n",
                "/project/two.env": "A=2\r\n",
            ]
        )
        #expect(
            stack.container?.environment == [
                "A=2", "B=\"q\" # kept ", "C=3", "D=out", "E", "F=", "G=gee",
            ]
        )
    }

    @Test func `an env_file that is missing or wrong is named`() {
        #expect(
            refusal(service("env_file: no.env"))
                == "a.yml:4: service web: cannot read /project/no.env: no such file"
        )
        #expect(
            refusal(service("env_file: x.env"), files: ["/project/x.env": "\nA B=1"])
                == "/project/x.env:2: variable 'A B' contains whitespaces"
        )
        #expect(
            refusal(service("env_file: x.env"), files: ["/project/x.env": "=1"])
                == "/project/x.env:1: no variable name on line '=1'"
        )
    }
}
