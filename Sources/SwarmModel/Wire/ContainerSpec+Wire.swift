import Basics

extension ContainerSpec: Codable {
    private enum CodingKeys: String, CodingKey {
        case image = "Image"
        case labels = "Labels"
        case command = "Command"
        case args = "Args"
        case hostname = "Hostname"
        case environment = "Env"
        case directory = "Dir"
        case user = "User"
        case groups = "Groups"
        case privileges = "Privileges"
        case stopSignal = "StopSignal"
        case tty = "TTY"
        case openStdin = "OpenStdin"
        case readOnly = "ReadOnly"
        case initProcess = "Init"
        case mounts = "Mounts"
        case stopGracePeriod = "StopGracePeriod"
        case healthCheck = "Healthcheck"
        case hosts = "Hosts"
        case dns = "DNSConfig"
        case secrets = "Secrets"
        case configs = "Configs"
        case isolation = "Isolation"
        case sysctls = "Sysctls"
        case capabilitiesAdded = "CapabilityAdd"
        case capabilitiesDropped = "CapabilityDrop"
        case ulimits = "Ulimits"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        image = try fields.value(.image, or: "")
        labels = try fields.value(.labels, or: [:])
        command = try fields.value(.command, or: [])
        args = try fields.value(.args, or: [])
        hostname = try fields.value(.hostname, or: "")
        environment = try fields.value(.environment, or: [])
        directory = try fields.value(.directory, or: "")
        user = try fields.value(.user, or: "")
        groups = try fields.value(.groups, or: [])
        privileges = try fields.decodeIfPresent(Privileges.self, forKey: .privileges)
        stopSignal = try fields.value(.stopSignal, or: "")
        tty = try fields.value(.tty, or: false)
        openStdin = try fields.value(.openStdin, or: false)
        readOnly = try fields.value(.readOnly, or: false)
        initProcess = try fields.decodeIfPresent(Bool.self, forKey: .initProcess)
        mounts = try fields.value(.mounts, or: [])
        stopGracePeriod = try fields.duration(.stopGracePeriod)
        healthCheck = try fields.decodeIfPresent(HealthConfig.self, forKey: .healthCheck)
        hosts = try fields.value(.hosts, or: [])
        dns = try fields.value(.dns, or: DNSConfig())
        secrets = try fields.value(.secrets, or: [])
        configs = try fields.value(.configs, or: [])
        isolation = try fields.value(.isolation, or: "")
        sysctls = try fields.value(.sysctls, or: [:])
        capabilitiesAdded = try fields.value(.capabilitiesAdded, or: [])
        capabilitiesDropped = try fields.value(.capabilitiesDropped, or: [])
        ulimits = try fields.value(.ulimits, or: [])
        if fields.has(.dns), dns == DNSConfig() { emptyBlocks = EmptyBlocks(.dns) }
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.put(image, .image)
        try fields.put(labels, .labels)
        try fields.put(command, .command)
        try fields.put(args, .args)
        try fields.put(hostname, .hostname)
        try fields.put(environment, .environment)
        try fields.put(directory, .directory)
        try fields.put(user, .user)
        try fields.put(groups, .groups)
        try fields.encodeIfPresent(privileges, forKey: .privileges)
        try fields.put(stopSignal, .stopSignal)
        try fields.put(tty, .tty)
        try fields.put(openStdin, .openStdin)
        try fields.put(readOnly, .readOnly)
        try fields.encodeIfPresent(initProcess, forKey: .initProcess)
        try fields.put(mounts, .mounts)
        try fields.putIfGiven(stopGracePeriod, .stopGracePeriod)
        try fields.encodeIfPresent(healthCheck, forKey: .healthCheck)
        try fields.put(hosts, .hosts)
        try fields.put(dns, unless: DNSConfig(), .dns, shown: emptyBlocks.shown.contains(.dns))
        try fields.put(secrets, .secrets)
        try fields.put(configs, .configs)
        try fields.put(isolation, .isolation)
        try fields.put(sysctls, .sysctls)
        try fields.put(capabilitiesAdded, .capabilitiesAdded)
        try fields.put(capabilitiesDropped, .capabilitiesDropped)
        try fields.put(ulimits, .ulimits)
    }
}

extension Ulimit: Codable {
    private enum CodingKeys: String, CodingKey {
        case name = "Name"
        case soft = "Soft"
        case hard = "Hard"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        name = try fields.value(.name, or: "")
        soft = try fields.value(.soft, or: 0)
        hard = try fields.value(.hard, or: 0)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(name, forKey: .name)
        try fields.encode(hard, forKey: .hard)
        try fields.encode(soft, forKey: .soft)
    }
}

extension DNSConfig: Codable {
    private enum CodingKeys: String, CodingKey {
        case nameservers = "Nameservers"
        case search = "Search"
        case options = "Options"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        nameservers = try fields.value(.nameservers, or: [])
        search = try fields.value(.search, or: [])
        options = try fields.value(.options, or: [])
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.put(nameservers, .nameservers)
        try fields.put(search, .search)
        try fields.put(options, .options)
    }
}

extension HealthConfig: Codable {
    private enum CodingKeys: String, CodingKey {
        case test = "Test"
        case interval = "Interval"
        case timeout = "Timeout"
        case startPeriod = "StartPeriod"
        case startInterval = "StartInterval"
        case retries = "Retries"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        test = try fields.value(.test, or: [])
        interval = try fields.duration(.interval) ?? .zero
        timeout = try fields.duration(.timeout) ?? .zero
        retries = try fields.value(.retries, or: 0)
        startPeriod = try fields.duration(.startPeriod) ?? .zero
        startInterval = try fields.duration(.startInterval) ?? .zero
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.put(test, .test)
        try fields.put(interval, .interval)
        try fields.put(timeout, .timeout)
        try fields.put(startPeriod, .startPeriod)
        try fields.put(startInterval, .startInterval)
        try fields.put(retries, .retries)
    }
}
