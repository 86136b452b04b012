package io.github.uhlc.oracle;

import static io.github.uhlc.oracle.OracleFixture.LEASE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * When a holder dies, another oracle takes over after a lease, and within a lease and a quarter.
 */
class TakeoverTimeTest {
  private static final int PHASES = 64;
  private static final Duration STEP = LEASE.dividedBy(16);

  /** Runs until the other serves; returns how long after the last extension of the holder. */
  private static Duration takeover(int phase) {
    OracleFixture fixture = new OracleFixture();
    TimestampOracle holder = fixture.serving();
    TimestampOracle other = fixture.leased();
    long pauseNanos = other.step();
    fixture.run(STEP.multipliedBy(phase).dividedBy(PHASES));
    // A step of the wall clock forward is a reason to extend at this very moment.
    fixture.wall.addAndGet(LEASE.toNanos());
    long diedNanos = fixture.counter.get();
    holder.step();
    fixture.run(Duration.ofNanos(pauseNanos).minus(STEP.multipliedBy(phase).dividedBy(PHASES)));
    pauseNanos = other.step();
    while (other.state() != TimestampOracle.State.SERVING) {
      fixture.run(Duration.ofNanos(pauseNanos));
      pauseNanos = other.step();
    }
    return Duration.ofNanos(fixture.counter.get() - diedNanos);
  }

  @Test
  void shouldBeWithinALeaseAndAQuarter() {
    Duration least = takeover(0);
    Duration greatest = takeover(0);
    for (int phase = 1; phase < PHASES; phase++) {
      Duration taken = takeover(phase);
      least = taken.compareTo(least) < 0 ? taken : least;
      greatest = taken.compareTo(greatest) > 0 ? taken : greatest;
    }
    assertTrue(least.compareTo(LEASE.plus(LEASE.dividedBy(8))) >= 0, least::toString);
    assertTrue(greatest.compareTo(LEASE.plus(LEASE.dividedBy(4))) <= 0, greatest::toString);
    assertEquals(LEASE.multipliedBy(9).dividedBy(8).plus(STEP), takeover(0));
  }
}
