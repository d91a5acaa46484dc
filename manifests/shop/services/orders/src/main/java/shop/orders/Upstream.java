package shop.orders;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A service that this one calls, with the address, timeout and retries that its environment declares. */
record Upstream(String name, URI address, Duration timeout, int retries) {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** The service did not answer within its timeout and retries. */
    static final class Unavailable extends Exception {
        Unavailable(String name) {
            super(name + " is unavailable");
        }
    }

    static Upstream fromEnvironment(String name) {
        var environment = System.getenv();
        var address = environment.get(name + "_URL");
        if (address == null) {
            System.err.println("fatal: environment variable " + name + "_URL is not set");
            System.exit(1);
        }
        return new Upstream(
            name.toLowerCase(),
            URI.create(address),
            Duration.ofMillis(Long.parseLong(environment.getOrDefault(name + "_TIMEOUT_MS", "1000"))),
            Integer.parseInt(environment.getOrDefault(name + "_RETRIES", "0")));
    }

    String get(String path) throws Unavailable {
        return send(HttpRequest.newBuilder(address.resolve(path)).GET(), retries);
    }

    /** Sends once: a POST that is not known to be idempotent is not repeated. */
    String post(String path) throws Unavailable {
        return send(HttpRequest.newBuilder(address.resolve(path)).POST(HttpRequest.BodyPublishers.noBody()), 0);
    }

    private String send(HttpRequest.Builder request, int retriesLeft) throws Unavailable {
        try {
            var reply = CLIENT.send(request.timeout(timeout).build(), HttpResponse.BodyHandlers.ofString());
            if (reply.statusCode() < 500) return reply.body();
        } catch (IOException lost) {
            // Counted as a failed attempt, like a 5xx.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Unavailable(name);
        }
        if (retriesLeft == 0) throw new Unavailable(name);
        return send(request, retriesLeft - 1);
    }
}
