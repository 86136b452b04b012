package io.github.uhlc.examples.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads lines of bounded length: of a longer one it drops what goes beyond. Not thread-safe. */
final class LineReader {
  /**
   * A line of input.
   *
   * @param number its number, the first being 1
   * @param text its text without its end; if it is too long, the start of it
   * @param isTooLong whether the rest was dropped
   */
  record Line(long number, String text, boolean isTooLong) {}

  static final int MAX_LENGTH = 1_000;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private final byte[] line = new byte[MAX_LENGTH];
  private int position;
  private int limit;
  private long number;

  LineReader(InputStream in) {
    this.in = in;
  }

  /** Returns the next line, empty at the end of the input. */
  Optional<Line> next() throws IOException {
    int next = read();
    if (next < 0) {
      return Optional.empty();
    }
    int length = 0;
    boolean isTooLong = false;
    for (; next >= 0 && next != '\n'; next = read()) {
      if (length < MAX_LENGTH) {
        line[length++] = (byte) next;
      } else {
        isTooLong = true;
      }
    }
    number++;
    String text = new String(line, 0, length, StandardCharsets.UTF_8);
    return Optional.of(new Line(number, text, isTooLong));
  }

  /** Tells whether the next line has yet to come, so that reading it may wait. */
  boolean mayWait() throws IOException {
    return position == limit && in.available() == 0;
  }

  private int read() throws IOException {
    if (position == limit) {
      limit = Math.max(in.read(buffer), 0);
      position = 0;
      if (limit == 0) {
        return -1;
      }
    }
    return buffer[position++] & 0xFF;
  }
}
