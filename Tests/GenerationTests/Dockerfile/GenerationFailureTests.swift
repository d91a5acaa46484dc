// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Generation
import Testing

/// A folder that msctl refuses, and what it says.
struct RefusedProject: Sendable, CustomTestStringConvertible {
    var files: [String: String]
    var hints = BuildHints()
    var code: GenerationFailure.Code
    var headline: String

    var testDescription: String { headline }

    static let all: [RefusedProject] = [
        RefusedProject(
            files: ["notes.txt": ""],
            code: .unrecognised,
            headline:
                "cannot decide what to build because no file at the top of the folder says what it is written in"
        ),
        RefusedProject(
            files: ["go.mod": "", "Package.swift": ""],
            code: .tie,
            headline:
                "cannot decide what to build because the folder looks like Swift (`Package.swift`) and like Go (`go.mod`)"
        ),
        RefusedProject(
            files: ["Dockerfile": "FROM scratch"],
            code: .noRecipe,
            headline:
                "cannot decide what to build: the folder has a Dockerfile, and nothing else says what it is written in"
        ),
        RefusedProject(
            files: [
                "pyproject.toml": "[project]\nname=\"a\"\ndependencies=[\"fastapi\"]\n", "main.py": "",
            ],
            code: .missingLockFile,
            headline: "cannot write a repeatable build because `uv.lock` is missing"
        ),
        RefusedProject(
            files: ["Cargo.toml": ""],
            code: .noRecipe,
            headline: "cannot write a Dockerfile for Rust, found by `Cargo.toml`"
        ),
        RefusedProject(
            files: ["web.csproj": ""],
            code: .noRecipe,
            headline: "cannot write a Dockerfile for .NET, found by `web.csproj`"
        ),
        RefusedProject(
            files: ["build.gradle.kts": "plugins { kotlin(\"jvm\") }"],
            code: .noRecipe,
            headline: "cannot write a Dockerfile for Kotlin, found by `build.gradle.kts`"
        ),
        RefusedProject(
            files: ["Dockerfile": "FROM scratch"],
            code: .noRecipe,
            headline:
                "cannot decide what to build: the folder has a Dockerfile, and nothing else says what it is written in"
        ),
        RefusedProject(
            files: ["go.mod": ""],
            hints: BuildHints(runtime: "cobol"),
            code: .hint,
            headline: "cannot tell what `cobol` is: `build.runtime` names no runtime that msctl knows"
        ),
        RefusedProject(
            files: ["go.mod": "require example.com/x v1.0.0\n", "main.go": "package main\n"],
            code: .missingLockFile,
            headline: "cannot write a repeatable build because `go.sum` is missing"
        ),
        RefusedProject(
            files: ["go.mod": "", "cmd/a/main.go": "package main\n", "cmd/b/main.go": "package main\n"],
            code: .entryPoint,
            headline: "cannot decide what to start because there are 2 main packages"
        ),
        RefusedProject(
            files: [
                "Package.swift":
                    ".package(url: \"https://x\", from: \"1.0.0\") .executableTarget(name: \"a\")"
            ],
            code: .missingLockFile,
            headline: "cannot write a repeatable build because `Package.resolved` is missing"
        ),
        RefusedProject(
            files: [
                "package.json": "{ \"main\": \"a.js\", \"dependencies\": { \"x\": \"1\" } }", "a.js": "",
            ],
            code: .missingLockFile,
            headline: "cannot write a repeatable build because `package-lock.json` is missing"
        ),
        RefusedProject(
            files: ["package.json": "{ \"main\": \"a.js\" }", "pnpm-lock.yaml": ""],
            code: .noRecipe,
            headline: "cannot write a Dockerfile for Node.js with pnpm, found by `pnpm-lock.yaml`"
        ),
        RefusedProject(
            files: ["package.json": "{ \"main\": "],
            code: .unreadable,
            headline: "cannot read `package.json`"
        ),
        RefusedProject(
            files: ["requirements.txt": "flask>=3\n", "main.py": ""],
            code: .missingLockFile,
            headline: "cannot write a repeatable build because `requirements.txt` does not say exact versions"
        ),
        RefusedProject(
            files: ["pyproject.toml": "dependencies = [\"flask\"]\n", "main.py": ""],
            code: .missingLockFile,
            headline: "cannot write a repeatable build because `uv.lock` is missing"
        ),
        RefusedProject(
            files: ["pyproject.toml": "", "poetry.lock": "", "main.py": ""],
            code: .noRecipe,
            headline: "cannot write a Dockerfile for Python with Poetry, found by `poetry.lock`"
        ),
        RefusedProject(
            files: ["pom.xml": "<project><modules><module>a</module></modules></project>"],
            code: .noRecipe,
            headline: "cannot write a Dockerfile for a Maven project of several modules"
        ),
    ]
}

@Suite struct GenerationFailureTests {
    @Test(arguments: RefusedProject.all)
    func refusesAndSaysTheCure(project: RefusedProject) throws {
        let failure = try #require(throws: GenerationFailure.self) {
            try DockerfileGenerator.detect(InMemoryProjectTree(texts: project.files), hints: project.hints)
        }
        #expect(failure.code == project.code)
        #expect(failure.headline.hasPrefix(project.headline), "\(failure.headline)")
        #expect(!failure.help.isEmpty)
    }

    @Test func aFrontEndBesideAServerIsNoTie() throws {
        var files = SampleProject.go.files
        files["package.json"] = "{ \"scripts\": { \"build\": \"vite build\" } }"
        files["index.html"] = ""
        #expect(try DockerfileGenerator.detect(InMemoryProjectTree(texts: files)).runtime == .go)
    }
}
