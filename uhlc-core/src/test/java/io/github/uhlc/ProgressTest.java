package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.uhlc.fixture.ManualClock;
import io.github.uhlc.fixture.MemoryMark;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** P6, and that the hot paths make no garbage. */
class ProgressTest {
  private static final long NOON_NTP = 1719835200L << 32;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int CALLS = 200_000;

  /** One thread stands in the middle of its call for as long as others use the clock. */
  @Test
  void shouldServeOthersWhileACallIsHeldUpInThePhysicalClock() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    ManualClock clock = ManualClock.at(NOON_NTP);
    HLC hlc = HLC.builder().withClock(clock).build();
    Thread heldUp = new Thread(hlc::newTime);
    clock.beforeReading(
        () -> {
          if (Thread.currentThread() == heldUp) {
            entered.countDown();
            awaitUnchecked(released);
          }
        });
    heldUp.start();
    entered.await();
    Timestamp received = Timestamp.of(NOON_NTP + 100, ID.ofUnsigned(1));
    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          hlc.newTimestamps(10);
          hlc.updateWithTimestamp(received);
          hlc.updateWithTimestamps(List.of(received));
          assertEquals(NOON_NTP + 101, hlc.newTimestampAfter(received).ntp64());
          hlc.lead();
        });
    released.countDown();
    heldUp.join();
    assertEquals(NOON_NTP + 102, hlc.lastTime().bits());
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shouldHaveNoSynchronizedMethod() {
    for (Class<?> type : List.of(HLC.class, SystemClock.class, TimestampRange.class)) {
      for (Method method : type.getDeclaredMethods()) {
        assertFalse(Modifier.isSynchronized(method.getModifiers()), method::toString);
      }
    }
  }

  @Test
  void shouldMakeNoGarbage() {
    HLC hlc = HLC.builder().withClock(() -> NOON_NTP).build();
    Timestamp behind = Timestamp.of(1, ID.ofUnsigned(1));
    Timestamp beyond = Timestamp.of(NTP64.MAX, ID.ofUnsigned(1));
    assertAllocates(0, hlc::newTime);
    assertAllocates(0, () -> hlc.tryUpdateWithTimestamp(behind));
    assertAllocates(0, () -> hlc.tryUpdateWithTimestamp(beyond));
    assertAllocates(0, () -> hlc.updateWithTimestamp(behind));
    assertAllocates(24, hlc::newTimestamp);
    assertAllocates(24, () -> hlc.newTimestampAfter(behind));
  }

  /** Nor do those that use the second half of a window while the mark is being extended. */
  @Test
  void shouldMakeNoGarbageWhileAMarkIsExtended() {
    CountDownLatch released = new CountDownLatch(1);
    MemoryMark mark = new MemoryMark();
    ManualClock clock = ManualClock.at(NOON_NTP);
    HLC hlc =
        HLC.builder()
            .withClock(clock)
            .withHighWaterMark(mark)
            .withWindow(Duration.ofSeconds(2))
            .build();
    mark.beforeExtending(() -> awaitUnchecked(released));
    clock.advance(Duration.ofMillis(1500));
    long physicalNtp = clock.ntp64();
    for (int i = 0; i < 3; i++) {
      hlc.newTime();
    }
    assertAllocates(0, () -> hlc.window().admit(physicalNtp, physicalNtp));
    released.countDown();
  }

  private static void assertAllocates(long maxBytes, Runnable call) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long fewest = Long.MAX_VALUE;
    // Until it is compiled a call may allocate more.
    for (int round = 0; round < 5; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        call.run();
      }
      fewest = Math.min(fewest, threads.getCurrentThreadAllocatedBytes() - before);
    }
    double bytes = (double) fewest / CALLS;
    assertTrue(bytes < maxBytes + 1, () -> "bytes per call: " + bytes);
  }
}
