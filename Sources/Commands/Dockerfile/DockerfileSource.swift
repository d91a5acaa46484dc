// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Generation
import Manifest

/// Brings a service's manifest and its files together for the Dockerfile generator.
struct DockerfileSource {
    let context: CommandContext

    /// The Dockerfile and ignore file of a service with `build`.
    ///
    /// - Throws: ``CommandFailure`` when the folder cannot be read or its runtime has no recipe.
    func generate(for service: ServiceManifest) throws(CommandFailure) -> DockerfileGenerator.Output {
        let folder = service.buildContext ?? "."
        do {
            let tree = try DiskProjectTree(root: folder, in: context)
            return try DockerfileGenerator.generate(request(for: service, folder: folder), tree: tree)
        } catch let error as FileError {
            throw CommandFailure(
                .inputRefused,
                "the build context of `\(service.name)` cannot be read: \(error.description)"
            )
        } catch let error as GenerationFailure {
            throw CommandFailure(
                .inputRefused,
                "`\(service.name)`: \(error.headline)",
                notes: error.evidence,
                hint: error.help
            )
        } catch {
            throw ErrorPresentation.failure(for: error)
        }
    }

    private func request(for service: ServiceManifest, folder: String) -> DockerfileRequest {
        let build = service.build?.value
        let hints = BuildHints(
            runtime: build?.runtime?.value,
            version: build?.version?.value,
            product: build?.product?.value,
            arguments: (build?.args ?? []).map { BuildArgument(name: $0.name.value, value: $0.value.value) }
        )
        var request = DockerfileRequest(
            service: service.name,
            port: service.provides.first?.port.value ?? 8080,
            msctlVersion: context.version,
            hints: hints
        )
        request.owner = service.owner?.value.text
        request.description = service.metadata.description?.value
        for name in ["Dockerfile", ".dockerignore", "Dockerfile.msctl", "Dockerfile.msctl.dockerignore"] {
            // A file that is there but cannot be read counts as foreign: it has a text, and not ours.
            do throws(FileError) {
                let bytes = try context.files.read(context.absolute(Path.join(folder, name)), limit: 1 << 20)
                request.existing[name] = String(decoding: bytes, as: UTF8.self)
            } catch {
                if !error.isMissing { request.existing[name] = "" }
            }
        }
        return request
    }
}
