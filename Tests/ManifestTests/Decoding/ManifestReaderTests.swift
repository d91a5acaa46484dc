// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest
import Testing

@Suite struct ManifestReaderTests {
    @Test func readsTheShopWithoutADiagnostic() throws {
        let shop = try ShippedManifests.shop()
        #expect(shop.diagnostics.map(\.headline) == [])
        #expect(shop.services.map(\.name) == ["cart", "catalog", "gateway", "orders", "payments"])
        #expect(shop.systems.map(\.name) == ["shop"])
        #expect(shop.environments.map(\.name) == ["dev", "prod", "staging"])
    }
}
