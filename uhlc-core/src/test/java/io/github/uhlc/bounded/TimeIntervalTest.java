package io.github.uhlc.bounded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.NTP64;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TimeIntervalTest {
  private static final long SECOND = 1L << 32;

  private static TimeInterval interval(long earliest, long estimate, long latest) {
    return interval(earliest, estimate, latest, ClockStatus.SYNCHRONIZED);
  }

  private static TimeInterval interval(
      long earliest, long estimate, long latest, ClockStatus status) {
    return TimeInterval.of(
        NTP64.ofBits(earliest), NTP64.ofBits(estimate), NTP64.ofBits(latest), status);
  }

  @Test
  void shouldHoldItsParts() {
    TimeInterval interval = interval(-5, -3, -1, ClockStatus.FREE_RUNNING);
    assertEquals(NTP64.ofBits(-5), interval.earliest());
    assertEquals(NTP64.ofBits(-3), interval.estimate());
    assertEquals(NTP64.MAX, interval.latest());
    assertEquals(ClockStatus.FREE_RUNNING, interval.status());
    assertTrue(ClockStatus.FREE_RUNNING.isBounded() && ClockStatus.SYNCHRONIZED.isBounded());
    assertFalse(ClockStatus.UNKNOWN.isBounded() || ClockStatus.DISRUPTED.isBounded());
  }

  /** Times from 2038 on are negative as a long. */
  @ParameterizedTest
  @CsvSource({"2, 1, 3", "1, 3, 2", "-1, 0, 1", "0, -1, 1"})
  void shouldRefuseTimesOutOfOrder(long earliest, long estimate, long latest) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> interval(earliest, estimate, latest));
    assertEquals(
        "the times of the interval are out of order, they must be earliest <= estimate <= latest:"
            + " earliest="
            + NTP64.ofBits(earliest)
            + ", estimate="
            + NTP64.ofBits(estimate)
            + ", latest="
            + NTP64.ofBits(latest),
        refusal.getMessage());
  }

  @Test
  void shouldRefuseNull() {
    NTP64 time = NTP64.ZERO;
    ClockStatus status = ClockStatus.UNKNOWN;
    assertThrows(NullPointerException.class, () -> TimeInterval.of(null, time, time, status));
    assertThrows(NullPointerException.class, () -> TimeInterval.of(time, null, time, status));
    assertThrows(NullPointerException.class, () -> TimeInterval.of(time, time, null, status));
    assertThrows(NullPointerException.class, () -> TimeInterval.of(time, time, time, null));
    assertThrows(NullPointerException.class, () -> interval(1, 2, 3).contains(null));
    assertThrows(NullPointerException.class, () -> interval(1, 2, 3).isBefore(null));
  }

  @Test
  void shouldMeasureTheErrorOnItsGreaterSideRoundedUp() {
    assertEquals(Duration.ZERO, interval(7, 7, 7).error());
    assertEquals(Duration.ofNanos(1), interval(7, 8, 8).error());
    assertEquals(Duration.ofNanos(1), interval(7, 7, 8).error());
    assertEquals(Duration.ofSeconds(2), interval(SECOND, 3 * SECOND, 4 * SECOND).error());
    assertEquals(Duration.ofSeconds(3), interval(SECOND, 2 * SECOND, 5 * SECOND).error());
    assertEquals(Duration.ofSeconds(1), interval(0, SECOND - 1, SECOND).error());
    assertEquals(Duration.ofSeconds(1L << 32), interval(0, 0, -1).error());
  }

  @Test
  void shouldBeBeforeOnlyWhatStartsAfterItsEnd() {
    TimeInterval first = interval(10, 15, Long.MAX_VALUE);
    TimeInterval touching = interval(Long.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE);
    TimeInterval second = interval(Long.MIN_VALUE, Long.MIN_VALUE + 1, -1);
    assertTrue(first.isBefore(second));
    assertTrue(second.isAfter(first));
    assertFalse(second.isBefore(first) || first.isAfter(second));
    assertFalse(first.isBefore(touching) || touching.isBefore(first));
    assertFalse(first.isAfter(touching) || touching.isAfter(first));
    assertFalse(first.isBefore(first) || first.isAfter(first));
  }

  @ParameterizedTest
  @EnumSource(
      value = ClockStatus.class,
      names = {"UNKNOWN", "DISRUPTED"})
  void shouldBeCertainOfNothingWithoutABound(ClockStatus status) {
    TimeInterval first = interval(1, 2, 3);
    TimeInterval second = interval(5, 6, 7);
    TimeInterval firstUnbounded = interval(1, 2, 3, status);
    TimeInterval secondUnbounded = interval(5, 6, 7, status);
    assertFalse(firstUnbounded.isBefore(second) || second.isAfter(firstUnbounded));
    assertFalse(first.isBefore(secondUnbounded) || secondUnbounded.isAfter(first));
    assertTrue(firstUnbounded.contains(NTP64.ofBits(2)));
  }

  @Test
  void shouldContainBothEnds() {
    TimeInterval interval = interval(Long.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE + 1);
    assertTrue(interval.contains(NTP64.ofBits(Long.MAX_VALUE)));
    assertTrue(interval.contains(NTP64.ofBits(Long.MIN_VALUE)));
    assertTrue(interval.contains(NTP64.ofBits(Long.MIN_VALUE + 1)));
    assertFalse(interval.contains(NTP64.ofBits(Long.MAX_VALUE - 1)));
    assertFalse(interval.contains(NTP64.ofBits(Long.MIN_VALUE + 2)));
  }

  @Test
  void shouldBeAValue() {
    TimeInterval interval = interval(1, 2, 3);
    assertEquals(interval(1, 2, 3), interval);
    assertEquals(interval(1, 2, 3).hashCode(), interval.hashCode());
    assertNotEquals(interval(0, 2, 3), interval);
    assertNotEquals(interval(1, 1, 3), interval);
    assertNotEquals(interval(1, 2, 4), interval);
    assertNotEquals(interval(1, 2, 3, ClockStatus.UNKNOWN), interval);
    assertNotEquals(null, interval);
    assertEquals(
        "TimeInterval[earliest=2050-07-01T12:00:00.000000000Z,"
            + " estimate=2050-07-01T12:00:01.000000000Z,"
            + " latest=2050-07-01T12:00:02.500000000Z, status=DISRUPTED]",
        TimeInterval.of(
                NTP64.of(Instant.parse("2050-07-01T12:00:00Z")),
                NTP64.of(Instant.parse("2050-07-01T12:00:01Z")),
                NTP64.of(Instant.parse("2050-07-01T12:00:02.5Z")),
                ClockStatus.DISRUPTED)
            .toString());
  }
}
