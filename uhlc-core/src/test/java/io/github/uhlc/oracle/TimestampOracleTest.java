package io.github.uhlc.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.FileHighWaterMark;
import io.github.uhlc.HighWaterMarkException;
import io.github.uhlc.NTP64;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without a lease, and what a builder refuses. */
class TimestampOracleTest {
  private static final long NOON_MILLIS = 1_719_835_200_000L;

  private final OracleFixture fixture = new OracleFixture();

  private TimestampOracle.Builder builder() {
    return TimestampOracle.builder()
        .withHighWaterMark(fixture.mark)
        .withClock(fixture::wallClock)
        .withListener(fixture.listener);
  }

  @Test
  void shouldServeFromTheStartOn() throws InterruptedException {
    try (TimestampOracle oracle = builder().build()) {
      assertEquals(TimestampOracle.State.SERVING, oracle.state());
      assertTrue(oracle.awaitServing(Duration.ZERO));
      OracleTimestamp first = OracleTimestamp.of(oracle.next());
      assertEquals(OracleTimestamp.of(NOON_MILLIS, 0), first);
      assertEquals(first.packed() + 1, oracle.next());
      assertEquals(0, oracle.epoch());
      assertEquals(List.of("serving"), fixture.events);
    }
  }

  @Test
  void shouldGrantConsecutiveNumbers() {
    try (TimestampOracle oracle = builder().build()) {
      OracleGrant grant = oracle.grant(10);
      assertEquals(10, grant.count());
      assertEquals(OracleTimestamp.of(NOON_MILLIS, 0), grant.first());
      assertEquals(OracleTimestamp.of(NOON_MILLIS, 3), grant.get(3));
      assertEquals(OracleTimestamp.of(NOON_MILLIS, 9), grant.last());
      assertEquals(oracle.epoch(), grant.epoch());
      assertThrows(IndexOutOfBoundsException.class, () -> grant.get(10));
      assertThrows(IndexOutOfBoundsException.class, () -> grant.get(-1));
      assertEquals(OracleTimestamp.of(NOON_MILLIS, 10).packed(), oracle.next());
      assertNotEquals(grant, oracle.grant(10));
      assertTrue(grant.toString().contains("count=10"));
    }
  }

  /** Also where the clock stands still: it never waits for it. */
  @Test
  void shouldGoOnInTheNextMillisecond() {
    try (TimestampOracle oracle = builder().build()) {
      assertEquals(OracleTimestamp.of(NOON_MILLIS, 0), oracle.grant(262_143).first());
      assertEquals(OracleTimestamp.of(NOON_MILLIS, 262_143).packed(), oracle.next());
      assertEquals(OracleTimestamp.of(NOON_MILLIS + 1, 0).packed(), oracle.next());
      assertEquals(OracleTimestamp.of(NOON_MILLIS + 2, 0), oracle.grant(262_144).first());
      assertEquals(OracleTimestamp.of(NOON_MILLIS + 3, 0), oracle.grant(262_143).first());
      assertEquals(OracleTimestamp.of(NOON_MILLIS + 4, 0), oracle.grant(2).first());
    }
  }

  /** The bound of a mark can be anywhere, also shortly before a millisecond. */
  @Test
  void shouldGrantNumbersOfOneMillisecondAboveAnyBound() {
    NTP64 next = OracleTimestamp.of(NOON_MILLIS + 5, 0).toNtp64();
    fixture.mark.extend(NTP64.ZERO, NTP64.ofBits(next.bits() - 10));
    try (TimestampOracle oracle = builder().build()) {
      OracleGrant grant = oracle.grant(100);
      assertEquals(NOON_MILLIS + 5, grant.first().physicalMillis());
      assertEquals(NOON_MILLIS + 5, grant.last().physicalMillis());
    }
  }

  @Test
  void shouldGoOnAboveTheBoundAfterARestart() {
    long last;
    long epoch;
    try (TimestampOracle oracle = builder().build()) {
      last = oracle.next();
      epoch = oracle.epoch();
    }
    NTP64 bound = fixture.mark.bound();
    fixture.wall.addAndGet(-1_000_000_000L);
    try (TimestampOracle oracle = builder().build()) {
      OracleTimestamp next = OracleTimestamp.of(oracle.next());
      assertTrue(next.isAfter(OracleTimestamp.of(last)));
      assertTrue(next.toNtp64().isAfter(bound));
      assertEquals(bound.bits(), oracle.epoch());
      assertTrue(Long.compareUnsigned(oracle.epoch(), epoch) > 0);
    }
  }

  @Test
  void shouldRefuseToBeTooFarAhead() {
    try (TimestampOracle oracle = builder().withMaxLead(Duration.ofMinutes(1)).build()) {
      long before = oracle.next();
      fixture.wall.addAndGet(-120_000_000_000L);
      NotServingException refusal = assertThrows(NotServingException.class, oracle::next);
      assertEquals(TimestampOracle.State.STANDBY, refusal.state());
      assertTrue(refusal.getMessage().contains("limit=PT1M"), refusal.getMessage());
      assertThrows(NotServingException.class, () -> oracle.grant(1));
      assertEquals(TimestampOracle.State.STANDBY, oracle.state());
      assertTrue(fixture.events.contains("too far ahead"));
      fixture.wall.addAndGet(121_000_000_000L);
      assertTrue(Long.compareUnsigned(oracle.next(), before) > 0);
      assertEquals(TimestampOracle.State.SERVING, oracle.state());
    }
  }

