package io.github.uhlc.examples.failover;

import java.time.Duration;
import java.util.function.LongSupplier;

/** One side's view of the lease, on its monotonic clock. At first it has run out. */
final class Lease {
  private final LongSupplier nanoTime;
  private final long durationNanos;
  private long endNanos;

  /**
   * Makes a lease that has run out.
   *
   * @param nanoTime a monotonic clock, as {@link System#nanoTime}
   * @param duration how long it holds when granted
   */
  Lease(LongSupplier nanoTime, Duration duration) {
    this.nanoTime = nanoTime;
    durationNanos = duration.toNanos();
    endNanos = now();
  }

  long now() {
    return nanoTime.getAsLong();
  }

  /** Lets it hold for its duration from a reading of its clock on, if it does not hold longer. */
  void grantFrom(long startNanos) {
    long newEndNanos = startNanos + durationNanos;
    if (newEndNanos - endNanos > 0) {
      endNanos = newEndNanos;
    }
  }

  boolean holds() {
    return now() - endNanos < 0;
  }
}
