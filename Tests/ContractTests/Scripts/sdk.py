"""Drives a swarm through docker-py and prints what comes of it, a part at a time.

The suite runs it against a real engine and against skep's, and compares what is printed.
"""
import sys
import time

import docker
from docker.errors import APIError, NotFound
from docker.types import (
    ConfigReference, EndpointSpec, Healthcheck, Mount, Placement, Resources, RestartPolicy,
    RollbackConfig, SecretReference, ServiceMode, UpdateConfig,
)

client = docker.from_env()


def until(condition, seconds=40):
    end = time.time() + seconds
    while not condition():
        if time.time() > end:
            print("never:", condition.__name__)
            return
        time.sleep(0.25)


def refused(call, *arguments, **words):
    try:
        call(*arguments, **words)
        print("not refused")
    except APIError as error:
        print(type(error).__name__, error.response.status_code, error.explanation)


def current(object, call):
    """Reads an object and changes it, again where the swarm's own writes came between."""
    for _ in range(40):
        object.reload()
        try:
            return call()
        except APIError as error:
            if "out of sequence" not in str(error.explanation):
                raise
            time.sleep(0.25)


def swarm():
    print(client.ping())
    refused(client.services.list)
    print(len(client.swarm.init(advertise_addr="eth0", task_history_retention_limit=3)))
    client.swarm.reload()
    spec = client.swarm.attrs["Spec"]
    print(spec["Name"], spec["Orchestration"])
    print(sorted(client.swarm.attrs["JoinTokens"]))
    refused(client.swarm.init)
    print(client.swarm.update(rotate_worker_token=True, name="default"))
    print(client.info()["Swarm"]["LocalNodeState"], client.info()["Swarm"]["Nodes"])


def nodes():
    node = client.nodes.list()[0]
    print(sorted(node.attrs), node.attrs["Spec"])
    print(node.update({"Availability": "active", "Role": "manager", "Labels": {"a": "b"}}))
    print(client.nodes.get(node.id).attrs["Spec"])
    print(len(client.nodes.list(filters={"role": "manager"})), client.nodes.list(filters={"role": "worker"}))
    refused(client.nodes.get, "nope")
    refused(client.api.remove_node, node.id)
    refused(client.api.update_node, node.id, 1, {"Availability": "active", "Role": "manager"})


def objects():
    config = client.configs.create(name="conf", data=b"hello", labels={"a": "b"})
    print(client.configs.get(config.id).attrs["Spec"])
    secret = client.secrets.create(name="pass", data=b"hidden")
    print(client.secrets.get(secret.id).attrs["Spec"])
    print([c.name for c in client.configs.list(filters={"name": "co"})])
    refused(client.configs.create, name="conf", data=b"x")
    refused(client.secrets.create, name="pass", data=b"x")
    network = client.networks.create("back", driver="overlay", attachable=True, labels={"x": "y"})
    time.sleep(1)
    network.reload()
    print(network.attrs["Driver"], network.attrs["Scope"], network.attrs["Attachable"], network.attrs["Labels"])
    print([n.name for n in client.networks.list(names=["back"])])
    refused(client.networks.create, "back", driver="overlay")


