package io.github.uhlc;

/** The canonical decimal text of NTP64 bits: what {@link Long#toUnsignedString(long)} prints. */
final class Decimal {
  private static final int MAX_LENGTH = 20;
  private static final long MAX_TENTH = Long.divideUnsigned(NtpBits.MAX, 10);
  private static final int MAX_LAST_DIGIT = (int) Long.remainderUnsigned(NtpBits.MAX, 10);

  private Decimal() {}

  /**
   * Parses the characters of {@code text} before {@code end}.
   *
   * @throws java.time.format.DateTimeParseException if they are not canonical
   */
  static long parse(CharSequence text, int end) {
    if (end < 1 || end > MAX_LENGTH || (end > 1 && text.charAt(0) == '0')) {
      throw unparsable(text);
    }
    long bits = 0;
    for (int i = 0; i < end; i++) {
      int digit = Text.decimalDigit(text.charAt(i));
      if (digit < 0 || (i == MAX_LENGTH - 1 && leavesFormat(bits, digit))) {
        throw unparsable(text);
      }
      bits = bits * 10 + digit;
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
