// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Lint
import Manifest
import Support
import Testing

/// Migrations that take something away from a version that still runs.
@Suite struct MigrationTests {
    private static let manifest = """
        apiVersion: msctl.dev/v1
        kind: Service
        metadata:
          name: orders
        spec:
          owner: team-orders
          domain: shop
          build: .
          data:
            - { name: orders, engine: postgres, migrations: db }

        """
    private static let first = """
        -- the beginning
        CREATE TABLE IF NOT EXISTS "shop"."orders" (
          id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          total int NOT NULL,
          code varchar(20),
          price numeric(10, 2) DEFAULT 0,
          note text,
          CONSTRAINT positive CHECK (total > 0)
        );
        CREATE VIEW open_orders AS SELECT * FROM orders;

        """

    private func lint(_ now: [(String, String)], engine: String = "postgres", keepsFirst: Bool = true)
        -> [Diagnostic]
    {
        let manifest = SourceFile(path: "msctl.yaml", text: Self.manifest.replacing("postgres", with: engine))
        let old = SourceFile(path: "db/V1__orders.sql", text: Self.first)
        var options = LintOptions.today
        options.only = ["destructive-migration"]
        let new = now.map { SourceFile(path: $0.0, text: $0.1) }
        options.files = .holding([manifest] + (keepsFirst ? [old] : []) + new)
        options.base = LintBase(
            name: "main",
            manifests: ManifestReader.read([manifest]),
            files: .holding([manifest, old])
        )
        return Linter.lint(ManifestReader.read([manifest]), options: options).findings
    }

    @Test(arguments: [
        ("DROP TABLE ⟪orders⟫;", ["drops the table `orders`"]),
        ("drop table if exists shop.⟪orders⟫ cascade;", ["drops the table `orders`"]),
        ("DROP TABLE IF EXISTS never_there;", []),
        (
            "ALTER TABLE ONLY shop.orders DROP COLUMN IF EXISTS ⟪code⟫, ADD note2 text;",
            ["drops the column `code`"]
        ),
        ("ALTER TABLE orders DROP ⟪code⟫;", ["drops the column `code`"]),
        ("ALTER TABLE orders DROP CONSTRAINT positive;", []),
        ("ALTER TABLE orders RENAME ⟪code⟫ TO sku;", ["renames the column `code` of `orders` to `sku`"]),
        ("ALTER TABLE ⟪orders⟫ RENAME TO purchases;", ["renames the table `orders`"]),
        ("ALTER TABLE orders RENAME CONSTRAINT positive TO above_zero;", []),
        (
            "ALTER TABLE orders ALTER total TYPE bigint, ALTER ⟪code⟫ TYPE varchar(10);",
            ["which was `varchar ( 20 )`"]
        ),
        ("ALTER TABLE orders ALTER COLUMN code SET DATA TYPE text USING code::text;", []),
        ("ALTER TABLE orders ALTER COLUMN ⟪price⟫ TYPE numeric(10, 1);", ["makes `price`"]),
        ("ALTER TABLE orders ALTER COLUMN price TYPE numeric(14, 4);", []),
        ("ALTER TABLE orders ALTER ⟪note⟫ SET NOT NULL;", ["makes `note` of `orders` `NOT NULL`"]),
        ("ALTER TABLE orders ALTER total SET NOT NULL;", []),
        ("ALTER TABLE orders ADD COLUMN ⟪kind⟫ text NOT NULL;", ["adds the column `kind`"]),
        ("ALTER TABLE orders ADD COLUMN kind text NOT NULL DEFAULT 'a;b';", []),
        ("ALTER TABLE orders ADD COLUMN number bigserial NOT NULL;", []),
        ("TRUNCATE TABLE ⟪orders⟫;", ["empties the table `orders`"]),
        ("DELETE FROM ⟪orders⟫;", ["empties the table `orders`"]),
        ("DELETE FROM orders WHERE note IS NULL;", []),
        ("DROP VIEW ⟪open_orders⟫;", ["drops the view `open_orders`"]),
        ("DROP VIEW open_orders; CREATE VIEW open_orders AS SELECT id FROM orders;", []),
        ("DROP SCHEMA ⟪shop⟫ CASCADE;", ["drops `shop` with everything in it"]),
        ("CREATE TABLE lines (id int); DROP TABLE lines; ALTER TABLE lines ADD sku text NOT NULL;", []),
        (
            "-- DROP TABLE orders;\n/* DROP /* nested */ TABLE orders; */ SELECT 'DROP TABLE orders; it''s';",
            []
        ),
        (
            "CREATE FUNCTION f() RETURNS void AS $body$ BEGIN DELETE FROM orders; END $body$ LANGUAGE plpgsql;",
            []
        ),
        (
            "-- +goose Up\nALTER TABLE orders ADD x int;\n-- +goose Down\nALTER TABLE orders DROP COLUMN x;",
            []
        ),
        ("-- migrate:up\nDROP TABLE ⟪orders⟫;\n-- migrate:down\nDROP VIEW open_orders;", ["drops the table"]),
        ("-- msctl:phase contract\nDROP TABLE orders;", []),
        ("-- msctl:phase contract\r\nDROP TABLE orders;\r\n", []),
        ("/* msctl:phase contract*/ DROP TABLE orders;", []),
        (
            "DO $$ BEGIN ALTER TABLE orders DROP COLUMN ⟪code⟫; END $$;",
            ["drops the column `code`"]
        ),
        (
            "DO LANGUAGE plpgsql $do$\nBEGIN\n  IF EXISTS (SELECT 1) THEN DROP TABLE ⟪orders⟫;\n"
                + "  ELSE EXECUTE 'DROP TABLE orders'; END IF; -- DROP VIEW open_orders;\nEND\n$do$;",
            ["drops the table `orders`"]
        ),
        (
            "DO LANGUAGE plpython3u $$\n# don't\nplpy.execute(\"DROP TABLE orders;\")\n$$;\n"
                + "DROP TABLE ⟪orders⟫;",
            ["drops the table `orders`"]
        ),
        ("DO $$ my $x = q{it's}; DROP TABLE orders; $$ LANGUAGE \"plperl\";", []),
        ("DO $$ BEGIN DROP TABLE ⟪orders⟫; END $$ LANGUAGE 'plpgsql';", ["drops the table `orders`"]),
        ("DO $$ BEGIN RAISE 'never ends; END $$; DROP TABLE ⟪orders⟫;", ["drops the table `orders`"]),
        (
            "COPY orders FROM stdin;\n1\tit's;y\n\\.\nDROP TABLE ⟪orders⟫;",
            ["drops the table `orders`"]
        ),
        (
            "copy shop.orders (id) from stdin with (format csv);\r\nDROP TABLE orders;\r\n\\.\r\nSELECT 1;",
            []
        ),
        ("COPY orders FROM stdin;\nDROP TABLE ⟪orders⟫;", ["drops the table `orders`"]),
        ("-- msctl:phase expand\nDROP TABLE ⟪orders⟫;", ["drops the table"]),
    ])
    func whatTheRunningVersionUsesStays(text: String, expected: [String]) {
        let marked = MarkedText(text)
        let found = lint([("db/V2__more.sql", marked.text)])
        let spans = found.compactMap(\.primary?.span.range)
        #expect(MarkedText.marking(marked.text, spans) == MarkedText.marking(marked.text, marked.ranges))
        #expect(found.count == expected.count)
        for (finding, part) in zip(found, expected) {
            #expect(finding.headline.contains(part), "\(finding.headline)")
        }
    }

