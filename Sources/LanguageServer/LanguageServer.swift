// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
package import Documents
import Lint
package import Manifest

/// What the server wants done: it does no input or output itself.
package enum ServerAction: Sendable {
    /// Send this message to the editor.
    case send(JSONValue)
    /// Read this folder, by absolute path, and hand its contents to ``LanguageServer/loaded(_:at:)``.
    case load(folder: String)
    /// End the process; whether the editor said goodbye properly.
    case exit(isOrderly: Bool)
}

/// The Language Server Protocol as a state machine: messages and the time come in, messages go out.
package struct LanguageServer: Sendable {
    /// How far the conversation is.
    enum Phase: Sendable, Hashable {
        case fresh
        case running
        case shutDown
    }

    /// How long after the last change of a text the system is checked again.
    package static let quiet: Duration = .milliseconds(150)

    /// Today, for suppressions and deadlines that end.
    package var today: CalendarDate
    let version: String
    var phase = Phase.fresh
    var capabilities = ClientCapabilities()
    var encoding = PositionEncoding.utf16
    /// The Environment that the editor is set to; `nil` for the first one for production.
    var environment: String?
    /// The folders by absolute path.
    var folders: [String: WorkspaceFolder] = [:]
    /// The open texts by absolute path.
    var documents: [String: OpenDocument] = [:]
    /// What the editor shows, by absolute path.
    var published: [String: Published] = [:]
    /// The folders to check, and the time for it.
    private var dirty: Set<String> = []
    private var due: Duration?
    private var queue: [JSONValue] = []
    private var requests = 0

    /// What the editor shows about one file.
    struct Published: Sendable {
        /// As sent.
        var shown: [JSONValue]
        /// The findings behind it, for hovering and fixing.
        var findings: [Diagnostic]
    }

    /// Starts a conversation; `version` is that of msctl.
    package init(version: String, today: CalendarDate) {
        self.version = version
        self.today = today
    }

    /// When ``tick(at:)`` should be called; `nil` when nothing waits.
    package var deadline: Duration? { due }

    /// Whether messages wait for ``step(at:)``.
    package var hasWork: Bool { !queue.isEmpty }

    /// Takes a message; what a request waits for is done in ``step(at:)``, so that a cancellation can overtake it.
    package mutating func enqueue(_ message: JSONValue) -> [ServerAction] {
        if let batch = message.array, !batch.isEmpty { return batch.flatMap { enqueue($0) } }
        guard message["method"]?.string == "$/cancelRequest", let id = message["params"]?["id"],
            let index = queue.firstIndex(where: { $0["id"] == id && $0["method"] != nil })
        else {
            queue.append(message)
            return []
        }
        queue.remove(at: index)
        return [.send(OutgoingMessage.failure(.cancelled, to: id))]
    }

    /// Answers for bytes that are no message.
    package func malformed(_ reason: String) -> [ServerAction] {
        [.send(OutgoingMessage.failure(.parseError(reason), to: .null))]
    }

    /// Handles the message that waits longest.
    package mutating func step(at now: Duration) -> [ServerAction] {
        guard !queue.isEmpty else { return [] }
        let value = queue.removeFirst()
        guard let message = IncomingMessage(value) else {
            let error = ResponseError.invalidRequest("this is no request, notification or response")
            return [.send(OutgoingMessage.failure(error, to: value["id"] ?? .null))]
        }
        switch message.kind {
        case .request(let id, let method):
            do throws(ResponseError) {
                let (result, actions) = try answer(method, message.params)
                return [.send(OutgoingMessage.result(result, to: id))] + actions
            } catch {
                return [.send(OutgoingMessage.failure(error, to: id))]
            }
        case .notification(let method):
            do throws(ResponseError) {
                return try take(method, message.params, at: now)
            } catch {
                return [.send(OutgoingMessage.log("`\(method)`: \(error.message)"))]
            }
        case .response: return []
        }
    }

    /// Takes the contents of a folder that was asked for.
    package mutating func loaded(_ contents: WorkspaceContents, at now: Duration) -> [ServerAction] {
        guard var folder = folders[contents.folder] else { return [] }
        var open: [String: OpenDocument] = [:]
        for document in documents.values {
            if let path = folder.relative(document.path), self.folder(of: document.path) == folder.path {
                open[path] = document
            }
        }
        folder.load(contents, open: open)
        folders[contents.folder] = folder
        dirty.insert(contents.folder)
        due = now
        let problems = contents.problems + folder.settingsProblems
        return problems.map { .send(OutgoingMessage.log($0.headline, isWarning: $0.severity != .info)) }
    }

    /// Checks what has changed, once the texts have been quiet for long enough.
    package mutating func tick(at now: Duration) -> [ServerAction] {
        guard let due, due <= now else { return [] }
        self.due = nil
        let folders = dirty.sorted()
        dirty = []
        return folders.flatMap { check($0) }
    }

    /// Asks for a check of a folder after a while of quiet.
    mutating func touch(_ folder: String, at now: Duration) {
        dirty.insert(folder)
        due = now + Self.quiet
    }

    /// A request of ours with a new id.
    mutating func request(_ method: String, _ params: JSONValue) -> ServerAction {
        requests += 1
        return .send(OutgoingMessage.request(method, id: "msctl-\(requests)", params))
    }

    /// The folder that a path lies in: the deepest one that holds it.
    func folder(of path: String) -> String? {
        folders.values.filter { $0.relative(path) != nil }.map(\.path).max { $0.utf8.count < $1.utf8.count }
    }

    /// The address of a file, as the editor writes it where it is open.
    func uri(of path: String) -> String { documents[path]?.uri ?? DocumentURI.of(path: path) }
}

/// What the editor can do, as far as it matters here.
struct ClientCapabilities: Sendable, Hashable {
    var hasMarkdown = false
    var hasSnippets = false
    var hasDocumentChanges = false
    var hasHierarchicalSymbols = false
    var watchesFiles = false
    var hasRelatedInformation = false

    init() {}

    init(_ value: JSONValue) {
        let text = value["textDocument"]
        func lists(_ list: JSONValue?, _ word: String) -> Bool {
            list?.array?.contains { $0.string == word } ?? false
        }
        hasMarkdown = lists(text?["hover"]?["contentFormat"], "markdown")
        hasSnippets = text?["completion"]?["completionItem"]?["snippetSupport"]?.bool ?? false
        hasDocumentChanges = value["workspace"]?["workspaceEdit"]?["documentChanges"]?.bool ?? false
        hasHierarchicalSymbols =
            text?["documentSymbol"]?["hierarchicalDocumentSymbolSupport"]?.bool ?? false
        watchesFiles = value["workspace"]?["didChangeWatchedFiles"]?["dynamicRegistration"]?.bool ?? false
        hasRelatedInformation = text?["publishDiagnostics"]?["relatedInformation"]?.bool ?? false
    }
}
