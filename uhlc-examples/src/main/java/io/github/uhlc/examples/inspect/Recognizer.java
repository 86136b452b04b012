package io.github.uhlc.examples.inspect;

import io.github.uhlc.ID;
import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import io.github.uhlc.TimestampFormat;
import io.github.uhlc.oracle.OracleTimestamp;
import java.time.DateTimeException;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a timestamp, or a time without an ID, in whatever form it is. It is more lenient than the
 * library: what surrounds a value where people copy it from is dropped, and hexadecimal digits may
 * be upper-case.
 */
final class Recognizer {
  private static final String OPENING = "\"'`([{<\uFEFF";
  private static final String CLOSING = "\"'`)]}>,;";
  private static final int MAX_DECIMAL_DIGITS = 20;
  private static final int NUMBER_DIGITS = 16;
  private static final int SORTABLE_TEXT_LENGTH = 49;
  private static final int SORTABLE_DIGITS = 48;
  private static final int MIN_ZENOH_DIGITS = 6;
  private static final int MAX_ZENOH_DIGITS = 52;

  private Recognizer() {}

  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException if it is no timestamp in any form, with a message for people
   */
  static Reading read(String text) {
    String bare = bare(text);
    try {
      return bare.indexOf('/') >= 0 ? timeAndId(text, bare) : other(text, bare);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * Reads the packed number of an oracle.
   *
   * @throws IllegalArgumentException if the text is none, with a message for people
   */
  static Reading readOracle(String text) {
    String bare = bare(text);
    try {
      NTP64 time = OracleTimestamp.parse(bare).toNtp64();
      return new Reading(text, Form.ORACLE, time, Optional.empty());
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "this is no packed number of an oracle, which is an unsigned decimal number of 64 bits"
              + " without leading zeros: text="
              + text,
          e);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(e.getMessage() + ", text=" + text, e);
    }
  }

  /** Tells whether nothing is left of a text but what surrounds a value. */
  static boolean isBlank(String text) {
    return bare(text).isEmpty();
  }

  private static String bare(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isAround(text.charAt(start), OPENING)) {
      start++;
    }
    while (start < end && isAround(text.charAt(end - 1), CLOSING)) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isAround(char c, String marks) {
    return Character.isWhitespace(c) || marks.indexOf(c) >= 0;
  }

  private static Reading timeAndId(String text, String bare) {
    int slash = bare.indexOf('/');
    String time = bare.substring(0, slash);
    Optional<ID> id = Optional.of(id(bare.substring(slash + 1)));
    return isDecimal(time)
        ? new Reading(text, Form.DECIMAL, NTP64.parse(time), id)
        : new Reading(text, Form.RFC3339, rfc3339(time), id);
  }

  private static Reading other(String text, String bare) {
    boolean isPadded = bare.startsWith("0") && bare.length() >= MIN_ZENOH_DIGITS;
    if (isDecimal(bare) && !isPadded) {
      return new Reading(text, Form.DECIMAL, NTP64.parse(bare), Optional.empty());
    }
    if (bare.length() == SORTABLE_TEXT_LENGTH && bare.charAt(NUMBER_DIGITS) == '-') {
      return reading(text, Form.SORTABLE_TEXT, Timestamp.parseSortable(lowerCase(bare)));
    }
    if (bare.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ].*")) {
      return new Reading(text, Form.RFC3339, rfc3339(bare), Optional.empty());
    }
    return hex(text, lowerCase(bare));
  }

  private static Reading hex(String text, String bare) {
    boolean number = bare.startsWith("0x");
    String digits = bare.replaceFirst("^(?:0x|\\\\x|x')", "").replaceAll("[ :]", "");
    if (!digits.matches("[0-9a-f]{1," + MAX_ZENOH_DIGITS + "}")) {
      throw new IllegalArgumentException("this is no timestamp in any known form: text=" + text);
    }
    if (number && digits.length() <= NUMBER_DIGITS) {
      NTP64 time = NTP64.ofBits(Long.parseUnsignedLong(digits, 16));
      return new Reading(text, Form.HEX_NUMBER, time, Optional.empty());
    }
    if (digits.length() < MIN_ZENOH_DIGITS || digits.length() % 2 != 0) {
      throw new IllegalArgumentException(
          "these are no bytes of a timestamp, which are an even number of hexadecimal digits, 6 to"
              + " 52: text="
              + text);
    }
    return bytes(text, HexFormat.of().parseHex(digits));
  }

  private static Reading bytes(String text, byte[] bytes) {
    boolean sortable = 2 * bytes.length == SORTABLE_DIGITS && !isCanonicalZenoh(bytes);
    TimestampFormat format = sortable ? TimestampFormat.SORTABLE : TimestampFormat.ZENOH;
    try {
      Form form = sortable ? Form.SORTABLE_HEX : Form.ZENOH_HEX;
      return reading(text, form, format.decode(bytes));
    } catch (IllegalArgumentException e) {
      String hint =
          2 * bytes.length <= NUMBER_DIGITS ? "without 0x these are bytes, not a number: " : "";
      throw new IllegalArgumentException(hint + e.getMessage() + ", text=" + text, e);
    }
  }

  /** A zenoh form that an encoder writes; there is none among the sortable ones before 2038. */
  private static boolean isCanonicalZenoh(byte[] bytes) {
    try {
      Timestamp timestamp = TimestampFormat.ZENOH.decode(bytes);
      return Arrays.equals(bytes, TimestampFormat.ZENOH.encode(timestamp));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Reading reading(String text, Form form, Timestamp timestamp) {
    return new Reading(text, form, timestamp.time(), Optional.of(timestamp.id()));
  }

  private static NTP64 rfc3339(String text) {
    boolean spaced = text.length() > 10 && text.charAt(10) == ' ';
    return NTP64.parseRfc3339(spaced ? text.replaceFirst(" ", "T") : text);
  }

  /** An ID, be it in upper case, with leading zeros, or with the dashes of a UUID. */
  static ID id(String text) {
    String digits = text.length() == 36 ? text.replace("-", "") : text;
    return ID.parse(lowerCase(digits).replaceFirst("^0+(?=.)", ""));
  }

  private static boolean isDecimal(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_DECIMAL_DIGITS
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static String lowerCase(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
