#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright (c) 2026 The msctl authors
"""Measures deploys of a synthetic system beside `kubectl apply --server-side` and raw parallel PATCH requests.

usage: deploy.py MSCTL [--services N] [--rounds N] [--round-trips MS,MS] [--tools NAME,NAME] [--json FILE]

The server is the context MSCTL_BENCH_CONTEXT of the kubeconfig MSCTL_BENCH_KUBECONFIG, else `msctl sandbox`. Namespaces
called msctl-bench-… are made there and deleted again. Needs kubectl and curl. The tools take turns, each in a
namespace of its own; the table shows medians.
"""
import argparse
import http.client
import json
import os
import re
import shutil
import signal
import ssl
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from base64 import b64decode
from pathlib import Path
from urllib.parse import urlparse

HERE = Path(__file__).resolve().parent
STEPS = ["new objects", "no change", "new images"]
ENVIRONMENT = """\
apiVersion: msctl.dev/v1
kind: Environment
metadata: { name: bench }
spec: { class: development, system: synthetic, cluster: { namespace: synthetic, zones: 1 } }
"""


class Run:
    """One program from its start to its end."""

    def __init__(self, command, environment, output=subprocess.DEVNULL, ok=(0,)):
        start = time.monotonic()
        errors = tempfile.TemporaryFile()
        child = subprocess.Popen(command, env=environment, stdout=output, stderr=errors)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        self.wall = time.monotonic() - start
        self.cpu = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss / 1024
        errors.seek(0)
        self.errors = errors.read().decode(errors="replace")
        if child.returncode not in ok:
            sys.exit(f"{' '.join(map(str, command))}: status {child.returncode}\n{self.errors[-2000:]}")


class Server:
    """An API server, perhaps at some distance."""

    def __init__(self, kubeconfig, context, directory, round_trip):
        self.environment = {**os.environ, "NO_COLOR": "1", "KUBECONFIG": str(kubeconfig)}
        text = subprocess.check_output(
            ["kubectl", "config", "view", "--raw", "--minify", "--flatten", "--context", context, "-o", "json"],
            env=self.environment,
        )
        self.config, self.context = json.loads(text), context
        cluster = self.config["clusters"][0]["cluster"]
        self.proxy = None
        if round_trip:
            address = urlparse(cluster["server"])
            port = address.port or (443 if address.scheme == "https" else 80)
            self.proxy = subprocess.Popen(
                [sys.executable, HERE / "delay-proxy.py", address.hostname, str(port), str(round_trip)],
                stdout=subprocess.PIPE,
            )
            cluster["server"] = f"{address.scheme}://127.0.0.1:{int(self.proxy.stdout.readline())}"
            if address.scheme == "https":
                cluster.setdefault("tls-server-name", address.hostname)
        self.address = urlparse(cluster["server"])
        self.path = directory / f"kubeconfig-{round_trip}.json"
        self.path.write_text(json.dumps(self.config))
        self.environment["KUBECONFIG"] = str(self.path)
        self.files = self._write_credentials(directory)

    def close(self):
        if self.proxy:
            self.proxy.terminate()
            self.proxy.wait()

    def _write_credentials(self, directory):
        files = {}
        cluster, user = self.config["clusters"][0]["cluster"], self.config["users"][0].get("user", {})
        for key, source in [
            ("certificate-authority-data", cluster),
            ("client-certificate-data", user),
            ("client-key-data", user),
        ]:
            if key in source:
                files[key] = directory / key
                files[key].write_bytes(b64decode(source[key]))
        self.token = user.get("token")
        return files

    def kubectl(self, *arguments, **options):
        return Run(["kubectl", *arguments], self.environment, **options)

    def kubectl_json(self, *arguments):
        output = subprocess.check_output(["kubectl", *arguments, "-o", "json"], env=self.environment)
        return json.loads(output)

    def connection(self):
        if self.address.scheme == "http":
            return http.client.HTTPConnection(self.address.hostname, self.address.port)
        context = ssl.create_default_context(cafile=self.files.get("certificate-authority-data"))
        context.check_hostname = False
        if "client-key-data" in self.files:
            context.load_cert_chain(self.files["client-certificate-data"], self.files["client-key-data"])
        return http.client.HTTPSConnection(self.address.hostname, self.address.port, context=context)

    def headers(self):
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def make(self, namespace):
        path = self.path.with_name(f"{namespace}.json")
        path.write_text(json.dumps({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace}}))
        self.kubectl("apply", "--server-side", "-f", path)

    def delete(self, namespace):
        self.kubectl("delete", "namespace", namespace, "--ignore-not-found", "--wait=true", "--timeout=600s")

    def settle(self, namespace):
        """Waits until the controllers have nothing left to do, at most two minutes; returns the seconds."""
        start = time.monotonic()
        end = start + 120
        while time.monotonic() < end:
            items = self.kubectl_json("get", "deployments", "-n", namespace)["items"]
            if all(map(is_complete, items)):
                break
            time.sleep(1)
        return time.monotonic() - start


