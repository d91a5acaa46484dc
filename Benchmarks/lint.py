#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright (c) 2026 The msctl authors
"""Measures `msctl lint` beside checkov and kubernetes-validate on the same Kubernetes objects, and `msctl graph`.

usage: lint.py MSCTL [--tools BIN] [--services N] [--most-for-others N] [--graph N] [--rounds N] [--limit SECONDS]

The objects are what `msctl render` makes of a synthetic system. The tools of others look at the objects of at most
`--most-for-others` services, because they take minutes for more; msctl is measured at both sizes. What each tool checks
differs (see docs/benchmarks.md): the table compares waiting, not worth. A tool that is not below `--tools` is left out, and
the output says so.
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent


class Run:
    """One program from its start to its end, or until its time is over."""

    def __init__(self, command, limit, cwd=None):
        start = time.monotonic()
        child = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        errors = []
        self.is_over = False
        try:
            # The pipe is read by hand, because `communicate` would wait for the child without its usage.
            os.set_blocking(child.stderr.fileno(), False)
            while True:
                pid, status, usage = os.wait4(child.pid, os.WNOHANG)
                try:
                    errors.append(child.stderr.read() or b"")
                except BlockingIOError:
                    pass
                if pid:
                    break
                if time.monotonic() - start > limit:
                    child.kill()
                    _, status, usage = os.wait4(child.pid, 0)
                    self.is_over = True
                    break
                time.sleep(0.002)
        finally:
            child.stderr.close()
        child.returncode = os.waitstatus_to_exitcode(status)
        self.wall = time.monotonic() - start
        self.cpu = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss / 1024
        self.errors = b"".join(errors).decode(errors="replace")
        # 1 is what linters end with that have found something.
        if not self.is_over and child.returncode not in (0, 1):
            sys.exit(f"{' '.join(map(str, command))}: status {child.returncode}\n{self.errors[-2000:]}")


def measure(name, command, arguments, cwd=None, rounds=None):
    runs = [Run(command, arguments.limit, cwd) for _ in range(rounds or arguments.rounds)]
    if any(run.is_over for run in runs):
        print(f"{name:<58} over {arguments.limit} s, stopped", flush=True)
        return
    wall, cpu = (statistics.median(getattr(run, key) for run in runs) for key in ("wall", "cpu"))
    memory = max(run.memory for run in runs)
    print(f"{name:<58} {wall:8.2f} s {cpu:8.2f} s {memory:8.0f} MiB", flush=True)


def objects(arguments, scratch, count):
    """The manifests of a synthetic system, and its objects: one file for each."""
    system, folder = scratch / f"system-{count}", scratch / f"objects-{count}"
    subprocess.check_call(["sh", HERE / "synthetic.sh", str(count), system])
    command = [arguments.msctl, "render", "--quiet", system, "--env", "sandbox", "--tag", "v1", "--output", folder]
    subprocess.check_call(command)
    return system, folder, sorted(folder.rglob("*.yaml"))


def compare(arguments, scratch):
    few = min(arguments.services, arguments.most_for_others)
    for count in sorted({few, arguments.services}):
        system, folder, files = objects(arguments, scratch, count)
        print(f"\n{count} services, {len(files)} objects")
        measure("msctl lint, the manifests", [arguments.msctl, "lint", "--quiet", system], arguments)
        measure("msctl lint, the objects", [arguments.msctl, "lint", "--quiet", folder], arguments)
        if count > few:
            print(f"checkov and kubernetes-validate were measured with {few} services only")
            continue
        validate, checkov = arguments.tools / "kubernetes-validate", arguments.tools / "checkov"
        if validate.exists():
            command = [validate, "--quiet", "--kubernetes-version", "1.33", *files]
            measure("kubernetes-validate (schemas only)", command, arguments, rounds=1)
        else:
            print("kubernetes-validate is not installed")
        if checkov.exists():
            command = [checkov, "--framework", "kubernetes", "--directory", folder, "--compact", "--quiet"]
            measure("checkov (policies for each object)", [*command, "--skip-download"], arguments, rounds=1)
        else:
            print("checkov is not installed")


def draw(arguments, scratch):
    system = scratch / f"graph-{arguments.graph}"
    subprocess.check_call(["sh", HERE / "synthetic.sh", str(arguments.graph), system])
    print(f"\n{arguments.graph} services")
    show = [arguments.msctl, "graph", "show", system]
    for kind in ("text", "dot", "json", "mermaid", "html"):
        measure(f"msctl graph --format {kind}", [*show, "--format", kind], arguments, rounds=1)
    measure("msctl graph budget", [arguments.msctl, "graph", "budget", system], arguments, rounds=1)
    measure("msctl lint", [arguments.msctl, "lint", "--quiet", system], arguments, rounds=1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("msctl", type=Path)
    parser.add_argument("--tools", type=Path, default=Path(".build/tools-bench/bin"))
    parser.add_argument("--services", type=int, default=1000)
    parser.add_argument("--most-for-others", type=int, default=100)
    parser.add_argument("--graph", type=int, default=10000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--limit", type=int, default=600)
    arguments = parser.parse_args()
    arguments.msctl = arguments.msctl.resolve()
    arguments.tools = arguments.tools.absolute()
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.1f} before the run" + (": others were at work" if load > 0.5 else ""))
    print(f"{'':<58} {'wall':>10} {'processor':>10} {'peak':>12}")
    with tempfile.TemporaryDirectory() as scratch:
        if arguments.services:
            compare(arguments, Path(scratch))
        if arguments.graph:
            draw(arguments, Path(scratch))


main()
