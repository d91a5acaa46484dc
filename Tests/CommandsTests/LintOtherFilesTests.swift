// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Lint
import Support
import Testing

@testable import Commands

@Suite struct LintOtherFilesTests {
    private let map = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n"

    @Test func aFolderWithoutManifestsIsLinted() async throws {
        let scratch = try Scratch()
        try scratch.write("k8s/map.yaml", map)
        try scratch.write("app/Dockerfile", "FROM debian:12\nUSER 1000\n")
        try scratch.write("app/Dockerfile.dockerignore", "*\n")
        let run = await scratch.run("lint")
        #expect(run.status == .done)
        #expect(run.output == "no problems in 1 Kubernetes object, 1 Dockerfile (0 ms)\n")
    }

    @Test func everythingIsCountedAndWhatIsPassedOverNamed() async throws {
        let scratch = try Scratch()
        try scratch.write("catalog/msctl.yaml", LintCommandTests.service)
        try scratch.write(
            "k8s/map.yaml",
            map + "---\napiVersion: acme.example/v1\nkind: Widget\nmetadata: { name: a }\n"
        )
        try scratch.write("k8s/kustomization.yaml", "resources: [map.yaml]\n")
        try scratch.write("chart/Chart.yaml", "apiVersion: v2\nname: web\n")
        try scratch.write("chart/templates/web.yaml", "{{ if }}\n")
        let run = await scratch.run("lint")
        #expect(
            run.output
                == "no problems in 1 document, 1 service, 2 Kubernetes objects (0 ms); passed over 1 YAML document of other tools, "
                + "1 template, 1 kustomization; no schema for 1 object (Widget)\n"
        )
        let json = await scratch.run("lint", "--format", "json")
        #expect(json.output.contains("\"objects\": 2"))
    }

    @Test func filesThatAreNoYAMLAreNamed() async throws {
        let scratch = try Scratch()
        try scratch.write("catalog/msctl.yaml", LintCommandTests.service)
        try scratch.write("notes/a.yaml", "a: b: c\n")
        try scratch.write("notes/b.yaml", "a: 1\n b: 2\n# {% include %}\n")
        let run = await scratch.run("lint")
        #expect(run.status == .done)
        let remark = "2 files are no readable YAML: notes/a.yaml:1:5, notes/b.yaml:2:3 (templates?)"
        #expect(run.output == "no problems in 1 document, 1 service (0 ms); \(remark)\n")
        let json = await scratch.run("lint", "--format", "json").output
        #expect(json.contains("\"unreadable\": [") && json.contains("\"path\": \"notes/b.yaml\""))
        let sarif = await scratch.run("lint", "--format", "sarif").output
        #expect(sarif.contains("passed over, because it is no readable YAML: notes/a.yaml:1:5"))
        try scratch.write("notes/c.yaml", "a: @x\n")
        try scratch.write("notes/d.yaml", "a: @x\n")
        let many = await scratch.run("lint").output
        let first = "notes/a.yaml:1:5, notes/b.yaml:2:3, notes/c.yaml:1:4, …"
        #expect(many.contains("4 files are no readable YAML: \(first)"))
        try scratch.write(".msctl.yaml", "lint:\n  skip: [\"notes/**\"]\n")
        let skipped = await scratch.run("lint").output
        #expect(skipped == "no problems in 1 document, 1 service (0 ms); left alone 4 documents\n")
    }

    /// Whoever names a file means it, whatever else is named.
    @Test(arguments: [("notes/a.yaml", "a: b: c\n"), ("web.yaml", "name: {{ .Values.name }}\n")])
    func aNamedFileThatIsNoYAMLIsRefused(path: String, text: String) async throws {
        let scratch = try Scratch()
        try scratch.write("catalog/msctl.yaml", LintCommandTests.service)
        try scratch.write(path, text)
        #expect(await scratch.run("lint").status == .done)
        let run = await scratch.run("lint", "catalog", path)
        #expect(run.status == .inputRefused)
        #expect(run.output.hasPrefix("error[yaml-") && run.output.contains("\(path):1:"))
        #expect(!run.output.contains("no readable YAML"))
    }

    @Test func rulesThatAreLeftToTheServerAreCounted() async throws {
        let scratch = try Scratch()
        try scratch.write(
            "k8s/widget.yaml",
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: { name: widgets.acme.example }
            spec:
              group: acme.example
              names: { kind: Widget, plural: widgets }
              scope: Namespaced
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema:
                    openAPIV3Schema:
                      type: object
                      x-kubernetes-validations:
                        - { rule: "isSemver(self.metadata.name)" }
                        - { rule: "isSemver('1.0.0')" }
            ---
            apiVersion: acme.example/v1
            kind: Widget
            metadata: { name: a }
            """
        )
        let run = await scratch.run("lint")
        #expect(
            run.output
                == "no problems in 2 Kubernetes objects (0 ms); no schema for 1 object (CustomResourceDefinition); "
                + "left 2 rules of definitions to the server (`isSemver`)\n"
        )
    }

    @Test func namedDockerfilesAreRead() async throws {
        let scratch = try Scratch()
        let service = LintCommandTests.service.split(separator: "\n").map(String.init)
            .map { $0.contains("image:") ? "  build: { context: ., dockerfile: image.txt }" : $0 }.joined(
                separator: "\n"
            )
        try scratch.write("catalog/msctl.yaml", service + "\n")
        try scratch.write("catalog/image.txt", "FROM debian\nUSER 1000\n")
        let run = await scratch.run("lint", "--format", "concise")
        #expect(run.output.contains("catalog/image.txt:1:6: warning[untagged-base]"))
        #expect(run.output.contains("warning[no-dockerignore]"))
    }

    @Test func generatedDockerfilesAreHeldAgainstThemselves() async throws {
        let scratch = try Scratch()
        let service = LintCommandTests.service.replacing(
            "image: registry.example/catalog:1.2.3",
            with: "build: ."
        )
        try scratch.write("catalog/msctl.yaml", service)
        try scratch.write("catalog/go.mod", "module example.com/catalog\n\ngo 1.26\n")
        try scratch.write("catalog/main.go", "package main\n\nfunc main() {}\n")
        #expect(await scratch.run("dockerfile", "--write").status == .done)
        #expect(await scratch.run("lint", "--only", "generated-drift").output.hasPrefix("no problems"))
        let written = try scratch.read("catalog/Dockerfile")
        try scratch.write("catalog/msctl.yaml", service.replacing("http: 8080", with: "http: 9090"))
        let outdated = await scratch.run("lint", "--only", "generated-drift")
        #expect(outdated.output.contains("msctl would write the file differently now"))
        try scratch.write("catalog/Dockerfile", written + "# mine\n")
        let edited = await scratch.run("lint", "--only", "generated-drift")
        #expect(edited.output.contains("the file was edited since msctl wrote it"))
    }

    @Test func aDockerfileCanBeNamed() async throws {
        let scratch = try Scratch()
        try scratch.write("build/Dockerfile", "FROM debian\nUSER 1000\n")
        let run = await scratch.run("lint", "build/Dockerfile", "--fail-on", "warning")
        #expect(run.status == .findings)
    }

    @Test func whatOthersApplyDoesNotStopADeploy() async throws {
        let scratch = try Scratch()
        try scratch.write("msctl.yaml", LintCommandTests.service)
        try scratch.write("broken.yaml", map + "dta: {}\n")
        let run = await scratch.run("render", "--env", "sandbox")
        #expect(run.status == .done)
    }

    /// What msctl writes is held to the same rules, down to the last info.
    @Test(arguments: ["sandbox", "dev", "staging", "prod"])
    func renderedObjectsAreClean(environment: String) async throws {
        let scratch = try Scratch()
        let shop = repositoryRoot + "/manifests/shop"
        let render = await scratch.run(
            "render",
            shop,
            "--env",
            environment,
            "--tag",
            "v1",
            "--output",
            "objects",
            "--quiet"
        )
        #expect(render.status == .done, "\(render.error)")
        let lint = await scratch.run("lint", "objects", "--fail-on", "info")
        #expect(lint.status == .done)
        #expect(lint.output.hasPrefix("no problems in 39 Kubernetes objects"), "\(lint.output)")
    }

    @Test(arguments: [
        ("Dockerfile", true), ("Dockerfile.dev", true), ("dev.Dockerfile", true), ("Containerfile", true),
        ("Dockerfile.dockerignore", false), ("Dockerfiles", false), ("dockerfile.go", false),
        ("Dockerfile.yaml", false),
    ])
    func dockerfilesAreKnownByTheirNames(name: String, isOne: Bool) {
        #expect(DockerfileName.isDockerfile(name) == isOne)
    }
}
