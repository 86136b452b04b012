package io.github.uhlc;

import java.time.DateTimeException;
import java.time.Instant;

/** The wall clock of the operating system, which may be outside the NTP64 format. */
final class WallClock {
  private WallClock() {}

  /**
   * @throws IllegalStateException if the wall clock reads an instant outside the NTP64 format
   */
  static long ntp64(Instant reading) {
    try {
      return NtpBits.of(reading);
    } catch (DateTimeException e) {
      throw new IllegalStateException(
          "the wall clock is outside 1970-01-01T00:00:00Z..2106-02-07T06:28:15Z: seconds="
              + reading.getEpochSecond(),
          e);
    }
  }
}
