package io.github.uhlc.bounded;

import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * What a source has said about the error of the wall clock at one moment, and how it grows from
 * there. Immutable. Moments and ages are those of {@link System#nanoTime()}, whose origin is
 * arbitrary, so they are only ever subtracted.
 *
 * @param asOfNanos the moment it was said, or a little before
 * @param validNanos how long after that moment it may be used at all
 * @param errorNanos the bound of the error at that moment, zero or more
 * @param maxDriftPpb how fast the bound grows, in nanoseconds a second, 0..999,999,999
 * @param status what the source said about itself
 * @param isRevoked whether the machine says by now that it may have jumped since
 * @param trouble why nothing is known, for people; empty if something is
 */
record ErrorBound(
    long asOfNanos,
    long validNanos,
    long errorNanos,
    long maxDriftPpb,
    ClockStatus status,
    BooleanSupplier isRevoked,
    String trouble) {
  /** How long a source may be silent and still be taken for synchronized. */
  static final long GRACE_NANOS = 5 * IntervalBits.NANOS_PER_SECOND;

  /** A moment this far in the future is a mistake, one that is less far a matter of rounding. */
  static final long MAX_LEAD_NANOS = 1_000;

  /** The whole format, twice which does not overflow. */
  private static final long MAX_NANOS = IntervalBits.NANOS_PER_SECOND << 32;

  ErrorBound {
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(isRevoked, "isRevoked");
    Objects.requireNonNull(trouble, "trouble");
  }

  static ErrorBound of(
      long asOfNanos, long validNanos, long errorNanos, long maxDriftPpb, ClockStatus status) {
    return new ErrorBound(asOfNanos, validNanos, errorNanos, maxDriftPpb, status, () -> false, "");
  }

  /** Nothing is known. */
  static ErrorBound unknown(String trouble) {
    return new ErrorBound(0, 0, MAX_NANOS, 0, ClockStatus.UNKNOWN, () -> false, trouble);
  }

  /** The error some time after the moment, in NTP64 units, rounded up. */
  long errorNtp(long ageNanos) {
    // No overflow: less than 2^63 / 10^9 seconds times less than 10^9, plus less than 10^9.
    long grownNanos = Math.max(ageNanos, 0);
    long wholeNanos = grownNanos / IntervalBits.NANOS_PER_SECOND * maxDriftPpb;
    long rest = grownNanos % IntervalBits.NANOS_PER_SECOND * maxDriftPpb;
    long growthNanos =
        wholeNanos + (rest + IntervalBits.NANOS_PER_SECOND - 1) / IntervalBits.NANOS_PER_SECOND;
    return IntervalBits.ceilNtp(Math.min(errorNanos, MAX_NANOS) + Math.min(growthNanos, MAX_NANOS));
  }

  /** The status some time after the moment, asked for when the wall clock was read. */
  ClockStatus status(long ageNanos) {
    if (!status.isBounded()) {
      return status;
    } else if (ageNanos <= -MAX_LEAD_NANOS || ageNanos >= validNanos || isRevoked.getAsBoolean()) {
      return ClockStatus.UNKNOWN;
    }
    return ageNanos < GRACE_NANOS ? status : ClockStatus.FREE_RUNNING;
  }

  /** Whether the source should have said something else by now. */
  boolean isStale(long ageNanos) {
    return ageNanos >= GRACE_NANOS || ageNanos <= -MAX_LEAD_NANOS || !trouble.isEmpty();
  }
}
