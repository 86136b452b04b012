package io.github.uhlc.examples.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.uhlc.Timestamp;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {
  @ParameterizedTest
  @CsvSource({
    "REQUEST, 0/1, 00000004 01 00 01 01",
    "ANSWER, 300/abcd, 00000006 02 ac02 02 cdab",
    "ANSWER, 18446744073709551615/ffffffffffffffffffffffffffffffff, "
        + "0000001b 02 ffffffffffffffffff 10 ffffffffffffffffffffffffffffffff",
  })
  void shouldBeLengthKindAndTimestamp(Frame.Kind kind, String timestamp, String bytes) {
    byte[] encoded = new Frame(kind, Timestamp.parse(timestamp)).encode();

    assertArrayEquals(HexFormat.of().parseHex(bytes.replace(" ", "")), encoded);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0/1", "300/abcd", "7386690599959157260/33"})
  void shouldSurviveTheRoundTrip(String text) {
    for (Frame.Kind kind : Frame.Kind.values()) {
      Frame frame = new Frame(kind, Timestamp.parse(text));
      byte[] encoded = frame.encode();

      assertEquals(frame, Frame.decode(Arrays.copyOfRange(encoded, 4, encoded.length)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00 000101", // an unknown kind
        "03 000101",
        "ff 000101",
        "01 000100", // an ID of zero
        "01 0000", // of no bytes
        "01 001101", // of too many
        "01 000201", // cut
        "01 808080", // a time without end
        "01 00010100", // bytes after the end
        "01",
      })
  void shouldRefuseAnyOtherBody(String bytes) {
    byte[] body = HexFormat.of().parseHex(bytes.replace(" ", ""));

    assertThrows(IllegalArgumentException.class, () -> Frame.decode(body));
  }

  @Test
  void shouldNameAnUnknownKind() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Frame.decode(new byte[] {9, 0, 1, 1}));

    assertEquals("the kind of a frame is neither 1 nor 2: kind=9", e.getMessage());
  }
}
