import Basics
import Compose
import SwarmModel
import Testing

/// The files in `stacks/`: all of them load, merge and convert.
@Suite struct SampleStackTests {
    static let combinations: [[String]] =
        (1...6).map { ["todo-list/v\($0).yml"] } + [
            ["image-gallery/docker-compose.yml"],
            ["image-gallery/exercise.yml"],
            ["timecheck/timecheck.yml"],
            ["timecheck/v2.yml"],
            ["demo/numbers.yml"],
            ["demo/numbers.yml", "demo/numbers-v4.yml"],
            ["demo/numbers.yml", "demo/numbers-v5-bad.yml"],
            ["demo/todo.yml"],
            ["image-gallery/docker-compose.yml", "demo/image-gallery.yml"],
        ] + numbers

    /// As the notes merge them, section by section of chapter 14.
    static let numbers: [[String]] = [
        ["prod"],
        ["prod", "prod-healthcheck", "v2"],
        ["prod", "prod-healthcheck", "prod-update-config", "v3"],
        ["prod", "prod-healthcheck", "prod-update-config", "v5-bad"],
        ["prod", "prod-healthcheck", "prod-update-config", "prod-rollback-config", "v5-bad"],
        ["prod-full", "v5"],
    ].map { overrides in
        (["docker-compose"] + overrides).map { "numbers/\($0).yml" }
    }

    @Test(arguments: combinations)
    func `sample files load, merge, convert, and mean the same when read again`(
        paths: [String]
    ) throws {
        let stack = try Repository.stack(paths)
        #expect(stack.warnings.isEmpty)
        let name = try StackName("sample")
        let objects = stack.objects(of: name)
        var random = SeededGenerator(seed: 3)
        var resolver = StackResolver()
        for network in objects.networks {
            resolver.networks[network.name] = NetworkID(using: &random)
        }
        for config in stack.configs {
            resolver.configs[config.name(in: name)] = ConfigID(using: &random)
        }
        for secret in stack.secrets {
            resolver.secrets[secret.name(in: name)] = SecretID(using: &random)
        }
        let specs = try stack.serviceSpecs(of: name, resolver: resolver)
        #expect(specs.count == stack.services.count)
        #expect(specs.allSatisfy { ServiceValidation.refusal(of: $0) == nil })
        let again = try reread(
            stack,
            folder: paths[0].split(separator: "/").dropLast().joined(separator: "/")
        )
        #expect(again == stack)
    }

    private func reread(_ stack: ComposeStack, folder: String) throws -> ComposeStack {
        let file = SourceFile(path: "stacks/\(folder)/stack.yml", text: stack.rendered())
        return try ComposeLoader.load(ComposeInput(files: [file])) { path throws(UnreadableFile) in
            guard let bytes = try? Repository.bytes(path) else {
                throw UnreadableFile(reason: "no")
            }
            return bytes
        }
    }

    @Test func `the whole of production is the sum of its parts`() throws {
        let parts = Self.numbers[4].dropLast().map(\.self) + ["numbers/v5.yml"]
        #expect(try Repository.stack(parts) == Repository.stack(Self.numbers[5]))
    }

    @Test func `the to-do list keeps its database where the disk is`() throws {
        let stack = try Repository.stack(["todo-list/v5.yml"])
        #expect(
            stack.spec("todo-db")?.task.placement.constraints == ["node.labels.storage == raid"]
        )
        #expect(stack.volumes.map(\.key) == ["todo-db-data"])
    }

    @Test func `version 5 of the numbers is mended by a setting`() throws {
        let bad = try Repository.stack(Self.numbers[4]).spec("numbers-api")
        let good = try Repository.stack(Self.numbers[5]).spec("numbers-api")
        #expect(bad?.task.container.image == "diamol/numbers-api:v5")
        #expect(bad?.task.container.environment == [])
        #expect(good?.task.container.environment == ["Broken=false"])
        #expect(
            good?.update
                == UpdateConfig(
                    parallelism: 3,
                    failureAction: .rollback,
                    monitor: .seconds(60),
                    order: .startFirst
                )
        )
        #expect(
            good?.rollback
                == UpdateConfig(parallelism: 6, failureAction: .continue, order: .startFirst)
        )
    }

    @Test func `the README names every image, and no other`() throws {
        let readme = String(decoding: try Repository.bytes("stacks/README.md"), as: UTF8.self)
        let listed = readme.split(separator: "\n").filter { $0.hasPrefix("    diamol/") }
            .map { String($0.dropFirst(4)) }
        let files = Set(Self.combinations.flatMap(\.self) + ["numbers/v3.yml"])
        var used: Set<String> = []
        for file in files {
            let text = String(decoding: try Repository.bytes("stacks/\(file)"), as: UTF8.self)
            for line in text.split(separator: "\n") where line.contains(" image: ") {
                used.insert(String(line.split(separator: " ").last ?? ""))
            }
        }
        #expect(listed == used.sorted())
    }

    @Test func `the merged production file is this one`() throws {
        let stack = try Repository.stack(Self.numbers[5])
        #expect(
            stack.rendered() == """
                networks:
                  app-net:
                    name: numbers-prod
                services:
                  numbers-api:
                    deploy:
                      replicas: 6
                      resources:
                        limits:
                          cpus: "0.5"
                          memory: "78643200"
                      rollback_config:
                        failure_action: continue
                        monitor: 0s
                        order: start-first
                        parallelism: 6
                      update_config:
                        failure_action: rollback
                        monitor: 1m0s
                        order: start-first
                        parallelism: 3
                    environment:
                      Broken: "false"
                    healthcheck:
                      interval: 2s
                      retries: 2
                      start_period: 5s
                      test:
                        - CMD
                        - dotnet
                        - Utilities.HttpCheck.dll
                        - -u
                        - http://localhost/health
                        - -t
                        - "500"
                      timeout: 3s
                    image: diamol/numbers-api:v5
                    networks:
                      app-net: {}
                  numbers-web:
                    deploy:
                      mode: global
                      resources:
                        limits:
                          cpus: "0.75"
                          memory: "157286400"
                    environment:
                      RngApi__Url: http://numbers-api/rng
                    healthcheck:
                      interval: 20s
                      retries: 3
                      start_period: 30s
                      timeout: 10s
                    image: diamol/numbers-web:v5
                    networks:
                      app-net: {}
                    ports:
                      - mode: host
                        protocol: tcp
                        published: 80
                        target: 80
                version: "3.7"

                """
        )
    }
}
