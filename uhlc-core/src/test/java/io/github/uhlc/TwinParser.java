package io.github.uhlc;

import java.math.BigInteger;
import java.time.format.DateTimeParseException;

/** Broken twins of {@link NTP64#parse}, each in one rule, which {@link FuzzTest} must reject. */
enum TwinParser {
  /** Takes a sign and leading zeros. */
  LENIENT("not canonical") {
    @Override
    NTP64 parse(String text) {
      String digits = text.startsWith("+") ? text.substring(1) : text;
      return NTP64.parse(digits.replaceFirst("^0+(?=.)", ""));
    }
  },

  /** Wraps at the end of the format. */
  WRAPPING("not canonical") {
    @Override
    NTP64 parse(String text) {
      boolean isInForm = text.matches("0|[1-9][0-9]{0,19}");
      return isInForm ? NTP64.ofBits(new BigInteger(text).longValue()) : NTP64.parse(text);
    }
  },

  /** Takes numbers of nineteen digits at the most. */
  STRICT("what was printed was refused") {
    @Override
    NTP64 parse(String text) {
      return NTP64.parse(text.length() > 19 ? "" : text);
    }
  },

  /** Refuses as the library beneath it does. */
  BLUNT("refused with another exception") {
    @Override
    NTP64 parse(String text) {
      return text.isEmpty() ? NTP64.ofBits(Long.parseUnsignedLong(text)) : NTP64.parse(text);
    }
  },

  /** Quotes all that it refuses, as it is. */
  ECHOING("the message is not well said") {
    @Override
    NTP64 parse(String text) {
      try {
        return NTP64.parse(text);
      } catch (DateTimeParseException e) {
        throw new DateTimeParseException(text, text, 0, e);
      }
    }
  };

  private final String finding;

  TwinParser(String finding) {
    this.finding = finding;
  }

  /** What the fuzzer says of it. */
  String finding() {
    return finding;
  }

  abstract NTP64 parse(String text);
}
