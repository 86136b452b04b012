package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.fixture.ManualClock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** P5, P6 and P7 by checks that the real clock passes and a twin, broken in that one, does not. */
class PromisesTest {
  private static final long NOON_NTP = 1719835200L << 32;

  /** A clock whose max-delta is zero, with whatever is wrong with it. */
  private interface Subject {
    long newTime();

    void update(long receivedNtp);

    long lastTime();
  }

  @FunctionalInterface
  private interface Factory {
    Subject on(PhysicalClock clock);
  }

  private static Subject real(PhysicalClock clock) {
    HLC hlc = HLC.builder().withClock(clock).withMaxDelta(Duration.ZERO).build();
    return new Subject() {
      @Override
      public long newTime() {
        return hlc.newTime();
      }

      @Override
      public void update(long receivedNtp) {
        hlc.updateWithTimestamp(Timestamp.of(receivedNtp, ID.ofUnsigned(1)));
      }

      @Override
      public long lastTime() {
        return hlc.lastTime().bits();
      }
    };
  }

  /** A broken twin: counts before it reads the clock, merges before it checks, wraps, and locks. */
  private static class Twin implements Subject {
    private final PhysicalClock clock;
    private long last;

    Twin(PhysicalClock clock) {
      this.clock = clock;
    }

    @Override
    public synchronized long newTime() {
      last++;
      last = NtpBits.max(last, NtpBits.tick(clock.ntp64()));
      return last;
    }

    @Override
    public synchronized void update(long receivedNtp) {
      last = NtpBits.max(last, receivedNtp);
      if (NtpBits.isAfter(receivedNtp, NtpBits.tick(clock.ntp64()))) {
        throw new IllegalArgumentException("too far ahead");
      }
    }

    @Override
    public long lastTime() {
      return last;
    }
  }

  private static void assertRejected(String promise, Executable check) {
    AssertionError found = assertThrows(AssertionError.class, check);
    assertTrue(found.getMessage().startsWith(promise), found::getMessage);
  }

  @Test
  void shouldChangeNothingWhenItThrows() {
    checkUnchanged(PromisesTest::real);
    assertRejected("P5", () -> checkUnchanged(Twin::new));
  }

  private static void checkUnchanged(Factory factory) {
    ManualClock clock = ManualClock.at(NOON_NTP);
    Subject subject = factory.on(clock);
    long last = subject.newTime();
    clock.failWith(new IllegalStateException("no time"));
    assertThrows(IllegalStateException.class, subject::newTime);
    assertEquals(last, subject.lastTime(), "P5");
  }

  @Test
  void shouldChangeNothingWhenItRefuses() {
    checkUnchangedByRefusal(PromisesTest::real);
    assertRejected("P5", () -> checkUnchangedByRefusal(Twin::new));
  }

  private static void checkUnchangedByRefusal(Factory factory) {
    Subject subject = factory.on(() -> NOON_NTP);
    long last = subject.newTime();
    assertThrows(RuntimeException.class, () -> subject.update(NOON_NTP + 1));
    assertEquals(last, subject.lastTime(), "P5");
  }

  @Test
  void shouldServeOthersWhileACallIsHeldUp() throws InterruptedException {
    assertTrue(servesWhileHeldUp(PromisesTest::real, Duration.ofSeconds(30)));
    // Served never, so there is no need to be patient.
    assertTrue(!servesWhileHeldUp(Twin::new, Duration.ofMillis(200)));
  }

  private static boolean servesWhileHeldUp(Factory factory, Duration patience)
      throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch served = new CountDownLatch(1);
    ManualClock clock = ManualClock.at(NOON_NTP);
    Subject subject = factory.on(clock);
    Thread heldUp = new Thread(subject::newTime);
    clock.beforeReading(
        () -> {
          if (Thread.currentThread() == heldUp) {
            entered.countDown();
            assertThrows(InterruptedException.class, never::await);
          }
        });
    heldUp.start();
    entered.await();
    Thread other =
        new Thread(
            () -> {
              subject.newTime();
              served.countDown();
            });
    other.start();
    boolean isServed = served.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    heldUp.interrupt();
    heldUp.join();
    other.join();
    return isServed;
  }

  @Test
  void shouldEndWithTheFormat() {
    checkEnd(PromisesTest::real);
    assertRejected("P7", () -> checkEnd(Twin::new));
  }

  private static void checkEnd(Factory factory) {
    Subject subject = factory.on(() -> NtpBits.MAX);
    for (long ntp = -16; ntp != 0; ntp++) {
      assertEquals(ntp, subject.newTime());
    }
    assertThrows(IllegalStateException.class, subject::newTime, "P7");
    assertEquals(-1, subject.lastTime());
  }
}
