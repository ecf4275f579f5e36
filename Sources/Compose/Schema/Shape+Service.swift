/// A service.
extension Record {
    static let service = Record(
        serviceFields.merging(ignoredServiceFields) { used, _ in used },
        composeOnly: [
            "annotations", "attach", "blkio_config", "cgroup", "cpu_count", "cpu_percent",
            "cpu_period", "cpu_rt_period", "cpu_rt_runtime", "cpus", "develop",
            "device_cgroup_rules",
            "dns_opt", "gpus", "group_add", "label_file", "mem_reservation", "mem_swappiness",
            "memswap", "models", "oom_kill_disable", "pids_limit", "platform", "post_start",
            "pre_stop", "profiles", "provider", "pull_policy", "pull_refresh_after", "runtime",
            "scale", "storage_opt", "use_api_socket", "uts",
        ],
        // The words are docker's own, this one's "yet" included.
        forbidden: [
            "extends": "Support for `extends` is not implemented yet.",
            "volume_driver": "Instead of setting the volume driver on the service, define a volume "
                + "using the top-level `volumes` option and specify the driver there.",
            "volumes_from": "To share a volume between services, define it using the top-level "
                + "`volumes` option and reference it from each service that shares it using the "
                + "service-level `volumes` option.",
            "cpu_quota": "Set resource limits using deploy.resources",
            "cpu_shares": "Set resource limits using deploy.resources",
            "cpuset": "Set resource limits using deploy.resources",
            "mem_limit": "Set resource limits using deploy.resources",
            "memswap_limit": "Set resource limits using deploy.resources",
        ]
    )

    private static let serviceFields: [String: Field] = [
        "cap_add": Field(.list(.text), merge: .unique(.whole)),
        "cap_drop": Field(.list(.text), merge: .unique(.whole)),
        "command": Field(.short(.words, .list(.text)), merge: .replace),
        "configs": Field(
            .list(.short(.source, .record(fileReference))),
            merge: .unique(.target(folder: "/"))
        ),
        "deploy": Field(.record(deploy)),
        "dns": Field(.short(.single, .list(.text)), merge: .unique(.whole)),
        "dns_search": Field(.short(.single, .list(.text)), merge: .unique(.whole)),
        "entrypoint": Field(.short(.words, .list(.text)), merge: .replace),
        "env_file": Field(.short(.single, .list(.text)), merge: .unique(.whole)),
        "environment": Field(.short(.pairs, .dictionary(.scalarOrNothing))),
        "extra_hosts": Field(.short(.hosts, .list(.text)), merge: .unique(.whole)),
        "healthcheck": Field(.record(healthcheck)),
        "hostname": Field(.text),
        "image": Field(.text),
        "init": Field(.boolean),
        "isolation": Field(.text),
        "labels": Field(.short(.pairs, .dictionary(.scalarOrEmpty))),
        "logging": Field(
            .record(
                Record([
                    "driver": Field(.text),
                    "options": Field(.dictionary(.scalarOrEmpty)),
                ])
            ),
            merge: .logging
        ),
        "networks": Field(.short(.names, .dictionary(.record(attachment)))),
        "ports": Field(.short(.ports, .list(.record(port))), merge: .unique(.port)),
        "read_only": Field(.boolean),
        "secrets": Field(
            .list(.short(.source, .record(fileReference))),
            merge: .unique(.target(folder: "/run/secrets/"))
        ),
        "stdin_open": Field(.boolean),
        "stop_grace_period": Field(.duration),
        "stop_signal": Field(.text),
        "sysctls": Field(.short(.pairs, .dictionary(.scalarOrEmpty))),
        "tty": Field(.boolean),
        "ulimits": Field(.dictionary(.short(.ulimit, .record(ulimit)))),
        "user": Field(.text),
        "volumes": Field(
            .list(.short(.volume, .record(mount))),
            merge: .unique(.target(folder: "/"))
        ),
        "working_dir": Field(.text),
    ]

    /// Keys that are read, merged and rendered, but do nothing in a swarm; all but `restart`,
    /// which docker names among them and yet falls back to.
    private static let ignoredServiceFields: [String: Field] = [
        "build": Field(.short(.build, .anything), .unsupported),
        "cgroupns_mode": Field(.text, .unsupported),
        "cgroup_parent": Field(.text, .unsupported),
        "container_name": Field(
            .text,
            .deprecated("Setting the container name is not supported.")
        ),
        "credential_spec": Field(.anything, .withoutEffect),
        "depends_on": Field(
            .short(.keys, .list(.text)),
            merge: .unique(.whole),
            .withoutEffect
        ),
        "devices": Field(.list(.text), merge: .unique(.whole), .unsupported),
        "domainname": Field(.text, .unsupported),
        "expose": Field(
            .list(.scalar),
            merge: .unique(.whole),
            .deprecated(
                "Exposing ports is unnecessary - services on the same network can access each "
                    + "other's containers on any port."
            )
        ),
        "external_links": Field(.list(.text), .unsupported),
        "ipc": Field(.text, .unsupported),
        "links": Field(.list(.text), merge: .unique(.whole), .unsupported),
        "mac_address": Field(.text, .unsupported),
        "network_mode": Field(.text, .unsupported),
        "oom_score_adj": Field(.integer(-1000...1000), .withoutEffect),
        "pid": Field(.text, .unsupported),
        "privileged": Field(.boolean, .unsupported),
        "restart": Field(.text, .unsupported),
        "security_opt": Field(.list(.text), .unsupported),
        "shm_size": Field(.size, .unsupported),
        "tmpfs": Field(.short(.single, .list(.text)), merge: .unique(.whole), .withoutEffect),
        "userns_mode": Field(.text, .unsupported),
    ]
}
