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

# In the order of their imports. A target for manifests needs everything that reads them; a whole system is long.
modules="Diagnostics Documents"
length=4096
case $target in Manifest*) modules="$modules Manifest Kubernetes Lint Generation" length=16384 ;; esac

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
# A form feed between files makes one input of a system.
find "$root/manifests" -name '*msctl.yaml' | sort | while read -r seed; do
    cat "$seed"
    printf '\f'
done > "$out/corpus/system.yaml"
cat "$root/Tests/Fuzz/"*.dict > "$out/words.dict"

# Without this the backtracer of Swift hangs after a crash.
export SWIFT_BACKTRACE=enable=no
exec "$out/$target" -max_total_time="$seconds" -max_len=$length -timeout=10 -rss_limit_mb=2048 \
    -dict="$out/words.dict" -artifact_prefix="$out/" -print_final_stats=1 "$out/corpus"
