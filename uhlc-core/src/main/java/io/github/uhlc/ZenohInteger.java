package io.github.uhlc;

/**
 * Zenoh's form of an unsigned 64-bit integer: 1..9 bytes of seven bits each, the least significant
 * first, with the top bit set in all but the last, except that a 9th byte carries eight bits. It
 * agrees with LEB128 only below 2^63. Padded forms are accepted.
 */
final class ZenohInteger {
  /** The bits that come before a 9th byte. */
  private static final int FIRST_BITS = 7 * Long.BYTES;

  private ZenohInteger() {}

  /** The number of bytes of a value, 1..9. */
  static int size(long value) {
    int significantBits = Long.SIZE - Long.numberOfLeadingZeros(value | 1);
    return Math.min((significantBits + 6) / 7, Long.BYTES + 1);
  }

  static void put(ByteCursor to, long value) {
    long rest = value;
    for (int bits = 0; bits < FIRST_BITS && rest >>> 7 != 0; bits += 7) {
      to.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    to.put((byte) rest);
  }

  /**
   * @throws java.nio.BufferUnderflowException if the bytes end within the integer
   */
  static long get(ByteCursor from) {
    long value = 0;
    for (int bits = 0; bits < FIRST_BITS; bits += 7) {
      byte b = from.get();
      value |= (b & 0x7FL) << bits;
      if (b >= 0) {
        return value;
      }
    }
    return value | (from.get() & 0xFFL) << FIRST_BITS;
  }
}
