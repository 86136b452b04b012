package io.github.uhlc.bounded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.NTP64;
import io.github.uhlc.PhysicalClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalWaitTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final NTP64 NOON = ManualBoundedClock.NOON;

  private final ManualBoundedClock clock = new ManualBoundedClock();
  private final IntervalWait waiting = clock.waiting();

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  private static void assertBetween(Duration least, Duration greatest, Duration actual) {
    assertTrue(
        actual.compareTo(least) >= 0 && actual.compareTo(greatest) <= 0, () -> "took " + actual);
  }

  @Test
  void shouldWaitUntilATimeIsPast() throws InterruptedException {
    assertTrue(waiting.past(NOON.plus(millis(20)), LONG));
    assertTrue(clock.now().earliest().isAfter(NOON.plus(millis(20))));
    // The error is 5 ms. It ends as soon as it can, and has looked a few times only.
    assertBetween(millis(25), Duration.ofNanos(25_020_000), clock.elapsed());
    assertTrue(clock.pauses() <= 5, () -> "pauses: " + clock.pauses());
  }

  @Test
  void shouldNotWaitForWhatIsPast() throws InterruptedException {
    assertTrue(waiting.past(NOON.minus(millis(6)), Duration.ZERO));
    assertTrue(waiting.past(NTP64.ZERO, Duration.ofSeconds(-1)));
    assertTrue(waiting.synchronizedWithin(millis(6), Duration.ZERO));
    assertEquals(0, clock.pauses());
  }

  /** The earliest time itself may still be to come. */
  @Test
  void shouldTakeTheStartOfTheIntervalForNotPast() throws InterruptedException {
    NTP64 earliest = clock.now().earliest();
    assertFalse(waiting.past(earliest, Duration.ZERO));
    assertTrue(waiting.past(NTP64.ofBits(earliest.bits() - 1), Duration.ZERO));
  }

  @Test
  void shouldWaitForLongerAsTheBoundGrows() throws InterruptedException {
    clock.at(millis(24), () -> clock.error(millis(50)));
    assertTrue(waiting.past(NOON.plus(millis(20)), LONG));
    assertBetween(millis(70), millis(71), clock.elapsed());
  }

  @Test
  void shouldEndSoonAfterTheBoundShrinks() throws InterruptedException {
    clock.error(Duration.ofSeconds(5));
    clock.at(millis(100), () -> clock.error(millis(1)));
    assertTrue(waiting.past(NOON.plus(millis(20)), LONG));
    assertBetween(millis(100), millis(110), clock.elapsed());
  }

  @ParameterizedTest
  @EnumSource(
      value = ClockStatus.class,
      names = {"UNKNOWN", "DISRUPTED"})
  void shouldTakeNothingForPastWithoutABound(ClockStatus status) throws InterruptedException {
    clock.status(status);
    assertFalse(waiting.past(NTP64.ZERO, millis(100)));
    assertEquals(millis(100), clock.elapsed());
    clock.at(millis(200), () -> clock.status(ClockStatus.FREE_RUNNING));
    assertTrue(waiting.past(NOON, LONG));
    assertBetween(millis(200), millis(210), clock.elapsed());
  }

  @Test
  void shouldFollowAClockThatStepsBack() throws InterruptedException {
    clock.at(millis(10), () -> clock.step(millis(-500)));
    assertTrue(waiting.past(NOON.plus(millis(20)), LONG));
    assertBetween(millis(525), millis(526), clock.elapsed());
  }

  @Test
  void shouldFollowAClockThatStepsForward() throws InterruptedException {
    clock.at(millis(10), () -> clock.step(Duration.ofHours(1)));
    assertTrue(waiting.past(NOON.plus(Duration.ofMinutes(1)), LONG));
    assertBetween(millis(10), millis(20), clock.elapsed());
  }

  @Test
  void shouldGiveUpAtTheTimeout() throws InterruptedException {
    assertFalse(waiting.past(NOON.plus(millis(20)), Duration.ofNanos(24_999_999)));
    assertEquals(Duration.ofNanos(24_999_999), clock.elapsed());
    assertFalse(waiting.past(NTP64.MAX, millis(1)));
  }

  /** What is past at the end of the last pause was past in time. */
  @Test
  void shouldLookOnceMoreAtTheTimeout() throws InterruptedException {
    clock.at(millis(7), () -> clock.step(millis(100)));
    assertTrue(waiting.past(NOON.plus(millis(20)), millis(7)));
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MAX_VALUE / 1_000_000_000, 1L << 33})
  void shouldWaitForLongerThanNanosecondsCount(long seconds) throws InterruptedException {
    assertTrue(waiting.past(NOON.plus(millis(20)), Duration.ofSeconds(seconds)));
    assertFalse(waiting.past(NTP64.MAX, Duration.ofSeconds(Long.MIN_VALUE)));
  }

  @Test
  void shouldWaitUntilTheClockIsGoodEnough() throws InterruptedException {
    clock.status(ClockStatus.UNKNOWN);
    clock.at(millis(100), () -> clock.status(ClockStatus.FREE_RUNNING));
    clock.at(millis(200), () -> clock.status(ClockStatus.SYNCHRONIZED));
    clock.at(millis(300), () -> clock.error(millis(1)));
    assertFalse(waiting.synchronizedWithin(millis(1), millis(50)));
    assertFalse(waiting.synchronizedWithin(millis(5), millis(100)));
    assertTrue(waiting.synchronizedWithin(millis(5), LONG));
    assertBetween(millis(200), millis(210), clock.elapsed());
    assertTrue(waiting.synchronizedWithin(millis(1), LONG));
    assertBetween(millis(300), millis(310), clock.elapsed());
  }

  @Test
  void shouldPassOnWhatTheClockThrows() {
    IllegalStateException failure = new IllegalStateException("no clock");
    clock.at(millis(10), () -> clock.failWith(failure));
    assertSame(
        failure,
        assertThrows(IllegalStateException.class, () -> waiting.past(NOON.plus(millis(20)), LONG)));
  }

  @Test
  void shouldEndWhenItIsInterrupted() {
    BoundedClock real = BoundedClock.of(PhysicalClock.system(), Duration.ofDays(1));
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> real.awaitPast(NTP64.ZERO, LONG));
    assertFalse(Thread.interrupted());
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> real.awaitSynchronized(Duration.ZERO, LONG));
    assertFalse(Thread.interrupted());
    clock.at(millis(1), Thread.currentThread()::interrupt);
    assertThrows(InterruptedException.class, () -> waiting.past(NOON.plus(millis(20)), LONG));
    assertFalse(Thread.interrupted());
    assertBetween(millis(1), millis(11), clock.elapsed());
  }

  /** One that parks in the machine's time, not on the clock above. */
  @Test
  void shouldBeWokenByAnInterrupt() throws InterruptedException {
    BoundedClock real = BoundedClock.of(PhysicalClock.system(), Duration.ofDays(1));
    Throwable[] end = new Throwable[1];
    Thread waiter =
        new Thread(
            () -> end[0] = assertThrows(Throwable.class, () -> real.awaitPast(NTP64.MAX, LONG)));
    waiter.start();
    waiter.interrupt();
    waiter.join();
    assertEquals(InterruptedException.class, end[0].getClass());
  }

  @Test
  void shouldWaitInRealTime() throws InterruptedException {
    BoundedClock real = BoundedClock.of(PhysicalClock.system(), millis(2));
    NTP64 latest = real.now().latest();
    assertTrue(real.awaitPast(latest, Duration.ofMinutes(1)));
    assertTrue(real.now().earliest().isAfter(latest));
    assertTrue(real.awaitSynchronized(millis(3), Duration.ZERO));
    assertFalse(real.awaitSynchronized(millis(1), Duration.ZERO));
  }

  @Test
  void shouldRefuseNullAndNegativeErrors() {
    assertThrows(NullPointerException.class, () -> clock.awaitPast(null, LONG));
    assertThrows(NullPointerException.class, () -> clock.awaitPast(NTP64.ZERO, null));
    assertThrows(NullPointerException.class, () -> clock.awaitSynchronized(null, LONG));
    assertThrows(NullPointerException.class, () -> clock.awaitSynchronized(LONG, null));
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> clock.awaitSynchronized(Duration.ofNanos(-1), LONG));
    assertEquals(
        "the error is negative, it must be zero or more: maxError=PT-0.000000001S",
        refusal.getMessage());
  }
}
