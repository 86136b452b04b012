package io.github.uhlc.examples.failover;

import io.github.uhlc.HLC;
import io.github.uhlc.Timestamp;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The wall clock of an oracle and the HLC on top of it. */
final class MillisClock {
  // All that an oracle takes note of is a bound that it was given by its own kind.
  private static final Duration NO_LIMIT = Duration.ofSeconds(1L << 32);

  private final HLC hlc;

  /**
   * Makes a clock.
   *
   * @param wallMillis reads milliseconds since the Unix epoch, as {@link System#currentTimeMillis};
   *     it may stand still and go back
   */
  MillisClock(LongSupplier wallMillis) {
    hlc =
        HLC.builder()
            .withClock(() -> MillisTime.firstNtp(wallMillis.getAsLong()))
            .withMaxDelta(NO_LIMIT)
            .build();
  }

  /**
   * Reads the wall clock, in milliseconds.
   *
   * @throws OutsideFormatException if it is outside 1970..2106
   */
  long wallMillis() {
    return MillisTime.ofNtp(hlc.clock().ntp64()).pt();
  }

  /**
   * Draws a time greater than all before.
   *
   * @throws OutsideFormatException if the clock is outside 1970..2106, or there is no greater time
   */
  MillisTime next() {
    try {
      return MillisTime.ofNtp(hlc.newTime());
    } catch (IllegalStateException e) {
      throw new OutsideFormatException(MillisTime.MAX_MILLIS + 1); // The format is used up.
    }
  }

  /** Has all times drawn from now on be (millis, 0) or greater. */
  void startAt(long millis) {
    long lastBeforeNtp = MillisTime.firstNtp(millis) - 1;
    hlc.updateWithTimestamp(Timestamp.of(lastBeforeNtp, hlc.id()));
  }
}
