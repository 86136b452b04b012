package io.github.uhlc.oracle.cli;

import io.github.uhlc.oracle.client.Endpoint;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the values of options. */
final class Values {
  private static final Pattern DURATION = Pattern.compile("(0|[1-9][0-9]{0,9})(ms|s|m|h)");
  private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,17}");

  private Values() {}

  /** Reads a duration, such as 400ms, 3s, 10m or 1h, in a range that a text describes. */
  static Duration duration(String option, String text, Duration min, Duration max, String range) {
    Matcher matcher = DURATION.matcher(text);
    boolean isDuration = matcher.matches();
    if (isDuration) {
      long number = Long.parseLong(matcher.group(1));
      Duration value =
          switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
          };
      if (value.compareTo(min) >= 0 && value.compareTo(max) <= 0) {
        return value;
      }
    }
    String wrong = isDuration ? "out of range" : "not a duration";
    throw new BadOptionException(
        option
            + " is "
            + wrong
            + ", it must be a whole number with ms, s, m or h, "
            + range
            + ": value="
            + text);
  }

  /** Reads a whole number in a range, of at most 18 digits. */
  static long whole(String option, String text, long min, long max) {
    boolean isWhole = WHOLE.matcher(text).matches();
    if (isWhole) {
      long value = Long.parseLong(text);
      if (value >= min && value <= max) {
        return value;
      }
    }
    String wrong = isWhole ? "out of range" : "not a whole number";
    throw new BadOptionException(
        option
            + " is "
            + wrong
            + ", it must be a whole number from "
            + min
            + " to "
            + max
            + ": value="
            + text);
  }

  /** Reads an endpoint. */
  static Endpoint endpoint(String option, String text) {
    try {
      return Endpoint.parse(text);
    } catch (IllegalArgumentException e) {
      throw new BadOptionException(option + ": " + e.getMessage());
    }
  }
}
