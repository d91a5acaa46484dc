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
    -enable-upcoming-feature MemberImportVisibility -I $root/Sources/CLibYAML -I $out"

# In the order of their imports. A target that fuzzes decoding needs Manifest too.
modules="Diagnostics Documents"
case $target in Manifest*) modules="$modules Manifest" ;; esac

objects=
for module in $modules; do
    # shellcheck disable=SC2046,SC2086
    swiftc $flags -module-name "$module" -emit-module -emit-module-path "$out/$module.swiftmodule" \
        -emit-object -o "$out/$module.o" $(find "$root/Sources/$module" -name '*.swift' | sort)
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

# Without this the backtracer of Swift hangs after a crash.
export SWIFT_BACKTRACE=enable=no
exec "$out/$target" -max_total_time="$seconds" -max_len=4096 -timeout=10 -rss_limit_mb=2048 \
    -dict="$root/Tests/Fuzz/yaml.dict" -artifact_prefix="$out/" -print_final_stats=1 "$out/corpus"