def is_complete(deployment):
    """What `kubectl rollout status` calls successfully rolled out."""
    spec, status = deployment["spec"], deployment.get("status", {})
    wanted = spec.get("replicas", 1)
    return (
        status.get("observedGeneration", 0) >= deployment["metadata"]["generation"]
        and status.get("updatedReplicas", 0) == wanted
        and status.get("replicas", 0) == wanted
        and status.get("availableReplicas", 0) == wanted
    )


class System:
    """The same synthetic system in two versions."""

    def __init__(self, msctl, services, directory):
        self.msctl, self.directory = msctl, directory
        self.sources = [directory / "v1", directory / "v2"]
        subprocess.check_call(["sh", HERE / "synthetic.sh", str(services), self.sources[0]])
        (self.sources[0] / "bench.msctl.yaml").write_text(ENVIRONMENT)
        shutil.copytree(self.sources[0], self.sources[1])
        for path in self.sources[1].glob("services/*/msctl.yaml"):
            path.write_text(path.read_text().replace(":1.0.", ":2.0."))

    def manifest(self, version, namespace):
        """Everything in one file, the namespace first."""
        objects = self.directory / f"objects-{namespace}-{version}"
        subprocess.check_call(
            [self.msctl, "render", "--quiet", self.sources[version], "--env", "bench"]
            + ["--namespace", namespace, "--output", objects]
        )
        for autoscaler in objects.rglob("horizontalpodautoscaler-*.yaml"):
            begin_with_least(autoscaler)
        paths = sorted(objects.rglob("*.yaml"), key=lambda path: ("namespace-" not in path.name, path))
        whole = objects.with_suffix(".yaml")
        whole.write_text("".join("---\n" + path.read_text() for path in paths))
        return whole, len(paths)


def begin_with_least(autoscaler):
    """Lets a new workload begin with the least number of replicas of its autoscaler, as a deploy of msctl does.

    What `render` writes leaves the number to the autoscaler; a server then begins with one pod, which is half the work.
    """
    least = re.search(r"^  minReplicas: \d+$", autoscaler.read_text(), re.MULTILINE)[0].replace("minReplicas", "replicas")
    workload = autoscaler.with_name(autoscaler.name.replace("horizontalpodautoscaler-", "deployment-"))
    workload.write_text(workload.read_text().replace("\nspec:\n", f"\nspec:\n{least}\n", 1))


