import Dispatch
import Glibc
import Synchronization

/// A small HTTP/1.1 server: one request per connection, enough for an example that needs no packages.
final class Server: Sendable {
    let catalog = Catalog()
    private let isReady = Atomic(true)
    private let openRequests = DispatchGroup()

    /// Listens on all addresses.
    ///
    /// - Returns: the listening socket, or `nil` when the port is taken.
    func listen(port: UInt16) -> Int32? {
        let socket = Glibc.socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
            }
        }
        return bound == 0 && Glibc.listen(socket, 128) == 0 ? socket : nil
    }

    /// Accepts connections until the process ends.
    func run(on socket: Int32) -> Never {
        while true {
            let connection = accept(socket, nil, nil)
            guard connection >= 0 else { continue }
            DispatchQueue.global().async(group: openRequests) { self.serve(connection) }
        }
    }

    /// Stops being ready, waits for the requests that are open and leaves.
    func drain() -> Never {
        isReady.store(false, ordering: .relaxed)
        _ = openRequests.wait(timeout: .now() + 10)
        exit(0)
    }

    private func serve(_ connection: Int32) {
        defer { close(connection) }
        var buffer = [UInt8](repeating: 0, count: 8192)
        let count = read(connection, &buffer, buffer.count)
        guard count > 0 else { return }
        let request = String(decoding: buffer[..<count], as: UTF8.self)
        let target = request.split(separator: " ", maxSplits: 2).dropFirst().first ?? "/"
        let (status, body) = answer(path: String(target))
        let head = "HTTP/1.1 \(status) \(status == 200 ? "OK" : "Error")\r\nContent-Type: application/json\r\n"
        let reply = Array("\(head)Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)".utf8)
        _ = write(connection, reply, reply.count)
    }

    private func answer(path: String) -> (status: Int, body: String) {
        switch path {
        case "/livez": (200, "{}")
        case "/readyz": isReady.load(ordering: .relaxed) ? (200, "{}") : (503, "{}")
        default: catalog.answer(path: path)
        }
    }
}
