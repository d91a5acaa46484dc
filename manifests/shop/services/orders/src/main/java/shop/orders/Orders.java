package shop.orders;

import java.util.concurrent.ConcurrentHashMap;

/** The orders placed so far, by number. */
final class Orders {
    record Result(int status, String body) {}

    private final Upstream cart;
    private final Upstream payments;
    private final ConcurrentHashMap<String, String> placed = new ConcurrentHashMap<>();

    Orders(Upstream cart, Upstream payments) {
        this.cart = cart;
        this.payments = payments;
    }

    /** POST /v1/orders/CUSTOMER places an order of the customer's cart; GET shows the last one. */
    Result handle(String method, String path) {
        var parts = path.split("/");
        if (parts.length != 4) return new Result(404, "{\"error\":\"no such path\"}");
        var customer = parts[3];
        return switch (method) {
            case "POST" -> place(customer);
            case "GET" -> new Result(200, placed.getOrDefault(customer, "null"));
            default -> new Result(405, "{\"error\":\"use GET or POST\"}");
        };
    }

    private Result place(String customer) {
        try {
            var items = cart.get("/v1/cart/" + customer);
            payments.post("/v1/payments/" + customer);
            placed.put(customer, items);
            return new Result(201, items);
        } catch (Upstream.Unavailable unavailable) {
            return new Result(503, "{\"error\":\"" + unavailable.getMessage() + "\"}");
        }
    }
}
