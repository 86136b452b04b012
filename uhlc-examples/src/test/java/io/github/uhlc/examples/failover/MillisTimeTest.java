package io.github.uhlc.examples.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.NTP64;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MillisTimeTest {
  @ParameterizedTest
  @ValueSource(
      longs = {0, 1, 7, 125, 999, 1000, 1001, 1100, 2_147_483_648_000L, 4_294_967_295_999L})
  void shouldStartEachMillisecondWithItsFirstTick(long millis) {
    long firstNtp = MillisTime.firstNtp(millis);

    assertEquals(0, NTP64.ofBits(firstNtp).counter());
    Duration late = NTP64.of(Instant.ofEpochMilli(millis)).until(NTP64.ofBits(firstNtp));
    assertTrue(!late.isNegative() && late.toNanos() <= 4, late::toString);
    assertEquals(new MillisTime(millis, 0), MillisTime.ofNtp(firstNtp));
    assertEquals(new MillisTime(millis, 1), MillisTime.ofNtp(firstNtp + 1));
  }

  @Test
  void shouldGiveEachTimeOnePairInTheSameOrder() {
    for (long millis = 1; millis <= 2000; millis++) {
      long firstNtp = MillisTime.firstNtp(millis);
      long lengthOfPrevious = firstNtp - MillisTime.firstNtp(millis - 1);
      assertEquals(
          new MillisTime(millis - 1, lengthOfPrevious - 1), MillisTime.ofNtp(firstNtp - 1));
      for (int distance = -20; distance < 20; distance++) {
        long ntp = firstNtp + distance;
        MillisTime time = MillisTime.ofNtp(ntp);
        assertEquals(ntp, MillisTime.firstNtp(time.pt()) + time.c());
        assertTrue(time.compareTo(MillisTime.ofNtp(ntp + 1)) < 0);
      }
    }
  }

  @Test
  void shouldReachTheEndOfTheFormat() {
    assertEquals(MillisTime.MAX_MILLIS, MillisTime.ofNtp(NTP64.MAX.bits()).pt());
  }

  @Test
  void shouldRefuseTheTimeAfterTheLast() {
    MillisClock clock = new MillisClock(() -> MillisTime.MAX_MILLIS);
    long lastC = NTP64.MAX.bits() - MillisTime.firstNtp(MillisTime.MAX_MILLIS);
    for (long c = 0; c < lastC; c++) {
      assertEquals(c, clock.next().c());
    }
    OutsideFormatException refusal =
        assertThrows(
            OutsideFormatException.class,
            () -> {
              clock.next();
              clock.next();
            });
    assertEquals(MillisTime.MAX_MILLIS + 1, refusal.millis());
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, MillisTime.MAX_MILLIS + 1, Long.MIN_VALUE, Long.MAX_VALUE})
  void shouldRefuseAMillisecondOutsideTheFormat(long millis) {
    Exception refusal =
        assertThrows(OutsideFormatException.class, () -> MillisTime.firstNtp(millis));
    assertEquals("the time is outside 1970..2106: millis=" + millis, refusal.getMessage());
  }
}
