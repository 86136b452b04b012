package io.github.uhlc;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/**
 * The arithmetic of NTP64 bits: unsigned 64-bit numbers of units of 2<sup>-32</sup> s since the
 * Unix epoch. Nanoseconds become units rounding down, units become nanoseconds rounding up; as a
 * unit is shorter than a nanosecond, every nanosecond survives the round trip.
 */
final class NtpBits {
  static final long MAX = -1L;
  static final long MAX_SECONDS = 0xFFFF_FFFFL;
  static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** The number of low bits of a time that are its logical counter. */
  static final int COUNTER_BITS = 4;

  private static final String RANGE = "1970-01-01T00:00:00Z..2106-02-07T06:28:15.999999999Z";
  private static final int MILLIS_PER_SECOND = 1000;
  private static final int NANOS_PER_MILLI = 1_000_000;

  private static final long FRACTION_MASK = 0xFFFF_FFFFL;
  private static final long COUNTER_MASK = (1L << COUNTER_BITS) - 1;

  private NtpBits() {}

  static boolean isAfter(long leftNtp, long rightNtp) {
    return Long.compareUnsigned(leftNtp, rightNtp) > 0;
  }

  static long max(long leftNtp, long rightNtp) {
    return isAfter(leftNtp, rightNtp) ? leftNtp : rightNtp;
  }

  static long min(long leftNtp, long rightNtp) {
    return isAfter(leftNtp, rightNtp) ? rightNtp : leftNtp;
  }

  /** The time with its counter cleared: the start of its tick of 2^-28 s, about 3.7 ns. */
  static long tick(long ntp) {
    return ntp & ~COUNTER_MASK;
  }

  static int counter(long ntp) {
    return (int) (ntp & COUNTER_MASK);
  }

  static long seconds(long ntp) {
    return ntp >>> 32;
  }

  static long fraction(long ntp) {
    return ntp & FRACTION_MASK;
  }

  /** Nanoseconds within the second, 0..999,999,999: the last four fractions round to the last. */
  static int subsecNanos(long ntp) {
    // No overflow: (2^32 - 1) * 10^9 + 2^32 - 1 < 2^63.
    long nanos = (fraction(ntp) * NANOS_PER_SECOND + FRACTION_MASK) >>> 32;
    return (int) Math.min(nanos, NANOS_PER_SECOND - 1);
  }

  /** Nanoseconds since the epoch, at most 4294967295999999999, which a signed long holds. */
  static long toNanos(long ntp) {
    return seconds(ntp) * NANOS_PER_SECOND + subsecNanos(ntp);
  }

  static Instant toInstant(long ntp) {
    return Instant.ofEpochSecond(seconds(ntp), subsecNanos(ntp));
  }

  static Duration toDuration(long ntp) {
    return Duration.ofSeconds(seconds(ntp), subsecNanos(ntp));
  }

  static long of(Instant instant) {
    return of(instant.getEpochSecond(), instant.getNano());
  }

  /**
   * @throws DateTimeException if the instant is outside the format
   */
  static long ofEpochMillis(long epochMillis) {
    return of(
        Math.floorDiv(epochMillis, MILLIS_PER_SECOND),
        Math.floorMod(epochMillis, MILLIS_PER_SECOND) * NANOS_PER_MILLI);
  }

  /**
   * @throws DateTimeException if {@code seconds} is outside 0..2^32-1
   */
  static long of(long seconds, int subsecNanos) {
    if (seconds < 0 || seconds > MAX_SECONDS) {
      throw new DateTimeException(
          "the time is out of range, it must be within " + RANGE + ": seconds=" + seconds);
    }
    return seconds << 32 | fractionOfNanos(subsecNanos);
  }

  /**
   * The lowest time whose nanoseconds are those of an instant. There are several, as a unit is
   * shorter than a nanosecond, but at the start of a second only one.
   *
   * @throws DateTimeException if there is none
   */
  static long lowest(Instant instant) {
    long seconds = instant.getEpochSecond();
    int nanos = instant.getNano();
    return nanos == 0 ? of(seconds, 0) : of(seconds, nanos - 1) + 1;
  }

  /**
   * The highest time whose nanoseconds are those of an instant.
   *
   * @throws DateTimeException if there is none
   */
  static long highest(Instant instant) {
    long ntp = of(instant.getEpochSecond(), instant.getNano());
    // The last nanosecond of a second has more units: all that would round to the next second.
    return subsecNanos(ntp) == NANOS_PER_SECOND - 1 ? ntp | FRACTION_MASK : ntp;
  }

  /** The units in a duration that is not negative; {@link #MAX} for 2^32 s and more. */
  static long ofSaturated(Duration duration) {
    return duration.getSeconds() > MAX_SECONDS
        ? MAX
        : duration.getSeconds() << 32 | fractionOfNanos(duration.getNano());
  }

  static long plusSaturated(long ntp, long unitsNtp) {
    long sumNtp = ntp + unitsNtp;
    return isAfter(ntp, sumNtp) ? MAX : sumNtp;
  }

  /**
   * @throws ArithmeticException if the sum leaves the format
   */
  static long plus(long ntp, Duration duration) {
    long fraction = fraction(ntp) + fractionOfNanos(duration.getNano());
    long seconds = seconds(ntp) + duration.getSeconds() + (fraction >> 32);
    return inFormat(seconds, fraction, "sum", ntp, duration);
  }

  /**
   * @throws ArithmeticException if the difference leaves the format
   */
  static long minus(long ntp, Duration duration) {
    long fraction = fraction(ntp) - fractionOfNanos(duration.getNano());
    long seconds = seconds(ntp) - duration.getSeconds() + (fraction >> 32);
    return inFormat(seconds, fraction, "difference", ntp, duration);
  }

  private static long inFormat(
      long seconds, long fraction, String result, long ntp, Duration duration) {
    // Seconds that overflowed are refused as well: they are negative, or within 2^33 of 2^63.
    if (seconds < 0 || seconds > MAX_SECONDS) {
      throw new ArithmeticException(
          "the "
              + result
              + " is out of range, it must be within "
              + RANGE
              + ": time="
              + Rfc3339.format(ntp)
              + ", duration="
              + duration);
    }
    return seconds << 32 | (fraction & FRACTION_MASK);
  }

  private static long fractionOfNanos(int subsecNanos) {
    // No overflow: 10^9 * 2^32 < 2^62.
    return ((long) subsecNanos << 32) / NANOS_PER_SECOND;
  }
}
