// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// A short name for a content, so that a changed content gets a changed name.
///
/// FNV-1a of 64 bits, written in the letters that Kubernetes uses for generated names: no vowels, so no words.
/// It tells versions of one team's configuration apart; it is not meant to withstand forgery.
enum ContentSuffix {
    static func of(_ value: JSONValue) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in value.bytes() { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let letters = Array("bcdfghjklmnpqrstvwxz2456789")
        var text = ""
        for _ in 0..<10 {
            text.append(letters[Int(hash % UInt64(letters.count))])
            hash /= UInt64(letters.count)
        }
        return text
    }
}
