import Dispatch
import Glibc

@main
enum Main {
    static func main() {
        let port = getenv("PORT").flatMap { UInt16(String(cString: $0)) } ?? 8080
        let server = Server()
        // A process with the id 1 gets no default signal actions: without this handler SIGTERM would be ignored.
        signal(SIGTERM, SIG_IGN)
        let termination = DispatchSource.makeSignalSource(signal: SIGTERM, queue: .global())
        termination.setEventHandler { @Sendable in server.drain() }
        termination.activate()

        guard let socket = server.listen(port: port) else {
            log("fatal", "port \(port) is taken")
            exit(1)
        }
        log("info", "listening on port \(port)")
        server.run(on: socket)
    }

    static func log(_ level: String, _ message: String) {
        let line = Array(#"{"level":"\#(level)","message":"\#(message)"}"#.utf8) + [UInt8(ascii: "\n")]
        _ = write(STDOUT_FILENO, line, line.count)
    }
}
