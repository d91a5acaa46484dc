// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc
import NIOConcurrencyHelpers

/// One run of a program, on a thread of its own because waiting for it blocks.
final class ChildProcess: Sendable {
    private struct State {
        var process: pid_t?
        var isCancelled = false
        var result: Result<[UInt8], CredentialError>?
        var reader: CheckedContinuation<Void, Never>?
    }

    private let run: ProgramRun
    /// Whether it has a process group of its own, so that what it has started is ended with it.
    private let leadsGroup: Bool
    /// Who hears the lines of its standard error; `nil` if that is ours.
    private let hear: (@Sendable (String) -> Void)?
    private let state = NIOLockedValueBox(State())

    private init(_ run: ProgramRun, leadsGroup: Bool, hear: (@Sendable (String) -> Void)?) {
        self.run = run
        self.leadsGroup = leadsGroup
        // Who talks to a person needs the terminal itself.
        self.hear = run.isInteractive ? nil : hear
    }

    /// The standard output of a program that ends with status 0.
    ///
    /// `hear` takes the lines of its standard error, without control characters; that of an interactive program, and of
    /// any if nobody hears, is ours. Cancelling the task ends the program; where there is no terminal, also all that it has
    /// started and that is in its group.
    static func output(
        of run: ProgramRun,
        hasTerminal: Bool = hasTerminal,
        hearing hear: (@Sendable (String) -> Void)? = nil
    ) async throws(CredentialError) -> [UInt8] {
        // In the background of a terminal it would be stopped as soon as it asked something there, as a program may that
        // reads no standard input; in our group, Ctrl-C reaches it and all that it has started.
        let child = ChildProcess(run, leadsGroup: !run.isInteractive && !hasTerminal, hear: hear)
        await withTaskCancellationHandler {
            await child.launch()
        } onCancel: {
            child.cancel()
        }
        guard let result = child.state.withLockedValue({ $0.result }) else {
            throw CredentialError("`\(run.command)` gives no answer")
        }
        return try result.get()
    }

    /// Whether this process can be asked something on a terminal, whatever its standard streams are.
    private static var hasTerminal: Bool {
        let terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard terminal >= 0 else { return false }
        close(terminal)
        return true
    }

    /// Whom signals go to that are meant for a program.
    private func recipient(_ process: pid_t) -> pid_t { leadsGroup ? -process : process }

    private func launch() async {
        await withCheckedContinuation { continuation in
            state.withLockedValue { $0.reader = continuation }
            startThread()
        }
    }

    private func startThread() {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self)
        let code = pthread_create(&thread, nil, childProcessThread, context.toOpaque())
        if code == 0 {
            pthread_detach(thread)
        } else {
            context.release()
            finish(.failure(CredentialError("there is no thread to run `\(run.command)`")))
        }
    }

    private func cancel() {
        let process = state.withLockedValue { state in
            state.isCancelled = true
            return state.process
        }
        if let process { kill(recipient(process), SIGTERM) }
    }

    private func finish(_ result: Result<[UInt8], CredentialError>) {
        let reader = state.withLockedValue { state in
            state.result = result
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume()
    }

    /// What the thread does.
    fileprivate func body() {
        do throws(CredentialError) {
            finish(.success(try work()))
        } catch {
            finish(.failure(error))
        }
    }

    private func work() throws(CredentialError) -> [UInt8] {
        let name = run.command
        let output = try closedPipe()
        defer { close(output.reading) }
        let errors: (reading: Int32, writing: Int32)?
        do throws(CredentialError) {
            errors = hear == nil ? nil : try closedPipe()
        } catch {
            close(output.writing)
            throw error
        }
        defer { if let errors { close(errors.reading) } }
        let (code, process) = start(output: output.writing, errors: errors?.writing)
        close(output.writing)
        if let errors { close(errors.writing) }
        guard code == 0 else {
            throw code == ENOENT
                ? CredentialError("the exec plugin `\(name)` is not installed")
                : CredentialError(
                    "the exec plugin `\(name)` does not start: \(String(cString: strerror(code)))"
                )
        }
        var reading = ChildOutput(
            process,
            recipient: recipient(process),
            output: output.reading,
            errors: errors.flatMap { errors in hear.map { (errors.reading, $0) } }
        )
        let end = reading.follow(
            until: run.isInteractive ? nil : ContinuousClock.now + run.patience,
            isCancelled: { state.withLockedValue { $0.isCancelled } }
        )
        let status = reading.status
        let wasCancelled = state.withLockedValue { state in
            state.process = nil
            return state.isCancelled
        }
        guard !wasCancelled else { throw CredentialError("cancelled") }
        switch end {
        case .byItself: break
        case .late:
            let seconds = run.patience.components.seconds
            throw CredentialError(
                "the exec plugin `\(name)` has not answered within \(seconds) s",
                hint: "run it by hand to see what it waits for"
            )
        case .endless:
            let limit = ChildOutput.longest >> 20
            throw CredentialError("the exec plugin `\(name)` writes more than \(limit) MiB and no end")
        }
        guard status == 0 else {
            let isExit = status & 0x7F == 0
            let end =
                isExit ? "ends with status \((status >> 8) & 0xFF)" : "was ended by signal \(status & 0x7F)"
            throw CredentialError("the exec plugin `\(name)` \(end)")
        }
        return reading.bytes
    }

    /// Both ends of a pipe that programs do not inherit.
    private func closedPipe() throws(CredentialError) -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw CredentialError("no pipe for `\(run.command)`") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    private func start(output: Int32, errors: Int32?) -> (Int32, pid_t) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        if let errors { posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO) }
        if !run.isInteractive {
            posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        }
        return Self.withCStrings([run.command] + run.arguments) { arguments in
            Self.withCStrings(run.environment) { environment in
                spawn(&actions, arguments, environment)
            }
        }
    }

    private func spawn(
        _ actions: inout posix_spawn_file_actions_t,
        _ arguments: [UnsafeMutablePointer<CChar>?],
        _ environment: [UnsafeMutablePointer<CChar>?]
    ) -> (Int32, pid_t) {
        // The threads of the concurrency runtime block signals, and a child would inherit that: neither Ctrl-C nor
        // our own SIGTERM would end it.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        // Nor would it be ended by what we ourselves ignore, or handle in another way: that outlives the start of a program.
        var ours = sigset_t()
        sigemptyset(&ours)
        for number in HandledSignals.numbers { sigaddset(&ours, number) }
        posix_spawnattr_setsigdefault(&attributes, &ours)
        var flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        if leadsGroup {
            flags |= POSIX_SPAWN_SETPGROUP
            posix_spawnattr_setpgroup(&attributes, 0)
        }
        posix_spawnattr_setflags(&attributes, Int16(flags))
        var process = pid_t()
        let code = posix_spawnp(&process, run.command, &actions, &attributes, arguments, environment)
        guard code == 0 else { return (code, process) }
        let started = process
        let isCancelled = state.withLockedValue { state in
            state.process = started
            return state.isCancelled
        }
        if isCancelled { kill(recipient(process), SIGTERM) }
        return (code, process)
    }

    private static func withCStrings<Value>(
        _ strings: [String],
        _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
    ) -> Value {
        let pointers = strings.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers + [nil])
    }
}

private func childProcessThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<ChildProcess>.fromOpaque(context).takeRetainedValue().body()
    return nil
}
