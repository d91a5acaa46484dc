// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension DataStore: ManifestPart {
    static func read(_ fields: inout FieldReader) -> DataStore? {
        let name = fields.required("name", .name, "the name of the database, bucket or volume")
        let engine = fields.required(
            "engine",
            .text("an engine", "postgres", "redis"),
            "what kind of store it is"
        )
        let version = fields.optional(
            "version",
            .text("a version", "17"),
            "the version of the engine; for people and other tools, msctl does not act on it"
        )
        let ha = fields.optional("ha", .boolean, "whether it survives the loss of a node; false by default")
        let size = fields.optional("size", .byteSize, "how large it may grow")
        let pool = fields.optional("pool", .positive, "how many connections one replica holds")
        let migrations = fields.optional("migrations", .path, "the folder with schema migrations")
        let backup = fields.optional("backup", .part(Backup.self), "how it is saved")
        let pii = fields.optional("pii", .boolean, "whether it holds personal data")
        let encryption = fields.optional("encryption", .boolean, "whether it is encrypted at rest")
        let storeClass: Located<StoreClass>? = fields.optional(
            "class",
            .choice("a class of store"),
            "whether losing it is a loss of data; `persistent` by default"
        )
        guard let name, let engine else { return nil }
        return DataStore(
            span: fields.span,
            pointer: fields.pointer,
            name: name,
            engine: engine,
            version: version,
            ha: ha,
            size: size,
            pool: pool,
            migrations: migrations,
            backup: backup,
            pii: pii,
            encryption: encryption,
            storeClass: storeClass
        )
    }
}

extension Backup: ManifestPart {
    static func read(_ fields: inout FieldReader) -> Backup? {
        Backup(
            schedule: fields.optional("schedule", .text("a schedule", "daily", "0 3 * * *"), "how often"),
            retention: fields.optional("retention", .period, "how long copies are kept"),
            restoreTested: fields.optional("restoreTested", .date, "when a restore was last rehearsed"),
            encrypted: fields.optional("encrypted", .boolean, "whether copies are encrypted")
        )
    }
}
