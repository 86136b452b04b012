package io.github.uhlc.bounded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.HLC;
import io.github.uhlc.NTP64;
import io.github.uhlc.PhysicalClock;
import io.github.uhlc.fixture.ManualClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BoundedClockTest {
  private static final long NOON_NTP = ManualBoundedClock.NOON.bits();

  private final ManualClock reading = ManualClock.at(NOON_NTP);

  /** One that is made by hand, as a user would. */
  private static BoundedClock handMade(long earliest, long estimate, long latest) {
    return handMade(earliest, estimate, latest, ClockStatus.SYNCHRONIZED);
  }

  private static BoundedClock handMade(
      long earliest, long estimate, long latest, ClockStatus status) {
    return () ->
        TimeInterval.of(
            NTP64.ofBits(earliest), NTP64.ofBits(estimate), NTP64.ofBits(latest), status);
  }

  @Test
  void shouldPutAKnownErrorAroundAReading() {
    TimeInterval now = BoundedClock.of(reading, Duration.ofMillis(1500)).now();
    assertEquals(ClockStatus.SYNCHRONIZED, now.status());
    assertEquals(NTP64.ofBits(NOON_NTP), now.estimate());
    assertEquals(NTP64.ofBits(NOON_NTP - (3L << 31)), now.earliest());
    // A reading is rounded down to a unit.
    assertEquals(NTP64.ofBits(NOON_NTP + (3L << 31) + 1), now.latest());
    assertEquals(Duration.ofNanos(1_500_000_001), now.error());
  }

  /** A nanosecond is 4.29 units, which is rounded up on both sides. */
  @ParameterizedTest
  @CsvSource({"0, 0, 1", "1, 5, 6", "2, 9, 10", "999999999, 4294967292, 4294967293"})
  void shouldRoundOutwards(long errorNanos, long before, long after) {
    TimeInterval now = BoundedClock.of(reading, Duration.ofNanos(errorNanos)).now();
    assertEquals(NOON_NTP - before, now.earliest().bits());
    assertEquals(NOON_NTP + after, now.latest().bits());
  }

  @Test
  void shouldEndWhereTheFormatEnds() {
    BoundedClock clock = BoundedClock.of(reading, Duration.ofSeconds(1));
    reading.set(1L << 32);
    assertEquals(NTP64.ZERO, clock.now().earliest());
    reading.set((1L << 32) - 1);
    assertEquals(NTP64.ZERO, clock.now().earliest());
    reading.set(-(1L << 32) - 2);
    assertEquals(NTP64.MAX, clock.now().latest());
    assertEquals(-1, clock.physicalClock(IntervalPoint.LATEST).ntp64());
    reading.set(-1);
    assertEquals(NTP64.MAX, clock.now().latest());
    assertEquals(-1, clock.physicalClock(IntervalPoint.LATEST).ntp64());
  }

  @ParameterizedTest
  @CsvSource({"4294967295", "4294967296", "9223372036", "9223372037", "9223372036854775807"})
  void shouldTakeErrorsOfAnySize(long seconds) {
    TimeInterval now = BoundedClock.of(reading, Duration.ofSeconds(seconds)).now();
    assertEquals(NTP64.ZERO, now.earliest());
    assertEquals(NTP64.ofBits(NOON_NTP), now.estimate());
    assertEquals(NTP64.MAX, now.latest());
  }

  @Test
  void shouldRefuseNullAndNegativeErrors() {
    assertThrows(NullPointerException.class, () -> BoundedClock.of(null, Duration.ZERO));
    assertThrows(NullPointerException.class, () -> BoundedClock.of(reading, null));
    Duration negative = Duration.ofSeconds(-1);
    assertEquals(
        "the error is negative, it must be zero or more: maxError=PT-1S",
        assertThrows(IllegalArgumentException.class, () -> BoundedClock.of(reading, negative))
            .getMessage());
    for (BoundedClock clock : List.of(BoundedClock.of(reading, Duration.ZERO), handMade(1, 2, 3))) {
      assertThrows(NullPointerException.class, () -> clock.physicalClock(null));
      assertThrows(NullPointerException.class, () -> clock.physicalClockOrEstimate(null));
    }
  }

  @Test
  void shouldPassOnWhatTheClockThrows() {
    IllegalStateException failure = new IllegalStateException("no clock");
    BoundedClock clock = BoundedClock.of(reading, Duration.ZERO);
    reading.failWith(failure);
    assertSame(failure, assertThrows(IllegalStateException.class, clock::now));
    for (IntervalPoint point : IntervalPoint.values()) {
      PhysicalClock feed = clock.physicalClockOrEstimate(point);
      assertSame(failure, assertThrows(IllegalStateException.class, feed::ntp64));
    }
  }

  @Test
  void shouldShowEachPoint() {
    for (BoundedClock clock :
        List.of(
            handMade(NOON_NTP - (1L << 32), NOON_NTP, NOON_NTP + (1L << 32) + 1),
            BoundedClock.of(reading, Duration.ofSeconds(1)))) {
      assertEquals(NOON_NTP - (1L << 32), clock.physicalClock(IntervalPoint.EARLIEST).ntp64());
      assertEquals(NOON_NTP, clock.physicalClock(IntervalPoint.ESTIMATE).ntp64());
      assertEquals(NOON_NTP + (1L << 32) + 16, clock.physicalClock(IntervalPoint.LATEST).ntp64());
    }
  }

  /** An HLC clears the low bits of a reading. */
  @ParameterizedTest
  @CsvSource({"0, 0", "1, 16", "15, 16", "16, 16", "17, 32", "-16, -16", "-15, -1", "-1, -1"})
  void shouldFeedTheLatestPointToAnHlcAsItsNextTick(long latest, long fed) {
    assertEquals(fed, handMade(0, 0, latest).physicalClock(IntervalPoint.LATEST).ntp64());
  }

  @Test
  void shouldStampNotBeforeTheLatestPoint() {
    BoundedClock clock = BoundedClock.of(reading, Duration.ofNanos(1));
    HLC hlc = HLC.builder().withClock(clock.physicalClock(IntervalPoint.LATEST)).build();
    for (int i = 0; i < 64; i++) {
      reading.advance(Duration.ofNanos(i));
      NTP64 time = hlc.newTimestamp().time();
      assertTrue(!time.isBefore(clock.now().latest()), time::toString);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ClockStatus.class,
      names = {"UNKNOWN", "DISRUPTED"})
  void shouldDoWithoutABoundAsItsCallerHasChosen(ClockStatus status) {
    BoundedClock clock = handMade(10, 20, 30, status);
    for (IntervalPoint point : IntervalPoint.values()) {
      PhysicalClock feed = clock.physicalClock(point);
      UnboundedClockException refusal =
          assertThrows(UnboundedClockException.class, feed::ntp64, point::toString);
      assertEquals(status, refusal.status());
      assertTrue(
          refusal
              .getMessage()
              .startsWith(
                  "the error of the clock is not bounded, this point of its interval needs a bound"
                      + " (physicalClockOrEstimate goes on without): status="
                      + status
                      + ", clock="),
          refusal::getMessage);
      assertEquals(20, clock.physicalClockOrEstimate(point).ntp64());
    }
  }

  @Test
  void shouldGoOnWithThePointWhileThereIsABound() {
    BoundedClock clock = handMade(16, 32, 48, ClockStatus.FREE_RUNNING);
    assertEquals(16, clock.physicalClockOrEstimate(IntervalPoint.EARLIEST).ntp64());
    assertEquals(32, clock.physicalClockOrEstimate(IntervalPoint.ESTIMATE).ntp64());
    assertEquals(48, clock.physicalClockOrEstimate(IntervalPoint.LATEST).ntp64());
  }

  @Test
  void shouldQuoteLongClocksShortened() {
    String message =
        new UnboundedClockException(ClockStatus.UNKNOWN, "x".repeat(1000)).getMessage();
    assertTrue(message.endsWith("clock=" + "x".repeat(300) + "..."), message);
  }

  @Test
  void shouldLeaveAnHlcAsItWasWhenThereIsNoBound() {
    ManualBoundedClock clock = new ManualBoundedClock();
    HLC hlc = HLC.builder().withClock(clock.physicalClock(IntervalPoint.ESTIMATE)).build();
    NTP64 last = hlc.newTimestamp().time();
    clock.status(ClockStatus.UNKNOWN);
    assertThrows(UnboundedClockException.class, hlc::newTime);
    assertEquals(last, hlc.lastTime());
  }

  @ParameterizedTest
  @EnumSource(IntervalPoint.class)
  void shouldMakeNoGarbage(IntervalPoint point) {
    BoundedClock clock = BoundedClock.of(() -> NOON_NTP, Duration.ofMillis(1));
    Garbage.assertNone(clock.physicalClock(point));
  }

  @Test
  void shouldPrintItsError() {
    assertEquals(
        "BoundedClock[maxError=PT0.25S]",
        BoundedClock.of(reading, Duration.ofMillis(250)).toString());
  }

  @Test
  void shouldSayWhatToDoWithoutARawClock() {
    UnsupportedOperationException refusal =
        assertThrows(UnsupportedOperationException.class, LocalClock::raw);
    assertEquals(
        "CLOCK_MONOTONIC_RAW cannot be read here, pass a LocalClock of your own that calls"
            + " clock_gettime(4): java.version="
            + System.getProperty("java.version"),
        refusal.getMessage());
    LocalClock own = () -> 42;
    assertEquals(42, own.nanos());
  }
}
