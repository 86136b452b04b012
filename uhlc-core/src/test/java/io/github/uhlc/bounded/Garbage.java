package io.github.uhlc.bounded;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.uhlc.PhysicalClock;
import java.lang.management.ManagementFactory;

/** What reading a clock leaves to the garbage collector. */
final class Garbage {
  private static final int ROUNDS = 5;
  private static final int CALLS = 100_000;

  private Garbage() {}

  static void assertNone(PhysicalClock clock) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long fewest = Long.MAX_VALUE;
    // Until it is compiled a call may allocate more.
    for (int round = 0; round < ROUNDS; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        clock.ntp64();
      }
      fewest = Math.min(fewest, threads.getCurrentThreadAllocatedBytes() - before);
    }
    double bytes = (double) fewest / CALLS;
    assertTrue(bytes < 1, () -> "bytes per call: " + bytes);
  }
}
