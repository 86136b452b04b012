package io.github.uhlc.examples.failover;

import io.github.uhlc.HLC;
import io.github.uhlc.Timestamp;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The wall clock of an oracle and the HLC on top of it. Not thread-safe. */
final class MillisClock {
  // All that an oracle takes note of is a bound that it was given by its own kind.
  private static final Duration NO_LIMIT = Duration.ofSeconds(1L << 32);

  private final LongSupplier wallMillis;

  /** Built when it is needed: that reads the wall clock, which may be outside 1970..2106. */
  private Optional<HLC> built = Optional.empty();

  /**
   * Makes a clock.
   *
   * @param wallMillis reads milliseconds since the Unix epoch, as {@link System#currentTimeMillis};
   *     it may stand still and go back
   */
  MillisClock(LongSupplier wallMillis) {
    this.wallMillis = wallMillis;
  }

  private long wallNtp() {
    return MillisTime.firstNtp(wallMillis.getAsLong());
  }

  private HLC hlc() {
    if (built.isEmpty()) {
      built = Optional.of(HLC.builder().withClock(this::wallNtp).withMaxDelta(NO_LIMIT).build());
    }
    return built.get();
  }

  /**
   * Reads the wall clock, in milliseconds.
   *
   * @throws OutsideFormatException if it is outside 1970..2106
   */
  long wallMillis() {
    return MillisTime.ofNtp(wallNtp()).pt();
  }

  /**
   * Draws a time greater than all before.
   *
   * @throws OutsideFormatException if the clock is outside 1970..2106, or there is no greater time
   */
  MillisTime next() {
    try {
      return MillisTime.ofNtp(hlc().newTime());
    } catch (IllegalStateException e) {
      throw new OutsideFormatException(MillisTime.MAX_MILLIS + 1); // The format is used up.
    }
  }

  /** Has all times drawn from now on be (millis, 0) or greater. */
  void startAt(long millis) {
    long lastBeforeNtp = MillisTime.firstNtp(millis) - 1;
    HLC hlc = hlc();
    hlc.updateWithTimestamp(Timestamp.of(lastBeforeNtp, hlc.id()));
  }
}
