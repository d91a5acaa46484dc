// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import Commands

@Suite struct ProgramTests {
    @Test func versionGoesToStandardOutput() async throws {
        let run = await (try Scratch()).run("--version")
        #expect(run.status == .done)
        #expect(run.output == "\(Version.current)\n")
        #expect(run.error.isEmpty)
    }

    @Test(arguments: ["--hlep", "frobnicate"])
    func wrongUsageGoesToStandardErrorWith64(argument: String) async throws {
        let run = await (try Scratch()).run(argument)
        #expect(run.status == .usage)
        #expect(run.output.isEmpty)
        #expect(run.error.hasPrefix("error: "))
    }

    @Test func exitCodesAreUnique() {
        #expect(Set(Commands.ExitStatus.all.map(\.code)).count == Commands.ExitStatus.all.count)
    }

    @Test func annotationsEscapeLineEndsAndPercent() {
        #expect(Pipeline.github.annotation(of: "50%\nx") == "::error title=msctl::50%25%0Ax")
        let place = Pipeline.Place(path: "a,b:c/msctl.yaml", line: 9, column: 3)
        #expect(
            Pipeline.github.annotation(of: "x: y", at: place)
                == "::error file=a%2Cb%3Ac/msctl.yaml,line=9,col=3,title=msctl::x: y"
        )
        #expect(Pipeline.gitlab.annotation(of: "x", at: place).contains("a,b:c/msctl.yaml:9: x"))
        #expect(Pipeline(environment: ["GITHUB_ACTIONS": "false"]) == nil)
        #expect(Pipeline(environment: ["GITLAB_CI": "true"]) == .gitlab)
    }
}
