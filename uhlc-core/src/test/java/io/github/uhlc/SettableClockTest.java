package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettableClockTest {
  private static final Instant NOON = Instant.parse("2050-07-01T12:00:00.000000007Z");

  private final SettableClock clock = PhysicalClock.settable(NOON);

  private Instant shown() {
    return NTP64.ofBits(clock.ntp64()).toInstant();
  }

  @Test
  void shouldStandWhereItWasSet() {
    assertEquals(NOON, shown());
    assertEquals(NOON, shown());
    clock.set(Instant.EPOCH);
    assertEquals(0, clock.ntp64());
    clock.set(NTP64.MAX);
    assertEquals(-1, clock.ntp64());
    clock.set(NOON);
    assertEquals(NOON, shown());
  }

  @Test
  void shouldMoveEitherWay() {
    clock.advance(Duration.ofDays(1).plusNanos(1));
    assertEquals(NOON.plus(Duration.ofDays(1)).plusNanos(1), shown());
    clock.advance(Duration.ofDays(-1));
    assertEquals(NOON.plusNanos(1), shown());
    clock.set(NTP64.ofBits(0xFFL));
    clock.advance(Duration.ofSeconds(1));
    assertEquals(1L << 32 | 0xFF, clock.ntp64());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1969-12-31T23:59:59.999999999Z", "2106-02-07T06:28:16Z"})
  void shouldRefuseInstantsOutsideTheFormat(Instant instant) {
    assertThrows(DateTimeException.class, () -> PhysicalClock.settable(instant));
    assertThrows(DateTimeException.class, () -> clock.set(instant));
    assertEquals(NOON, shown());
  }

  @Test
  void shouldStayInTheFormat() {
    assertThrows(ArithmeticException.class, () -> clock.advance(Duration.ofDays(365 * 60)));
    assertThrows(ArithmeticException.class, () -> clock.advance(Duration.ofDays(-365 * 81)));
    assertEquals(NOON, shown());
  }

  @Test
  void shouldLoseNoMoveOfSeveralThreads() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          new Thread(
              () -> {
                for (int j = 0; j < 10_000; j++) {
                  clock.advance(Duration.ofSeconds(1));
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(NOON.plusSeconds(40_000), shown());
  }

  @Test
  void shouldPrintItsTime() {
    assertEquals("SettableClock[time=2050-07-01T12:00:00.000000007Z]", clock.toString());
  }
}
