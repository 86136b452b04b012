package io.github.uhlc.examples.failover;

import java.time.Duration;

/** A wall clock and a monotonic clock that stand still until they are moved. */
final class ManualTime {
  static final Duration LEASE = Duration.ofSeconds(1);
  static final Duration MARGIN = Duration.ofMillis(100);

  private long wallMillis;
  // Close to where it wraps, as System.nanoTime may be.
  private long nanos = Long.MAX_VALUE - 1_500_000_000;

  ManualTime(long wallMillis) {
    this.wallMillis = wallMillis;
  }

  long wallMillis() {
    return wallMillis;
  }

  long nanos() {
    return nanos;
  }

  void setWallMillis(long millis) {
    wallMillis = millis;
  }

  /** Lets time pass, of which the wall clock takes no notice. */
  void pass(Duration duration) {
    nanos += duration.toNanos();
  }

  Primary primary() {
    return new Primary(new MillisClock(this::wallMillis), new Lease(this::nanos, LEASE));
  }

  Backup backup() {
    return new Backup(new MillisClock(this::wallMillis), new Lease(this::nanos, LEASE), MARGIN);
  }
}
