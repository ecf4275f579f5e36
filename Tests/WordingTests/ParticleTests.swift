import Testing

@testable import Wording

/// Korean particles, by the sound before them.
@Suite struct ParticleTests {
    @Test(arguments: [
        ("노드", "노드는", "노드를", "노드로"), ("서비스", "서비스는", "서비스를", "서비스로"),
        ("드레인", "드레인은", "드레인을", "드레인으로"), ("볼륨", "볼륨은", "볼륨을", "볼륨으로"),
        // ㄹ is a consonant, but not for 으로.
        ("레이블", "레이블은", "레이블을", "레이블로"),
        ("node1", "node1은", "node1을", "node1로"), ("node2", "node2는", "node2를", "node2로"),
        ("node3", "node3은", "node3을", "node3으로"), ("node10", "node10은", "node10을", "node10으로"),
        ("web", "web은", "web을", "web으로"), ("api", "api는", "api를", "api로"),
        ("redis", "redis는", "redis를", "redis로"), ("nginx", "nginx는", "nginx를", "nginx로"),
        ("volume", "volume는", "volume를", "volume로"), ("mail", "mail은", "mail을", "mail로"),
        ("shop", "shop은", "shop을", "shop으로"), ("token", "token은", "token을", "token으로"),
        ("(3)", "(3)은", "(3)을", "(3)으로"), ("", "는", "를", "로"),
    ])
    func `a particle fits the sound before it`(
        word: String,
        topic: String,
        object: String,
        toward: String
    ) {
        #expect(Template("%@{은}").text(with: [word]) == topic)
        #expect(Template("%@{을}").text(with: [word]) == object)
        #expect(Template("%@{으로}").text(with: [word]) == toward)
    }

    @Test func `values may change their order`() {
        let template = Template("%2$@에서 %1$@{이} 실행 중")
        #expect(template.text(with: ["web.1", "node2"]) == "node2에서 web.1이 실행 중")
        #expect(template.arguments == [1, 0])
    }

    @Test func `what is no value and no particle stays`() {
        let template = Template("100% {x} %d %@@NODE {}")
        #expect(template.text(with: ["data"]) == "100% {x} %d data@NODE {}")
    }
}
