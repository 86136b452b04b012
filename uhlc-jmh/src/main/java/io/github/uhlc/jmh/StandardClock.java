package io.github.uhlc.jmh;

import io.github.uhlc.NTP64;
import io.github.uhlc.PhysicalClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The physical clocks that come with uhlc, as a parameter of benchmarks. */
public enum StandardClock {
  /** The default clock. */
  SYSTEM,
  /** The wall clock, read at every call. */
  INSTANT,
  /** The wall clock read once, and the nanosecond counter since. */
  MONOTONIC,
  /** The system clock as of up to a millisecond before; to be closed. */
  COARSE,
  /** No clock at all: a purely logical HLC. */
  ZERO;

  private static final Duration TOLERANCE = Duration.ofSeconds(1);

  /** Returns a new clock of this kind, having checked that it tells the time it should. */
  PhysicalClock open() {
    PhysicalClock clock =
        switch (this) {
          case SYSTEM -> PhysicalClock.system();
          case INSTANT -> PhysicalClock.of(InstantSource.system());
          case MONOTONIC -> PhysicalClock.monotonic();
          case COARSE -> PhysicalClock.coarse(Duration.ofMillis(1));
          case ZERO -> PhysicalClock.zero();
        };
    NTP64 expected = this == ZERO ? NTP64.ZERO : NTP64.of(Instant.now());
    Duration difference = expected.until(NTP64.ofBits(clock.ntp64())).abs();
    StandardGroup.claim(
        difference.compareTo(TOLERANCE) < 0, "the clock tells the time: clock=" + this);
    return clock;
  }
}
