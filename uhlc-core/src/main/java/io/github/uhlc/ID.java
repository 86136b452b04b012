package io.github.uhlc;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.UUID;

/**
 * The identity of a clock: a 128-bit number that is never zero. In text it is the number in
 * hexadecimal; in bytes it is little-endian, as in uhlc-rs.
 *
 * <p>IDs order by their 16 little-endian bytes, lexicographic and unsigned, which is how every uhlc
 * node breaks ties: {@code 0x0100} is less than {@code 0x01}. This class is immutable and
 * thread-safe.
 */
public final class ID implements Comparable<ID>, Serializable {
  /** The largest size of an ID in bytes. */
  public static final int MAX_SIZE = 16;

  /** The first in order: its bytes are 00 .. 00 01. */
  static final ID LOWEST = new ID(1L << 56, 0);

  /** The last in order: its bytes are ff .. ff. */
  static final ID HIGHEST = new ID(-1, -1);

  private static final long serialVersionUID = 1L;

  private final long high;
  private final long low;

  // racy because any thread may set it; harmless because all set equal strings, once is enough, and
  // strings are immutable. IDs are printed far more often than made, and it fits their padding.
  private transient String text;

  /**
   * Returns a random ID of 128 bits from a fresh {@link SecureRandom}. No two clocks of a system
   * may share an ID; with random ones the chance of it is negligible.
   *
   * @return the ID
   */
  public static ID random() {
    SecureRandom random = new SecureRandom();
    long high;
    long low;
    do {
      high = random.nextLong();
      low = random.nextLong();
    } while ((high | low) == 0);
    return new ID(high, low);
  }

  /**
   * Returns the ID with the given bytes.
   *
   * @param bytes 1..{@value #MAX_SIZE} bytes, the least significant first; those left out are zero
   * @return the ID
   * @throws IllegalArgumentException if there are fewer or more bytes, or all are zero
   */
  public static ID ofLittleEndian(byte[] bytes) {
    if (bytes.length < 1 || bytes.length > MAX_SIZE) {
      throw new IllegalArgumentException(
          "the number of bytes of the ID is out of range, it"
              + " must be 1..16: length="
              + bytes.length);
    }
    long high = 0;
    long low = 0;
    for (int i = bytes.length - 1; i >= 0; i--) {
      high = high << 8 | low >>> 56;
      low = low << 8 | (bytes[i] & 0xFF);
    }
    return ofNumber(high, low);
  }

  /**
   * Returns the ID with the given number.
   *
   * @param number 1..2^64-1, unsigned
   * @return the ID
   * @throws IllegalArgumentException if the number is zero
   */
  public static ID ofUnsigned(long number) {
    return ofNumber(0, number);
  }

  /**
   * Returns the ID with the 128-bit number of a UUID. Its text has the digits of the UUID's,
   * without leading zeros.
   *
   * @param uuid any UUID but the nil UUID
   * @return the ID
   * @throws IllegalArgumentException if it is the nil UUID
   */
  public static ID of(UUID uuid) {
    return ofNumber(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  /**
   * Parses the text that {@link #toString()} returns, and nothing else.
   *
   * @param text 1..32 lower-case hexadecimal ASCII digits, the first of them not zero
   * @return the ID
   * @throws IllegalArgumentException if the text is anything else
   */
  public static ID parse(CharSequence text) {
    ID id = text.length() <= 2 * MAX_SIZE ? parseOrNull(text.toString(), 0) : null;
    if (id == null) {
      throw new IllegalArgumentException(
          "not an ID, which must be 1..32 lower-case hexadecimal digits without leading"
              + " zeros: text=\""
              + Text.quote(text)
              + '"');
    }
    return id;
  }

  /** The ID with the canonical text that runs from {@code start} to the end, else null. */
  static ID parseOrNull(String text, int start) {
    int length = text.length() - start;
    if (length < 1 || length > 2 * MAX_SIZE || text.charAt(start) == '0') {
      return null;
    }
    int highEnd = Math.max(start, text.length() - 16);
    Hex hex = new Hex(text);
    long high = hex.parse(start, highEnd);
    long low = hex.parse(highEnd, text.length());
    return hex.isValid() ? new ID(high, low) : null;
  }

  /** The ID with the given number. */
  static ID ofNumber(long high, long low) {
    if ((high | low) == 0) {
      throw new IllegalArgumentException("the ID is zero, it must be 1 or more");
    }
    return new ID(high, low);
  }

  private ID(long high, long low) {
    this.high = high;
    this.low = low;
  }

  /** The upper 64 bits of the number. */
  long high() {
    return high;
  }

  /** The lower 64 bits of the number. */
  long low() {
    return low;
  }

  /**
   * Returns the number of bytes up to the most significant one that is not zero.
   *
   * @return bytes, 1..{@value #MAX_SIZE}
   */
  public int size() {
    int leadingZeros =
        high != 0 ? Long.numberOfLeadingZeros(high) : 64 + Long.numberOfLeadingZeros(low);
    return MAX_SIZE - leadingZeros / 8;
  }

  /**
   * Returns the bytes of the number, the least significant first.
   *
   * @return a new array of {@value #MAX_SIZE} bytes
   */
  public byte[] toLittleEndianBytes() {
    return ByteBuffer.allocate(MAX_SIZE)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(low)
        .putLong(high)
        .array();
  }

  /**
   * Returns the number as a UUID. Its version and variant are whatever the bits say.
   *
   * @return the UUID
   */
  public UUID toUUID() {
    return new UUID(high, low);
  }

  /** Compares the {@value #MAX_SIZE} little-endian bytes, lexicographic and unsigned. */
  @Override
  public int compareTo(ID other) {
    return low != other.low
        ? Long.compareUnsigned(Long.reverseBytes(low), Long.reverseBytes(other.low))
        : Long.compareUnsigned(Long.reverseBytes(high), Long.reverseBytes(other.high));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ID id && id.high == high && id.low == low;
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(high) + Long.hashCode(low);
  }

  /**
   * Returns the number as lower-case hexadecimal text without leading zeros, which {@link #parse}
   * takes back.
   *
   * @return 1..32 digits
   */
  @Override
  public String toString() {
    String known = text;
    if (known == null) {
      known = high == 0 ? Long.toHexString(low) : Long.toHexString(high) + Hex.format(low);
      text = known;
    }
    return known;
  }

  private Object writeReplace() {
    return new Serialized(high, low);
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException(
        "the stream holds a bare ID, it must hold the proxy that an ID writes");
  }

  private record Serialized(long high, long low) implements Serializable {
    private Object readResolve() throws InvalidObjectException {
      if ((high | low) == 0) {
        throw new InvalidObjectException("the ID is zero, it must be 1 or more");
      }
      return new ID(high, low);
    }
  }
}
