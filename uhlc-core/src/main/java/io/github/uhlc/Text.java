package io.github.uhlc;

import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.function.IntPredicate;

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

  /**
   * The start of a text that is shown without quotes, such as a path. Only invisible characters,
   * such as control characters, are escaped.
   */
  static String show(CharSequence text, int maxLength) {
    return start(text, maxLength, c -> Character.isDefined(c) && !isInvisible(c));
  }

  private static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /** As {@link #quote(CharSequence)}, for texts that need more characters. */
  static String quote(CharSequence text, int maxQuoted) {
    return start(text, maxQuoted, c -> c >= ' ' && c <= '~' && c != '"' && c != '\\');
  }

  private static String start(CharSequence text, int maxQuoted, IntPredicate isPlain) {
    StringBuilder quoted = new StringBuilder(MAX_QUOTED);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = isPlain.test(c);
      String shown = plain ? String.valueOf(c) : "\\u" + HexFormat.of().toHexDigits(c);
      if (quoted.length() + shown.length() > maxQuoted) {
        return quoted.append("...").toString();
      }
      quoted.append(shown);
    }
    return quoted.toString();
  }
}
