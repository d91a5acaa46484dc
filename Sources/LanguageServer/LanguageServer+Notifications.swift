// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

extension LanguageServer {
    /// Takes a notification.
    mutating func take(
        _ method: String,
        _ params: JSONValue,
        at now: Duration
    ) throws(ResponseError) -> [ServerAction] {
        if method == "exit" { return [.exit(isOrderly: phase == .shutDown)] }
        // Before `initialize` and after `shutdown` notifications are dropped, as the protocol wants.
        guard phase == .running else { return [] }
        switch method {
        case "initialized": return initialized()
        case "textDocument/didOpen": return try open(params, at: now)
        case "textDocument/didChange":
            try change(params, at: now)
            return []
        case "textDocument/didClose": return try close(params, at: now)
        case "textDocument/didSave": return saved(params)
        case "workspace/didChangeWatchedFiles": return try changedOnDisk(params)
        case "workspace/didChangeWorkspaceFolders": return changedFolders(params, at: now)
        // `$/…` and everything else may be ignored.
        default: return []
        }
    }

    private mutating func initialized() -> [ServerAction] {
        var actions: [ServerAction] = folders.keys.sorted().map { .load(folder: $0) }
        if capabilities.watchesFiles {
            let watchers: JSONValue = [["globPattern": "**/*.{yaml,yml}"], ["globPattern": "**/.gitignore"]]
            let registration: JSONValue = [
                "id": "files", "method": "workspace/didChangeWatchedFiles",
                "registerOptions": ["watchers": watchers],
            ]
            actions.append(request("client/registerCapability", ["registrations": [registration]]))
        }
        return actions
    }

    private mutating func open(_ params: JSONValue, at now: Duration) throws(ResponseError) -> [ServerAction]
    {
        guard let item = params["textDocument"], let uri = item["uri"]?.string,
            let text = item["text"]?.string
        else { throw .invalidParams("`textDocument` needs `uri` and `text`") }
        guard let path = DocumentURI.path(of: uri) else { return [] }
        var actions: [ServerAction] = []
        if folder(of: path) == nil {
            // A file outside of every folder is read with what lies beside it.
            let parent = path.parentFolder.isEmpty ? "/" : path.parentFolder
            folders[parent] = WorkspaceFolder(path: parent)
            actions.append(.load(folder: parent))
        }
        let name = shownPath(path)
        documents[path] = OpenDocument(
            uri: uri,
            path: path,
            language: item["languageId"]?.string,
            version: item["version"]?.integer ?? 0,
            file: SourceFile(path: name, text: text)
        )
        overlay(path, at: now)
        return actions
    }

    private mutating func change(_ params: JSONValue, at now: Duration) throws(ResponseError) {
        var document = try document(params)
        let version = params["textDocument"]?["version"]?.integer ?? document.version + 1
        defer {
            documents[document.path] = document
            overlay(document.path, at: now)
        }
        try document.apply(params["contentChanges"]?.array ?? [], version: version, encoding)
    }

    private mutating func close(_ params: JSONValue, at now: Duration) throws(ResponseError) -> [ServerAction]
    {
        let document = try document(params)
        documents[document.path] = nil
        guard let folder = folder(of: document.path) else { return [] }
        overlay(document.path, at: now)
        // What was saved meanwhile is not known here.
        return [.load(folder: folder)]
    }

    private func saved(_ params: JSONValue) -> [ServerAction] {
        guard !capabilities.watchesFiles, let uri = params["textDocument"]?["uri"]?.string,
            let path = DocumentURI.path(of: uri), let folder = folder(of: path)
        else { return [] }
        return [.load(folder: folder)]
    }

    private func changedOnDisk(_ params: JSONValue) throws(ResponseError) -> [ServerAction] {
        let uris = params["changes"]?.array?.compactMap { $0["uri"]?.string } ?? []
        let touched = Set(uris.compactMap(DocumentURI.path).compactMap(folder))
        return touched.sorted().map { .load(folder: $0) }
    }

    private mutating func changedFolders(_ params: JSONValue, at now: Duration) -> [ServerAction] {
        var actions: [ServerAction] = []
        func paths(_ list: JSONValue?) -> [String] {
            (list?.array ?? []).compactMap { $0["uri"]?.string }.compactMap(DocumentURI.path)
        }
        for path in paths(params["event"]?["removed"]) {
            guard let folder = folders.removeValue(forKey: path) else { continue }
            for file in published.keys.sorted()
            where folder.relative(file) != nil && self.folder(of: file) == nil {
                actions.append(publish([], of: file))
            }
            // What an outer folder now holds alone is looked at with it.
            if let outer = self.folder(of: path) { actions.append(.load(folder: outer)) }
        }
        for path in paths(params["event"]?["added"]) where folders[path] == nil {
            folders[path] = WorkspaceFolder(path: path)
            actions.append(.load(folder: path))
        }
        return actions
    }

    /// The path as diagnostics name it: below its folder.
    func shownPath(_ path: String) -> String {
        folder(of: path).flatMap { folders[$0]?.relative(path) } ?? path
    }

    /// Puts the open text over the one on disk, or takes it away.
    private mutating func overlay(_ path: String, at now: Duration) {
        guard let name = folder(of: path), let relative = folders[name]?.relative(path) else { return }
        folders[name]?.update(relative, documents[path])
        touch(name, at: now)
    }
}
