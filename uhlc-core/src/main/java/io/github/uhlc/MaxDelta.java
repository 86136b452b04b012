package io.github.uhlc;

import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * How far ahead of the physical clock a received timestamp may be: the bound is against the clock's
 * reading, never against the last time, or peers could walk the clock ahead step by step.
 */
record MaxDelta(Duration duration, long durationNtp) {
  private static final String VARIABLE = "UHLC_MAX_DELTA_MS";
  private static final Duration DEFAULT = Duration.ofMillis(500);

  static MaxDelta of(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(
          "max-delta is negative, it must be zero or more: maxDelta=" + duration);
    }
    return new MaxDelta(duration, NtpBits.ofSaturated(duration));
  }

  /** What the environment says, else the default. */
  static MaxDelta of(UnaryOperator<String> environment) {
    String text = environment.apply(VARIABLE);
    if (text == null) {
      return of(DEFAULT);
    }
    if (!text.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException(
          "the environment variable is unusable, it must be a number of milliseconds of 1"
              + " to 18 digits: "
              + VARIABLE
              + "=\""
              + Text.quote(text)
              + '"');
    }
    return of(Duration.ofMillis(Long.parseLong(text)));
  }

  /** Whether a time that is after the tick of a reading is within the limit. */
  boolean admits(long receivedNtp, long tickNtp) {
    return !NtpBits.isAfter(receivedNtp - tickNtp, durationNtp);
  }
}