class Msctl:
    """Deploys without waiting for readiness, as the others do."""

    name = "msctl deploy --no-wait"

    def __init__(self, system, server, namespace):
        self.system, self.server, self.namespace = system, server, namespace

    def command(self, version, *more):
        return (
            [self.system.msctl, "deploy", self.system.sources[version], "--env", "bench"]
            + ["--kubeconfig", self.server.path, "--context", self.server.context]
            + ["--namespace", self.namespace, *more]
        )

    def step(self, step, *more):
        return Run(self.command(1 if step == 2 else 0, "--no-wait", "--quiet", *more), self.server.environment)

    def requests(self, step):
        run = Run(self.command(1 if step == 2 else 0, "--no-wait", "--verbose"), self.server.environment)
        return len(re.findall(r"^  [A-Z]+ /", run.errors, re.MULTILINE))


class Kubectl:
    name = "kubectl apply --server-side"

    def __init__(self, system, server, namespace):
        self.server = server
        self.files = [system.manifest(version, namespace)[0] for version in (0, 1)]

    def step(self, step, *more):
        file = self.files[1 if step == 2 else 0]
        return self.server.kubectl("apply", "--server-side", "-f", file, *more)

    def requests(self, step):
        return len(re.findall(r"\b(GET|PATCH|POST|PUT) https?://", self.step(step, "-v=6").errors))


class RawPatch:
    """The bodies alone, as fast as curl can send them: what the server needs at least."""

    name = "curl --parallel (raw PATCH)"

    def __init__(self, system, server, namespace):
        self.server = server
        self.configs = [self._config(system, namespace, version) for version in (0, 1)]

    def _config(self, system, namespace, version):
        file, _ = system.manifest(version, namespace)
        objects = documents(self.server, file)
        bodies = file.with_suffix(".bodies")
        bodies.mkdir(exist_ok=True)
        entries, first = [], []
        for index, item in enumerate(objects):
            body = bodies / str(index)
            body.write_text(json.dumps(item))
            (first if item["kind"] == "Namespace" else entries).append(self._entry(item, body))
        config = file.with_suffix(".curl")
        config.write_text("\nnext\n".join(entries))
        ahead = file.with_suffix(".first.curl")
        ahead.write_text("\nnext\n".join(first))
        return ahead, config

    def _entry(self, item, body):
        kind = item["kind"].lower()
        plural = kind[:-1] + "ies" if kind.endswith("y") else kind + "s"
        version, metadata = item["apiVersion"], item["metadata"]
        root = f"apis/{version}" if "/" in version else f"api/{version}"
        if kind != "namespace":
            root += f"/namespaces/{metadata['namespace']}"
        url = f"{self.server.address.geturl()}/{root}/{plural}/{metadata['name']}?fieldManager=raw&fieldValidation=Strict"
        lines = [
            f'url = "{url}"', 'request = "PATCH"', f'data-binary = "@{body}"', 'output = "/dev/null"',
            'header = "Content-Type: application/apply-patch+yaml"', 'write-out = "%{http_code}\\n"', "silent", "insecure",
        ]
        if "client-key-data" in self.server.files:
            lines += [f'cert = "{self.server.files["client-certificate-data"]}"', f'key = "{self.server.files["client-key-data"]}"']
        if self.server.token:
            lines.append(f'header = "Authorization: Bearer {self.server.token}"')
        return "\n".join(lines)

    def step(self, step):
        ahead, config = self.configs[1 if step == 2 else 0]
        Run(["curl", "--config", ahead], self.server.environment)
        with tempfile.TemporaryFile() as output:
            run = Run(["curl", "--parallel", "--parallel-max", "50", "--config", config], os.environ, output)
            output.seek(0)
            codes = output.read().decode().split()
        refused = [code for code in codes if code not in ("200", "201")]
        if refused:
            sys.exit(f"raw PATCH: {len(refused)} of {len(codes)} refused: {sorted(set(refused))}")
        return run

    def requests(self, step):
        return (self.configs[0][1].read_text().count("url ="))


