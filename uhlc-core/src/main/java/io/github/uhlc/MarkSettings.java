package io.github.uhlc;

import java.time.Duration;
import java.util.Objects;

/**
 * How an HLC uses a high-water mark.
 *
 * @param mark the mark; null for a clock without one
 * @param window how far its bound is taken ahead of the physical clock
 * @param patience how long a caller waits for it
 * @param maxStartLead how far its bound may be ahead of the physical clock at the start
 */
record MarkSettings(HighWaterMark mark, Duration window, Duration patience, Duration maxStartLead) {
  private static final Duration MIN = Duration.ofMillis(1);
  private static final Duration MAX = Duration.ofMinutes(10);

  /**
   * No mark. The window is well below the default max-delta, so that peers accept a clock that
   * starts anew at once.
   */
  static MarkSettings none() {
    return new MarkSettings(
        null, Duration.ofMillis(400), Duration.ofSeconds(5), Duration.ofHours(1));
  }

  MarkSettings withMark(HighWaterMark newMark) {
    Objects.requireNonNull(newMark, "mark");
    return new MarkSettings(newMark, window, patience, maxStartLead);
  }

  MarkSettings withWindow(Duration newWindow) {
    requireInRange("window", newWindow);
    return new MarkSettings(mark, newWindow, patience, maxStartLead);
  }

  MarkSettings withPatience(Duration newPatience) {
    requireInRange("patience", newPatience);
    return new MarkSettings(mark, window, newPatience, maxStartLead);
  }

  MarkSettings withMaxStartLead(Duration newMaxStartLead) {
    if (newMaxStartLead.isNegative()) {
      throw new IllegalArgumentException(
          "the limit of the lead is negative, it must be zero or more: maxStartLead="
              + newMaxStartLead);
    }
    return new MarkSettings(mark, window, patience, newMaxStartLead);
  }

  private static void requireInRange(String name, Duration duration) {
    if (duration.compareTo(MIN) < 0 || duration.compareTo(MAX) > 0) {
      throw new IllegalArgumentException(
          "the "
              + name
              + " is out of range, it must be 1 ms to 10 minutes: "
              + name
              + "="
              + duration);
    }
  }
}
