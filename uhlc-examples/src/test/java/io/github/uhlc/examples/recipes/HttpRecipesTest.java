package io.github.uhlc.examples.recipes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.uhlc.ExceedingDeltaException;
import io.github.uhlc.HLC;
import io.github.uhlc.NTP64;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRecipesTest {
  private final HLC serverClock = Peers.clock();
  private final AtomicInteger served = new AtomicInteger();
  private final HttpClient http = HttpClient.newHttpClient();
  private HttpServer server;
  private URI uri;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ClockedHandler handler =
        new ClockedHandler(serverClock, () -> "served " + served.incrementAndGet());
    server.createContext("/", handler);
    server.start();
    uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void shouldOrderRequestWorkAndAnswerAlongTheirCauses() throws Exception {
    NTP64 ahead = Peers.NOW.plus(Duration.ofMillis(200));
    HLC fastClock = Peers.clock(ahead);
    HLC slowClock = Peers.clock(Peers.NOW.minus(Duration.ofMillis(200)));

    new ClockedClient(fastClock, http).get(uri);
    assertTrue(serverClock.lastTime().isAfter(ahead.physical()));

    HttpResponse<String> answer = new ClockedClient(slowClock, http).get(uri);
    assertEquals("served 2", answer.body());
    assertEquals(serverClock.lastTime(), slowClock.lastTime());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "now", "1", "-1/33", "007/33", "1/0", "18446744073709551616/33"})
  void shouldRefuseAHeaderThatIsNoTimestamp(String header) throws Exception {
    assertRefused(header, ", which must be ");
  }

  @Test
  void shouldRefuseARequestWithoutHeader() throws Exception {
    HttpResponse<String> answer =
        http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());

    assertEquals(400, answer.statusCode());
    assertEquals(0, served.get());
  }

  @Test
  void shouldRefuseALongHeaderInAShortAnswer() throws Exception {
    assertRefused("1".repeat(10_000), "not a timestamp, which must be a time, '/' and an ID");
  }

  @Test
  void shouldRefuseATimestampFarAhead() throws Exception {
    assertRefused(Peers.farAhead().toString(), "max-delta: sender=33, ahead=PT1H");
  }

  @Test
  void shouldTellTheClientThatTheServerIsFarAhead() {
    HLC slowClock = Peers.clock(Peers.NOW.minus(Duration.ofHours(1)));
    slowClock.newTimestamp();
    NTP64 before = slowClock.lastTime();

    assertThrows(ExceedingDeltaException.class, () -> new ClockedClient(slowClock, http).get(uri));
    assertEquals(before.bits() + 1, slowClock.lastTime().bits());
  }

  private void assertRefused(String header, String reason) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(uri).header(ClockedHandler.HEADER, header).build();

    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());

    assertEquals(400, answer.statusCode());
    assertTrue(answer.body().contains(reason), answer.body());
    assertTrue(answer.body().length() < 300, answer.body());
    assertEquals(NTP64.ZERO, serverClock.lastTime());
    assertEquals(0, served.get());
  }
}