  @Test
  void shouldRefuseGrantsThatOutrunTheClock() {
    // Its counter stands still as well: else its time would run on.
    try (TimestampOracle oracle =
        new TimestampOracle(fixture.settings(null, Duration.ofMillis(5)))) {
      List<OracleGrant> grants = new ArrayList<>();
      assertThrows(
          NotServingException.class,
          () -> {
            for (int i = 0; i < 100; i++) {
              grants.add(oracle.grant(262_144));
            }
          });
      assertEquals(6, grants.size());
      NTP64 last = oracle.tenure().lastTime();
      assertThrows(NotServingException.class, () -> oracle.grant(262_144));
      assertEquals(last, oracle.tenure().lastTime(), "a refused grant takes nothing more");
      fixture.wall.addAndGet(10_000_000);
      assertTrue(oracle.grant(1).first().isAfter(grants.get(5).last()));
    }
  }

  @Test
  void shouldTurnFailuresIntoRefusals() throws InterruptedException {
    IllegalStateException down = new IllegalStateException("the store is down");
    try (TimestampOracle oracle = builder().build()) {
      fixture.failure = down;
      fixture.wall.addAndGet(60_000_000_000L);
      NotServingException refusal = assertThrows(NotServingException.class, oracle::next);
      assertTrue(refusal.getCause() instanceof HighWaterMarkException);
      assertSame(down, refusal.getCause().getCause());
      assertEquals(0, refusal.getStackTrace().length);
      // It is told after the callers are released.
      fixture.await("mark failure");
      fixture.failure = null;
      assertNotEquals(0, oracle.next());
    }
  }

  @Test
  void shouldNotBeBuiltOnABadMark() {
    fixture.failure = new IllegalStateException("the store is down");
    assertThrows(HighWaterMarkException.class, () -> builder().build());
    fixture.failure = null;
    fixture.mark.extend(NTP64.ZERO, NTP64.ofSeconds(NOON_MILLIS / 1000 + 7200, 0));
    HighWaterMarkException ahead =
        assertThrows(HighWaterMarkException.class, () -> builder().build());
    assertTrue(ahead.getMessage().contains("too far ahead"), ahead.getMessage());
  }

  @Test
  void shouldIssueNothingOnceClosed() throws InterruptedException {
    TimestampOracle oracle = builder().build();
    oracle.close();
    oracle.close();
    assertEquals(TimestampOracle.State.CLOSED, oracle.state());
    assertFalse(oracle.awaitServing(Duration.ofDays(400_000)));
    NotServingException refusal = assertThrows(NotServingException.class, oracle::next);
    assertEquals(TimestampOracle.State.CLOSED, refusal.state());
    assertThrows(NotServingException.class, () -> oracle.grant(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, 262_145, Integer.MAX_VALUE})
  void shouldRefuseCountsOutOfRange(int count) {
    try (TimestampOracle oracle = builder().build()) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> oracle.grant(count)).getMessage();
      assertEquals("the count is out of range, it must be 1..262144: count=" + count, message);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT0.009999999S", "-PT1S", "PT1H0.000000001S", "PT2H"})
  void shouldRefuseLeasesOutOfRange(String text) {
    Duration lease = Duration.parse(text);
    String message =
        assertThrows(IllegalArgumentException.class, () -> builder().withLease(lease)).getMessage();
    assertTrue(message.endsWith("10 ms to an hour: lease=" + lease), message);
  }

  @Test
  void shouldRefuseOtherBadSettings(@TempDir Path dir) {
    assertThrows(IllegalStateException.class, () -> TimestampOracle.builder().build());
    assertThrows(IllegalArgumentException.class, () -> builder().withMaxLead(Duration.ofNanos(-1)));
    assertThrows(IllegalArgumentException.class, () -> builder().withWindow(Duration.ZERO));
    TimestampOracle.Builder tooWide =
        builder().withLease(Duration.ofSeconds(4)).withWindow(Duration.ofMillis(1001));
    String message = assertThrows(IllegalArgumentException.class, tooWide::build).getMessage();
    assertTrue(message.endsWith("window=PT1.001S, lease=PT4S"), message);
    try (FileHighWaterMark file = FileHighWaterMark.open(dir.resolve("mark"))) {
      TimestampOracle.Builder needless =
          builder().withHighWaterMark(file).withLease(Duration.ofSeconds(1));
      String said = assertThrows(IllegalArgumentException.class, needless::build).getMessage();
      assertTrue(said.contains("needs no lease"), said);
      try (TimestampOracle oracle = builder().withHighWaterMark(file).build()) {
        assertNotEquals(0, oracle.next());
      }
    }
    try (FileHighWaterMark file = FileHighWaterMark.openShared(dir.resolve("mark"))) {
      TimestampOracle.Builder careless = builder().withHighWaterMark(file);
      String said = assertThrows(IllegalArgumentException.class, careless::build).getMessage();
      assertTrue(said.startsWith("the mark is shared and there is no lease"), said);
      try (TimestampOracle oracle = careless.withLease(Duration.ofHours(1)).build()) {
        assertEquals(TimestampOracle.State.STANDBY, oracle.state());
      }
    }
  }

  @Test
  void shouldRefuseNull() {
    TimestampOracle.Builder builder = builder();
    assertThrows(NullPointerException.class, () -> builder.withHighWaterMark(null));
    assertThrows(NullPointerException.class, () -> builder.withLease(null));
    assertThrows(NullPointerException.class, () -> builder.withClock(null));
    assertThrows(NullPointerException.class, () -> builder.withWindow(null));
    assertThrows(NullPointerException.class, () -> builder.withMaxLead(null));
    assertThrows(NullPointerException.class, () -> builder.withListener(null));
  }
}
