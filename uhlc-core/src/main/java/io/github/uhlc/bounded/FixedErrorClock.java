package io.github.uhlc.bounded;

import io.github.uhlc.PhysicalClock;
import java.time.Duration;

/** A clock whose error its owner knows. */
final class FixedErrorClock extends ErrorBoundClock {
  private final Duration maxError;
  private final ErrorBound bound;

  FixedErrorClock(PhysicalClock clock, Duration maxError) {
    super(clock, () -> 0);
    this.maxError = maxError;
    this.bound =
        ErrorBound.of(
            0, Long.MAX_VALUE, IntervalBits.saturatedNanos(maxError), 0, ClockStatus.SYNCHRONIZED);
  }

  @Override
  ErrorBound bound() {
    return bound;
  }

  @Override
  public String toString() {
    return "BoundedClock[maxError=" + maxError + "]";
  }
}
