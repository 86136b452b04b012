package io.github.uhlc.examples.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.uhlc.ID;
import io.github.uhlc.Timestamp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameReaderTest {
  private static final String GOOD = "00000004 01 05 01 0a";
  private static final String ALSO_GOOD = "00000005 01 8101 01 0b";
  private static final Set<ID> SENDERS = Set.of(ID.parse("a"), ID.parse("b"));

  private final LongAdder malformed = new LongAdder();

  @Test
  void shouldReadFramesUntilTheEnd() throws IOException {
    assertEquals(List.of("5/a", "129/b"), read(bytes(GOOD + ALSO_GOOD)));
    assertEquals(0, malformed.sum());
  }

  @ParameterizedTest
  @CsvSource({
    "a kind that is not, 00000004 03 05 01 0a",
    "the other kind, 00000004 02 05 01 0a",
    "an ID of zero, 00000004 01 05 01 00",
    "an ID of no bytes, 00000004 01 05 00 00",
    "an ID that is cut, 00000004 01 05 02 0a",
    "a byte too many, 00000005 01 05 01 0a 00",
    "a node that is no peer, 00000004 01 05 01 0c",
  })
  void shouldDropOneFrameWithWrongContent(String what, String frame) throws IOException {
    assertEquals(List.of("5/a", "129/b"), read(bytes(GOOD + frame + ALSO_GOOD)), what);
    assertEquals(1, malformed.sum(), what);
  }

  @ParameterizedTest
  @CsvSource({
    "nothing, 00000000",
    "less than any frame, 00000003 01 05 01",
    "more than any frame, 0000001c",
    "2^31 - 1, 7fffffff",
    "negative, 80000000",
    "text, 474554202f20485454502f312e310d0a",
  })
  void shouldEndAtAnAbsurdLength(String what, String frame) throws IOException {
    assertEquals(List.of("5/a"), read(bytes(GOOD + frame + ALSO_GOOD)), what);
    assertEquals(1, malformed.sum(), what);
  }

  @Test
  void shouldCountAFrameThatIsCutAnywhere() throws IOException {
    byte[] whole = bytes(GOOD);
    for (int length = 1; length < whole.length; length++) {
      malformed.reset();
      assertEquals(List.of(), read(Arrays.copyOf(whole, length)));
      assertEquals(1, malformed.sum());
    }
  }

  private List<String> read(byte[] bytes) throws IOException {
    FrameReader reader =
        new FrameReader(new ByteArrayInputStream(bytes), Frame.Kind.REQUEST, SENDERS, malformed);
    List<String> timestamps = new ArrayList<>();
    for (Optional<Timestamp> next = reader.next(); next.isPresent(); next = reader.next()) {
      timestamps.add(next.get().toString());
    }
    return timestamps;
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
