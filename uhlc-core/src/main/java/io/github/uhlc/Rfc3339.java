package io.github.uhlc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.DateTimeException;
import java.time.LocalDate;

/** NTP64 bits as an RFC 3339 date-time, section 5.6. */
final class Rfc3339 {
  private static final int SECONDS_PER_DAY = 86_400;
  private static final int MIN_LENGTH = "1970-01-01T00:00:00Z".length();
  static final int MAX_LENGTH = "1970-01-01T00:00:00.000000000+00:00".length();
  private static final int FRACTION_START = "1970-01-01T00:00:00.".length();
  private static final int FRACTION_DIGITS = 9;

  private Rfc3339() {}

  static String format(long ntp) {
    LocalDate date = LocalDate.ofEpochDay(NtpBits.seconds(ntp) / SECONDS_PER_DAY);
    int secondOfDay = (int) (NtpBits.seconds(ntp) % SECONDS_PER_DAY);
    byte[] text = new byte[FRACTION_START + FRACTION_DIGITS + 1];
    put(text, 0, 4, date.getYear(), '-');
    put(text, 5, 2, date.getMonthValue(), '-');
    put(text, 8, 2, date.getDayOfMonth(), 'T');
    put(text, 11, 2, secondOfDay / 3600, ':');
    put(text, 14, 2, secondOfDay / 60 % 60, ':');
    put(text, 17, 2, secondOfDay % 60, '.');
    put(text, FRACTION_START, FRACTION_DIGITS, NtpBits.subsecNanos(ntp), 'Z');
    return new String(text, ISO_8859_1);
  }

  private static void put(byte[] text, int start, int digits, int number, char after) {
    int rest = number;
    for (int i = start + digits - 1; i >= start; i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    text[start + digits] = (byte) after;
  }

  /**
   * Parses a text of its own.
   *
   * @throws java.time.format.DateTimeParseException if it is not a date-time within the format
   */
  static long parseNtp(CharSequence text) {
    if (text.length() > MAX_LENGTH) {
      throw unparsable(text, null);
    }
    return parseNtp(text.toString(), text.length());
  }

  /**
   * Parses the characters of {@code text} before {@code end}.
   *
   * @throws java.time.format.DateTimeParseException if they are not a date-time within the format
   */
  static long parseNtp(String text, int end) {
    try {
      check(end >= MIN_LENGTH && end <= MAX_LENGTH);
      boolean hasFraction = text.charAt(FRACTION_START - 1) == '.';
      int zone = hasFraction ? endOfDigits(text, FRACTION_START, end) : FRACTION_START - 1;
      int subsecNanos = hasFraction ? subsecNanos(text, zone) : 0;
      return NtpBits.of(localSeconds(text) - offsetSeconds(text, zone, end), subsecNanos);
    } catch (DateTimeException e) {
      throw unparsable(text, e);
    }
  }

  private static long localSeconds(String text) {
    LocalDate date =
        LocalDate.of(number(text, 0, 4, '-'), number(text, 5, 2, '-'), number(text, 8, 2, 'T'));
    int hour = number(text, 11, 2, ':');
    int minute = number(text, 14, 2, ':');
    int second = digits(text, 17, 2);
    check(hour < 24 && minute < 60 && second < 60);
    int secondOfDay = hour * 3600 + minute * 60 + second;
    return date.toEpochDay() * SECONDS_PER_DAY + secondOfDay;
  }

  private static int offsetSeconds(String text, int zone, int end) {
    check(zone < end);
    char sign = text.charAt(zone);
    if (sign == 'Z' || sign == 'z') {
      check(zone + 1 == end);
      return 0;
    }
    check((sign == '+' || sign == '-') && zone + "+00:00".length() == end);
    int hours = number(text, zone + 1, 2, ':');
    int minutes = digits(text, zone + 4, 2);
    check(hours < 24 && minutes < 60);
    int seconds = hours * 3600 + minutes * 60;
    return sign == '+' ? seconds : -seconds;
  }

  private static int endOfDigits(String text, int start, int end) {
    int i = start;
    while (i < end && Text.decimalDigit(text.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  private static int subsecNanos(String text, int end) {
    int count = end - FRACTION_START;
    check(count >= 1 && count <= FRACTION_DIGITS);
    int nanos = digits(text, FRACTION_START, count);
    for (int i = count; i < FRACTION_DIGITS; i++) {
      nanos *= 10;
    }
    return nanos;
  }

  /** The number of {@code count} digits that end in {@code after}, a letter in either case. */
  private static int number(String text, int start, int count, char after) {
    char found = text.charAt(start + count);
    check(found == after || (after == 'T' && found == 't'));
    return digits(text, start, count);
  }

  private static int digits(String text, int start, int count) {
    int number = 0;
    for (int i = start; i < start + count; i++) {
      int digit = Text.decimalDigit(text.charAt(i));
      check(digit >= 0);
      number = number * 10 + digit;
    }
    return number;
  }

  private static void check(boolean valid) {
    if (!valid) {
      throw new DateTimeException("malformed");
    }
  }

  private static RuntimeException unparsable(CharSequence text, DateTimeException cause) {
    return Text.unparsable(
        "not a time, which must be an RFC 3339 date-time within"
            + " 1970-01-01T00:00:00Z..2106-02-07T06:28:15.999999999Z,"
            + " with 0 to 9 fraction digits and no leap second",
        text,
        cause);
  }
}
