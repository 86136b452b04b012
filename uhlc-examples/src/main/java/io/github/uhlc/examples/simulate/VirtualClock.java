package io.github.uhlc.examples.simulate;

import io.github.uhlc.NTP64;
import io.github.uhlc.PhysicalClock;
import java.time.Duration;
import java.time.Instant;

/** A physical clock that reads virtual time, with the errors of a node's. Not thread-safe. */
final class VirtualClock implements PhysicalClock {
  /** The true time at the start of every simulation. */
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final long START_NANOS = Duration.between(Instant.EPOCH, START).toNanos();

  private final NodeSettings settings;
  private final long resolutionNanos;
  private long reading;

  VirtualClock(NodeSettings settings, long resolutionNanos) {
    this.settings = settings;
    this.resolutionNanos = resolutionNanos;
  }

  /** Sets the true time since the start. */
  void set(long elapsedNanos) {
    long nanos = START_NANOS + elapsedNanos + settings.offsetNanos(elapsedNanos);
    reading = NTP64.of(Duration.ofNanos(nanos - nanos % resolutionNanos)).bits();
  }

  @Override
  public long ntp64() {
    return reading;
  }
}
