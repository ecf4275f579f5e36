/// The Compose file format, version 3.0 to 3.13, as `docker stack deploy` knows it.
extension Record {
    static let file = Record(
        [
            "version": Field(.text),
            "name": Field(.text),
            "services": Field(.dictionary(.record(service))),
            "networks": Field(.dictionary(.short(.external, .record(network)))),
            "volumes": Field(.dictionary(.short(.external, .record(volume)))),
            "configs": Field(.dictionary(.short(.external, .record(fileObject)))),
            "secrets": Field(.dictionary(.short(.external, .record(fileObject)))),
        ],
        composeOnly: ["include", "models"]
    )

    static let network = Record(
        [
            "name": Field(.text),
            "driver": Field(.text),
            "driver_opts": Field(.dictionary(.scalar)),
            "ipam": Field(
                .record(
                    Record(
                        [
                            "driver": Field(.text),
                            "config": Field(
                                .list(
                                    .record(
                                        Record(["subnet": Field(.text)], composeOnly: addressKeys)
                                    )
                                ),
                                merge: .unique(.subnet)
                            ),
                        ],
                        composeOnly: ["options"]
                    )
                )
            ),
            "external": Field(.boolean),
            "internal": Field(.boolean),
            "attachable": Field(.boolean),
            "labels": Field(.short(.pairs, .dictionary(.scalarOrEmpty))),
        ],
        composeOnly: ["enable_ipv4", "enable_ipv6"]
    )

    private static let addressKeys: Set<String> = ["gateway", "ip_range", "aux_addresses"]

    static let volume = Record([
        "name": Field(.text),
        "driver": Field(.text),
        "driver_opts": Field(.dictionary(.scalar)),
        "external": Field(.boolean),
        "labels": Field(.short(.pairs, .dictionary(.scalarOrEmpty))),
    ])

    /// A config or a secret.
    static let fileObject = Record(
        [
            "name": Field(.text),
            "file": Field(.text),
            "external": Field(.boolean),
            "labels": Field(.short(.pairs, .dictionary(.scalarOrEmpty))),
            "driver": Field(.text),
            "driver_opts": Field(.dictionary(.scalar)),
            "template_driver": Field(.text),
        ],
        composeOnly: ["content", "environment"]
    )

    static let healthcheck = Record([
        "test": Field(.short(.healthTest, .list(.text)), merge: .replace),
        "interval": Field(.duration),
        "timeout": Field(.duration),
        "start_period": Field(.duration),
        "start_interval": Field(.duration),
        "retries": Field(.integer(0...Int64(Int32.max))),
        "disable": Field(.boolean),
    ])

    static let attachment = Record(
        [
            "aliases": Field(.list(.text), merge: .unique(.whole)),
            "driver_opts": Field(.dictionary(.scalar)),
            "ipv4_address": Field(.text),
            "ipv6_address": Field(.text),
        ],
        composeOnly: ["link_local_ips", "mac_address", "priority", "gw_priority", "interface_name"]
    )

    static let port = Record(
        [
            "target": Field(.integer(0...65535)),
            "published": Field(.integer(0...65535)),
            "protocol": Field(.choice(["tcp", "udp", "sctp"])),
            "mode": Field(.choice(["ingress", "host"])),
        ],
        composeOnly: ["host_ip", "name", "app_protocol"]
    )

    static let fileReference = Record([
        "source": Field(.text),
        "target": Field(.text),
        "uid": Field(.text),
        "gid": Field(.text),
        "mode": Field(.mode),
    ])

    static let mount = Record([
        "type": Field(.choice(["volume", "bind", "tmpfs", "npipe", "cluster"])),
        "source": Field(.text),
        "target": Field(.text),
        "read_only": Field(.boolean),
        "consistency": Field(.text),
        "bind": Field(
            .record(
                Record(
                    ["propagation": Field(.text)],
                    skipped: ["create_host_path", "selinux", "recursive"]
                )
            )
        ),
        "volume": Field(
            .record(
                Record(
                    ["nocopy": Field(.boolean)],
                    composeOnly: ["subpath", "labels"]
                )
            )
        ),
        "tmpfs": Field(
            .record(
                Record(
                    ["size": Field(.byteCount)],
                    composeOnly: ["mode"]
                )
            )
        ),
        "cluster": Field(.record(Record([:]))),
    ])

    static let ulimit = Record([
        "soft": Field(.integer(-1...Int64.max)),
        "hard": Field(.integer(-1...Int64.max)),
    ])
}

/// `deploy`.
extension Record {
    static let deploy = Record([
        "mode": Field(.choice(["replicated", "global", "replicated-job", "global-job"])),
        "endpoint_mode": Field(.choice(["vip", "dnsrr"])),
        "replicas": Field(.integer(0...Int64(Int32.max))),
        "labels": Field(.short(.pairs, .dictionary(.scalarOrEmpty))),
        "update_config": Field(.record(update)),
        "rollback_config": Field(.record(update)),
        "resources": Field(
            .record(
                Record([
                    "limits": Field(.record(limits)),
                    "reservations": Field(.record(reservations)),
                ])
            )
        ),
        "restart_policy": Field(
            .record(
                Record([
                    "condition": Field(.choice(["none", "on-failure", "any"])),
                    "delay": Field(.duration),
                    "max_attempts": Field(.integer(0...Int64.max)),
                    "window": Field(.duration),
                ])
            )
        ),
        "placement": Field(
            .record(
                Record([
                    "constraints": Field(.list(.text)),
                    "preferences": Field(.list(.record(Record(["spread": Field(.text)])))),
                    "max_replicas_per_node": Field(.integer(0...Int64.max)),
                ])
            )
        ),
    ])

    private static let update = Record([
        "parallelism": Field(.integer(0...Int64.max)),
        "delay": Field(.duration),
        "failure_action": Field(.choice(["pause", "continue", "rollback"])),
        "monitor": Field(.duration),
        "max_failure_ratio": Field(.number),
        "order": Field(.choice(["start-first", "stop-first"])),
    ])

    private static let limits = Record([
        "cpus": Field(.cpus),
        "memory": Field(.size),
        "pids": Field(.integer(0...Int64.max)),
    ])

    private static let reservations = Record(
        [
            "cpus": Field(.cpus),
            "memory": Field(.size),
            "generic_resources": Field(
                .list(
                    .record(
                        Record([
                            "discrete_resource_spec": Field(
                                .record(
                                    Record([
                                        "kind": Field(.text),
                                        "value": Field(.integer(0...Int64.max)),
                                    ])
                                )
                            )
                        ])
                    )
                )
            ),
        ],
        composeOnly: ["devices"]
    )
}
