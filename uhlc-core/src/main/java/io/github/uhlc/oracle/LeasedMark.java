package io.github.uhlc.oracle;

import io.github.uhlc.HighWaterMark;
import io.github.uhlc.HighWaterMarkException;
import io.github.uhlc.NTP64;
import io.github.uhlc.PhysicalClock;
import java.util.function.LongSupplier;

/**
 * A shared mark in the hands of one HLC: the HLC takes it over from the bound that was watched, and
 * each extension that succeeds begins a new term of the lease.
 */
final class LeasedMark implements HighWaterMark {
  // State: whether the first extension has begun, and the bound that was written last. Written by
  // the one thread at a time that works for the HLC: the one that builds it, then the one that
  // extends the mark. The bound is volatile for the guard.

  private final HighWaterMark mark;
  private final NTP64 watched;
  private final Lease lease;
  private final PhysicalClock clock;
  private final LongSupplier counter;
  private boolean isTaking;
  private volatile long writtenNtp;

  LeasedMark(OracleSettings settings, NTP64 watched, Lease lease) {
    this.mark = settings.mark();
    this.watched = watched;
    this.lease = lease;
    this.clock = settings.clock();
    this.counter = settings.counter();
  }

  /** The bound that was written last. */
  long writtenNtp() {
    return writtenNtp;
  }

  /**
   * Returns the bound that was watched; after an extension whose answer was lost, the bound of the
   * mark. While the lease runs nobody else can have written that, so the HLC may go on from it.
   * Once the lease has ended, it may be the bound of another oracle that serves.
   */
  @Override
  public NTP64 bound() {
    if (!isTaking) {
      return watched;
    }
    NTP64 bound = mark.bound();
    lease.observe(clock.ntp64());
    if (!lease.isRunning()) {
      throw new HighWaterMarkException(
          "the lease ended before it was known whether the mark was extended");
    }
    return bound;
  }

  @Override
  public void extend(NTP64 current, NTP64 bound) {
    isTaking = true;
    // Both before the mark is called: who watches the bound may see it at once.
    long startNanos = counter.getAsLong();
    long startNtp = clock.ntp64();
    mark.extend(current, bound);
    writtenNtp = bound.bits();
    lease.begin(startNanos, startNtp, clock.ntp64());
  }
}
