package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.fixture.ManualClock;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
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

  /** Does what its thread does, on this one: refreshes between these steps, and then closes it. */
  private static void refresh(CoarseClock clock, Runnable... steps) {
    Deque<Runnable> pauses = new ArrayDeque<>(List.of(steps));
    pauses.add(clock::close);
    // Throws once there is none left: it must not pause once it is closed.
    CoarseClock.refreshAll(new WeakReference<>(clock), () -> pauses.remove().run());
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
  void shouldShowTheLastRefreshUntilTheNext() {
    CoarseClock clock = new CoarseClock(source, SECOND);
    long first = source.ntp64();
    AtomicLong readings = new AtomicLong();
    source.beforeReading(readings::incrementAndGet);
    refresh(
        clock,
        () -> {
          source.advance(SECOND);
          assertEquals(first, clock.ntp64());
          assertEquals(1, readings.get());
        },
        () -> {
          assertEquals(NtpBits.plus(first, SECOND), clock.ntp64());
          assertEquals(2, readings.get());
        });
    assertThrows(IllegalStateException.class, clock::ntp64);
  }

  /** Among them the times that mark the states of a clock. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, Long.MAX_VALUE, Long.MIN_VALUE, -2, -1})
  void shouldShowAnyTime(long ntp) {
    CoarseClock clock = new CoarseClock(source, SECOND);
    source.set(ntp);
    refresh(
        clock,
        () -> assertEquals(ntp, clock.ntp64()),
        () -> assertEquals(ntp, clock.ntp64(), "refreshed from such a time"));
    assertThrows(IllegalStateException.class, clock::ntp64);
  }

  @Test
  void shouldRefreshNoMoreOftenThanItsResolution() {
    AtomicLong readings = new AtomicLong();
    source.beforeReading(readings::incrementAndGet);
    long startNanos = System.nanoTime();
    try (CoarseClock clock = new CoarseClock(source, SECOND).start()) {
      Thread thread = refresher();
      // A thread that hardly pauses is seen running, or has read by far too often before.
      for (int i = 0; i < 1000; i++) {
        await(() -> thread.getState() == Thread.State.TIMED_WAITING);
        LockSupport.parkNanos(1000);
      }
      long periods = 1 + (System.nanoTime() - startNanos) / SECOND.toNanos();
      assertTrue(
          readings.get() <= periods + 1, () -> readings + " of " + NTP64.ofBits(clock.ntp64()));
    }
  }

  @Test
  void shouldAskItsSourceBeforeItsThreadHasRun() {
    CoarseClock clock = new CoarseClock(source, SECOND);
    assertEquals(NTP64.of(NOON).bits(), clock.ntp64());
    source.advance(SECOND);
    assertEquals(NTP64.of(NOON.plus(SECOND)).bits(), clock.ntp64());
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        IllegalStateException.class,
        OutOfMemoryError.class,
        StackOverflowError.class,
        InternalError.class,
        NoClassDefFoundError.class
      })
  void shouldPassOnWhatItsSourceThrowsUntilItWorksAgain(Class<? extends Throwable> kind)
      throws ReflectiveOperationException {
    Throwable failure = kind.getConstructor().newInstance();
    CoarseClock clock = new CoarseClock(source, SECOND);
    refresh(
        clock,
        () -> source.beforeReading(() -> throwUnchecked(failure)),
        () -> {
          assertSame(failure, assertThrows(kind, clock::ntp64));
          source.beforeReading(() -> {});
          source.advance(SECOND);
          assertEquals(source.ntp64(), clock.ntp64());
        },
        () -> {
          long shown = source.ntp64();
          source.advance(SECOND);
          assertEquals(shown, clock.ntp64(), "refreshed as before");
        });
  }

  private static void throwUnchecked(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }

  @Test
  void shouldAskItsSourceOnceItsThreadHasDied() {
    CoarseClock clock = new CoarseClock(source, SECOND);
    InternalError death = new InternalError("the thread dies");
    Error thrown = assertThrows(Error.class, () -> refresh(clock, () -> throwUnchecked(death)));
    assertSame(death, thrown);
    for (int i = 0; i < 2; i++) {
      source.advance(SECOND);
      assertEquals(source.ntp64(), clock.ntp64());
    }
    clock.close();
    assertThrows(IllegalStateException.class, clock::ntp64);
  }

  @Test
  void shouldStayClosedWhenItsThreadDies() {
    CoarseClock clock = new CoarseClock(source, SECOND);
    Runnable closeAndDie =
        () -> {
          clock.close();
          throw new InternalError("the thread dies");
        };
    assertThrows(InternalError.class, () -> refresh(clock, closeAndDie));
    assertThrows(IllegalStateException.class, clock::ntp64);
  }

  @Test
  void shouldPauseAgainAfterAnInterrupt() {
    try (CoarseClock clock = new CoarseClock(source, SECOND).start()) {
      Thread thread = refresher();
      await(() -> thread.getState() == Thread.State.TIMED_WAITING);
      thread.interrupt();
      await(() -> !thread.isInterrupted() && thread.getState() == Thread.State.TIMED_WAITING);
      assertEquals(NTP64.of(NOON).bits(), clock.ntp64());
    }
  }

  /** Started by a thread that is none, as a thread is what its maker is unless it is told. */
  @Test
  void shouldRefreshOnADaemonThread() throws InterruptedException {
    AtomicReference<CoarseClock> clock = new AtomicReference<>();
    Thread maker = new Thread(() -> clock.set(started()));
    maker.setDaemon(false);
    maker.start();
    maker.join();
    assertTrue(refresher().isDaemon());
    clock.get().close();
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
    CoarseClock clock = new CoarseClock(source, SECOND);
    source.beforeReading(clock::close);
    refresh(clock);
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
    return refresherStream().count();
  }

  private static Thread refresher() {
    return refresherStream().findAny().orElseThrow();
  }

  private static Stream<Thread> refresherStream() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("uhlc-coarse-clock"));
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
