// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import NIOConcurrencyHelpers

/// Something that is large because of the objects in it.
protocol ObjectHolder: Sendable {
    /// The objects in it, in an order of its own; setting takes as many.
    var heldObjects: [KubernetesObject] { get set }
}

/// What is known of one service, as trees while it is worked with and packed while it is only kept.
///
/// A deploy reads the objects of a service to plan and to write it, and again only if it fails. Whoever is about the service
/// has the same shelf, so that packing it leaves nobody with trees.
final class ObjectShelf<Element: ObjectHolder>: Sendable {
    private struct State: Sendable {
        /// As trees; `nil` while it is only kept.
        var opened: [Element]?
        /// With nothing but their types in the place of the objects, and those packed; `nil` before that was asked for.
        var packed: (outline: [Element], objects: KubernetesObject.Packed)?

        var unpacked: [Element] {
            guard var (elements, objects) = packed.map({ ($0.outline, $0.objects.objects[...]) }) else {
                return []
            }
            for index in elements.indices {
                let count = elements[index].heldObjects.count
                elements[index].heldObjects = Array(objects.prefix(count))
                objects = objects.dropFirst(count)
            }
            return elements
        }
    }

    private let state: NIOLockedValueBox<State>

    init(_ elements: [Element]) {
        state = NIOLockedValueBox(State(opened: elements))
    }

    /// What is on it; made anew each time unless it is open.
    var elements: [Element] {
        let state = state.withLockedValue(\.self)
        return state.opened ?? state.unpacked
    }

    /// The same, or with nothing but their types in the place of the objects: for what is beside those.
    var outline: [Element] {
        let state = state.withLockedValue(\.self)
        return state.opened ?? state.packed?.outline ?? []
    }

    /// Packs what is on it, for as long as nobody opens it.
    func pack() {
        state.withLockedValue { state in
            if state.packed == nil, let elements = state.opened {
                var outline = elements
                for index in outline.indices {
                    outline[index].heldObjects = outline[index].heldObjects.map(\.onlyType)
                }
                state.packed = (outline, KubernetesObject.Packed(elements.flatMap(\.heldObjects)))
            }
            state.opened = nil
        }
    }

    /// Makes trees of what is packed, until it is closed.
    func open() {
        state.withLockedValue { state in
            if state.opened == nil { state.opened = state.unpacked }
        }
    }

    /// Lets go of the trees of what is packed as well.
    func close() {
        state.withLockedValue { state in
            if state.packed != nil { state.opened = nil }
        }
    }
}

extension DesiredObject: ObjectHolder {
    var heldObjects: [KubernetesObject] {
        get { [object] }
        set { if let first = newValue.first { object = first } }
    }
}

/// An item of a plan beside the objects of its service.
struct ShelvedItem: ObjectHolder {
    private var item: ResolvedPlan.Item
    /// Which of the objects of the service it is; `nil` where the plan has changed it.
    private let place: Int?

    init(_ item: ResolvedPlan.Item, among objects: [DesiredObject]) {
        self.item = item
        place = objects.firstIndex { $0.object == item.desired.object }
        if place != nil { self.item.desired.object = item.desired.object.onlyType }
    }

    /// The item as it was planned, or with nothing but types where `objects` have no more.
    func item(among objects: [DesiredObject]) -> ResolvedPlan.Item {
        var whole = item
        if let place { whole.desired.object = objects[place].object }
        return whole
    }

    /// As desired, unless the service has it, and as it is.
    var heldObjects: [KubernetesObject] {
        get { (place == nil ? [item.desired.object] : []) + [item.live].compactMap(\.self) }
        set {
            var rest = newValue[...]
            if place == nil, let first = rest.popFirst() { item.desired.object = first }
            if item.live != nil, let last = rest.popFirst() { item.live = last }
        }
    }
}