    @Test(arguments: [
        ("ALTER TABLE `orders` CHANGE COLUMN `⟪code⟫` sku varchar(20);", 1),
        ("ALTER TABLE orders MODIFY COLUMN total int NOT NULL;", 0),
        ("ALTER TABLE orders MODIFY ⟪total⟫ smallint NOT NULL;", 1),
        ("RENAME TABLE ⟪orders⟫ TO purchases;", 1),
        ("# DROP TABLE orders;\nSELECT 'it\\'s; DROP TABLE orders';", 0),
        (
            "DELIMITER //\nCREATE PROCEDURE p() BEGIN DELETE FROM orders; END//\nDELIMITER ;\nTRUNCATE ⟪orders⟫;",
            1
        ),
    ])
    func mySQLIsReadToo(text: String, count: Int) {
        let found = lint([("db/V2__more.sql", MarkedText(text).text)], engine: "mysql")
        #expect(found.count == count, "\(found.map(\.headline))")
    }

    @Test(arguments: ["db/V2__more.down.sql", "db/U2__more.sql", "db/down/2.sql", "db/V2__more.txt"])
    func whatTakesAMigrationBackIsLeftAlone(path: String) {
        #expect(lint([(path, "DROP TABLE orders;")]).isEmpty)
    }

    @Test func anOldMigrationIsNoNews() {
        #expect(lint([]).isEmpty)
        #expect(
            lint([("db/V1__orders.sql", Self.first + "DROP VIEW open_orders;\n")], keepsFirst: false).count
                == 1
        )
    }

    @Test func whatHappensLaterIsComparedInTheOrderOfTheNumbers() {
        let found = lint([
            ("db/V10__drop.sql", "DROP TABLE lines;"), ("db/V2__lines.sql", "CREATE TABLE lines (id int);"),
        ])
        #expect(found.isEmpty)
    }

    @Test(arguments: ["SELECT ⟪'⟫never ends", "⟪/⟫* never", "SELECT ⟪$⟫a$ never $b$", "SELECT ⟪\"⟫never"])
    func whatCannotBeReadIsSaid(text: String) throws {
        let marked = MarkedText(text)
        let finding = try #require(lint([("db/V2__more.sql", marked.text)]).first)
        #expect(finding.headline.hasPrefix("`db/V2__more.sql` could not be read: "))
        #expect(finding.primary?.span.range == marked.ranges.first)
        #expect(finding.secondary.first?.span.text == "db")
    }

    @Test func theFindingSaysWhereTheColumnWasMade() throws {
        let finding = try #require(lint([("db/V2__more.sql", "ALTER TABLE orders DROP COLUMN code;")]).first)
        #expect(finding.headline == "`V2__more.sql` drops the column `code` of `orders`")
        #expect(finding.notes.first == "made in line 5 of db/V1__orders.sql")
        #expect(finding.service == "orders")
    }
}
