package io.github.uhlc.examples;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads lines of UTF-8 and never holds more than one, of a limited length. Not thread-safe. */
public final class LineReader {
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private final byte[] line;
  private int position;
  private int limit;
  private long number;

  /** A line that is skipped; the next one can be read. */
  public static final class BadLineException extends Exception {
    private static final long serialVersionUID = 1;

    BadLineException(String message) {
      super(message);
    }
  }

  /**
   * Reads a stream, ahead of the lines that are asked for.
   *
   * @param in the stream
   * @param maxBytes the greatest length of a line without its end, 1 or more
   */
  public LineReader(InputStream in, int maxBytes) {
    this.in = in;
    this.line = new byte[maxBytes];
  }

  /**
   * Reads the next line, up to a line feed or the end.
   *
   * @return the line without its end, or nothing at the end
   * @throws IOException if the stream cannot be read
   * @throws BadLineException if the line is too long or not UTF-8
   */
  public Optional<String> next() throws IOException, BadLineException {
    int next = read();
    if (next < 0) {
      return Optional.empty();
    }
    number++;
    long length = 0;
    for (; next >= 0 && next != '\n'; next = read()) {
      if (length < line.length) {
        line[(int) length] = (byte) next;
      }
      length++;
    }
    if (length > line.length) {
      throw new BadLineException(
          "too long, it must have at most " + line.length + " bytes: bytes=" + length);
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(line, 0, (int) length);
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      throw new BadLineException("not UTF-8");
    }
  }

  /**
   * Returns the number of the last line that was read, good or bad.
   *
   * @return 1 for the first, 0 before it
   */
  public long number() {
    return number;
  }

  /**
   * Tells whether the next line has yet to come, so that reading it may wait.
   *
   * @return whether nothing is there to be read
   * @throws IOException if the stream cannot tell
   */
  public boolean mayWait() throws IOException {
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
