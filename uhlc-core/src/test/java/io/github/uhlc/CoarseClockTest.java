package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoarseClockTest {
  private static final Duration MILLISECOND = Duration.ofMillis(1);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Instant NOON = Instant.parse("2024-07-01T12:00:00Z");

  private final ManualClock source = ManualClock.at(NOON);

  private CoarseClock started() {
    return new CoarseClock(source, MILLISECOND).start();
  }

  private static void await(BooleanSupplier condition) {
    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
          }
        });
  }

  @Test
  void shouldShowTheTimeFromTheStartAndFollowIt() {
    try (CoarseClock clock = started()) {
      assertEquals(NTP64.of(NOON).bits(), clock.ntp64());
      source.advance(Duration.ofHours(1));
      await(() -> clock.ntp64() == source.ntp64());
      source.advance(Duration.ofHours(-2));
      await(() -> clock.ntp64() == source.ntp64());
    }
  }

  @Test
  void shouldPassOnWhatItsSourceThrowsUntilItWorksAgain() {
    try (CoarseClock clock = started()) {
      IllegalStateException failure = new IllegalStateException("no time");
      source.failWith(failure);
      await(() -> fails(clock));
      assertSame(failure, assertThrows(IllegalStateException.class, clock::ntp64));
      source.beforeReading(() -> {});
      await(() -> !fails(clock));
      assertEquals(NTP64.of(NOON).bits(), clock.ntp64());
    }
  }

  private static boolean fails(CoarseClock clock) {
    try {
      clock.ntp64();
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  @Test
  void shouldReadTheEpochFromItsSource() {
    source.set(0);
    try (CoarseClock clock = started()) {
      assertEquals(0, clock.ntp64());
    }
  }

  @Test
  void shouldAskItsSourceWhileItDoesNotKnowTheTime() {
    source.failWith(new IllegalStateException("no time yet"));
    try (CoarseClock clock = new CoarseClock(source, SECOND).start()) {
      source.beforeReading(() -> {});
      assertEquals(NTP64.of(NOON).bits(), clock.ntp64());
    }
  }

  @Test
  void shouldNotReadItsSourceMoreOftenThanItMust() throws InterruptedException {
    AtomicLong readings = new AtomicLong();
    source.beforeReading(readings::incrementAndGet);
    try (CoarseClock clock = new CoarseClock(source, SECOND).start()) {
      Thread.sleep(50);
      assertEquals(NTP64.of(NOON).bits(), clock.ntp64());
    }
    // At the start, and by the thread, which may wake early now and then.
    assertTrue(readings.get() >= 1 && readings.get() < 100, () -> "readings: " + readings);
  }

  @ParameterizedTest
  @ValueSource(longs = {10_000, 1_000_000_000})
  void shouldTakeTheFinestAndTheCoarsestResolution(long nanos) {
    try (CoarseClock clock = new CoarseClock(source, Duration.ofNanos(nanos)).start()) {
      assertEquals(NTP64.of(NOON).bits(), clock.ntp64());
    }
  }

  @Test
  void shouldThrowOnceClosed() {
    CoarseClock clock = started();
    HLC hlc = HLC.builder().withClock(clock).build();
    long last = hlc.newTime();
    clock.close();
    assertDoesNotThrow(clock::close);
    IllegalStateException refusal = assertThrows(IllegalStateException.class, hlc::newTime);
    assertEquals("the coarse clock is closed", refusal.getMessage());
    assertEquals(last, hlc.lastTime().bits());
    await(() -> refreshers() == 0);
    assertThrows(IllegalStateException.class, clock::ntp64);
  }

  @Test
  void shouldThrowOnceClosedInTheMidstOfARefresh() {
    CoarseClock clock = started();
    source.beforeReading(clock::close);
    await(() -> refreshers() == 0);
    assertThrows(IllegalStateException.class, clock::ntp64);
  }

  @Test
  void shouldEndItsThreadWhenItIsLost() {
    WeakReference<CoarseClock> lost = new WeakReference<>(started());
    await(
        () -> {
          System.gc();
          return lost.get() == null && refreshers() == 0;
        });
  }

  private static long refreshers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("uhlc-coarse-clock"))
        .count();
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 9_999, 1_000_000_001, Long.MAX_VALUE})
  void shouldRefuseResolutionsOutOfRange(long nanos) {
    Duration resolution = Duration.ofNanos(nanos);
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> PhysicalClock.coarse(resolution));
    assertTrue(refusal.getMessage().contains("resolution=" + resolution));
  }

  @Test
  void shouldFollowTheSystemClock() {
    try (CoarseClock clock = PhysicalClock.coarse(MILLISECOND)) {
      HLC hlc = HLC.builder().withClock(clock).build();
      NTP64 start = hlc.newTimestamp().time();
      await(() -> start.until(NTP64.ofBits(clock.ntp64())).compareTo(MILLISECOND) > 0);
      assertFalse(hlc.newTimestamp().time().isBefore(start));
    }
  }
}
