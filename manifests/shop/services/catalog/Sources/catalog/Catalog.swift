/// The products of the shop.
struct Catalog: Sendable {
    /// One product as the API shows it.
    struct Product: Sendable {
        var id: String
        var title: String
        var priceCents: Int

        var json: String { #"{"id":"\#(id)","title":"\#(title)","priceCents":\#(priceCents)}"# }
    }

    let products = [
        Product(id: "tea", title: "Green tea", priceCents: 790),
        Product(id: "pot", title: "Tea pot", priceCents: 3400),
    ]

    /// Answers `GET /v1/catalog` and `GET /v1/catalog/ID`.
    func answer(path: String) -> (status: Int, body: String) {
        let parts = path.split(separator: "/")
        guard parts.starts(with: ["v1", "catalog"]) else { return (404, #"{"error":"no such path"}"#) }
        if parts.count == 2 {
            return (200, "[" + products.map(\.json).joined(separator: ",") + "]")
        }
        guard let product = products.first(where: { $0.id == parts[2] }) else {
            return (404, #"{"error":"no such product"}"#)
        }
        return (200, product.json)
    }
}
