package io.github.uhlc.jmh;

import io.github.uhlc.PhysicalClock;
import java.time.Instant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the JVM charges for the parts of a timestamp: clock readings and a compare-and-set. */
public class Floor extends StandardGroup {
  private long count;

  /** One of the clocks that come with uhlc. */
  @State(Scope.Benchmark)
  public static class Clock {
    /** Which one. */
    @Param public StandardClock clock;

    private PhysicalClock physicalClock;

    /** Makes the clock. */
    @Setup
    public void setUp() {
      physicalClock = clock.open();
    }
  }

  @Benchmark
  public long currentTimeMillis() {
    return System.currentTimeMillis();
  }

  @Benchmark
  public Instant instantNow() {
    return Instant.now();
  }

  @Benchmark
  public long cas() {
    return cell.advance(++count);
  }

  @Benchmark
  public long physicalClock(Clock state) {
    return state.physicalClock.ntp64();
  }
}
