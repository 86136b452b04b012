package io.github.uhlc.examples.failover;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads lines of UTF-8 and never holds more than one, of a limited length. */
final class LineReader {
  private final InputStream in;
  private final int maxBytes;

  /** A line that is skipped; the next one can be read. */
  static final class BadLineException extends Exception {
    private static final long serialVersionUID = 1;

    BadLineException(String message) {
      super(message);
    }
  }

  LineReader(InputStream in, int maxBytes) {
    this.in = new BufferedInputStream(in);
    this.maxBytes = maxBytes;
  }

  /**
   * Reads the next line, up to a line feed or the end.
   *
   * @return the line without its end, or nothing at the end
   * @throws BadLineException if it is too long or not UTF-8
   */
  Optional<String> next() throws IOException, BadLineException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    long length = 0;
    int next = in.read();
    if (next < 0) {
      return Optional.empty();
    }
    for (; next >= 0 && next != '\n'; next = in.read()) {
      length++;
      if (length <= maxBytes) {
        line.write(next);
      }
    }
    if (length > maxBytes) {
      throw new BadLineException(
          "a line has at most " + maxBytes + " bytes, this one has " + length);
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(line.toByteArray());
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      throw new BadLineException("a line is UTF-8, this one is not");
    }
  }
}
