package io.github.uhlc;

/** The canonical decimal text of NTP64 bits: what {@link Long#toUnsignedString(long)} prints. */
final class Decimal {
  static final int MAX_LENGTH = 20;
  private static final long MAX_TENTH = Long.divideUnsigned(NtpBits.MAX, 10);
  private static final int MAX_LAST_DIGIT = (int) Long.remainderUnsigned(NtpBits.MAX, 10);

  private Decimal() {}

  /**
   * Parses a text of its own.
   *
   * @throws java.time.format.DateTimeParseException if it is not canonical
   */
  static long parse(CharSequence text) {
    if (text.length() > MAX_LENGTH) {
      throw unparsable(text);
    }
    return parse(text.toString(), text.length());
  }

  /**
   * Parses the characters of {@code text} before {@code end}.
   *
   * @throws java.time.format.DateTimeParseException if they are not canonical
   */
  static long parse(String text, int end) {
    if (end < 1 || end > MAX_LENGTH || (end > 1 && text.charAt(0) == '0')) {
      throw unparsable(text);
    }
    long bits = 0;
    int seen = 0;
    int safeEnd = Math.min(end, MAX_LENGTH - 1);
    for (int i = 0; i < safeEnd; i++) {
      int digit = text.charAt(i) - '0';
      seen |= digit | (9 - digit);
      bits = bits * 10 + digit;
    }
    if (end == MAX_LENGTH) {
      int digit = text.charAt(safeEnd) - '0';
      seen |= digit | (9 - digit) | (leavesFormat(bits, digit) ? -1 : 0);
      bits = bits * 10 + digit;
    }
    // A negative number is among those seen if and only if some character is not a digit.
    if (seen < 0) {
      throw unparsable(text);
    }
    return bits;
  }

  private static boolean leavesFormat(long bits, int digit) {
    return NtpBits.isAfter(bits, MAX_TENTH) || (bits == MAX_TENTH && digit > MAX_LAST_DIGIT);
  }

  private static RuntimeException unparsable(CharSequence text) {
    return Text.unparsable(
        "a time is unsigned decimal text within 0..18446744073709551615, without leading zeros",
        text);
  }
}
