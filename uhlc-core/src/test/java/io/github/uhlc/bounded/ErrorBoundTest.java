package io.github.uhlc.bounded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorBoundTest {
  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final long MAX_DRIFT_PPB = 999_999_999L;
  private static final long MAX_NTP = -1;

  private static ErrorBound bound(long errorNanos, long maxDriftPpb) {
    return ErrorBound.of(0, 1000 * SECOND_NANOS, errorNanos, maxDriftPpb, ClockStatus.SYNCHRONIZED);
  }

  /** Against unlimited numbers: the least number of units that is enough, and at most 5 more. */
  @Property
  void shouldGrowByDriftRoundedUp(
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long errorNanos,
      @ForAll @LongRange(min = 0, max = MAX_DRIFT_PPB) long maxDriftPpb,
      @ForAll long ageNanos) {
    BigInteger second = BigInteger.valueOf(SECOND_NANOS);
    BigInteger exact = // in nanoseconds * 10^9 * 2^32
        BigInteger.valueOf(errorNanos)
            .multiply(second)
            .add(
                BigInteger.valueOf(Math.max(ageNanos, 0)).multiply(BigInteger.valueOf(maxDriftPpb)))
            .shiftLeft(32);
    BigInteger[] units = exact.divideAndRemainder(second.multiply(second));
    BigInteger least = units[1].signum() == 0 ? units[0] : units[0].add(BigInteger.ONE);
    BigInteger end = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    BigInteger actual =
        new BigInteger(Long.toUnsignedString(bound(errorNanos, maxDriftPpb).errorNtp(ageNanos)));

    assertTrue(actual.compareTo(least.min(end)) >= 0, () -> actual + " < " + least);
    assertTrue(
        actual.compareTo(least.add(BigInteger.valueOf(5)).min(end)) <= 0,
        () -> actual + " > " + least);
  }

  @Test
  void shouldGrowAtTheRateOfItsDrift() {
    assertEquals(IntervalBits.ceilNtp(10_000), bound(10_000, 50_000).errorNtp(0));
    assertEquals(IntervalBits.ceilNtp(10_001), bound(10_000, 50_000).errorNtp(1));
    assertEquals(IntervalBits.ceilNtp(60_000), bound(10_000, 50_000).errorNtp(SECOND_NANOS));
    assertEquals(IntervalBits.ceilNtp(10_000), bound(10_000, 50_000).errorNtp(-1));
    assertEquals(IntervalBits.ceilNtp(10_000), bound(10_000, 0).errorNtp(Long.MAX_VALUE));
    assertEquals(
        MAX_NTP, bound(Long.MAX_VALUE, MAX_DRIFT_PPB).errorNtp(Long.MAX_VALUE), "no overflow");
  }

  @ParameterizedTest
  @CsvSource({
    "-9223372036854775808, UNKNOWN",
    "-1000, UNKNOWN",
    "-999, SYNCHRONIZED",
    "0, SYNCHRONIZED",
    "4999999999, SYNCHRONIZED",
    "5000000000, FREE_RUNNING",
    "999999999999, FREE_RUNNING",
    "1000000000000, UNKNOWN",
    "9223372036854775807, UNKNOWN"
  })
  void shouldGiveUpInSteps(long ageNanos, ClockStatus status) {
    assertEquals(status, bound(0, 0).status(ageNanos));
  }

  @ParameterizedTest
  @EnumSource(ClockStatus.class)
  void shouldSayWhatItsSourceSaid(ClockStatus status) {
    ErrorBound bound = ErrorBound.of(0, 3 * SECOND_NANOS, 0, 0, status);
    assertEquals(status, bound.status(2 * SECOND_NANOS));
    ClockStatus unbounded = status.isBounded() ? ClockStatus.UNKNOWN : status;
    assertEquals(unbounded, bound.status(3 * SECOND_NANOS), "valid for less than the grace");
    assertEquals(unbounded, bound.status(-SECOND_NANOS));
  }

  @Test
  void shouldKnowNothing() {
    ErrorBound nothing = ErrorBound.unknown("no reason");
    assertEquals(ClockStatus.UNKNOWN, nothing.status(0));
    assertEquals(MAX_NTP, nothing.errorNtp(0));
    assertEquals("no reason", nothing.trouble());
    assertThrows(NullPointerException.class, () -> ErrorBound.unknown(null));
    assertThrows(NullPointerException.class, () -> ErrorBound.of(0, 0, 0, 0, null));
  }
}
