package io.github.uhlc.examples.recipes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.uhlc.ExceedingDeltaException;
import io.github.uhlc.HLC;
import io.github.uhlc.Timestamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeParseException;
import java.util.function.Supplier;

/** Serves requests that carry a timestamp, and answers with one. */
record ClockedHandler(HLC clock, Supplier<String> service) implements HttpHandler {
  static final String HEADER = "Uhlc-Time";

  // recipe
  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String sent = exchange.getRequestHeaders().getFirst(HEADER);
    try {
      clock.updateWithTimestamp(Timestamp.parse(sent == null ? "" : sent)); // before the work
    } catch (DateTimeParseException | ExceedingDeltaException e) {
      answer(exchange, 400, e.getMessage());
      return;
    }
    String body = service.get();
    exchange.getResponseHeaders().set(HEADER, clock.newTimestamp().toString()); // after it
    answer(exchange, 200, body);
  }

  // end of recipe

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
