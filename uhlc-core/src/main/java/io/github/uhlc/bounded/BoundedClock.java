package io.github.uhlc.bounded;

import io.github.uhlc.NTP64;
import io.github.uhlc.PhysicalClock;
import java.time.Duration;
import java.util.Objects;

/**
 * A clock that knows how wrong it can be: it shows an interval that contains true time, while its
 * status is bounded and its assumptions hold. The clocks of this package are thread-safe; what each
 * assumes is in the documentation of the package.
 */
@FunctionalInterface
public interface BoundedClock {
  /**
   * Returns what the clock knows about the present.
   *
   * @return an interval that contains the true time of a moment between call and return, if its
   *     status is bounded
   */
  TimeInterval now();

  /**
   * Returns a clock whose error never exceeds a limit that the caller knows, such as the one that a
   * data centre promises. Nothing checks it, and its status is always {@link
   * ClockStatus#SYNCHRONIZED}.
   *
   * @param clock the clock
   * @param maxError how far it may be from true time, either way, zero or more
   * @return the clock with its error; it throws what {@code clock} throws
   * @throws IllegalArgumentException if the error is negative
   */
  static BoundedClock of(PhysicalClock clock, Duration maxError) {
    return new FixedErrorClock(clock, requireError(maxError));
  }

  /**
   * Returns one point of the interval as a physical clock, such as for {@link
   * io.github.uhlc.HLC.Builder#withClock}. While this clock is not bounded, it throws {@link
   * UnboundedClockException}.
   *
   * @param point the point
   * @return a clock that reads this one
   */
  default PhysicalClock physicalClock(IntervalPoint point) {
    Objects.requireNonNull(point, "point");
    return () -> {
      TimeInterval interval = now();
      if (!interval.status().isBounded()) {
        throw new UnboundedClockException(interval.status(), this);
      }
      return interval.feedNtp(point);
    };
  }

  /**
   * Returns one point of the interval as {@link #physicalClock} does, but a clock that goes on with
   * the estimate while this clock is not bounded. HAZARD: nothing then tells the reader that the
   * time may be wrong by any amount; look at the status of {@link #now()}.
   *
   * @param point the point
   * @return a clock that reads this one
   */
  default PhysicalClock physicalClockOrEstimate(IntervalPoint point) {
    Objects.requireNonNull(point, "point");
    return () -> {
      TimeInterval interval = now();
      return interval.feedNtp(interval.status().isBounded() ? point : IntervalPoint.ESTIMATE);
    };
  }

  /**
   * Waits until a time is certainly past: the commit wait of TrueTime (Corbett and others,
   * "Spanner", 2012). The calling thread pauses, for 10 milliseconds at most at a time, so that it
   * follows a bound that grows, a status that changes and a clock that steps. While the clock is
   * not bounded nothing is certain.
   *
   * @param time the time
   * @param timeout how long to wait by {@link System#nanoTime()}; zero or less asks once
   * @return true if a bounded interval began after the time, false if none did within the timeout
   * @throws InterruptedException if the thread is interrupted before or while it waits
   */
  default boolean awaitPast(NTP64 time, Duration timeout) throws InterruptedException {
    return IntervalWait.of(this).past(time, timeout);
  }

  /**
   * Waits until the clock is synchronized and good enough, such as at the start of a service.
   *
   * @param maxError the greatest {@link TimeInterval#error()} that is good enough, zero or more
   * @param timeout how long to wait by {@link System#nanoTime()}; zero or less asks once
   * @return true if the clock was {@link ClockStatus#SYNCHRONIZED} with that error or less, false
   *     if it was not within the timeout
   * @throws IllegalArgumentException if the error is negative
   * @throws InterruptedException if the thread is interrupted before or while it waits
   */
  default boolean awaitSynchronized(Duration maxError, Duration timeout)
      throws InterruptedException {
    return IntervalWait.of(this).synchronizedWithin(requireError(maxError), timeout);
  }

  private static Duration requireError(Duration maxError) {
    if (maxError.isNegative()) {
      throw new IllegalArgumentException(
          "the error is negative, it must be zero or more: maxError=" + maxError);
    }
    return maxError;
  }
}
