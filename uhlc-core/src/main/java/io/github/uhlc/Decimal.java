package io.github.uhlc;

/** The canonical decimal text of NTP64 bits: what {@link Long#toUnsignedString(long)} prints. */
final class Decimal {
  static final int MAX_LENGTH = 20;

  /** The text is read as two numbers, of which the second has up to ten digits. */
  private static final int TAIL_LENGTH = 10;

  private static final long TAIL_UNIT = 10_000_000_000L;
  private static final long MAX_HEAD = Long.divideUnsigned(NtpBits.MAX, TAIL_UNIT);
  private static final long MAX_TAIL = Long.remainderUnsigned(NtpBits.MAX, TAIL_UNIT);

  private Decimal() {}

  /**
   * Parses a text of its own.
   *
   * @throws java.time.format.DateTimeParseException if it is not canonical
   */
  static long parseNtp(CharSequence text) {
    if (text.length() > MAX_LENGTH) {
      throw unparsable(text);
    }
    return parseNtp(text.toString(), text.length());
  }

  /**
   * Parses the characters of {@code text} before {@code end}.
   *
   * @throws java.time.format.DateTimeParseException if they are not canonical
   */
  static long parseNtp(String text, int end) {
    if (end < 1 || end > MAX_LENGTH || (end > 1 && text.charAt(0) == '0')) {
      throw unparsable(text);
    }
    // Two short chains of multiplications, which run side by side, instead of a long one.
    int middle = Math.max(end - TAIL_LENGTH, 0);
    long head = digits(text, 0, middle);
    long tail = digits(text, middle, end);
    if ((head | tail) < 0 || head > MAX_HEAD || (head == MAX_HEAD && tail > MAX_TAIL)) {
      throw unparsable(text);
    }
    return head * TAIL_UNIT + tail;
  }

  /** The number of at most ten digits, 0 if there are none; negative if one is not a digit. */
  private static long digits(String text, int start, int end) {
    long number = 0;
    int seen = 0;
    for (int i = start; i < end; i++) {
      int digit = text.charAt(i) - '0';
      // Only 0..9 and its sum with 6 are both within 0..15.
      seen |= digit | (digit + 6);
      number = number * 10 + digit;
    }
    return seen >>> 4 == 0 ? number : -1;
  }

  private static RuntimeException unparsable(CharSequence text) {
    return Text.unparsable(
        "not a time, which must be an unsigned decimal within 0..18446744073709551615"
            + " without leading zeros",
        text);
  }
}
