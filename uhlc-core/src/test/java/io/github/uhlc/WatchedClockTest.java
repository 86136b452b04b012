package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.uhlc.fixture.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** A step back is told once, however many threads see it at once, and none is made up. */
class WatchedClockTest {
  private static final long NOON_NTP = 1719835200L << 32;
  private static final long MIN_STEP_NTP = (1L << 32) / 1000;
  private static final long TEN_MILLIS_NTP = (1L << 32) / 100;
  private static final int THREADS = 4;
  private static final int STEPS = 500;
  private static final int READINGS = 100_000;

  private static final BiFunction<PhysicalClock, HLCListener, PhysicalClock> REAL =
      WatchedClock::new;

  /** Broken twins: one tells without having won, and one reads the clock before its state. */
  private static final class Twin implements PhysicalClock {
    private final PhysicalClock clock;
    private final HLCListener listener;
    private final boolean readsClockFirst;
    private volatile long highNtp;

    Twin(PhysicalClock clock, HLCListener listener, boolean readsClockFirst) {
      this.clock = clock;
      this.listener = listener;
      this.readsClockFirst = readsClockFirst;
    }

    @Override
    public long ntp64() {
      long high = highNtp;
      long ntp = clock.ntp64();
      if (readsClockFirst) {
        pauseNowAndThen(ntp);
        high = highNtp;
      }
      if (NtpBits.isAfter(ntp, high)) {
        highNtp = ntp;
      } else if (NtpBits.isAfter(high - ntp, MIN_STEP_NTP)) {
        LockSupport.parkNanos(1);
        highNtp = ntp;
        listener.onClockWentBack(NtpBits.toDuration(high - ntp));
      }
      return ntp;
    }

    private static void pauseNowAndThen(long ntp) {
      if ((ntp & 0xFF) == 0) {
        LockSupport.parkNanos(1);
      }
    }
  }

  /** Tells how often it was told, and of what. */
  private static final class Counter implements HLCListener {
    private final AtomicInteger steps = new AtomicInteger();
    private volatile Duration last = Duration.ZERO;

    @Override
    public void onClockWentBack(Duration distance) {
      last = distance;
      steps.incrementAndGet();
    }
  }

  @Test
  void shouldTellEachStepOnceOfManyThreadsThatSeeIt() throws Exception {
    checkSteps(REAL);
    assertThrows(AssertionError.class, () -> checkSteps((c, l) -> new Twin(c, l, false)));
  }

  /** All threads read before the step, and all after it, at once. */
  private static void checkSteps(BiFunction<PhysicalClock, HLCListener, PhysicalClock> maker)
      throws Exception {
    ManualClock source = ManualClock.at(NOON_NTP);
    Counter counter = new Counter();
    PhysicalClock watched = maker.apply(source, counter);
    AtomicInteger step = new AtomicInteger();
    // The last to arrive looks at what was told of the last step, and steps the clock back.
    CyclicBarrier arrived =
        new CyclicBarrier(
            THREADS,
            () -> {
              assertEquals(step.getAndIncrement(), counter.steps.get(), "told once a step");
              source.advance(Duration.ofSeconds(-1));
            });
    watched.ntp64();
    inThreads(
        () -> {
          for (int i = 0; i < STEPS; i++) {
            arrived.await();
            watched.ntp64();
          }
          return null;
        });
    assertEquals(STEPS, counter.steps.get());
    assertEquals(Duration.ofSeconds(1), counter.last);
  }

  /** A reading that is held up in the clock while another one sees the step. */
  @Test
  void shouldTellAStepOnceOfTwoReadingsThatSeeIt() {
    ManualClock source = ManualClock.at(NOON_NTP);
    Counter counter = new Counter();
    PhysicalClock watched = new WatchedClock(source, counter);
    watched.ntp64();
    source.advance(Duration.ofSeconds(-1));
    source.beforeReading(
        () -> {
          source.beforeReading(() -> {});
          watched.ntp64();
        });
    watched.ntp64();
    assertEquals(1, counter.steps.get());
  }

  @Test
  void shouldMakeUpNoStepHoweverLongThreadsAreDelayed() throws Exception {
    checkNoStep(REAL);
    assertThrows(AssertionError.class, () -> checkNoStep((c, l) -> new Twin(c, l, true)));
  }

  /** A clock that only goes forward, by ten milliseconds a reading, so that delays show. */
  private static void checkNoStep(BiFunction<PhysicalClock, HLCListener, PhysicalClock> maker)
      throws Exception {
    AtomicInteger readings = new AtomicInteger();
    Counter counter = new Counter();
    PhysicalClock watched =
        maker.apply(() -> NOON_NTP + readings.incrementAndGet() * TEN_MILLIS_NTP, counter);
    inThreads(
        () -> {
          for (int i = 0; i < READINGS; i++) {
            watched.ntp64();
          }
          return null;
        });
    assertEquals(THREADS * READINGS, readings.get());
    assertEquals(0, counter.steps.get(), "made up");
  }

  private static void inThreads(Callable<Void> task) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Void>> results = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        results.add(threads.submit(task));
      }
      for (Future<Void> result : results) {
        result.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AssertionError found) {
        throw found;
      }
      if (e.getCause() instanceof BrokenBarrierException) {
        throw new AssertionError("told more or less than once", e);
      }
      throw e;
    } finally {
      threads.shutdownNow();
    }
  }
}
