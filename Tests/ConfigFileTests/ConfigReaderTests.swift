import Basics
import Cells
import ConfigFile
import Console
import Testing

struct ConfigReaderTests {
    private func read(_ text: String) -> (UserConfiguration, [String]) {
        let (configuration, problems) = ConfigReader.read(
            text,
            file: "config.yml",
            themes: ["dark", "nord", "light"]
        )
        return (configuration, problems.map(\.description))
    }

    @Test func `everything that can be said is read`() throws {
        let (configuration, problems) = read(
            """
            theme: nord
            read-only: true
            start: services
            mouse: off
            hints: no
            language: ko
            keys:
              node.drain: D
              service.scale: [s, "+"]
              wide: none
            aliases:
              w: tasks shop_web
              q1: ":nodes"
            columns:
              services: [name, image]
            plugins:
              ssh:
                title: Shell
                key: "!"
                in: [nodes, tasks]
                command: ssh "$SKEP_ADDRESS"
                terminal: true
            contexts:
              production:
                theme: light
                read-only: true
            """
        )
        #expect(problems == [])
        #expect(configuration.manners == .init(theme: "nord", isReadOnly: true))
        #expect(configuration.start == "services")
        #expect(configuration.usesMouse == false)
        #expect(configuration.showsHints == false)
        #expect(configuration.language == "ko")
        #expect(configuration.keys["node.drain"] == [.character("D")])
        #expect(configuration.keys["service.scale"] == [.character("s"), .character("+")])
        #expect(configuration.keys["wide"] == [])
        #expect(configuration.aliases.map(\.line) == ["tasks shop_web", "nodes"])
        #expect(configuration.columns == ["services": ["name", "image"]])
        let plugin = try #require(configuration.plugins.first)
        #expect(plugin.takesTerminal && !plugin.changesCluster)
        #expect(plugin.places == ["nodes", "tasks"])
        #expect(configuration.manners(for: "production").theme == "light")
        #expect(configuration.manners(for: "elsewhere").theme == "nord")
    }

    @Test func `a key that is there twice is told with its second line`() {
        let (_, problems) = read("theme: nord\nmouse: true\ntheme: dark\n")
        #expect(problems == ["config.yml:3: \"theme\" is there twice"])
    }

    @Test func `an alias leaves the way out open, and has a name`() {
        let (configuration, problems) = read("aliases:\n  q: nodes\n  \"\": nodes\n  Q: nodes\n")
        #expect(
            problems == [
                "config.yml:2: alias \"q\" would hide the way out; name it otherwise",
                "config.yml:3: an alias is one word, not \"\"",
            ]
        )
        #expect(configuration.aliases.map(\.name) == ["Q"])
    }

    @Test func `a mapping where a list belongs is told as such`() {
        let (_, problems) = read("columns:\n  services: {name: a}\n")
        #expect(problems.first == "config.yml:2: \"services\" must be a word or a list of words")
    }

    @Test func `an empty file says nothing and is right`() {
        for text in ["", "# only words\n", "~\n", "keys:\naliases:\n"] {
            #expect(read(text).1 == [])
        }
    }

    @Test(arguments: [
        ("teme: dark", "config.yml:1: unknown key \"teme\"; did you mean \"theme\"?"),
        ("\ntheme: nort", "config.yml:2: unknown theme \"nort\"; did you mean \"nord\"?"),
        ("read-only: maybe", "config.yml:1: \"read-only\" must be true or false"),
        (
            "keys:\n  node.drian: D",
            "config.yml:2: unknown key \"node.drian\"; did you mean \"node.drain\"?"
        ),
        (
            "keys:\n  wide: ctrl-ä",
            "config.yml:2: \"ctrl-ä\" is no key: write d, D, ^d, enter, space, f5, shift-left"
        ),
        (
            "aliases:\n  w: taks shop",
            "config.yml:2: alias \"w\": there is no command taks; ^a lists all"
        ),
        (
            "columns:\n  servces: [name]",
            "config.yml:2: unknown key \"servces\"; did you mean \"services\"?"
        ),
        ("plugins:\n  p:\n    key: x", "config.yml:2: plugin \"p\" has no in, command"),
        ("contexts: [a]", "config.yml:1: contexts must be names with values"),
        ("language: fr", "config.yml:1: unknown language \"fr\""),
    ])
    func `what is wrong is said with its line and the word that was meant`(
        text: String,
        problem: String
    ) {
        let problems = read(text).1
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix(problem) == true, "\(problems)")
    }

    @Test func `two actions on one key of one screen are refused`() {
        let (_, problems) = read("keys:\n  wide: ^w\n  node.drain: c\n")
        #expect(
            problems == [
                "config.yml:3: key c is wanted by node.drain and node.pause on the screen nodes; "
                    + "give one of them another key, or none"
            ]
        )
    }

    @Test func `keys that change places are no conflict`() {
        let (configuration, problems) = read("keys:\n  node.drain: c\n  node.pause: r\n")
        #expect(problems == [])
        #expect(configuration.keymap.conflicts.isEmpty)
    }

    @Test func `a plugin may not take a key that is taken`() {
        let (_, problems) = read(
            "plugins:\n  p:\n    key: d\n    in: nodes\n    command: 'true'\n"
        )
        #expect(problems.first?.contains("key d is wanted by describe and plugin.p") == true)
    }

    @Test func `what is no YAML is said with its line`() {
        let (_, problems) = read("theme: dark\nkeys: [\n")
        #expect(problems.count == 1)
        #expect(problems.first?.contains("this is not YAML") == true)
    }

    @Test func `the template says nothing, and all of it is right once it does`() {
        #expect(read(ConfigTemplate.text).0 == UserConfiguration())
        let lines = ConfigTemplate.text.split(separator: "\n", omittingEmptySubsequences: false)
        var isPart = false
        let said = lines.map { line -> String in
            let rest = line.hasPrefix("# ") ? String(line.dropFirst(2)) : ""
            let name = rest.prefix { $0.isLetter || $0 == "-" }
            let isField = rest.hasPrefix("  ") && isPart
            let isTop = !name.isEmpty && rest.dropFirst(name.count).hasPrefix(":")
            isPart = isTop || isField
            return isTop || isField ? rest : ""
        }
        let (configuration, problems) = read(
            said.joined(separator: "\n").split(separator: "\n")
                .map { $0.replacing("theme: production", with: "theme: nord") }
                .joined(separator: "\n")
        )
        #expect(problems == [])
        #expect(configuration.plugins.count == 1)
        #expect(configuration.contexts["production"]?.isReadOnly == true)
        #expect(configuration.keys.count == 3)
    }
}
