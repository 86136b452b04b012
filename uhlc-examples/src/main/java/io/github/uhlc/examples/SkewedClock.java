package io.github.uhlc.examples;

import io.github.uhlc.NTP64;
import io.github.uhlc.PhysicalClock;
import java.time.Duration;

/** Wall clocks that are wrong. */
public final class SkewedClock {
  private SkewedClock() {}

  /**
   * Makes a clock.
   *
   * @param offset how far it is ahead of the system's; behind if negative
   * @return the clock
   */
  public static PhysicalClock of(Duration offset) {
    PhysicalClock system = PhysicalClock.system();
    return () -> NTP64.ofBits(system.ntp64()).plus(offset).bits();
  }
}
