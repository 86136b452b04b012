package io.github.uhlc;

import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Refuses a physical clock that counts something other than NTP64 units, such as {@code
 * System::currentTimeMillis}: that compiles, and its times would be in 1970.
 *
 * <p>A reading is refused if it is what such a count shows just now. A count is far from the true
 * time and moves on, so a clock that works is never near one, and one that is set by hand only by
 * chance.
 */
final class ClockCheck {
  /** Room for clocks that are offset a little. A larger one meets more times set by hand. */
  private static final long TOLERANCE_SECONDS = 60;

  /** From 2000 on. With a wall clock that was never set, counts would be near times like zero. */
  private static final long MIN_WALL_CLOCK_SECONDS = 946_684_800;

  private final InstantSource wallClock;
  private final LongSupplier nanoCounter;

  ClockCheck(InstantSource wallClock, LongSupplier nanoCounter) {
    this.wallClock = wallClock;
    this.nanoCounter = nanoCounter;
  }

  /** The check against the clocks of this machine. */
  static ClockCheck system() {
    return new ClockCheck(InstantSource.system(), System::nanoTime);
  }

  /**
   * Reads a clock once.
   *
   * @return the reading, signed or not as its unit may be
   * @throws IllegalArgumentException if it is a count of another unit
   */
  long read(PhysicalClock clock) {
    long beforeNanos = nanoCounter.getAsLong();
    long readingUnits = clock.ntp64();
    long afterNanos = nanoCounter.getAsLong();
    // Without any tolerance: soon after a boot the counter is near zero. Differences, as it wraps.
    if (readingUnits - beforeNanos >= 0 && afterNanos - readingUnits >= 0) {
      throw refusal("is System.nanoTime(), which is no time of day", "monotonic()", readingUnits);
    }
    requireNotIn(TimeUnit.SECONDS, "of(InstantSource)", readingUnits);
    requireNotIn(TimeUnit.MILLISECONDS, "ofEpochMillis(LongSupplier)", readingUnits);
    requireNotIn(TimeUnit.MICROSECONDS, "of(InstantSource)", readingUnits);
    requireNotIn(TimeUnit.NANOSECONDS, "of(InstantSource)", readingUnits);
    return readingUnits;
  }

  private void requireNotIn(TimeUnit unit, String factory, long readingUnits) {
    long nowSeconds = wallClock.instant().getEpochSecond();
    long countSeconds = unit.toSeconds(readingUnits);
    if (nowSeconds >= MIN_WALL_CLOCK_SECONDS
        && countSeconds >= nowSeconds - TOLERANCE_SECONDS
        && countSeconds <= nowSeconds + TOLERANCE_SECONDS) {
      String name = unit.toString().toLowerCase(Locale.ROOT);
      throw refusal("counts " + name + " since 1970", factory, readingUnits);
    }
  }

  private static IllegalArgumentException refusal(String wrong, String factory, long readingUnits) {
    return new IllegalArgumentException(
        "the physical clock "
            + wrong
            + ", it must return the bits of an NTP64; use PhysicalClock."
            + factory
            + ": reading="
            + readingUnits);
  }
}
