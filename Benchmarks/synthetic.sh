#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Writes a synthetic system of N services into DIR: ten layers, each service calls three of the layer below.
# The same N gives the same bytes. All names begin with that of the product, as in most systems. The system is clean:
# every deadline, timeout and SLO fits the layer below, one team answers for one domain, and the budgets allow for ten
# layers.
# usage: synthetic.sh N DIR
set -eu
count=${1:?number of services}
directory=${2:?directory to write}
mkdir -p "$directory"
# All folders at once: a process for each takes longer than everything else.
awk -v count="$count" -v directory="$directory" \
    'BEGIN { for (i = 0; i < count; i++) printf "%s/services/shop-svc-%04d\n", directory, i }' | xargs mkdir -p
awk -v count="$count" -v directory="$directory" '
function path(i) { return sprintf("%s/services/shop-svc-%04d", directory, i) }
BEGIN {
    layers = 10; width = int((count + layers - 1) / layers); calls = 3
    file = directory "/system.msctl.yaml"
    print "apiVersion: msctl.dev/v1\nkind: System\nmetadata:\n  name: synthetic\nspec:\n  domains:" > file
    print "    shop: { owner: team-shop }\n  teams:" > file
    print "    team-shop: { contact: \"#team-shop\", oncall: \"https://oncall.example/shop\" }" > file
    print "  standards: { budgets: { teamServices: 100000, blastRadius: 100%, syncDepth: 10 } }" > file
    close(file)
    for (i = 0; i < count; i++) {
        layer = int(i / width); position = i % width
        file = path(i) "/msctl.yaml"
        printf "apiVersion: msctl.dev/v1\nkind: Service\nmetadata:\n  name: shop-svc-%04d\nspec:\n", i > file
        printf "  owner: team-shop\n  domain: shop\n  image: registry.example/shop-svc-%04d:1.0.%d\n", i, i > file
        printf "  provides:\n    - { api: shop-svc-%04d, version: v1, http: 8080 }\n", i > file
        first = (layer + 1) * width
        if (first < count) {
            print "  consumes:" > file
            for (c = 0; c < calls; c++) {
                target = first + (position * 7 + c * 13) % width
                if (target >= count) target = first
                if (c > 0 && target == last) continue
                last = target
                printf "    - { api: shop-svc-%04d/v1, timeout: %dms, parallel: below, breaker: true }\n", target, 100 + (layers - layer) * 50 > file
            }
        }
        printf "  resilience: { slo: %d, deadline: %dms, availability: 99.9999 }\n", 45 + layer * 5, 150 + (layers - layer) * 50 > file
        if (layer == 0) print "  network: { allowFrom: [ingress] }" > file
        print "  scale: { min: 2, max: 4, rpsPerReplica: 100 }" > file
        close(file)
    }
}'
