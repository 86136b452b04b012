package io.github.uhlc;

import java.time.format.DateTimeParseException;
import java.util.HexFormat;

/** What the parsers share: error messages of bounded length, and digits of one canonical form. */
final class Text {
  private static final int MAX_QUOTED = 40;

  private Text() {}

  /** The value of an ASCII decimal digit, else -1. */
  static int decimalDigit(char c) {
    return c >= '0' && c <= '9' ? c - '0' : -1;
  }

  static DateTimeParseException unparsable(String rule, CharSequence text) {
    return unparsable(rule, text, null);
  }

  static DateTimeParseException unparsable(String rule, CharSequence text, RuntimeException cause) {
    String quoted = quote(text);
    return new DateTimeParseException(rule + ": text=\"" + quoted + "\"", quoted, 0, cause);
  }

  /**
   * The start of a text, as 40 characters of printable ASCII at most: all else, and quotes, is
   * escaped.
   */
  static String quote(CharSequence text) {
    return quote(text, MAX_QUOTED);
  }

  /** As {@link #quote(CharSequence)}, for texts such as paths that need more characters. */
  static String quote(CharSequence text, int maxQuoted) {
    StringBuilder quoted = new StringBuilder(MAX_QUOTED);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = c >= ' ' && c <= '~' && c != '"' && c != '\\';
      String shown = plain ? String.valueOf(c) : "\\u" + HexFormat.of().toHexDigits(c);
      if (quoted.length() + shown.length() > maxQuoted) {
        return quoted.append("...").toString();
      }
      quoted.append(shown);
    }
    return quoted.toString();
  }
}
