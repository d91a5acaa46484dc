// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Glibc

/// One run of msctl, from arguments to exit status: no error escapes from it.
package enum Program {
    /// Runs with the real terminal, files and clock, and ends the process.
    package static func runAndExit() async {
        MemoryArenas.limitToCores()
        let output = OutputStream(STDOUT_FILENO)
        let context = CommandContext.live(output, OutputStream(STDERR_FILENO))
        let arguments = Array(CommandLine.arguments.dropFirst())
        let status = await Interruption.guarding(context.interruption) {
            await run(arguments, in: context)
        }
        end(with: told(output, status, in: context))
    }

    /// Ends the process at once, whatever is under way in it.
    ///
    /// `exit` would run the handlers of libraries while other threads go on: OpenSSL's takes away what a handshake that was
    /// interrupted is still using, and the process would die of it.
    private static func end(with status: ExitStatus) -> Never {
        // Help is printed by the parser, through the buffers of the C library.
        fflush(nil)
        _exit(status.code)
    }

    /// Says so when results were lost; a more telling status of the command itself stays.
    private static func told(
        _ output: OutputStream,
        _ status: ExitStatus,
        in context: CommandContext
    ) -> ExitStatus {
        guard let loss = output.loss else { return status }
        let lost = ErrorPresentation.present(OutputStream.failure(of: loss), for: nil, in: context)
        return status.code < ExitStatus.inputRefused.code ? lost : status
    }

    /// `--fix` alone means `--fix=safe`, and must not take the path behind it for its value.
    private static func spelledOut(_ arguments: [String]) -> [String] {
        let levels = FixLevel.allCases.map(\.rawValue)
        return arguments.enumerated().map { index, argument in
            let next = index + 1 < arguments.count ? arguments[index + 1] : ""
            return argument == "--fix" && !levels.contains(next)
                ? "--fix=\(FixLevel.safe.rawValue)" : argument
        }
    }

    /// Answers a shell that asks what may be typed, as its completion script does.
    private static func complete(_ arguments: [String], in context: CommandContext) -> ExitStatus {
        Candidates.$context.withValue(context) {
            do {
                _ = try MsctlCommand.parseAsRoot(arguments)
            } catch  where MsctlCommand.exitCode(for: error) == .success {
                context.output(MsctlCommand.fullMessage(for: error))
            } catch {}
            return .done
        }
    }

    /// Runs one command line in a context; every error ends as text on standard error and a status.
    package static func run(_ arguments: [String], in context: CommandContext) async -> ExitStatus {
        // Asked for by scripts and prompts before anything else: the parser would describe every option to itself first.
        if arguments == ["--version"] {
            context.output(Version.current)
            return .done
        }
        // Whoever is typing wants candidates or silence.
        if arguments.first == "---completion" { return complete(arguments, in: context) }
        return await LongText.$isWhole.withValue(LongText.isAskedFor(arguments)) {
            await perform(arguments, in: context)
        }
    }

    private static func perform(_ arguments: [String], in context: CommandContext) async -> ExitStatus {
        let form = MachineForm(arguments)
        let isPath = { (word: String) in (try? context.files.status(of: context.absolute(word))) != nil }
        if let slip = CommandLineSlip.failure(arguments, isPath: isPath) {
            return ErrorPresentation.present(slip, for: form, in: context)
        }
        do {
            var command = try MsctlCommand.parseAsRoot(spelledOut(arguments))
            guard let contextual = command as? any ContextCommand else {
                try command.run()
                return .done
            }
            return try await contextual.run(in: context)
        } catch let error as CommandFailure {
            return present(error, for: form, in: context)
        } catch let error where ErrorPresentation.isUsage(error) {
            return ErrorPresentation.presentUsage(error, for: form, in: context)
        } catch {
            return present(ErrorPresentation.failure(for: error), for: form, in: context)
        }
    }

    /// Presents a failure with the status that the process ends with, which a signal decides where there was one.
    private static func present(
        _ failure: CommandFailure,
        for form: MachineForm?,
        in context: CommandContext
    ) -> ExitStatus {
        var failure = failure
        failure.status = context.interruption.conclude(failure.status)
        return ErrorPresentation.present(failure, for: form, in: context)
    }
}

/// A command that does its work in a context, and says how it went.
protocol ContextCommand: AsyncParsableCommand {
    /// Parses nothing, prints through the context, and returns the status.
    func run(in context: CommandContext) async throws -> ExitStatus
}
