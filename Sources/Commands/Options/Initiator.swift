// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Who deploys, as lock and history show it.
enum Initiator {
    /// The CI job, or the user at the host.
    static func name(in context: CommandContext) -> String {
        if let job = job(context.environment) { return job }
        let environment = context.environment
        let account = context.account()
        let user = [environment["USER"], environment["LOGNAME"], account.user]
            .compactMap(\.self).first { !$0.isEmpty }
        let host = [environment["HOSTNAME"], account.host].compactMap(\.self).first { !$0.isEmpty }
        guard let user else { return host.map { "someone at \($0)" } ?? "unknown" }
        return host.map { "\(user)@\($0)" } ?? user
    }

    /// The address of the run, as each CI system tells it to its jobs.
    private static func job(_ environment: [String: String]) -> String? {
        if let server = environment["GITHUB_SERVER_URL"], let repository = environment["GITHUB_REPOSITORY"],
            let run = environment["GITHUB_RUN_ID"]
        {
            return "\(server)/\(repository)/actions/runs/\(run)"
        }
        // GitLab; Buildkite and CircleCI; Jenkins.
        for variable in ["CI_JOB_URL", "BUILDKITE_BUILD_URL", "CIRCLE_BUILD_URL", "BUILD_URL"] {
            if let address = environment[variable], !address.isEmpty { return address }
        }
        return nil
    }
}
