package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemClockTest {
  private static final Instant NOON = Instant.parse("2024-07-01T12:00:00Z");
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  private final Machine machine = new Machine();
  private final SystemClock clock =
      new SystemClock() {
        @Override
        long counterNanos() {
          return machine.counterNanos;
        }

        @Override
        Instant wallClock() {
          return machine.wallClock();
        }
      };

  /** The two time sources of a machine, where reading the wall clock may take a while. */
  private static final class Machine {
    private Instant wall = NOON;
    private long counterNanos = Long.MAX_VALUE - 1_000;
    private long wallReadings;
    private Duration readingTime = Duration.ZERO;

    Instant wallClock() {
      wallReadings++;
      run(readingTime);
      return wall;
    }

    void run(Duration elapsed) {
      wall = wall.plus(elapsed);
      counterNanos += elapsed.toNanos();
    }
  }

  private Duration error() {
    Instant reading = NTP64.ofBits(clock.ntp64()).toInstant();
    return Duration.between(machine.wall, reading);
  }

  private void assertExact() {
    long nanos = error().toNanos();
    assertTrue(nanos >= -1 && nanos <= 0, "error in ns: " + nanos);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 499_999, 500_000, 500_001, 999_999, 1_000_000, 86_400_000_000_000L})
  void shouldReadTheWallClockAtTheFirstCall(long nanosSinceItWasMade) {
    machine.run(Duration.ofNanos(nanosSinceItWasMade));
    assertEquals(NTP64.of(machine.wall).bits(), clock.ntp64());
    assertEquals(1, machine.wallReadings);
  }

  @Test
  void shouldRunOnTheCounterFromOneAnchorToTheNext() {
    for (int i = 0; i < 100_000; i++) {
      assertExact();
      machine.run(Duration.ofNanos(97));
    }
    long expected = 100_000L * 97 / SystemClock.MAX_ANCHOR_AGE_NANOS;
    assertTrue(machine.wallReadings <= expected + 1, "readings=" + machine.wallReadings);
    assertTrue(machine.wallReadings >= expected, "readings=" + machine.wallReadings);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 499_999, 500_000, 500_001, 1_000_000_000, 86_400_000_000_000L * 200})
  void shouldBeExactAfterAnyPause(long pauseNanos) {
    assertExact();
    machine.run(Duration.ofNanos(pauseNanos));
    assertExact();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 60, 3600, -1, -60, -3600})
  void shouldShowAStepOfTheWallClockWithinAMillisecond(long stepSeconds) {
    assertExact();
    machine.wall = machine.wall.plusSeconds(stepSeconds);
    machine.run(Duration.ofNanos(10));
    assertEquals(stepSeconds, -error().plusNanos(1).toSeconds(), "not seen yet");
    machine.run(MILLISECOND);
    assertExact();
  }

  @Test
  void shouldFollowASlewedWallClock() {
    for (int i = 0; i < 10_000; i++) {
      machine.run(Duration.ofNanos(10_000));
      machine.wall = machine.wall.minusNanos(5);
      long nanos = error().toNanos();
      assertTrue(nanos >= -1 && nanos <= 250, "error in ns: " + nanos);
    }
  }

  @Test
  void shouldShowTheTimeAfterASuspendInWhichTheCounterStood() {
    assertExact();
    machine.wall = machine.wall.plus(Duration.ofHours(8));
    machine.run(MILLISECOND);
    assertExact();
  }

  @Test
  void shouldReadTheWallClockWhenTheCounterGoesBack() {
    assertExact();
    machine.counterNanos -= 1;
    machine.wall = machine.wall.plusSeconds(9);
    assertExact();
  }

  @Test
  void shouldNotKeepAnAnchorThatWasTornApart() {
    machine.readingTime = Duration.ofNanos(SystemClock.MAX_ANCHORING_NANOS + 1);
    assertExact();
    machine.readingTime = Duration.ZERO;
    machine.run(Duration.ofNanos(100));
    assertExact();
    assertEquals(2, machine.wallReadings);
  }

  @Test
  void shouldBeAheadByNoMoreThanTheTimeOfAReading() {
    machine.readingTime = Duration.ofNanos(SystemClock.MAX_ANCHORING_NANOS);
    assertExact();
    machine.run(Duration.ofNanos(100));
    long nanos = error().toNanos();
    assertTrue(nanos >= 0 && nanos <= SystemClock.MAX_ANCHORING_NANOS, "error in ns: " + nanos);
    assertEquals(1, machine.wallReadings);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1969-12-31T23:59:59.999999999Z",
        "2106-02-07T06:28:16Z",
        "+292277-01-01T00:00:00Z"
      })
  void shouldRefuseAWallClockOutsideTheFormat(String instant) {
    assertExact();
    machine.wall = Instant.parse(instant);
    machine.counterNanos += MILLISECOND.toNanos();
    IllegalStateException refusal = assertThrows(IllegalStateException.class, clock::ntp64);
    assertEquals(
        "the wall clock is outside 1970-01-01T00:00:00Z..2106-02-07T06:28:15Z: seconds="
            + machine.wall.getEpochSecond(),
        refusal.getMessage());
    machine.wall = NOON;
    assertExact();
  }

  @Test
  void shouldNotRunPastTheEndOfTheFormat() {
    machine.wall = Instant.parse("2106-02-07T06:28:15.999999900Z");
    assertExact();
    machine.run(Duration.ofNanos(99));
    assertExact();
    machine.run(Duration.ofNanos(1));
    assertThrows(IllegalStateException.class, clock::ntp64);
  }

  @Test
  void shouldNotWrapFromAnAnchorNearTheEndOfTheFormat() {
    machine.wall = Instant.parse("2106-02-07T06:28:15.999600000Z");
    assertExact();
    machine.run(Duration.ofNanos(450_000));
    assertThrows(IllegalStateException.class, clock::ntp64);
  }

  @Test
  void shouldNotKeepAnAnchorInWhichTheCounterWentBack() {
    machine.readingTime = Duration.ofNanos(-1);
    clock.ntp64();
    machine.readingTime = Duration.ZERO;
    machine.run(Duration.ofNanos(100));
    clock.ntp64();
    assertEquals(2, machine.wallReadings);
  }

  @Test
  void shouldAgreeWithTheRealWallClock() {
    PhysicalClock system = PhysicalClock.system();
    for (int i = 0; i < 100_000; i++) {
      Instant before = Instant.now();
      Instant reading = NTP64.ofBits(system.ntp64()).toInstant();
      Instant after = Instant.now();
      assertTrue(reading.isAfter(before.minus(MILLISECOND)), () -> before + " " + reading);
      assertTrue(reading.isBefore(after.plus(MILLISECOND)), () -> reading + " " + after);
    }
  }

  @Test
  void shouldAgreeWithTheRealWallClockFromManyThreads() throws Exception {
    PhysicalClock system = PhysicalClock.system();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Duration> largestError =
          () -> {
            Duration largest = Duration.ZERO;
            for (int i = 0; i < 100_000; i++) {
              Instant before = Instant.now();
              Instant reading = NTP64.ofBits(system.ntp64()).toInstant();
              Duration behind = Duration.between(reading, before);
              Duration ahead = Duration.between(Instant.now(), reading);
              largest = Stream.of(largest, behind, ahead).max(Duration::compareTo).get();
            }
            return largest;
          };
      for (Future<Duration> result : threads.invokeAll(Collections.nCopies(4, largestError))) {
        Duration error = result.get();
        assertTrue(error.compareTo(MILLISECOND) < 0, () -> "error: " + error);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
