package io.github.uhlc.examples.cluster;

import io.github.uhlc.Timestamp;
import io.github.uhlc.TimestampFormat;
import java.nio.ByteBuffer;

/**
 * A message on the wire: four bytes of length, big-endian, then as many bytes, which are one of the
 * kind and the timestamp of the sending in {@link TimestampFormat#ZENOH}. That timestamp is unique,
 * so it is the identity of the message, too.
 *
 * @param kind what the message is
 * @param timestamp the timestamp of the event that sent it
 */
record Frame(Kind kind, Timestamp timestamp) {
  /** The least length: a kind and 3 bytes of timestamp. */
  static final int MIN_LENGTH = 1 + 3;

  /** The greatest length: a kind and 26 bytes of timestamp. */
  static final int MAX_LENGTH = 1 + 26;

  /** What a message is. */
  enum Kind {
    /** Sent on a connection by the node that opened it. */
    REQUEST(1),
    /** Sent back on the same connection, at most one for each request. */
    ANSWER(2);

    private final byte code;

    Kind(int code) {
      this.code = (byte) code;
    }
  }

  /** The bytes of the whole frame. */
  byte[] encode() {
    int length = 1 + TimestampFormat.ZENOH.encodedSize(timestamp);
    ByteBuffer buffer = ByteBuffer.allocate(Integer.BYTES + length);
    buffer.putInt(length).put(kind.code);
    TimestampFormat.ZENOH.encode(timestamp, buffer);
    return buffer.array();
  }

  /**
   * Decodes what follows the length.
   *
   * @throws IllegalArgumentException if the kind is unknown, or the rest is not one timestamp
   */
  static Frame decode(byte[] body) {
    byte[] timestamp = new byte[body.length - 1];
    System.arraycopy(body, 1, timestamp, 0, timestamp.length);
    return new Frame(decodeKind(body[0]), TimestampFormat.ZENOH.decode(timestamp));
  }

  private static Kind decodeKind(byte code) {
    for (Kind kind : Kind.values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IllegalArgumentException("the kind of a frame is neither 1 nor 2: kind=" + code);
  }
}
