package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.fixture.MemoryMark;
import io.github.uhlc.fixture.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a window admits: nothing above the durable bound, over the whole range of the format. */
@Timeout(60)
class DurableWindowTest {
  private static final int RUNS = 200;
  private static final int STEPS = 100;

  private final MemoryMark mark = new MemoryMark(NTP64.ofBits(1L << 32));

  private DurableWindow window(HLCListener listener) {
    MarkSettings settings = MarkSettings.none().withMark(mark).withWindow(Duration.ofMillis(10));
    return new DurableWindow(settings, mark.bound(), listener);
  }

  private void fail() {
    mark.beforeExtending(
        () -> {
          throw new IllegalStateException("disk full");
        });
  }

  @Test
  void shouldRefillHalfWayAlsoWhenTheBoundIsHalfTheFormatAhead() {
    HLCStatistics statistics = new HLCStatistics();
    DurableWindow window = window(statistics);
    // A board without a battery starts in 1970, and is then set to a time after 2038.
    window.admit((1L << 32) + 1, 3L << 62);
    fail();
    long boundNtp = mark.bound().bits();
    long middleNtp = (1L << 32) + ((boundNtp - (1L << 32)) >>> 1);
    window.admit(middleNtp, 0);
    assertTrue(statistics.failedMarkExtensions() == 0, "half of it is used, but not more");
    assertThrows(HighWaterMarkException.class, () -> window.admit(boundNtp + 1, 0));
    window.admit(boundNtp, 0);
  }

  @Test
  void shouldAdmitNothingAboveTheBoundWhateverThePhysicalClockReads() {
    long seed = Seeds.next();
    for (int run = 0; run < RUNS; run++) {
      int number = run;
      String broken = broken(Seeds.random(seed + run));
      assertTrue(broken == null, () -> broken + ", run=" + number + ", seed=" + seed);
    }
  }

  /** How a window was broken by times and readings from anywhere in the format; null if not. */
  private static String broken(RandomGenerator random) {
    NTP64 start = NTP64.ofBits(anywhere(random));
    MemoryMark mark = new MemoryMark(start);
    MarkSettings settings =
        MarkSettings.none().withMark(mark).withWindow(Duration.ofMillis(1 + random.nextInt(600)));
    DurableWindow window = new DurableWindow(settings, start, new HLCListener() {});
    boolean[] fails = {false};
    mark.beforeExtending(
        () -> {
          if (fails[0]) {
            throw new IllegalStateException("disk full");
          }
        });
    for (int step = 0; step < STEPS; step++) {
      fails[0] = random.nextInt(50) == 0;
      long boundNtp = mark.bound().bits();
      // Anywhere, or about where something changes.
      long ntp = random.nextInt(4) == 0 ? anywhere(random) : boundNtp + random.nextInt(-9, 9);
      try {
        long floorNtp = window.admit(ntp, anywhere(random));
        if (NtpBits.isAfter(ntp, mark.bound().bits())) {
          return "above the bound: " + NTP64.ofBits(ntp);
        }
        if (NtpBits.isAfter(floorNtp, mark.bound().bits())) {
          return "a floor above the bound: " + NTP64.ofBits(floorNtp);
        }
      } catch (HighWaterMarkException e) {
        if (!NtpBits.isAfter(ntp, boundNtp)) {
          return "refused below the bound: " + NTP64.ofBits(ntp);
        }
      }
    }
    return null;
  }

  private static long anywhere(RandomGenerator random) {
    // As many small ones as great ones, and those about the sign bit.
    long bits = random.nextLong() >>> random.nextInt(64);
    return random.nextBoolean() ? bits : ~bits;
  }

  @Test
  void shouldReleaseAllWhoWait() throws Exception {
    DurableWindow window = window(new HLCListener() {});
    CountDownLatch released = new CountDownLatch(1);
    mark.beforeExtending(() -> DurableFixture.awaitUninterruptibly(released));
    List<Thread> waiting = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      long ntp = (1L << 32) + i;
      Thread thread = new Thread(() -> window.admit(ntp, 0));
      waiting.add(thread);
      thread.start();
    }
    for (Thread thread : waiting) {
      while (thread.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
    }
    released.countDown();
    for (Thread thread : waiting) {
      thread.join();
    }
    assertTrue(mark.extensions() == 1, "one extension for all");
  }

  @Test
  void shouldLetManyCallersGiveUpOnAMarkThatHangs() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    mark.beforeExtending(() -> DurableFixture.awaitUninterruptibly(released));
    MarkSettings settings = MarkSettings.none().withMark(mark).withPatience(Duration.ofMillis(300));
    DurableWindow window = new DurableWindow(settings, mark.bound(), new HLCListener() {});
    AtomicInteger gaveUp = new AtomicInteger();
    List<Thread> callers = new ArrayList<>();
    for (int i = 1; i <= 1_000; i++) {
      long ntp = (1L << 32) + i;
      Thread caller =
          new Thread(
              () -> {
                if (assertThrows(HighWaterMarkException.class, () -> window.admit(ntp, 0))
                        .getCause()
                    == null) {
                  gaveUp.incrementAndGet();
                }
              });
      callers.add(caller);
      caller.start();
    }
    for (Thread caller : callers) {
      caller.join();
    }
    assertTrue(gaveUp.get() == callers.size(), gaveUp::toString);
    released.countDown();
  }

  @Test
  void shouldReportEachExtensionOnceWithItsBound() {
    List<NTP64> reported = new ArrayList<>();
    CountDownLatch[] done = {new CountDownLatch(1)};
    DurableWindow window =
        window(
            new HLCListener() {
              @Override
              public void onMarkExtended(NTP64 bound) {
                reported.add(bound);
                done[0].countDown();
              }
            });
    List<NTP64> written = new ArrayList<>();
    mark.afterExtending(() -> written.add(mark.bound()));
    long physicalNtp = 1L << 32;
    for (int i = 0; i < 20; i++) {
      done[0] = new CountDownLatch(1);
      physicalNtp += 1L << 31;
      window.admit(physicalNtp, physicalNtp);
      DurableFixture.awaitUninterruptibly(done[0]);
    }
    assertTrue(reported.equals(written), () -> reported + ", written: " + written);
    assertFalse(written.isEmpty());
  }
}
