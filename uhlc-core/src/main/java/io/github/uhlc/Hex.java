package io.github.uhlc;

import java.util.HexFormat;

/** Lower-case hexadecimal text; a parser of one text that remembers whether all was valid. */
final class Hex {
  /** The digits of 64 bits. */
  static final int DIGITS = 16;

  private static final HexFormat FORMAT = HexFormat.of();

  private final CharSequence text;
  private int seen;

  Hex(CharSequence text) {
    this.text = text;
  }

  /** The 16 digits of {@code bits}. */
  static String format(long bits) {
    return FORMAT.toHexDigits(bits);
  }

  /** The number of at most 16 digits; meaningless once {@link #isValid} is false. */
  long parse(int start, int end) {
    long bits = 0;
    for (int i = start; i < end; i++) {
      int digit = Text.hexDigit(text.charAt(i));
      seen |= digit;
      bits = bits << 4 | digit;
    }
    return bits;
  }

  /** Whether every character that was parsed is a lower-case hexadecimal digit. */
  boolean isValid() {
    return seen >= 0;
  }
}
