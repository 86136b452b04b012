package io.github.uhlc.bounded;

import io.github.uhlc.NTP64;
import java.time.Duration;
import java.util.Objects;

/**
 * What a {@link BoundedClock} knows about the present: an interval of times, both ends included,
 * and an estimate in it. It contains true time if its status {@linkplain ClockStatus#isBounded() is
 * bounded}; otherwise it is a guess, or the whole format.
 *
 * <p>This class is immutable and thread-safe. Intervals have no total order: of two that overlap
 * neither is before the other.
 */
public final class TimeInterval {
  private final long earliestNtp;
  private final long estimateNtp;
  private final long latestNtp;
  private final ClockStatus status;

  /**
   * Returns an interval, for clocks of one's own.
   *
   * @param earliest the earliest that true time can be
   * @param estimate the best estimate, within {@code earliest..latest}
   * @param latest the latest that true time can be
   * @param status what the clock knows
   * @return the interval
   * @throws IllegalArgumentException if the times are not in this order
   */
  public static TimeInterval of(NTP64 earliest, NTP64 estimate, NTP64 latest, ClockStatus status) {
    if (earliest.isAfter(estimate) || estimate.isAfter(latest)) {
      throw new IllegalArgumentException(
          "the times of the interval are out of order, they must be earliest <= estimate <= latest:"
              + " earliest="
              + earliest
              + ", estimate="
              + estimate
              + ", latest="
              + latest);
    }
    return new TimeInterval(earliest.bits(), estimate.bits(), latest.bits(), status);
  }

  /** The interval of a reading whose error is known. */
  static TimeInterval around(long ntp, long errorNtp, ClockStatus status) {
    return new TimeInterval(
        IntervalBits.earliestNtp(ntp, errorNtp),
        ntp,
        IntervalBits.latestNtp(ntp, errorNtp),
        status);
  }

  private TimeInterval(long earliestNtp, long estimateNtp, long latestNtp, ClockStatus status) {
    this.earliestNtp = earliestNtp;
    this.estimateNtp = estimateNtp;
    this.latestNtp = latestNtp;
    this.status = Objects.requireNonNull(status, "status");
  }

  /**
   * Returns the start of the interval.
   *
   * @return the earliest that true time can be
   */
  public NTP64 earliest() {
    return NTP64.ofBits(earliestNtp);
  }

  /**
   * Returns the best estimate of true time, which need not be in the middle.
   *
   * @return a time within {@link #earliest()}..{@link #latest()}
   */
  public NTP64 estimate() {
    return NTP64.ofBits(estimateNtp);
  }

  /**
   * Returns the end of the interval.
   *
   * @return the latest that true time can be
   */
  public NTP64 latest() {
    return NTP64.ofBits(latestNtp);
  }

  /**
   * Returns how far from the estimate true time can be.
   *
   * @return the distance from the estimate to the end of the interval that is further from it,
   *     rounded up to a nanosecond
   */
  public Duration error() {
    return IntervalBits.ceilDuration(
        NTP64.maxBits(estimateNtp - earliestNtp, latestNtp - estimateNtp));
  }

  /**
   * Returns what the clock knew.
   *
   * @return the status
   */
  public ClockStatus status() {
    return status;
  }

  /**
   * Tells whether the moment this interval was read at is certainly before that of another.
   *
   * @param other an interval of any clock on true time
   * @return true if both are bounded and this one ends before the other starts; false if that is
   *     not so, or not known
   */
  public boolean isBefore(TimeInterval other) {
    return IntervalBits.isAfter(other.earliestNtp, latestNtp)
        && status.isBounded()
        && other.status.isBounded();
  }

  /**
   * Tells whether the moment this interval was read at is certainly after that of another.
   *
   * @param other an interval of any clock on true time
   * @return true if both are bounded and the other one ends before this starts; false if that is
   *     not so, or not known
   */
  public boolean isAfter(TimeInterval other) {
    return other.isBefore(this);
  }

  /**
   * Tells whether a time is within the interval, both ends included, whatever the status.
   *
   * @param time the time
   * @return whether it is
   */
  public boolean contains(NTP64 time) {
    return !IntervalBits.isAfter(earliestNtp, time.bits())
        && !IntervalBits.isAfter(time.bits(), latestNtp);
  }

  /** What an HLC reads of this interval. */
  long feedNtp(IntervalPoint point) {
    return point.feedNtp(earliestNtp, estimateNtp, latestNtp);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TimeInterval interval
        && interval.earliestNtp == earliestNtp
        && interval.estimateNtp == estimateNtp
        && interval.latestNtp == latestNtp
        && interval.status == status;
  }

  @Override
  public int hashCode() {
    return Objects.hash(earliestNtp, estimateNtp, latestNtp, status);
  }

  /**
   * Returns the times as RFC 3339 text, and the status.
   *
   * @return for example {@code TimeInterval[earliest=2024-07-01T15:32:06.860479001Z,
   *     estimate=2024-07-01T15:32:06.861479001Z, latest=2024-07-01T15:32:06.862479002Z,
   *     status=SYNCHRONIZED]}
   */
  @Override
  public String toString() {
    return "TimeInterval[earliest="
        + earliest().toRfc3339()
        + ", estimate="
        + estimate().toRfc3339()
        + ", latest="
        + latest().toRfc3339()
        + ", status="
        + status
        + "]";
  }
}
