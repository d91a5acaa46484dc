#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Copyright (c) 2026 The msctl authors
#
# Fuzzes the readers with libFuzzer and the address sanitizer.
#
#     Tests/Fuzz/run.sh SECONDS [TARGET]
#
# TARGET is the name of a file here, YAMLFuzz by default. Found inputs stay in .build/fuzz/<TARGET>/; a crash leaves its
# input there and makes the status non-zero. SwiftPM cannot build such a program: it needs its own entry point and the
# coverage instrumentation in every module, so each module is compiled here as SwiftPM would, package name included.
set -eu

seconds=${1:?usage: run.sh SECONDS [TARGET]}
target=${2:-YAMLFuzz}
root=$(cd "$(dirname "$0")/../.." && pwd)
out=$root/.build/fuzz/$target
mkdir -p "$out/corpus"

flags="-O -wmo -parse-as-library -package-name msctl -swift-version 6 -sanitize=fuzzer,address
    -enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault
    -enable-upcoming-feature MemberImportVisibility -I $root/Sources/CLibYAML -I $root/Sources/CCurl -I $out"

# In the order of their imports; the lock is a stand-in. A target for manifests needs everything that reads them; a whole system is long.
modules="Diagnostics Documents"
length=4096
case $target in
    Manifest*) modules="$modules Parallelism NIOConcurrencyHelpers Kubernetes Manifest Lint Generation" length=16384 ;;
    # Tests of internals.
    CEL*) modules="$modules Parallelism NIOConcurrencyHelpers Kubernetes Manifest Lint" flags="$flags -enable-testing" ;;
    Kubeconfig* | Watch*)
        # Tests of internals; the package that HTTP types come from has to be there already.
        modules="$modules HTTPTypes NIOConcurrencyHelpers Kubernetes HTTP KubernetesClient" flags="$flags -enable-testing"
        [ -d "$root/.build/checkouts/swift-http-types" ] || swift package --package-path "$root" resolve
        ;;
esac

sources() {
    case $1 in
        HTTPTypes) echo "$root/.build/checkouts/swift-http-types/Sources/HTTPTypes" ;;
        NIOConcurrencyHelpers) echo "$root/Tests/Fuzz/Stubs" ;;
        *) echo "$root/Sources/$1" ;;
    esac
}

objects=
for module in $modules; do
    # shellcheck disable=SC2046,SC2086
    swiftc $flags -module-name "$module" -emit-module -emit-module-path "$out/$module.swiftmodule" \
        -emit-object -o "$out/$module.o" $(find "$(sources "$module")" -name '*.swift' | sort)
    objects="$objects $out/$module.o"
done
# The linker warns about symbols of the sanitizer that it does not export: harmless.
# shellcheck disable=SC2086
swiftc $flags -module-name "$target" -o "$out/$target" "$root/Tests/Fuzz/$target.swift" $objects -lyaml \
    2> "$out/link.log" || { cat "$out/link.log" >&2; exit 1; }

# Real manifests and goldens are the best seeds.
find "$root/manifests" "$root/Tests/Goldens" -name '*.yaml' -size -64k 2> /dev/null | while read -r seed; do
    cp "$seed" "$out/corpus/seed-$(echo "$seed" | cksum | cut -d' ' -f1).yaml"
done
cp "$root/Tests/Fuzz/seeds/"* "$out/corpus/"
if [ "$target" = WatchFuzz ]; then
    # The first byte is the size of the pieces.
    printf '%s\n' '7{"type":"ADDED","object":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","resourceVersion":"4"}}}' \
        '{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"5","annotations":{"k8s.io/initial-events-end":"true"}}}}' \
        '{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","details":{"retryAfterSeconds":1}}}' \
        > "$out/corpus/watch"
fi
if [ "$target" = CELFuzz ]; then
    # An expression, a schema and a value, one behind the other. The tables of the tests are full of expressions.
    find "$out/corpus" -name 'seed-*.yaml' -delete
    schema='{type: object, properties: {a: {type: string}, b: {type: array, x-kubernetes-list-type: set, items: {type: integer}}, c: {type: object, additionalProperties: {type: string}}, d: {type: string, format: date-time}}}'
    grep -ho '("[^"\\]*", "' "$root"/Tests/LintTests/CEL*Tests.swift | sed 's/^("//; s/", "$//' | sort -u | while read -r seed; do
        printf '%s\f%s\f%s' "$seed" "$schema" "{a: x, b: [1, 2], c: {d: e}, d: '2026-01-31T08:00:00Z'}" \
            > "$out/corpus/seed-$(echo "$seed" | cksum | cut -d' ' -f1).cel"
    done
fi
if [ "$target" = KubeconfigFuzz ]; then
    printf '%s\n' 'current-context: a' 'contexts: [{name: a, context: {cluster: c, user: u, namespace: n}}]' \
        'clusters: [{name: c, cluster: {server: "https://[fd00::1]:6443/k", certificate-authority-data: QQ==, proxy-url: "socks5://p:1"}}]' \
        'users: [{name: u, user: {token: t, as: jo, as-user-extra: {k: [v]}, exec: {command: a, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never}}}]' \
        > "$out/corpus/kubeconfig"
fi
# A form feed between files makes one input of a system.
find "$root/manifests" -name '*msctl.yaml' | sort | while read -r seed; do
    cat "$seed"
    printf '\f'
done > "$out/corpus/system.yaml"
if [ "${target#Manifest}" != "$target" ]; then
    # The examples of all rules, which the target writes itself, and Dockerfiles.
    export MSCTL_FUZZ_SEEDS="$out/corpus"
    find "$root/Tests/Goldens" "$root/manifests" "$root/Tests/Hadolint" -name '*Dockerfile*' -type f -size -64k | while read -r seed; do
        cp "$seed" "$out/corpus/seed-$(echo "$seed" | cksum | cut -d' ' -f1).dockerfile"
    done
fi
cat "$root/Tests/Fuzz/"*.dict > "$out/words.dict"

# The search for leaks does not see references in the payloads of Swift's enums, and calls the field table lost.
export ASAN_OPTIONS=detect_leaks=0
# Without this the backtracer of Swift hangs after a crash.
export SWIFT_BACKTRACE=enable=no
exec "$out/$target" -max_total_time="$seconds" -max_len=$length -timeout=10 -rss_limit_mb=2048 \
    -dict="$out/words.dict" -artifact_prefix="$out/" -print_final_stats=1 "$out/corpus"
