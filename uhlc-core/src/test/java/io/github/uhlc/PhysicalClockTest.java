package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PhysicalClockTest {
  private static final Instant NOON = Instant.parse("2024-07-01T12:00:00.000000007Z");

  @Test
  void shouldReadAnInstantSource() {
    PhysicalClock clock = PhysicalClock.of(Clock.fixed(NOON, ZoneOffset.UTC));
    assertEquals(NTP64.of(NOON).bits(), clock.ntp64());
    PhysicalClock early = PhysicalClock.of(InstantSource.fixed(Instant.EPOCH.minusNanos(1)));
    assertThrows(DateTimeException.class, early::ntp64);
  }

  @Test
  void shouldReadASupplierOfTimes() {
    PhysicalClock clock = PhysicalClock.of(() -> NTP64.MAX);
    assertEquals(-1, clock.ntp64());
  }

  @Test
  void shouldReadACountOfMilliseconds() {
    AtomicLong millis = new AtomicLong();
    PhysicalClock clock = PhysicalClock.ofEpochMillis(millis::get);
    for (String text :
        List.of(
            "1970-01-01T00:00:00.000Z",
            "1970-01-01T00:00:00.999Z",
            "2050-07-01T12:00:00.001Z",
            "2106-02-07T06:28:15.999Z")) {
      millis.set(Instant.parse(text).toEpochMilli());
      assertEquals(NTP64.of(Instant.parse(text)).bits(), clock.ntp64());
    }
    for (long outside :
        new long[] {-1, 1L << 32 << 10, 4294967296000L, Long.MIN_VALUE, -1L >>> 1}) {
      millis.set(outside);
      assertThrows(DateTimeException.class, clock::ntp64);
    }
    assertThrows(NullPointerException.class, () -> PhysicalClock.ofEpochMillis(null));
  }

  @Test
  void shouldGiveEachCallerASystemClockOfItsOwn() {
    assertInstanceOf(SystemClock.class, PhysicalClock.system());
    assertNotSame(PhysicalClock.system(), PhysicalClock.system());
  }

  @Test
  void shouldMakeAPurelyLogicalClockOfZero() {
    HLC hlc =
        HLC.builder()
            .withClock(PhysicalClock.zero())
            .withMaxDelta(Duration.ofSeconds(1L << 32))
            .build();
    assertEquals(1, hlc.newTime());
    assertEquals(100, hlc.newTimestampAfter(Timestamp.of(99, ID.ofUnsigned(1))).ntp64());
    assertEquals(101, hlc.newTime());
  }

  @Test
  void shouldRunMonotonicallyFromTheWallClock() {
    PhysicalClock clock = PhysicalClock.monotonic();
    Instant now = Instant.now();
    Instant reading = NTP64.ofBits(clock.ntp64()).toInstant();
    assertTrue(Duration.between(now, reading).abs().compareTo(Duration.ofSeconds(10)) < 0);
    long last = 0;
    for (int i = 0; i < 100_000; i++) {
      long next = clock.ntp64();
      assertTrue(Long.compareUnsigned(next, last) >= 0);
      last = next;
    }
  }

  @Test
  void shouldNotFollowTheWallClockWhenMonotonic() {
    Instant[] wall = {NOON};
    AtomicLong counter = new AtomicLong(Long.MAX_VALUE - 5);
    MonotonicClock clock = new MonotonicClock(() -> wall[0], counter::get);
    wall[0] = Instant.EPOCH;
    assertEquals(NTP64.of(NOON).bits(), clock.ntp64());
    Duration year = Duration.ofDays(365);
    counter.addAndGet(year.toNanos());
    assertEquals(NTP64.of(NOON.plus(year)).bits(), clock.ntp64());
    counter.addAndGet(81 * year.toNanos());
    assertThrows(IllegalStateException.class, clock::ntp64);
    InstantSource early = InstantSource.fixed(Instant.EPOCH.minusNanos(1));
    assertThrows(IllegalStateException.class, () -> new MonotonicClock(early, counter::get));
  }
}
