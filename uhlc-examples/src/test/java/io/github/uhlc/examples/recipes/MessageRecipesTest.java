package io.github.uhlc.examples.recipes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.ExceedingDeltaException;
import io.github.uhlc.HLC;
import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import io.github.uhlc.TimestampFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageRecipesTest {
  private static final String HEADER = StampedMessages.HEADER;

  private final HLC sender = Peers.clock(Peers.NOW.plus(Duration.ofMillis(200)));
  private final HLC receiver = Peers.clock();

  @Test
  void shouldStampTheReceiptOfAMessageAfterItsSending() {
    Map<String, byte[]> headers = new HashMap<>();
    new StampedMessages(sender).stamp(headers);

    Timestamp received = new StampedMessages(receiver).receive(headers);

    assertTrue(received.isAfter(TimestampFormat.SORTABLE.decode(headers.get(HEADER))));
    assertEquals(receiver.id(), received.id());
  }

  @ParameterizedTest
  @CsvSource({
    "'', the bytes end within the timestamp",
    "00, the bytes end within the timestamp",
    "000000000000000100000000000000000000000000000000, the ID is zero, it must be 1 or more",
    "00000000000000010100000000000000000000000000000000, bytes trail the timestamp",
  })
  void shouldRefuseAHeaderThatIsNoTimestamp(String hex, String reason) {
    Map<String, byte[]> headers = Map.of(HEADER, HexFormat.of().parseHex(hex));

    assertRefused(IllegalArgumentException.class, headers, reason);
  }

  @Test
  void shouldRefuseAMessageWithoutHeader() {
    assertRefused(
        IllegalArgumentException.class, Map.of(), "the message has no timestamp: header=uhlc-time");
  }

  @Test
  void shouldRefuseAMessageFromFarAhead() {
    byte[] farAhead = TimestampFormat.SORTABLE.encode(Peers.farAhead());

    assertRefused(ExceedingDeltaException.class, Map.of(HEADER, farAhead), "ahead=PT1H");
  }

  private void assertRefused(
      Class<? extends Exception> type, Map<String, byte[]> headers, String reason) {
    Exception refusal = assertThrows(type, () -> new StampedMessages(receiver).receive(headers));

    assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
    assertEquals(NTP64.ZERO, receiver.lastTime());
  }

  @Test
  void shouldReceiveTheBodyOfAPayload() {
    byte[] payload = new StampedPayloads(sender).stamp("hello".getBytes(StandardCharsets.UTF_8));

    Optional<ByteBuffer> body = new StampedPayloads(receiver).receive(payload);

    assertEquals("hello", StandardCharsets.UTF_8.decode(body.orElseThrow()).toString());
    assertEquals(sender.lastTime(), receiver.lastTime());
  }

  @Test
  void shouldReadABodyAfterTheBytesOfZenoh() {
    // From zenoh-codec: 7386690599959157260/33.
    byte[] payload = HexFormat.of().parseHex("8cb4a1e2edfeb2c1660133" + "6869");
    HLC later = Peers.clock(NTP64.ofBits(7386690599959157260L));

    Optional<ByteBuffer> body = new StampedPayloads(later).receive(payload);

    assertEquals("hi", StandardCharsets.UTF_8.decode(body.orElseThrow()).toString());
    assertEquals(7386690599959157260L, later.lastTime().bits());
  }

  @Test
  void shouldDropAPayloadFromFarAhead() {
    byte[] farAhead = TimestampFormat.ZENOH.encode(Peers.farAhead());

    assertEquals(Optional.empty(), new StampedPayloads(receiver).receive(farAhead));
    assertEquals(NTP64.ZERO, receiver.lastTime());
  }

  @Test
  void shouldRefuseAPayloadThatEndsWithinItsTimestamp() {
    byte[] whole = TimestampFormat.ZENOH.encode(sender.newTimestamp());
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);

      IllegalArgumentException refusal =
          assertThrows(
              IllegalArgumentException.class, () -> new StampedPayloads(receiver).receive(cut));

      assertEquals("no timestamp: length=" + length, refusal.getMessage());
      assertEquals(NTP64.ZERO, receiver.lastTime());
    }
  }
}
