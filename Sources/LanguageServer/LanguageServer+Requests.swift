// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

extension LanguageServer {
    /// Answers a request.
    mutating func answer(
        _ method: String,
        _ params: JSONValue
    ) throws(ResponseError) -> (JSONValue, [ServerAction]) {
        switch phase {
        case .fresh:
            guard method == "initialize" else { throw .notInitialized }
            return (initialize(params), [])
        case .shutDown: throw .invalidRequest("the server has shut down")
        case .running: break
        }
        switch method {
        case "initialize": throw .invalidRequest("`initialize` comes once")
        case "shutdown":
            phase = .shutDown
            return (.null, [])
        case "textDocument/hover": return (hover(try place(params)), [])
        case "textDocument/completion": return (completion(try place(params)), [])
        case "textDocument/definition": return (definition(try place(params)), [])
        case "textDocument/references":
            let withDeclaration = params["context"]?["includeDeclaration"]?.bool ?? false
            return (references(try place(params), withDeclaration: withDeclaration), [])
        case "textDocument/documentSymbol": return (symbols(in: try document(params)), [])
        case "textDocument/codeAction":
            let document = try document(params)
            guard let range = encoding.range(of: params["range"], in: document.file) else {
                throw .invalidParams("`range` is none")
            }
            let only = params["context"]?["only"]?.array?.compactMap(\.string)
            return (codeActions(in: document, over: range, only: only), [])
        default: throw .methodNotFound(method)
        }
    }

    private mutating func initialize(_ params: JSONValue) -> JSONValue {
        phase = .running
        let client = params["capabilities"] ?? .null
        capabilities = ClientCapabilities(client)
        let offered = client["general"]?["positionEncodings"]?.array?.compactMap(\.string) ?? []
        encoding = .negotiated(offered)
        environment = params["initializationOptions"]?["environment"]?.string
        var uris = params["workspaceFolders"]?.array?.compactMap { $0["uri"]?.string } ?? []
        if uris.isEmpty { uris = [params["rootUri"]?.string].compactMap { $0 } }
        var paths = uris.compactMap(DocumentURI.path)
        if paths.isEmpty, let root = params["rootPath"]?.string, root.hasPrefix("/") {
            paths = [DocumentURI.normalized(root)]
        }
        for path in paths { folders[path] = WorkspaceFolder(path: path) }
        return [
            "capabilities": [
                "positionEncoding": .string(encoding.rawValue),
                "textDocumentSync": [
                    "openClose": true, "change": 2, "save": ["includeText": false],
                ],
                "hoverProvider": true,
                "completionProvider": [
                    "triggerCharacters": [" ", ":", "/", "-", "{", ","], "resolveProvider": false,
                ],
                "definitionProvider": true,
                "referencesProvider": true,
                "documentSymbolProvider": true,
                "codeActionProvider": ["codeActionKinds": ["quickfix", "source.fixAll"]],
                "workspace": [
                    "workspaceFolders": ["supported": true, "changeNotifications": true]
                ],
            ],
            "serverInfo": ["name": "msctl", "version": .string(version)],
        ]
    }

    /// The open document that a request is about.
    func document(_ params: JSONValue) throws(ResponseError) -> OpenDocument {
        guard let uri = params["textDocument"]?["uri"]?.string else {
            throw .invalidParams("`textDocument.uri` is missing")
        }
        guard let path = DocumentURI.path(of: uri), let document = documents[path] else {
            throw .invalidParams("`\(uri)` is not open")
        }
        return document
    }

    /// A place in an open document.
    struct Place {
        var document: OpenDocument
        var offset: Int
    }

    private func place(_ params: JSONValue) throws(ResponseError) -> Place {
        let document = try document(params)
        guard let offset = encoding.offset(of: params["position"], in: document.file) else {
            throw .invalidParams("`position` is none")
        }
        return Place(document: document, offset: offset)
    }
}
