// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

/// What a rule about Dockerfiles may look at: one file, taken apart, and what the repository says about images.
package struct DockerfileContext: Sendable {
    /// The file.
    let document: DockerfileDocument
    /// Its stages in order.
    let stages: [DockerfileStage]
    /// The `RUN` instructions in order.
    let runs: [DockerfileRun]
    /// Where images may come from; anywhere when empty.
    let registries: [Located<String>]
    /// Whether msctl wrote the file, and would write it differently today.
    let isOutdated: Bool
    /// Today, for releases that end.
    let today: CalendarDate

    init(
        _ document: DockerfileDocument,
        registries: [Located<String>],
        today: CalendarDate,
        isOutdated: Bool
    ) {
        self.isOutdated = isOutdated
        self.document = document
        self.registries = registries
        self.today = today
        var stages: [DockerfileStage] = []
        for instruction in document.instructions {
            if instruction.keyword == "FROM" {
                stages.append(DockerfileStage(instruction, number: stages.count))
            } else if !stages.isEmpty {
                stages[stages.count - 1].instructions.append(instruction)
            }
        }
        self.stages = stages
        runs = stages.flatMap { stage in
            var shell: [String] = []
            return stage.instructions.compactMap { instruction -> DockerfileRun? in
                if instruction.keyword == "SHELL" { shell = instruction.execForm?.map(\.text) ?? [] }
                guard let run = instruction.keyword == "RUN" ? instruction : instruction.trigger,
                    run.keyword == "RUN"
                else { return nil }
                return DockerfileRun(run, stage: stage.number, shell: shell)
            }
        }
    }

    /// The stage that a name or number means, among those before another one.
    func stage(_ reference: String, before number: Int) -> DockerfileStage? {
        if let index = Int(reference) { return index < number && index >= 0 ? stages[index] : nil }
        return stages.prefix(number).last { $0.name?.lowercased() == reference.lowercased() }
    }

    /// A stage and those that it builds upon, nearest first.
    func lineage(of stage: DockerfileStage) -> [DockerfileStage] {
        var found = [stage]
        while let last = found.last, let base = self.stage(last.image.text, before: last.number),
            found.count < 100
        {
            found.append(base)
        }
        return found
    }

    /// The commands of all `RUN` instructions that run a program.
    func commands(_ programs: String...) -> [(run: DockerfileRun, command: ShellCommand)] {
        runs.flatMap { run in
            run.commands.filter { programs.contains($0.program) }.map { (run, $0) }
        }
    }

    /// The value that an ENV or ARG of a stage and its bases gives a name.
    func hasVariable(_ name: String, in stage: Int) -> Bool {
        lineage(of: stages[stage]).contains { stage in
            stage.instructions.contains { instruction in
                ["ENV", "ARG"].contains(instruction.keyword)
                    && DockerfileVariable.all(of: instruction).contains { $0.name == name }
            }
        }
    }
}

/// What one FROM begins.
struct DockerfileStage: Sendable {
    let from: DockerfileInstruction
    let number: Int
    /// The image, or the stage, that it builds upon.
    let image: DockerfileWord
    let name: String?
    let nameSpan: SourceSpan?
    var instructions: [DockerfileInstruction] = []

    init(_ from: DockerfileInstruction, number: Int) {
        self.from = from
        self.number = number
        let words = from.words
        image = words.first ?? DockerfileWord(text: "", span: from.keywordSpan)
        let hasName = words.count >= 3 && words[1].text.lowercased() == "as"
        name = hasName ? words[2].text : nil
        nameSpan = hasName ? words[2].span : nil
    }

    /// The last instruction with a keyword.
    func last(_ keyword: String) -> DockerfileInstruction? { instructions.last { $0.keyword == keyword } }
}

/// One RUN with the commands in it.
struct DockerfileRun: Sendable {
    let instruction: DockerfileInstruction
    let stage: Int
    /// The shell that a SHELL instruction sets; empty for the default one.
    let shell: [String]
    let commands: [ShellCommand]

    init(_ instruction: DockerfileInstruction, stage: Int, shell: [String]) {
        self.instruction = instruction
        self.stage = stage
        self.shell = shell
        if let words = instruction.execForm {
            commands = words.isEmpty ? [] : [ShellCommand(words: words)]
        } else if let heredoc = instruction.heredocs.first, instruction.arguments.text.hasPrefix("<<") {
            // What another program reads as its script is not for the shell.
            let isScript =
                heredoc.content.text.hasPrefix("#!") && !heredoc.content.text.prefix(40).contains("sh")
            commands = isScript ? [] : ShellCommand.all(in: heredoc.content)
        } else {
            commands = ShellCommand.all(in: instruction.arguments)
        }
    }

    /// The targets of mounts of a kind, such as `cache`.
    func mounts(_ kind: String) -> [String] {
        instruction.flags.filter { $0.name == "mount" }.compactMap { flag in
            let options = (flag.value ?? "").split(separator: ",").map {
                $0.split(separator: "=", maxSplits: 1)
            }
            let isKind = options.contains { $0.count == 2 && $0[0] == "type" && $0[1] == kind }
            let target = options.first { $0.count == 2 && ["target", "dst", "destination"].contains($0[0]) }
            return isKind ? target.map { String($0[1]) } : nil
        }
    }

    /// Whether what a program leaves in a folder does not get into the image.
    func keepsOut(_ folder: String) -> Bool {
        (mounts("cache") + mounts("tmpfs")).contains { mount in
            let mount = mount.hasSuffix("/") ? String(mount.dropLast()) : mount
            return folder == mount || folder.hasPrefix(mount + "/")
        }
    }

    /// Whether the RUN has a command whose first words are these.
    func runs(_ words: String...) -> Bool {
        commands.contains { command in
            command.words.count >= words.count && zip(command.words, words).allSatisfy { $0.text == $1 }
        }
    }
}

/// One `name=value` of ENV, ARG or LABEL.
struct DockerfileVariable: Sendable {
    let name: String
    /// The value; `nil` for an ARG without default.
    let value: String?
    /// The name alone.
    let nameSpan: SourceSpan
    let span: SourceSpan

    /// Also reads the old form `ENV name value`.
    static func all(of instruction: DockerfileInstruction) -> [DockerfileVariable] {
        let words = instruction.words
        guard let first = words.first else { return [] }
        if !first.text.contains("="), instruction.keyword != "ARG" {
            let value = words.dropFirst().map(\.text).joined(separator: " ")
            let end = words.last?.span.range.upperBound ?? first.span.range.upperBound
            let span = SourceSpan(file: first.span.file, range: first.span.range.lowerBound..<end)
            return [DockerfileVariable(name: first.text, value: value, nameSpan: first.span, span: span)]
        }
        return words.map { word in
            let parts = word.text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = parts.first.map(String.init) ?? ""
            let written = word.span.text.utf8.prefix { $0 != UInt8(ascii: "=") }.count
            let start = word.span.range.lowerBound
            return DockerfileVariable(
                name: name,
                value: parts.count == 2 ? String(parts[1]) : nil,
                nameSpan: SourceSpan(file: word.span.file, range: start..<start + written),
                span: word.span
            )
        }
    }
}
