// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// What the generator needs of a `pom.xml`, read by looking for elements; profiles and inheritance are not evaluated.
struct MavenProject: Sendable, Hashable {
    private var text: String

    init(pom: String) {
        var text = pom
        while let start = text.firstRange(of: "<!--"),
            let end = text[start.upperBound...].firstRange(of: "-->")
        {
            text.removeSubrange(start.lowerBound..<end.upperBound)
        }
        self.text = text
    }

    /// The text of the first element of a name, with properties put in.
    func value(_ element: String) -> String? {
        SourceLines.between("<\(element)>", "</\(element)>", in: text).flatMap {
            resolve(SourceLines.trimmed($0))
        }
    }

    func mentions(_ needle: String) -> Bool { text.contains(needle) }

    /// The Java release that the compiler is told to make code for.
    var javaVersion: String? {
        for name in ["maven.compiler.release", "java.version", "maven.compiler.target", "release"] {
            guard let value = value(name) else { continue }
            return value.hasPrefix("1.")
                ? String(value.dropFirst(2)) : SourceLines.version(in: value, parts: 1)
        }
        return nil
    }

    /// `major.minor` of the Spring Boot parent or plugin, when Spring Boot makes the archive.
    var springBoot: String? {
        guard mentions("spring-boot-maven-plugin") else { return nil }
        let parent = SourceLines.between("<parent>", "</parent>", in: text) ?? ""
        if parent.contains("spring-boot-starter-parent"),
            let version = SourceLines.between("<version>", "</version>", in: parent)
        {
            return SourceLines.version(in: version, parts: 2)
        }
        return value("spring-boot.version").flatMap { SourceLines.version(in: $0, parts: 2) } ?? ""
    }

    /// The name of the archive without `.jar`; `nil` when a property hides it.
    var archive: String? {
        if let name = value("finalName") { return name }
        guard let artifact = own("artifactId"), let version = own("version") else { return nil }
        return "\(artifact)-\(version)"
    }

    var isMultiModule: Bool { mentions("<modules>") }

    var hasRuntimeDependencies: Bool {
        SourceLines.allBetween("<dependency>", "</dependency>", in: text).contains { dependency in
            !dependency.contains("<scope>test</scope>") && !dependency.contains("<scope>provided</scope>")
        }
    }

    /// An element of the project itself; what the project does not say comes from its parent.
    private func own(_ element: String) -> String? {
        var project = text
        var inherited: String?
        for block in ["parent", "dependencyManagement", "dependencies", "build", "profiles"] {
            guard let start = project.firstRange(of: "<\(block)>"),
                let end = project[start.upperBound...].firstRange(of: "</\(block)>")
            else { continue }
            if block == "parent", element == "version" {
                inherited = SourceLines.between("<version>", "</version>", in: project[start.upperBound...])
            }
            project.removeSubrange(start.lowerBound..<end.upperBound)
        }
        let value = SourceLines.between("<\(element)>", "</\(element)>", in: project) ?? inherited
        return value.flatMap { resolve(SourceLines.trimmed($0)) }
    }

    /// Puts properties of the same file in; `nil` when one is not there.
    private func resolve(_ value: String) -> String? {
        var result = value
        for _ in 0..<8 {
            guard let name = SourceLines.between("${", "}", in: result) else { return result }
            let known = ["project.artifactId": "artifactId", "project.version": "version"]
            let replacement =
                known[name].flatMap { own($0) } ?? SourceLines.between("<\(name)>", "</\(name)>", in: text)
            guard let replacement else { return nil }
            result = result.replacing("${\(name)}", with: replacement)
        }
        return nil
    }
}
