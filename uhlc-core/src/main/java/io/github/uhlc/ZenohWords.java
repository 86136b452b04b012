package io.github.uhlc;

/**
 * The longest zenoh form, 26 bytes, that of all times since July 1970 with an ID of 16 bytes. It is
 * written and read as words: the first eight bytes of the time are seven-bit groups, which are
 * spread or gathered in three steps. It agrees with the form byte by byte in everything.
 */
final class ZenohWords {
  static final int SIZE = 9 + 1 + ID.MAX_SIZE;

  /** Where the bytes of the ID start, after the last byte of the time and the size of the ID. */
  private static final int ID_START = Long.BYTES + 2;

  private static final int FIRST_BITS = 7 * Long.BYTES;
  private static final long MORE = 0x8080808080808080L;

  private ZenohWords() {}

  /** Whether this is the form of a timestamp. */
  static boolean areFormOf(Timestamp timestamp) {
    return timestamp.ntp64() >>> FIRST_BITS != 0 && timestamp.id().high() >>> 56 != 0;
  }

  /** Puts a timestamp of this form. */
  static void put(Timestamp timestamp, ByteCursor to) {
    long ntp = timestamp.ntp64();
    to.putLong(spread(ntp) | MORE);
    to.put((byte) (ntp >>> FIRST_BITS));
    to.put((byte) ID.MAX_SIZE);
    to.putLong(timestamp.id().low());
    to.putLong(timestamp.id().high());
  }

  /** Whether the bytes that remain start with this form. */
  static boolean areNext(ByteCursor from) {
    return from.remaining() >= SIZE
        && from.longAt(ID_START - Long.BYTES) >>> 56 == ID.MAX_SIZE
        && (from.longAt(0) & MORE) == MORE;
  }

  /** Gets the timestamp of this form. */
  static Timestamp get(ByteCursor from) {
    // The furthest first: then its bounds check is the only one.
    long high = from.longAt(ID_START + Long.BYTES);
    long low = from.longAt(ID_START);
    long topNtp = from.longAt(ID_START - Long.BYTES) >>> 48 << FIRST_BITS;
    long ntp = topNtp | gathered(from.longAt(0));
    from.skip(SIZE);
    return Timestamp.of(ntp, ID.ofNumber(high, low));
  }

  /** The lower 56 bits as eight groups of seven, one a byte. */
  private static long spread(long ntp) {
    long halves = (ntp & 0x0FFFFFFFL) | (ntp & 0x00FFFFFFF0000000L) << 4;
    long quarters = (halves & 0x00003FFF00003FFFL) | (halves & 0x0FFFC0000FFFC000L) << 2;
    return (quarters & 0x007F007F007F007FL) | (quarters & 0x3F803F803F803F80L) << 1;
  }

  private static long gathered(long groups) {
    long quarters = (groups & 0x007F007F007F007FL) | (groups & 0x7F007F007F007F00L) >>> 1;
    long halves = (quarters & 0x00003FFF00003FFFL) | (quarters & 0x3FFF00003FFF0000L) >>> 2;
    return (halves & 0x0FFFFFFFL) | (halves & 0x0FFFFFFF00000000L) >>> 4;
  }
}
