package io.github.uhlc.oracle;

import io.github.uhlc.NTP64;
import java.time.Duration;

/**
 * The arithmetic between NTP64 bits and packed numbers. A millisecond starts at the first tick at
 * or above it, as the physical part of an HLC's time is a tick; its packed numbers are the first
 * 2^18 units from there. The other units of a millisecond, 16 of 17, have no number.
 */
final class OracleTimes {
  static final long MAX_NTP = -1L;

  /** What {@link #packed} returns for a time without a number: no time of the format has it. */
  static final long NO_PACKED = -1L;

  private static final long MILLIS_PER_SECOND = 1000;

  /** Seconds are 2^28 ticks of 2^4 units. */
  private static final int TICKS_BITS = 28;

  private static final int TICK_BITS = 4;
  private static final long FRACTION_MASK = 0xFFFF_FFFFL;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private OracleTimes() {}

  static boolean isAfter(long leftNtp, long rightNtp) {
    return Long.compareUnsigned(leftNtp, rightNtp) > 0;
  }

  static long plusSaturated(long ntp, long unitsNtp) {
    long sumNtp = ntp + unitsNtp;
    return isAfter(ntp, sumNtp) ? MAX_NTP : sumNtp;
  }

  /** The units in a duration that is not negative; all of the format for 2^32 s and more. */
  static long ofSaturated(Duration duration) {
    return duration.toSeconds() > FRACTION_MASK ? MAX_NTP : NTP64.of(duration).bits();
  }

  /** The units in a number of nanoseconds that is not negative. */
  static long ofNanos(long nanos) {
    // No overflow: a long has fewer than 2^34 s, and a remainder of 10^9 - 1 times 2^32 fits.
    return ((nanos / NANOS_PER_SECOND) << 32)
        + ((nanos % NANOS_PER_SECOND) << 32) / NANOS_PER_SECOND;
  }

  /** The first tick of a millisecond before 2^32 s. */
  static long startNtp(long millis) {
    long ticks =
        (((millis % MILLIS_PER_SECOND) << TICKS_BITS) + MILLIS_PER_SECOND - 1) / MILLIS_PER_SECOND;
    return ((millis / MILLIS_PER_SECOND) << 32) + (ticks << TICK_BITS);
  }

  /** The last millisecond whose start is not after a time. */
  static long millis(long ntp) {
    long millis =
        (ntp >>> 32) * MILLIS_PER_SECOND + (((ntp & FRACTION_MASK) * MILLIS_PER_SECOND) >>> 32);
    return isAfter(startNtp(millis), ntp) ? millis - 1 : millis;
  }

  /** The start of the millisecond of a time. */
  static long floorNtp(long ntp) {
    return startNtp(millis(ntp));
  }

  /** The packed number of a time, {@link #NO_PACKED} if it has none. */
  static long packed(long ntp) {
    long millis = millis(ntp);
    long logicalNtp = ntp - startNtp(millis);
    return isAfter(logicalNtp, OracleTimestamp.MAX_COUNT - 1)
        ? NO_PACKED
        : (millis << OracleTimestamp.LOGICAL_BITS) + logicalNtp;
  }
}
