package io.github.uhlc;

/**
 * Zenoh's form of an unsigned 64-bit integer: 1..9 bytes of seven bits each, the least significant
 * first, with the top bit set in all but the last, except that a 9th byte carries eight bits. It
 * agrees with LEB128 only below 2^63. Padded forms are accepted.
 *
 * <p>The longest form, that of all times since July 1970, is written and read as one word: its
 * first eight bytes are seven-bit groups that are spread or gathered in three steps. The shortest,
 * that of an ID's size, is read from that word, too.
 */
final class ZenohInteger {
  private static final int MAX_SIZE = 9;
  private static final int FIRST_BITS = 7 * Long.BYTES;
  private static final long MORE = 0x8080808080808080L;

  private ZenohInteger() {}

  /** The number of bytes of a value, 1..9. */
  static int size(long value) {
    if (value >>> FIRST_BITS != 0) {
      return MAX_SIZE;
    }
    int significantBits = Long.SIZE - Long.numberOfLeadingZeros(value | 1);
    return (significantBits + 6) / 7;
  }

  static void put(ByteCursor to, long value) {
    if (value >>> FIRST_BITS != 0) {
      to.putLong(spread(value) | MORE);
      to.put((byte) (value >>> FIRST_BITS));
      return;
    }
    long rest = value;
    for (; rest > 0x7F; rest >>>= 7) {
      to.put((byte) (rest | 0x80));
    }
    to.put((byte) rest);
  }

  /**
   * @throws java.nio.BufferUnderflowException if the bytes end within the integer
   */
  static long get(ByteCursor from) {
    if (from.remaining() >= MAX_SIZE) {
      long first = from.peekLong();
      if ((first & MORE) == MORE) {
        from.skip(Long.BYTES);
        return gathered(first) | (from.get() & 0xFFL) << FIRST_BITS;
      }
      if ((first & 0x80) == 0) {
        from.skip(1);
        return first & 0x7F;
      }
    }
    long value = 0;
    byte b;
    int shift = 0;
    do {
      b = from.get();
      value |= (b & 0x7FL) << shift;
      shift += 7;
    } while (b < 0);
    return value;
  }

  /** The lower 56 bits as eight groups of seven, one a byte. */
  private static long spread(long value) {
    long halves = (value & 0x0FFFFFFFL) | (value & 0x00FFFFFFF0000000L) << 4;
    long quarters = (halves & 0x00003FFF00003FFFL) | (halves & 0x0FFFC0000FFFC000L) << 2;
    return (quarters & 0x007F007F007F007FL) | (quarters & 0x3F803F803F803F80L) << 1;
  }

  private static long gathered(long groups) {
    long quarters = (groups & 0x007F007F007F007FL) | (groups & 0x7F007F007F007F00L) >>> 1;
    long halves = (quarters & 0x00003FFF00003FFFL) | (quarters & 0x3FFF00003FFF0000L) >>> 2;
    return (halves & 0x0FFFFFFFL) | (halves & 0x0FFFFFFF00000000L) >>> 4;
  }
}
