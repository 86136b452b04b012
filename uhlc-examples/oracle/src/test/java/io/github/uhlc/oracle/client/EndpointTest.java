package io.github.uhlc.oracle.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
  @ParameterizedTest
  @CsvSource({
    "localhost:1, localhost, 1",
    "127.0.0.1:50551, 127.0.0.1, 50551",
    "a-b.c_d.example:65535, a-b.c_d.example, 65535",
    "[::1]:0, ::1, 0",
  })
  void shouldReadAndWriteEndpoints(String text, String host, int port) {
    Endpoint endpoint = Endpoint.parse(text);

    assertEquals(new Endpoint(host, port), endpoint);
    assertEquals(text, endpoint.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a:",
        ":1",
        "a:-1",
        "a:+1",
        "a:01",
        "a:65536",
        "a:100000",
        "a:1 ",
        " a:1",
        "a:1\n",
        "::1:1",
        "[::1]",
        "[a]:1x",
        "http://a:1",
        "a:1,b:2",
        "\u00e4:1",
        "a:\u0661",
      })
  void shouldRefuseWhatIsNone(String text) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> Endpoint.parse(text));

    assertEquals(
        "the endpoint is malformed, it must be host:port or [address]:port: endpoint=" + text,
        refusal.getMessage());
  }

  @Test
  void shouldQuoteAStartOfWhatIsTooLong() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> Endpoint.parse("a".repeat(1_000_000) + ":1"));

    assertTrue(refusal.getMessage().length() < 150, refusal.getMessage());
  }
}
