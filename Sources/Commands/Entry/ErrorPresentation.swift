// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import KubernetesClient
import Rollout

/// Turns whatever a command throws into text and an exit status: the single mapping place.
enum ErrorPresentation {
    /// Whether the argument parser has to word this error: help, version, wrong usage.
    static func isUsage(_ error: any Error) -> Bool {
        if error is ValidationError || error is CleanExit { return true }
        // The parser's own error types are internal to it; what it calls a usage error ends with 64, help with 0.
        let code = MsctlCommand.exitCode(for: error)
        return code == .validationFailure || code == .success
    }

    /// Prints help or the version on standard output, and wrong usage on standard error.
    static func presentUsage(
        _ error: any Error,
        for form: MachineForm?,
        in context: CommandContext
    ) -> ExitStatus {
        let text = MsctlCommand.fullMessage(for: error, columns: context.terminal.width)
        guard MsctlCommand.exitCode(for: error) == .success else {
            let lines = text.hasPrefix("Error: ") ? "error: " + text.dropFirst(7) : text
            context.error(UsageText.withSuggestion(lines))
            if let form { context.output(form.line(UsageText.failure(MsctlCommand.message(for: error)))) }
            return .usage
        }
        context.output(text)
        return .done
    }

    /// Prints a failure on standard error, and as an annotation where the run is part of a pipeline; for a program that reads
    /// standard output, there too: nothing at all would look like an empty answer.
    static func present(
        _ failure: CommandFailure,
        for form: MachineForm?,
        in context: CommandContext
    ) -> ExitStatus {
        for line in failure.lines { context.error(line) }
        if let annotation = context.pipeline?.annotation(of: failure.headline) { context.error(annotation) }
        if let form { context.output(form.line(failure)) }
        return failure.status
    }

    /// The failure that an error of any room amounts to.
    static func failure(for error: any Error) -> CommandFailure {
        switch error {
        case let failure as CommandFailure: failure
        case let error as FileError:
            CommandFailure(.inputRefused, error.description)
        case let error as ClusterError: CommandFailure(error)
        case let error as DeployError: CommandFailure(error)
        case is CancellationError:
            CommandFailure(.interrupted, "interrupted", notes: ["nothing was changed by this command"])
        default:
            CommandFailure(
                .defect,
                "msctl met something that it does not expect: \(error)",
                hint: "this is a defect in msctl; please report it with the command line that you ran"
            )
        }
    }
}
