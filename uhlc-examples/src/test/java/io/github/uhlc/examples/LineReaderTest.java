package io.github.uhlc.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.uhlc.examples.LineReader.BadLineException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  @Test
  void shouldReadLinesUpToTheEnd() throws Exception {
    LineReader lines = reader("12345678\n\né\nrest");

    assertEquals(Optional.of("12345678"), lines.next());
    assertEquals(Optional.of(""), lines.next());
    assertEquals(Optional.of("é"), lines.next());
    assertEquals(Optional.of("rest"), lines.next());
    assertEquals(Optional.empty(), lines.next());
  }

  @Test
  void shouldSkipALineThatIsTooLong() throws Exception {
    LineReader lines = reader("123456789\nnext\n" + "x".repeat(100_000));

    assertRefused("too long, it must have at most 8 bytes: bytes=9", lines);
    assertEquals(Optional.of("next"), lines.next());
    assertEquals(2, lines.number());
    assertRefused("too long, it must have at most 8 bytes: bytes=100000", lines);
    assertEquals(Optional.empty(), lines.next());
  }

  @Test
  void shouldSkipALineThatIsNotUtf8() throws Exception {
    byte[] bytes = {(byte) 0xc3, '\n', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '\n', 'a'};
    LineReader lines = new LineReader(new ByteArrayInputStream(bytes), 8);

    assertRefused("not UTF-8", lines);
    assertRefused("not UTF-8", lines);
    assertEquals(Optional.of("a"), lines.next());
  }

  private static LineReader reader(String text) {
    return new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 8);
  }

  private static void assertRefused(String message, LineReader lines) {
    assertEquals(message, assertThrows(BadLineException.class, lines::next).getMessage());
  }
}
