package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.fixture.Seeds;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Clocks that are closed at any moment of a refresh: none gives a time after that. */
class CoarseClockThreadsTest {
  private static final int ROUNDS = 30_000;
  private static final int MAX_SPINS = 100;
  private static final int READINGS = 2;

  /** What the attack needs of a clock. */
  private interface Subject extends PhysicalClock {
    /** What the daemon thread does over and over; false once the clock is closed. */
    boolean refresh();

    void close();
  }

  private record Real(CoarseClock clock) implements Subject {
    static Real of(PhysicalClock source) {
      return new Real(new CoarseClock(source, Duration.ofSeconds(1)));
    }

    @Override
    public boolean refresh() {
      return clock.refresh();
    }

    @Override
    public long ntp64() {
      return clock.ntp64();
    }

    @Override
    public void close() {
      clock.close();
    }
  }

  /**
   * The broken twin: looks whether it is closed when it has shown the time. Now and then it pauses
   * in between, as a thread does that the system has suspended.
   */
  private static final class Late implements Subject {
    private static final long UNKNOWN = 0;

    private final PhysicalClock source;
    private volatile long ntp;
    private volatile boolean closed;

    Late(PhysicalClock source) {
      this.source = source;
    }

    @Override
    public boolean refresh() {
      long reading = source.ntp64();
      ntp = reading;
      if (reading % 1000 == 0) {
        LockSupport.parkNanos(1);
      }
      if (closed) {
        ntp = UNKNOWN;
      }
      return !closed;
    }

    @Override
    public long ntp64() {
      long current = ntp;
      if (current == UNKNOWN && closed) {
        throw new IllegalStateException("closed");
      }
      return current != UNKNOWN ? current : source.ntp64();
    }

    @Override
    public void close() {
      closed = true;
      ntp = UNKNOWN;
    }
  }

  @Test
  void shouldThrowFromTheReturnOfCloseOn() throws InterruptedException {
    attack(Real::of, Seeds.next());
  }

  @Test
  void shouldRejectTheTwinThatLooksTooLate() {
    long seed = Seeds.next();
    AssertionError found = assertThrows(AssertionError.class, () -> attack(Late::new, seed));
    assertTrue(found.getMessage().contains("gave a time"), found::getMessage);
  }

  /** Neither thread waits for the other, so they meet in a refresh now and then, and often. */
  private static void attack(Function<PhysicalClock, Subject> maker, long seed)
      throws InterruptedException {
    RandomGenerator random = Seeds.random(seed);
    AtomicLong source = new AtomicLong();
    AtomicReference<Subject> current = new AtomicReference<>(maker.apply(source::incrementAndGet));
    Thread refresher = new Thread(() -> refreshAll(current));
    refresher.start();
    try {
      for (int round = 0; round < ROUNDS; round++) {
        Subject subject = maker.apply(source::incrementAndGet);
        current.set(subject);
        for (int spins = random.nextInt(MAX_SPINS); spins > 0; spins--) {
          Thread.onSpinWait();
        }
        subject.close();
        assertClosed(subject, "round=" + round + ", seed=" + seed);
      }
    } finally {
      refresher.interrupt();
      refresher.join();
    }
    assertTrue(source.get() > 0, "it was refreshed");
  }

  private static void refreshAll(AtomicReference<Subject> current) {
    while (!Thread.currentThread().isInterrupted()) {
      current.get().refresh();
    }
  }

  private static void assertClosed(Subject subject, String where) {
    for (int i = 0; i < READINGS; i++) {
      long shown;
      try {
        shown = subject.ntp64();
      } catch (IllegalStateException e) {
        continue;
      }
      throw new AssertionError("a closed clock gave a time: time=" + shown + ", " + where);
    }
  }
}