def documents(server, file):
    """The objects of a YAML file, read by kubectl, which prints them one after the other."""
    text = subprocess.check_output(
        ["kubectl", "create", "--dry-run=client", "--validate=false", "-f", file, "-o", "json"],
        env=server.environment,
    ).decode()
    objects, position = [], 0
    while position < len(text.rstrip()):
        item, position = json.JSONDecoder().raw_decode(text, position)
        objects += item.get("items", [item])
        while text[position : position + 1].isspace():
            position += 1
    return objects


class Flips(threading.Thread):
    """Watches the Deployments of a namespace beside msctl, and notes when each is rolled out."""

    def __init__(self, server, namespace):
        super().__init__(daemon=True)
        self.times, self.pending = {}, set()
        self.connection = server.connection()
        path = f"/apis/apps/v1/namespaces/{namespace}/deployments?watch=true&timeoutSeconds=900"
        self.connection.request("GET", path, headers=server.headers())
        self.reply = self.connection.getresponse()
        self.start()

    def run(self):
        try:
            while line := self.reply.readline():
                now = time.monotonic()
                item = json.loads(line)["object"]
                name = item["metadata"]["name"]
                if not is_complete(item):
                    self.pending.add(name)
                elif name in self.pending:
                    self.pending.discard(name)
                    # An autoscaler may start another rollout later; the first is the one that msctl speaks of.
                    self.times.setdefault(name, now)
        except (OSError, ValueError, KeyError, AttributeError):
            pass


