// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import NIOConcurrencyHelpers

/// Files of the repository as trees, kept for rules and runs that look at the same bytes again.
final class ReadingMemory: Sendable {
    /// How much text is kept as trees, in bytes; a tree takes some twenty times as much.
    static let budget = 16 << 20

    private struct Kept {
        var readings: [String: (file: SourceFile, reading: YAMLReading)] = [:]
        var bytes = 0
        /// Contracts that no other file is part of.
        var contracts: [String: (file: SourceFile, contract: ContractFile)] = [:]
    }

    private let kept = NIOLockedValueBox(Kept())

    /// Reads a file unless its bytes are the same as when it was last read.
    func reading(of file: SourceFile) -> YAMLReading {
        if let known = kept.withLockedValue({ $0.readings[file.path] }), known.file == file {
            return known.reading
        }
        let reading = YAMLReader.read(file)
        kept.withLockedValue { kept in
            if let old = kept.readings.removeValue(forKey: file.path) { kept.bytes -= old.file.bytes.count }
            guard kept.bytes + file.bytes.count <= Self.budget else { return }
            kept.readings[file.path] = (file, reading)
            kept.bytes += file.bytes.count
        }
        return reading
    }

    /// What a contract says that no other file is part of; `nil` for one that refers to others.
    func contract(of file: SourceFile) -> ContractFile? {
        if let known = kept.withLockedValue({ $0.contracts[file.path] }), known.file == file {
            return known.contract
        }
        guard Self.standsAlone(file) else { return nil }
        let isTree = [".yaml", ".yml", ".json"].contains { file.path.lowercased().hasSuffix($0) }
        let reading = isTree ? reading(of: file) : nil
        let contract = ContractFile(file, reading: reading)
        kept.withLockedValue { kept in
            // Contracts live as long as the trees that they are made of.
            let isKept = reading == nil || kept.readings[file.path]?.file == file
            kept.contracts[file.path] = nil
            if isKept { kept.contracts[file.path] = (file, contract) }
        }
        return contract
    }

    /// Whether all references of a file lead into itself.
    private static func standsAlone(_ file: SourceFile) -> Bool {
        let name = Array("$ref".utf8)
        var rest = file.bytes[...]
        while let start = rest.firstIndex(of: UInt8(ascii: "$")) {
            rest = rest[start...]
            guard rest.starts(with: name) else {
                rest = rest.dropFirst()
                continue
            }
            rest = rest.dropFirst(name.count).drop { " \t:\"'".utf8.contains($0) }
            guard rest.first == UInt8(ascii: "#") else { return false }
        }
        return true
    }
}

/// What was found at paths during one run, so that each is looked at once and looks the same to all rules.
final class SeenFiles: Sendable {
    private let kinds = NIOLockedValueBox<[String: ProjectFiles.Kind]>([:])
    private let files = NIOLockedValueBox<[String: SourceFile?]>([:])

    /// What is at a path.
    func kind(at path: String, _ look: (String) -> ProjectFiles.Kind) -> ProjectFiles.Kind {
        if let known = kinds.withLockedValue({ $0[path] }) { return known }
        let kind = look(path)
        kinds.withLockedValue { $0[path] = kind }
        return kind
    }

    /// The text of a file.
    func file(at path: String, _ read: (String) -> SourceFile?) -> SourceFile? {
        if let known = files.withLockedValue({ $0[path] }) { return known }
        let file = read(path)
        files.withLockedValue { $0[path] = .some(file) }
        return file
    }
}

/// The contracts that rules of one run have asked for.
///
/// Apart from ``SeenFiles``, because contracts hold on to the files that their references lead to.
final class SeenContracts: Sendable {
    private struct Kept {
        var contracts: [String: ContractFile] = [:]
        var bytes = 0
    }

    private let kept = NIOLockedValueBox(Kept())

    /// What a file says; the trees of large repositories are not kept.
    func contract(_ file: SourceFile, _ read: () -> ContractFile) -> ContractFile {
        if let known = kept.withLockedValue({ $0.contracts[file.path] }) { return known }
        let contract = read()
        kept.withLockedValue { kept in
            guard kept.bytes + file.bytes.count <= ReadingMemory.budget else { return }
            kept.contracts[file.path] = contract
            kept.bytes += file.bytes.count
        }
        return contract
    }
}