def services():
    config = client.configs.list(filters={"name": "conf"})[0]
    secret = client.secrets.list(filters={"name": "pass"})[0]
    service = client.services.create(
        "nginx", name="web", networks=["back"], env=["A=b"], labels={"tier": "web"},
        mode=ServiceMode("replicated", replicas=2),
        endpoint_spec=EndpointSpec(ports={8080: 80}),
        healthcheck=Healthcheck(test=["CMD", "true"], interval=1000000000),
        resources=Resources(cpu_limit=500000000, mem_limit=67108864),
        restart_policy=RestartPolicy("on-failure", delay=1, max_attempts=3),
        update_config=UpdateConfig(parallelism=2, delay=1, monitor=1000000000),
        rollback_config=RollbackConfig(parallelism=0, monitor=1000000000),
        mounts=[Mount("/data", "data")],
        configs=[ConfigReference(config.id, "conf", filename="/conf")],
        secrets=[SecretReference(secret.id, "pass")],
        preferences=[("spread", "node.labels.zone")], constraints=["node.role == manager"],
    )
    spec = service.attrs["Spec"]
    for key in sorted(spec):
        if key != "TaskTemplate":
            print(key, spec[key])
    for key, value in sorted(spec["TaskTemplate"].items()):
        print(key, value)

    def running():
        return [t["Status"]["State"] for t in service.tasks(filters={"desired-state": "running"})] == ["running"] * 2

    until(running)
    print([s.name for s in client.services.list(filters={"name": "we"})])
    print([s.attrs["ServiceStatus"] for s in client.services.list(status=True)])
    print(current(service, lambda: service.scale(3)))
    service.reload()
    print(service.attrs["Spec"]["Mode"], "PreviousSpec" in service.attrs)
    print(current(service, service.force_update))
    service.reload()
    print(service.attrs["Spec"]["TaskTemplate"]["ForceUpdate"])
    refused(client.api.update_service, service.id, 1, task_template=spec["TaskTemplate"], name="web")
    refused(client.services.create, "nginx", name="web")
    refused(client.services.create, "", name="empty")
    refused(client.services.get, "nope")
    refused(config.remove)
    refused(secret.remove)
    refused(client.services.create, "nginx", name="x", networks=["nope"])
    until(lambda: [t for t in service.tasks() if t["Status"]["State"] == "running"])
    task = [t for t in service.tasks() if t["Status"]["State"] == "running"][0]
    print(sorted(task), sorted(task["Status"]))
    print(sorted(client.api.inspect_task(task["ID"])["Spec"]))
    refused(client.api.inspect_task, "nope")


def logs():
    service = client.services.create("diamol/ch12-timecheck:1.0", name="clock", env=["Timer__IntervalSeconds=1"])

    def said():
        return any(b"App version" in line for line in service.logs(stdout=True, tail=1))

    until(said)
    line = b"".join(service.logs(stdout=True, tail=1)).decode()
    print(line.split(";")[0])
    line = b"".join(service.logs(stdout=True, details=True, timestamps=True, tail=1)).decode()
    print(" ".join(line.split(" ")[1:2]))
    containers = [c for c in client.containers.list() if c.name.startswith("clock.1")]
    print(len(containers), containers[0].status, sorted(k for k in containers[0].labels if "swarm" in k))
    print(containers[0].logs(tail=1).decode().split(";")[0])
    print(containers[0].exec_run("echo hello"))
    service.remove()


def events():
    since = int(time.time())
    time.sleep(2)
    config = client.configs.create(name="event", data=b"x")
    time.sleep(1)
    config.remove()
    network = client.networks.create("eventful", driver="overlay")
    time.sleep(1)
    network.remove()
    until_ = int(time.time()) + 3
    for event in client.events(since=since, until=until_, decode=True, filters={"scope": "swarm"}):
        # What was done before may still come to its end.
        if event["Actor"]["Attributes"].get("name", "").startswith("event"):
            print(event["Type"], event["Action"], event["Actor"]["Attributes"], event["scope"])


def ending():
    client.services.get("web").remove()
    refused(client.services.get, "web")

    def gone():
        return not client.containers.list(all=True, ignore_removed=True)

    until(gone)
    client.configs.list(filters={"name": "conf"})[0].remove()
    client.secrets.list(filters={"name": "pass"})[0].remove()
    client.networks.list(names=["back"])[0].remove()
    print([volume.name for volume in client.volumes.list()])
    client.volumes.get("data").remove()
    try:
        client.volumes.get("data")
    except NotFound as error:
        print(error.explanation)
    refused(client.swarm.leave)
    print(client.swarm.leave(force=True))


for part in sys.argv[1:]:
    print("==", part)
    globals()[part]()
