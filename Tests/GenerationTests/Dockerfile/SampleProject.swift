// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Generation
import Testing

/// A small project of one runtime and what is expected of it.
struct SampleProject: Sendable, CustomTestStringConvertible {
    var name: String
    var files: [String: String]
    var summary: String
    var hints = BuildHints()

    var testDescription: String { name }
    var tree: InMemoryProjectTree { InMemoryProjectTree(texts: files) }

    var request: DockerfileRequest {
        var request = DockerfileRequest(service: "sample", msctlVersion: "1.2.3", hints: hints)
        request.owner = "team-sample"
        request.description = "says \"hello\" for $5"
        return request
    }

    static let all: [SampleProject] = [
        go, goModules, goWithC, swift, swiftVapor, javaPlain, javaSpring, pythonUV, pythonPip, pythonPlain,
        node,
        nodeTypeScript, nodeNext,
    ]

    static let go = SampleProject(
        name: "go",
        files: [
            "go.mod": "module example.com/sample\n\ngo 1.24\n",
            "main.go": "package main\n\nfunc main() {}\n",
        ],
        summary: "Go 1.24 from `go.mod`, starts `.`"
    )

    static let goModules = SampleProject(
        name: "go-modules",
        files: [
            "go.mod":
                "module example.com/sample\n\ngo 1.24.0\n\ntoolchain go1.25.1\n\nrequire github.com/go-chi/chi/v5 v5.2.0\n",
            "go.sum": "github.com/go-chi/chi/v5 v5.2.0 h1:x=\n",
            "cmd/api/main.go": "package main // the API\n\nfunc main() {}\n",
            "cmd/migrate/main.go": "package main\n\nfunc main() {}\n",
            "cmd/api/main_test.go": "package main\n",
        ],
        summary: "Go 1.25 from `go.mod` with chi, starts `./cmd/api`",
        hints: BuildHints(
            product: "api",
            arguments: [BuildArgument(name: "GOPROXY", value: "https://proxy.example")]
        )
    )

    static let goWithC = SampleProject(
        name: "go-cgo",
        files: [
            "go.mod": "module example.com/sample\n",
            "main.go": "package main\n\n// #include <stdio.h>\nimport \"C\"\n\nfunc main() {}\n",
        ],
        summary: "Go 1.26 from msctl's default, starts `.`"
    )

    static let swift = SampleProject(
        name: "swift",
        files: [
            "Package.swift":
                "// swift-tools-version: 6.0\nlet package = Package(name: \"sample\", targets: [.executableTarget(name: \"sample\")])\n",
            ".swift-version": "6.1\n",
            "Sources/sample/Main.swift": "print(\"hello\")\n",
        ],
        summary: "Swift 6.1 from `.swift-version`, starts `sample`"
    )

    static let swiftVapor = SampleProject(
        name: "swift-vapor",
        files: [
            "Package.swift": """
            // swift-tools-version: 6.0
            let package = Package(
                name: "sample",
                dependencies: [.package(url: "https://github.com/vapor/vapor.git", from: "4.110.0")],
                targets: [
                    // .executableTarget(name: "old"),
                    .executableTarget(name: "App", dependencies: []),
                ]
            )
            """,
            "Package.resolved": "{}",
            "Public/logo.svg": "<svg/>",
            "Sources/App/Main.swift": "import FoundationNetworking\n",
        ],
        summary: "Swift 6.3 from msctl's default with Vapor, starts `App`"
    )
}

extension SampleProject {
    static let javaPlain = SampleProject(
        name: "java",
        files: [
            "pom.xml": """
            <project>
              <groupId>shop</groupId><artifactId>sample</artifactId><version>1.0</version>
              <properties><maven.compiler.release>21</maven.compiler.release></properties>
              <dependencies>
                <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-api</artifactId><version>2.0.17</version></dependency>
              </dependencies>
            </project>
            """,
            "src/main/java/shop/sample/Main.java": "class Main { public static void main(String[] a) {} }",
        ],
        summary: "Java 21 from `pom.xml`, starts `shop.sample.Main`"
    )

    static let javaSpring = SampleProject(
        name: "java-spring-boot",
        files: [
            "pom.xml": """
            <project>
              <parent>
                <groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId>
                <version>3.5.4</version>
              </parent>
              <groupId>shop</groupId><artifactId>sample</artifactId><version>0.0.1-SNAPSHOT</version>
              <properties><java.version>25</java.version></properties>
              <build><plugins><plugin><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build>
            </project>
            """,
            "mvnw": "#!/bin/sh\n",
            ".mvn/wrapper/maven-wrapper.properties": "distributionUrl=https://example\n",
        ],
        summary: "Java 25 from `pom.xml` with Spring Boot, starts `sample-0.0.1-SNAPSHOT.jar`"
    )

    static let pythonUV = SampleProject(
        name: "python-uv",
        files: [
            "pyproject.toml":
                "[project]\nname = \"sample\"\nrequires-python = \">=3.11\"\ndependencies = [\"fastapi\", \"uvicorn\"]\n",
            "uv.lock": "version = 1\n",
            "app/main.py": "from fastapi import FastAPI\n\napi = FastAPI(title=\"sample\")\n",
        ],
        summary: "Python 3.13 from `pyproject.toml` with FastAPI, starts `uvicorn app.main:api`"
    )

    static let pythonPip = SampleProject(
        name: "python-pip",
        files: [
            "requirements.txt":
                "flask==3.1.0 \\\n    --hash=sha256:00\ngunicorn==23.0.0 \\\n    --hash=sha256:11\n",
            ".python-version": "3.12.4\n",
            "wsgi.py": "from flask import Flask\napplication = Flask(__name__)\n",
        ],
        summary: "Python 3.12 from `.python-version` with Flask, starts `gunicorn wsgi:application`"
    )

    static let pythonPlain = SampleProject(
        name: "python-plain",
        files: [
            "pyproject.toml": "[project]\nname = \"sample\"\ndependencies = []\n",
            "main.py": "print('hello')\n",
        ],
        summary: "Python 3.13 from msctl's default, starts `main.py`"
    )

    static let node = SampleProject(
        name: "node",
        files: [
            "package.json":
                "{ \"engines\": { \"node\": \">=22\" }, \"scripts\": { \"start\": \"node src/server.js\" } }",
            "src/server.js": "process.on('SIGTERM', () => {})\n",
        ],
        summary: "Node.js 24 from `package.json`, starts `src/server.js`"
    )

    static let nodeTypeScript = SampleProject(
        name: "node-typescript",
        files: [
            "package.json": """
            {
              "main": "dist/server.js",
              "scripts": { "build": "tsc -p ." },
              "dependencies": { "fastify": "^5" }, "devDependencies": { "typescript": "^5" }
            }
            """,
            "package-lock.json": "{}",
            ".nvmrc": "v22.11.0\n",
            "src/server.ts": "console.log('hello')\n",
            "public/index.html": "",
        ],
        summary: "Node.js 22 from `.nvmrc` with Fastify, starts `dist/server.js`"
    )

    static let nodeNext = SampleProject(
        name: "node-next",
        files: [
            "package.json":
                "{ \"scripts\": { \"build\": \"next build\", \"start\": \"next start\" }, \"dependencies\": { \"next\": \"^16\" } }",
            "package-lock.json": "{}",
            "next.config.mjs": "export default { output: 'standalone' }\n",
            "public/robots.txt": "",
        ],
        summary: "Node.js 24 from msctl's default with Next.js, starts `server.js`"
    )
}
