package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClockCheckTest {
  private static final Instant NOW = Instant.parse("2026-07-01T12:00:00.123456789Z");
  private static final long NOW_SECONDS = NOW.getEpochSecond();
  private static final long UPTIME_NANOS = Duration.ofDays(3).toNanos();

  /** Goes on by 100 ns at each reading. */
  private static ClockCheck check(Instant wallClock, long counterNanos) {
    AtomicLong counter = new AtomicLong(counterNanos);
    return new ClockCheck(InstantSource.fixed(wallClock), () -> counter.getAndAdd(100));
  }

  private static String refusal(Instant wallClock, long reading) {
    ClockCheck check = check(wallClock, UPTIME_NANOS);
    return assertThrows(IllegalArgumentException.class, () -> check.read(() -> reading))
        .getMessage();
  }

  @Test
  void shouldNameTheUnitAndTheFactory() {
    assertEquals(
        "the physical clock counts milliseconds since 1970, it must return the bits of an NTP64; use"
            + " PhysicalClock.ofEpochMillis(LongSupplier): reading=1782907200123",
        refusal(NOW, 1782907200123L));
    assertEquals(
        "the physical clock is System.nanoTime(), which is no time of day, it must return the bits of"
            + " an NTP64; use PhysicalClock.monotonic(): reading=259200000000042",
        refusal(NOW, UPTIME_NANOS + 42));
  }

  @ParameterizedTest
  @CsvSource({
    "SECONDS, counts seconds since 1970, of(InstantSource)",
    "MILLISECONDS, counts milliseconds since 1970, ofEpochMillis(LongSupplier)",
    "MICROSECONDS, counts microseconds since 1970, of(InstantSource)",
    "NANOSECONDS, counts nanoseconds since 1970, of(InstantSource)"
  })
  void shouldRefuseACountWithinAMinuteOfTheWallClock(TimeUnit unit, String wrong, String factory) {
    for (Instant now : List.of(NOW, Instant.parse("2000-01-01T00:00:00Z"), lastMoment())) {
      for (long offset : new long[] {-60, -59, 0, 59, 60}) {
        long reading = unit.convert(now.getEpochSecond() + offset, TimeUnit.SECONDS);
        String message = refusal(now, reading);
        assertTrue(
            message.contains(wrong) && message.contains("PhysicalClock." + factory), message);
        message = refusal(now, reading + unit.convert(1, TimeUnit.SECONDS) - 1);
        assertTrue(message.contains(wrong), message);
      }
      for (long offset : new long[] {-61, 61, -86_400, 86_400}) {
        long reading = unit.convert(now.getEpochSecond() + offset, TimeUnit.SECONDS);
        assertEquals(reading, check(now, UPTIME_NANOS).read(() -> reading));
      }
    }
  }

  private static Instant lastMoment() {
    return NTP64.MAX.toInstant();
  }

  @ParameterizedTest
  @ValueSource(longs = {1_000_000, Long.MAX_VALUE - 50, Long.MIN_VALUE, -50, -1_000_000})
  void shouldRefuseTheNanosecondCounterWhereverItIs(long counterNanos) {
    for (long later : new long[] {0, 1, 99, 100}) {
      long reading = counterNanos + later;
      assertThrows(
          IllegalArgumentException.class, () -> check(NOW, counterNanos).read(() -> reading));
    }
    for (long later : new long[] {-1, 101}) {
      long reading = counterNanos + later;
      assertEquals(reading, check(NOW, counterNanos).read(() -> reading));
    }
  }

  static LongStream timesSetByHand() {
    LongStream small = LongStream.of(0, 1, 15, 16, 42, 1000, 1650, 1_000_000, 1L << 32);
    LongStream instants =
        Stream.of("1970-01-01T00:00:01Z", "1970-01-02T00:00:00Z", "1999-12-31T23:59:59Z")
            .mapToLong(text -> NTP64.of(Instant.parse(text)).bits());
    LongStream edges = LongStream.of(1L << 62, Long.MAX_VALUE, 1L << 63, -2, -1);
    return LongStream.concat(LongStream.concat(small, instants), edges);
  }

  @ParameterizedTest
  @MethodSource("timesSetByHand")
  void shouldLeaveTimesThatAreSetByHand(long reading) {
    for (Instant wallClock : wallClocks()) {
      for (long counterNanos : new long[] {100_000_000, UPTIME_NANOS, -UPTIME_NANOS}) {
        assertEquals(reading, check(wallClock, counterNanos).read(() -> reading));
      }
    }
  }

  /** With ones that were never set, or are outside the format. */
  private static List<Instant> wallClocks() {
    List<Instant> all = new ArrayList<>(List.of(NOW, Instant.MIN, Instant.MAX));
    for (long seconds : new long[] {-1, 0, 1, 42, 60, 100, 1000, 86_400, 31_536_000}) {
      all.add(Instant.ofEpochSecond(seconds));
    }
    return all;
  }

  @Test
  void shouldLeaveEveryClockThatShowsTheTime() {
    Instant end = lastMoment();
    for (Instant now = Instant.EPOCH; now.isBefore(end); now = now.plus(7, ChronoUnit.DAYS)) {
      long reading = NTP64.of(now).bits();
      assertEquals(reading, check(now, UPTIME_NANOS).read(() -> reading));
    }
    // The bits of this time less those of its seconds are 2^63: a signed difference overflows.
    long overflowing = Long.MIN_VALUE + NOW_SECONDS;
    assertEquals(overflowing, check(NOW, UPTIME_NANOS).read(() -> overflowing));
  }

  @Test
  void shouldPassOnWhatTheClockThrows() {
    IllegalStateException failure = new IllegalStateException("no time");
    PhysicalClock broken =
        () -> {
          throw failure;
        };
    assertSame(
        failure,
        assertThrows(IllegalStateException.class, () -> check(NOW, UPTIME_NANOS).read(broken)));
  }

  @Test
  void shouldReadTheClockOnce() {
    AtomicLong readings = new AtomicLong(41);
    assertEquals(42, check(NOW, UPTIME_NANOS).read(readings::incrementAndGet));
    assertEquals(42, readings.get());
  }
}
