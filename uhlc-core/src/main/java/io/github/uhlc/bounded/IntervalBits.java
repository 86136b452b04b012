package io.github.uhlc.bounded;

import io.github.uhlc.HLC;
import io.github.uhlc.NTP64;
import java.time.Duration;

/**
 * The arithmetic of intervals on NTP64 bits. All of it rounds outwards, and ends at the ends of the
 * format instead of wrapping.
 */
final class IntervalBits {
  static final long MAX_NTP = -1L;
  static final long NANOS_PER_SECOND = 1_000_000_000L;

  private static final long MAX_SECONDS = 0xFFFF_FFFFL;
  private static final long FRACTION_MASK = 0xFFFF_FFFFL;
  private static final long COUNTER_MASK = (1L << HLC.COUNTER_BITS) - 1;

  private IntervalBits() {}

  static boolean isAfter(long leftNtp, long rightNtp) {
    return NTP64.compareBits(leftNtp, rightNtp) > 0;
  }

  static long earliestNtp(long ntp, long errorNtp) {
    return isAfter(errorNtp, ntp) ? 0 : ntp - errorNtp;
  }

  /** One unit more than the error, as a clock's reading is rounded down to a unit. */
  static long latestNtp(long ntp, long errorNtp) {
    return plusSaturated(plusSaturated(ntp, errorNtp), 1);
  }

  /** The first tick of an HLC that is not before a time, or the end of the format. */
  static long tickUpNtp(long ntp) {
    long upNtp = (ntp + COUNTER_MASK) & ~COUNTER_MASK;
    return isAfter(ntp, upNtp) ? MAX_NTP : upNtp;
  }

  /** The least number of units that is not shorter; the greatest there is from 2^32 s on. */
  static long ceilNtp(long nanos) {
    long seconds = nanos / NANOS_PER_SECOND;
    // No overflow: 10^9 * 2^32 < 2^62; the quotient stays below 2^32.
    long fraction = (((nanos % NANOS_PER_SECOND) << 32) + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND;
    return seconds > MAX_SECONDS ? MAX_NTP : seconds << 32 | fraction;
  }

  /** The duration of a number of units, rounded up to a nanosecond. */
  static Duration ceilDuration(long unitsNtp) {
    // No overflow: (2^32 - 1) * 10^9 + 2^32 < 2^63.
    long nanos = ((unitsNtp & FRACTION_MASK) * NANOS_PER_SECOND + FRACTION_MASK) >>> 32;
    return Duration.ofSeconds(unitsNtp >>> 32, nanos);
  }

  /** The nanoseconds of a duration of zero or more; the greatest long where they do not fit. */
  static long saturatedNanos(Duration duration) {
    return duration.toSeconds() >= Long.MAX_VALUE / NANOS_PER_SECOND
        ? Long.MAX_VALUE
        : duration.toNanos();
  }

  private static long plusSaturated(long ntp, long unitsNtp) {
    long sumNtp = ntp + unitsNtp;
    return isAfter(ntp, sumNtp) ? MAX_NTP : sumNtp;
  }
}