def verdicts(tool, version):
    """Milliseconds from the moment that a Deployment is rolled out to the moment that msctl says so."""
    flips = Flips(tool.server, tool.namespace)
    command = tool.command(version, "--format", "jsonl", "--soak", "1s")
    said = {}
    start = time.monotonic()
    child = subprocess.Popen(command, env=tool.server.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    for line in child.stdout:
        now = time.monotonic()
        event = json.loads(line)
        if event.get("event") == "ready":
            said.setdefault(event["service"], now)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        print(f"  the waiting deploy ended with status {child.returncode}", file=sys.stderr)
    delays = sorted((said[name] - flips.times[name]) * 1000 for name in said if name in flips.times)
    return {"wall": time.monotonic() - start, "memory": usage.ru_maxrss / 1024, "delays": delays}


def percentile(values, share):
    return values[min(len(values) - 1, int(len(values) * share))] if values else float("nan")


TOOLS = {"msctl": Msctl, "kubectl": Kubectl, "raw": RawPatch}


def measure(server, system, tools, rounds, label):
    results = {tool.name: {step: [] for step in STEPS} for tool in tools}
    for turn in range(rounds):
        for kind in tools[turn % len(tools) :] + tools[: turn % len(tools)]:
            namespace = f"msctl-bench-{os.getpid()}-{kind.__name__.lower()}"
            tool = kind(system, server, namespace)
            try:
                for index, step in enumerate(STEPS):
                    run = tool.step(index)
                    results[kind.name][step].append(run)
                    print(f"  {kind.name}, {step}: {run.wall:.2f} s, CPU {run.cpu:.2f} s", file=sys.stderr)
                    run.settled = run.wall + server.settle(namespace)
            finally:
                server.delete(namespace)
    print(f"\n{label}: median of {rounds}\n")
    print(f"| | {' | '.join(STEPS)} | peak memory | new objects, rolled out |")
    print("|---|" + "---|" * (len(STEPS) + 2))
    for tool, steps in results.items():
        walls = [f"{statistics.median(run.wall for run in steps[step]):.2f} s" for step in STEPS]
        memory = max(run.memory for runs in steps.values() for run in runs)
        # A server on the same cores begins to work on the first services while the last are being written.
        settled = statistics.median(run.settled for run in steps[STEPS[0]])
        print(f"| {tool} | {' | '.join(walls)} | {memory:.0f} MB | {settled:.2f} s |")
    return {
        tool: {step: [[run.wall, run.cpu, run.memory, run.settled] for run in runs] for step, runs in steps.items()}
        for tool, steps in results.items()
    }


def count(server, system):
    rows = {}
    for kind in (Msctl, Kubectl, RawPatch):
        namespace = f"msctl-bench-{os.getpid()}-count"
        tool = kind(system, server, namespace)
        try:
            rows[kind.name] = [tool.requests(index) for index in range(3)]
        finally:
            server.delete(namespace)
    print("\nRequests\n\n| | " + " | ".join(STEPS) + " |\n|---|---|---|---|")
    for tool, counts in rows.items():
        print(f"| {tool} | {' | '.join(map(str, counts))} |")
    return rows


def watch_verdicts(server, system):
    namespace = f"msctl-bench-{os.getpid()}-verdict"
    tool = Msctl(system, server, namespace)
    server.make(namespace)
    try:
        results = {"new objects": verdicts(tool, 0), "new images": verdicts(tool, 1)}
    finally:
        server.delete(namespace)
    print("\nWaiting deploy (soak of 1 s): from rolled out to told\n")
    print("| | services | p50 | p95 | greatest | wall | peak memory |\n|---|---|---|---|---|---|---|")
    for step, result in results.items():
        delays = result["delays"]
        figures = [percentile(delays, 0.5), percentile(delays, 0.95), percentile(delays, 1)]
        print(
            f"| {step} | {len(delays)} | {' | '.join(f'{figure:.0f} ms' for figure in figures)} "
            f"| {result['wall']:.1f} s | {result['memory']:.0f} MB |"
        )
    return results


def sandbox(msctl, directory, services):
    path = directory / "sandbox.kubeconfig"
    # A node takes 110 pods, and what is rolled over needs room for more than it has.
    command = [msctl, "sandbox", "--quiet", "--nodes", str(max(3, services // 5))]
    child = subprocess.Popen(command, stdout=path.open("wb"), stderr=subprocess.DEVNULL)
    while b"current-context" not in path.read_bytes():
        if child.poll() is not None:
            sys.exit("the sandbox does not start")
        time.sleep(0.05)
    return child, path


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by a signal"))
    parser = argparse.ArgumentParser()
    parser.add_argument("msctl", type=Path)
    parser.add_argument("--services", type=int, default=143, help="7 objects each (143)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--round-trips", default="0,50", help="milliseconds, separated by commas")
    parser.add_argument("--tools", default="msctl,kubectl,raw", help="which take turns, separated by commas")
    parser.add_argument("--skip", default="", help="counts, verdicts or both, separated by a comma")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    tools = [TOOLS.get(name) or sys.exit(f"no tool is called {name}") for name in options.tools.split(",")]
    for program in ("kubectl", "curl"):
        if not shutil.which(program):
            sys.exit(f"{program} is not installed: the deploy benchmark compares with it")
    directory = Path(tempfile.mkdtemp(prefix="msctl-bench-"))
    msctl = options.msctl.resolve()
    kubeconfig, child = os.environ.get("MSCTL_BENCH_KUBECONFIG"), None
    context = os.environ.get("MSCTL_BENCH_CONTEXT", "sandbox")
    if not kubeconfig:
        child, kubeconfig = sandbox(msctl, directory, options.services)
    results = {}
    try:
        system = System(msctl, options.services, directory)
        near = Server(kubeconfig, context, directory, 0)
        if "counts" not in options.skip:
            results["requests"] = count(near, system)
        for round_trip in map(int, filter(None, options.round_trips.split(","))):
            server = Server(kubeconfig, context, directory, round_trip)
            try:
                label = f"{options.services} services, round trip + {round_trip} ms"
                results[str(round_trip)] = measure(server, system, tools, options.rounds, label)
            finally:
                server.close()
        if "verdicts" not in options.skip:
            results["verdicts"] = watch_verdicts(near, system)
    finally:
        if child:
            child.terminate()
            child.wait()
        shutil.rmtree(directory, ignore_errors=True)
    if options.json:
        options.json.write_text(json.dumps(results, indent=1))


main()
