package shop.orders;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** Takes orders: reads the cart, asks payments to authorise, remembers the result. */
public final class Main {
    private static final AtomicBoolean READY = new AtomicBoolean();

    public static void main(String[] arguments) throws IOException {
        var orders = new Orders(Upstream.fromEnvironment("CART"), Upstream.fromEnvironment("PAYMENTS"));
        var port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
        var server = HttpServer.create(new InetSocketAddress(port), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/livez", exchange -> reply(exchange, 200, "{}"));
        server.createContext("/readyz", exchange -> reply(exchange, READY.get() ? 200 : 503, "{}"));
        server.createContext("/v1/orders", exchange -> {
            var result = orders.handle(exchange.getRequestMethod(), exchange.getRequestURI().getPath());
            reply(exchange, result.status(), result.body());
        });
        // The JVM runs shutdown hooks on SIGTERM, also as process 1.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            READY.set(false);
            server.stop(10);
        }));
        server.start();
        READY.set(true);
        System.out.println("{\"level\":\"info\",\"message\":\"listening\",\"port\":" + port + "}");
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
