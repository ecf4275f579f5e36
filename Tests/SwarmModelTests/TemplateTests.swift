import Basics
import SwarmModel
import Testing

/// Templates as the swarm's own, Go's, understands them.
@Suite struct TemplateTests {
    private let task: SwarmTask
    private let node = NodeDescription(
        hostname: "mynode",
        platform: Platform(architecture: "x86_64", os: "linux")
    )
    private let nodeID: NodeID

    init() {
        var random = SeededGenerator(seed: 9)
        let service = Service(
            id: ServiceID(using: &random),
            spec: ServiceSpec(name: "web", labels: ["tier": "front", "com.example.x": "1"])
        )
        nodeID = NodeID(using: &random)
        task = SwarmTask(
            id: TaskID(using: &random),
            service: service,
            slot: 10,
            nodeID: nodeID,
            now: .zero
        )
    }

    private func expand(_ text: String) throws -> String {
        try TaskContext(task, on: node).expand(text)
    }

    private func fault(of text: String) -> String? {
        do {
            _ = try expand(text)
            return nil
        } catch { return "\(error)" }
    }

    @Test func `LIF-52 every placeholder has its value`() throws {
        let all =
            "{{.Service.ID}} {{.Service.Name}} {{.Service.Labels}} {{.Node.ID}} {{.Node.Hostname}} "
            + "{{.Node.Platform.OS}} {{.Node.Platform.Architecture}} {{.Task.ID}} {{.Task.Name}} "
            + "{{.Task.Slot}}"
        #expect(
            try expand(all)
                == "\(task.serviceID) web map[com.example.x:1 tier:front] \(nodeID) mynode linux "
                + "x86_64 \(task.id) web.10.\(task.id) 10"
        )
        #expect(try expand("no template }} here") == "no template }} here")
    }

    @Test func `LIF-52 the node stands for slot 0`() throws {
        var random = SeededGenerator(seed: 10)
        let service = Service(id: ServiceID(using: &random), spec: ServiceSpec(name: "agent"))
        let global = SwarmTask(
            id: TaskID(using: &random),
            service: service,
            slot: 0,
            nodeID: nodeID,
            now: .zero
        )
        let context = TaskContext(global, on: node)
        #expect(try context.expand("{{.Task.Slot}}") == "\(nodeID)")
        #expect(try context.expand("{{.Task.Name}}") == "agent.\(nodeID).\(global.id)")
    }

    @Test(arguments: [
        (#"{{join "-" .Service.Name .Task.Slot "x"}}"#, "web-10-x"),
        (#"{{.Service.Name | printf "%s-%5s|%-4s|" "a" "b"}}"#, "a-    b|web |"),
        (
            #"{{printf "%q %d %05d %t %v %%" "a" 7 42 true .Service.Name}}"#,
            #""a" 7 00042 true web %"#
        ),
        (#"{{index .Service.Labels "tier"}}"#, "front"),
        (#"{{index .Service.Labels "com.example.x"}}{{index .Service.Labels "none"}}"#, "1"),
        ("{{.Service.Labels.tier}}", "front"),
        (#"{{if eq .Task.Slot "10" "11"}}yes{{else}}no{{end}}"#, "yes"),
        (#"{{if ne .Task.Slot "10"}}a{{else if .Node.ID}}b{{else}}c{{end}}"#, "b"),
        ("{{range $k, $v := .Service.Labels}}{{$k}}={{$v}},{{end}}", "com.example.x=1,tier=front,"),
        ("{{range .Service.Labels}}[{{.}}]{{end}}", "[1][front]"),
        ("{{range .Service.Labels}}{{.}}{{break}}{{end}}", "1"),
        ("{{with .Node}}{{.Hostname}}{{end}}", "mynode"),
        (
            "{{$x := .Task.Slot}}{{with .Node}}{{$x}}@{{.Hostname}}/{{$.Service.Name}}{{end}}",
            "10@mynode/web"
        ),
        ("a {{- /* gone */ -}} b", "ab"),
        ("a  {{- .Task.Slot -}}  b", "a10b"),
        ("{{len .Service.Name}} {{len .Service.Labels}}", "3 2"),
        (#"{{slice .Service.Name 1}}{{slice .Service.Name 0 1}}"#, "ebw"),
        (#"{{and .Task.Slot "b"}} {{or "" "c"}} {{not ""}}"#, "b c true"),
        (#"{{print "a" 1 2 "b"}}{{html "<&>"}}{{urlquery "a b/c"}}"#, "a1 2b&lt;&amp;&gt;a+b%2Fc"),
        (#"{{lt 1 2}} {{ge "b" "a"}} {{gt 1 2}}"#, "true true false"),
        (#"{{define "n"}}<{{.}}>{{end}}{{template "n" .Task.Slot}}"#, "<10>"),
        ("{{(.Node).Hostname}}", "mynode"),
        (#"{{`raw "x"`}}{{"q\"\t"}}"#, "raw \"x\"q\"\t"),
    ])
    func `LIF-52 Go's language as far as it goes`(template: String, text: String) throws {
        #expect(try expand(template) == text)
    }

    private static let place = "template: expansion:1:2: executing \"expansion\" at "

    @Test(arguments: [
        ("{{.Foo}}", place + "<.Foo>: can't evaluate field Foo in type *template.Context"),
        (
            "{{.Task.Foo}}",
            "template: expansion:1:7: executing \"expansion\" at <.Task.Foo>: can't evaluate field "
                + "Foo in type struct { ID string; Name string; Slot string }"
        ),
        (
            "{{.Service.Labels.none}}",
            "template: expansion:1:10: executing \"expansion\" at <.Service.Labels.none>: map has "
                + "no entry for key \"none\""
        ),
        ("{{join 1 2}}", place + "<join>: wrong type for value; expected string; got int"),
        (#"{{"a" "b"}}"#, place + #"<"a">: can't give argument to non-function "a""#),
        ("{{nil}}", place + "<nil>: nil is not a command"),
        ("{{foo}}", #"template: expansion:1: function "foo" not defined"#),
        ("\n{{.Task", "template: expansion:2: unclosed action"),
        ("{{if .Task}}", "template: expansion:1: unexpected EOF"),
        ("{{}}", "template: expansion:1: missing value for command"),
        ("{{if}}x{{end}}", "template: expansion:1: missing value for if"),
        ("{{end}}", "template: expansion:1: unexpected {{end}}"),
        ("{{$x}}", #"template: expansion:1: undefined variable "$x""#),
        (#"{{"a}}"#, "template: expansion:1: unterminated quoted string"),
        ("{{.A!}}", "template: expansion:1: bad character U+0021 '!'"),
        ("{{/* a }}", "template: expansion:1: unclosed comment"),
        ("{{1 | 2}}", "template: expansion:1: non executable command in pipeline stage 2"),
        ("{{(1}}", "template: expansion:1: unclosed left paren"),
        ("{{break}}", "template: expansion:1: {{break}} outside {{range}}"),
    ])
    func `LIF-52 faults are in Go's words`(template: String, words: String) {
        #expect(fault(of: template) == words)
    }

    @Test func `LIF-52 a template can neither hang nor exhaust the program`() {
        let nested =
            String(repeating: "{{range $.Service.Labels}}", count: 40)
            + String(repeating: "{{end}}", count: 40)
        #expect(fault(of: nested) == "template: expansion: the template does too much")
        let endless = #"{{define "a"}}{{template "a"}}{{end}}{{template "a"}}"#
        #expect(fault(of: endless)?.contains("exceeded maximum template depth") == true)
        let deep =
            "{{" + String(repeating: "(", count: 10_000) + "1"
            + String(repeating: ")", count: 10_000) + "}}"
        #expect(fault(of: deep)?.contains("depth exceeded") == true)
        let ifs = String(repeating: "{{if 1}}", count: 10_000)
        #expect(fault(of: ifs)?.contains("nested too deeply") == true)
    }

    @Test(arguments: UInt64(1)...200)
    func `LIF-52 any text is expanded or refused`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "{{", "}}", "-", " ", ".", ".Task", ".Slot", "$", "$x", ":=", "|", "(", ")", "\"", "`",
            "'", "if", "else", "end", "range", "with", "define", "join", "printf", "\"%s\"", "1",
            ",", "/*", "*/", "é", "\n", "nil", "true", "break",
        ]
        let text = (0..<30).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }.joined()
        if let words = fault(of: text) { #expect(words.hasPrefix("template: ")) }
    }

    @Test func `LIF-52 environment, host name and mounts are expanded, and nothing else`() throws {
        var container = ContainerSpec(image: "a:{{.Task.Slot}}")
        container.environment = ["{{.Task.ID}}=key", "NAME=x-{{.Task.Slot}}", "PLAIN"]
        container.hostname = "{{.Node.Hostname}}-{{.Task.Slot}}"
        container.labels = ["l": "{{.Task.Slot}}"]
        container.command = ["{{.Task.Slot}}"]
        var mount = Mount(source: "data-{{.Task.Slot}}", target: "/{{.Service.Name}}")
        mount.volumeLabels = ["for": "{{.Service.Name}}"]
        mount.volumeDriver = DriverSpec(name: "local", options: ["o": "{{.Node.ID}}"])
        container.mounts = [mount]
        let own = try container.expanded(TaskContext(task, on: node))
        #expect(own.environment == ["{{.Task.ID}}=key", "NAME=x-10", "PLAIN"])
        #expect(own.hostname == "mynode-10")
        #expect(own.mounts[0].source == "data-10")
        #expect(own.mounts[0].target == "/web")
        #expect(own.mounts[0].volumeLabels == ["for": "web"])
        #expect(own.mounts[0].volumeDriver?.options == ["o": "\(nodeID)"])
        #expect(own.image == container.image)
        #expect(own.labels == container.labels)
        #expect(own.command == container.command)
    }

    @Test func `LIF-52 data of secrets and configs may ask for env, secret and config`() throws {
        var random = SeededGenerator(seed: 11)
        let (secret, config) = (SecretID(using: &random), ConfigID(using: &random))
        var container = ContainerSpec(image: "a")
        container.environment = ["MODE=a=b", "MODE=c"]
        container.secrets = [
            SecretReference(id: secret, name: "s", file: FileTarget(name: "password"))
        ]
        container.configs = [
            ConfigReference(id: config, name: "c", file: FileTarget(name: "/etc/c"))
        ]
        let payload = PayloadTemplate(
            context: TaskContext(task, on: node),
            container: container,
            secret: { $0 == secret ? Array("hunter2".utf8) : nil },
            config: { $0 == config ? Array("text".utf8) : nil }
        )
        func expand(_ text: String, _ templating: String? = "golang") throws -> String {
            let driver = templating.map { DriverSpec(name: $0) }
            return String(
                decoding: try payload.expand(Array(text.utf8), templating: driver),
                as: UTF8.self
            )
        }
        #expect(
            try expand(
                #"{{env "MODE"}} {{env "NONE"}} {{secret "password"}} {{config "/etc/c"}} {{.Task.Slot}}"#
            ) == "a=b  hunter2 text 10"
        )
        #expect(try expand("{{.Task.Slot}}", nil) == "{{.Task.Slot}}", "not a template")
        #expect(throws: TemplateError.self) { try expand("", "mustache") }
        let missing = #expect(throws: TemplateError.self) { try expand(#"{{secret "other"}}"#) }
        #expect(
            missing?.description
                == Self.place + "<secret>: error calling secret: secret target other not found"
        )
        #expect(fault(of: #"{{env "A"}}"#) == #"template: expansion:1: function "env" not defined"#)
    }
}
