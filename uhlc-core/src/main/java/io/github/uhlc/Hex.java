package io.github.uhlc;

import java.util.Arrays;
import java.util.HexFormat;

/** Lower-case hexadecimal text; a parser of one text that remembers whether all was valid. */
final class Hex {
  /** The digits of 64 bits. */
  static final int DIGITS = 16;

  private static final HexFormat FORMAT = HexFormat.of();

  /**
   * The value of each Latin-1 character as a lower-case digit, -1 if it is none. All 256, so that
   * the compiler need not check that a character of a Latin-1 string is in the table.
   */
  private static final byte[] VALUES = new byte[256];

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (int digit = 0; digit < 16; digit++) {
      VALUES[FORMAT.toHexDigits((byte) digit).charAt(1)] = (byte) digit;
    }
  }

  private final String text;
  private int seen;

  Hex(String text) {
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
      char c = text.charAt(i);
      int digit = c < VALUES.length ? VALUES[c] : -1;
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
