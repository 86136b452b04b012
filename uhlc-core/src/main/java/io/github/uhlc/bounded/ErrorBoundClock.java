package io.github.uhlc.bounded;

import io.github.uhlc.PhysicalClock;
import java.util.Objects;
import java.util.function.LongSupplier;

/** A wall clock with a bound of its error that grows with the bound's age. */
abstract class ErrorBoundClock implements BoundedClock {
  // The order of the readings is what makes the interval right, wherever the thread is delayed:
  // first the bound, as one that was made after a step of the wall clock says nothing about a
  // reading from before; then the wall clock; then the counter, so that the bound has grown at
  // least until the reading; then the status, for which the machine may be asked whether its
  // clock has jumped until then.

  private final PhysicalClock wallClock;
  private final LongSupplier nanoCounter;

  ErrorBoundClock(PhysicalClock wallClock, LongSupplier nanoCounter) {
    this.wallClock = Objects.requireNonNull(wallClock, "clock");
    this.nanoCounter = nanoCounter;
  }

  /** The bound that holds now. */
  abstract ErrorBound bound();

  /** Looks for the source of a bound that is stale; true if it may have found another bound. */
  boolean renew() {
    return false;
  }

  final long counterNanos() {
    return nanoCounter.getAsLong();
  }

  @Override
  public final TimeInterval now() {
    ErrorBound bound;
    long ntp;
    long ageNanos;
    do {
      bound = bound();
      ntp = wallClock.ntp64();
      ageNanos = counterNanos() - bound.asOfNanos();
    } while (bound.isStale(ageNanos) && renew());
    return TimeInterval.around(ntp, bound.errorNtp(ageNanos), bound.status(ageNanos));
  }

  @Override
  public final PhysicalClock physicalClock(IntervalPoint point) {
    Objects.requireNonNull(point, "point");
    return () -> feedNtp(point, false);
  }

  @Override
  public final PhysicalClock physicalClockOrEstimate(IntervalPoint point) {
    Objects.requireNonNull(point, "point");
    return () -> feedNtp(point, true);
  }

  /** As {@link #now()}, without an object. */
  private long feedNtp(IntervalPoint point, boolean orEstimate) {
    ErrorBound bound;
    long ntp;
    long ageNanos;
    do {
      bound = bound();
      ntp = wallClock.ntp64();
      ageNanos = counterNanos() - bound.asOfNanos();
    } while (bound.isStale(ageNanos) && renew());
    ClockStatus status = bound.status(ageNanos);
    if (status.isBounded()) {
      long errorNtp = bound.errorNtp(ageNanos);
      return point.feedNtp(
          IntervalBits.earliestNtp(ntp, errorNtp), ntp, IntervalBits.latestNtp(ntp, errorNtp));
    } else if (orEstimate) {
      return ntp;
    }
    throw new UnboundedClockException(status, this);
  }
}
