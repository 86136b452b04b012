package io.github.uhlc.oracle;

import static io.github.uhlc.oracle.OracleFixture.LEASE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.HighWaterMark;
import io.github.uhlc.HighWaterMarkException;
import io.github.uhlc.NTP64;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With a lease, whose steps are made by the test. */
class OracleLeaseTest {
  private static final Duration NANO = Duration.ofNanos(1);
  private static final Duration EIGHTH = LEASE.dividedBy(8);
  private static final Duration HALF = LEASE.dividedBy(2);

  private final OracleFixture fixture = new OracleFixture();

  private static void assertStandby(TimestampOracle oracle) {
    assertEquals(TimestampOracle.State.STANDBY, oracle.state());
    NotServingException refusal = assertThrows(NotServingException.class, oracle::next);
    assertEquals(TimestampOracle.State.STANDBY, refusal.state());
  }

  private static void assertServing(TimestampOracle oracle) {
    assertEquals(TimestampOracle.State.SERVING, oracle.state());
    assertNotEquals(0, oracle.next());
  }

  @Test
  void shouldTakeOverAfterALeaseAndAnEighth() {
    TimestampOracle oracle = fixture.leased();
    assertStandby(oracle);
    oracle.step();
    fixture.run(LEASE.plus(EIGHTH).minus(NANO));
    oracle.step();
    assertStandby(oracle);
    assertEquals(NTP64.ZERO, fixture.mark.bound());
    fixture.run(NANO);
    oracle.step();
    assertServing(oracle);
    assertEquals(List.of("serving"), fixture.events);
  }

  @Test
  void shouldWaitAnewWhenTheBoundHasMoved() {
    TimestampOracle holder = fixture.serving();
    TimestampOracle other = fixture.leased();
    other.step();
    for (int i = 0; i < 5; i++) {
      fixture.run(HALF);
      holder.step();
      assertServing(holder);
      other.step();
      assertStandby(other);
    }
    long epoch = holder.epoch();
    long last = holder.next();
    fixture.run(LEASE.plus(EIGHTH).minus(NANO));
    other.step();
    assertStandby(other);
    fixture.run(NANO);
    other.step();
    assertTrue(Long.compareUnsigned(other.next(), last) > 0);
    assertTrue(Long.compareUnsigned(other.epoch(), epoch) > 0);
    holder.step();
    assertStandby(holder);
  }

  @Test
  void shouldTakeOverFromJustTheBoundThatItWatched() {
    OracleSettings settings = fixture.settings(LEASE, Duration.ofHours(1));
    assertThrows(HighWaterMarkException.class, () -> Tenure.takeOver(settings, NTP64.ofBits(5)));
    assertEquals(NTP64.ZERO, fixture.mark.bound());
  }

  /** A holder may have written the bound just before the read ended. */
  @Test
  void shouldWaitFromTheEndOfARead() {
    TimestampOracle oracle = fixture.leased();
    fixture.duringRead = () -> fixture.run(HALF);
    oracle.step();
    fixture.duringRead = () -> {};
    fixture.run(LEASE.plus(EIGHTH).minus(NANO));
    oracle.step();
    assertStandby(oracle);
    fixture.run(NANO);
    oracle.step();
    assertServing(oracle);
  }

  /** Whatever its clock shows: here it stands still, so that its numbers are within the bound. */
  @Test
  void shouldNotAnswerOnceTheLeaseHasEnded() {
    TimestampOracle oracle = fixture.serving();
    fixture.failure = new IllegalStateException("cut off");
    fixture.counter.addAndGet(LEASE.toNanos() - 1);
    assertServing(oracle);
    fixture.counter.addAndGet(1);
    assertStandby(oracle);
    assertTrue(
        assertThrows(NotServingException.class, () -> oracle.grant(5))
            .getMessage()
            .contains("the lease ended before the answer"));
  }

  /** As when the machine was suspended, and the counter stood still. */
  @Test
  void shouldSeeTheEndOfTheLeaseByTheWallClock() {
    TimestampOracle oracle = fixture.serving();
    fixture.failure = new IllegalStateException("cut off");
    fixture.wall.addAndGet(LEASE.toNanos() + 1_000_000);
    assertStandby(oracle);
    fixture.wall.addAndGet(-LEASE.toNanos());
    assertStandby(oracle);
  }

  @Test
  void shouldRenewWhenTheWallClockSteps() {
    TimestampOracle oracle = fixture.serving();
    long epoch = oracle.epoch();
    fixture.wall.addAndGet(Duration.ofHours(5).toNanos());
    assertEquals(TimestampOracle.State.STANDBY, oracle.state());
    assertNotEquals(0, oracle.next(), "the call has renewed the lease");
    assertServing(oracle);
    assertEquals(epoch, oracle.epoch());
  }

  @Test
  void shouldComeBackOnItsOwnBound() {
    TimestampOracle oracle = fixture.serving();
    long epoch = oracle.epoch();
    fixture.run(LEASE.multipliedBy(3));
    assertNotEquals(0, oracle.next(), "the call has renewed the lease");
    assertServing(oracle);
    assertEquals(epoch, oracle.epoch());
  }

  @Test
  void shouldHaveAnEpochForEachTenure() {
    fixture.mark.extend(NTP64.ZERO, NTP64.ofBits(5));
    TimestampOracle oracle = fixture.serving();
    assertEquals(5, oracle.epoch());
    NTP64 bound = fixture.mark.bound();
    fixture.failure = new IllegalStateException("cut off");
    fixture.run(LEASE);
    oracle.step();
    fixture.failure = null;
    oracle.step();
    fixture.run(LEASE.plus(EIGHTH));
    oracle.step();
    assertEquals(bound.bits(), oracle.epoch());
    assertEquals(bound.bits(), oracle.grant(1).epoch());
  }

  /** Half a lease is more than a window of the clock, which runs at half the rate. */
  @Test
  void shouldRenewWhileTheClockStandsStill() {
    TimestampOracle oracle = fixture.serving();
    OracleTimestamp first = OracleTimestamp.of(oracle.next());
    for (int i = 0; i < 10; i++) {
      fixture.counter.addAndGet(HALF.toNanos() + 2_100_000);
      oracle.step();
      assertServing(oracle);
    }
    Duration ran =
        Duration.between(first.toInstant(), OracleTimestamp.of(oracle.next()).toInstant());
    assertEquals(HALF.multipliedBy(5).plusMillis(10), ran);
    fixture.wall.addAndGet(ran.plusSeconds(3).toNanos());
    assertEquals(
        fixture.wall.get() / 1_000_000, OracleTimestamp.of(oracle.next()).physicalMillis());
  }

  /** Large grants take the time far ahead of the clock, where it would stand still. */
  @Test
  void shouldRenewWhileItsTimeIsAhead() {
    TimestampOracle oracle = fixture.serving();
    for (int i = 0; i < 3 * LEASE.toMillis(); i++) {
      oracle.grant(OracleTimestamp.MAX_COUNT);
    }
    for (int i = 0; i < 10; i++) {
      fixture.run(HALF.dividedBy(4));
      oracle.step();
      fixture.run(HALF.dividedBy(4));
      oracle.step();
      assertEquals(TimestampOracle.State.SERVING, oracle.state());
    }
  }

  @Test
  void shouldRunOnWhileTheClockIsBehind() {
    TimestampOracle oracle = fixture.serving();
    OracleTimestamp first = OracleTimestamp.of(oracle.next());
    fixture.wall.addAndGet(-Duration.ofMinutes(30).toNanos());
    fixture.run(HALF);
    assertEquals(
        first.physicalMillis() + HALF.toMillis() / 2,
        OracleTimestamp.of(oracle.next()).physicalMillis());
  }

  @Test
  void shouldGoOnAfterALostAnswerWhileTheLeaseRuns() {
    TimestampOracle oracle = fixture.serving();
    OracleTimestamp before = OracleTimestamp.of(oracle.next());
    fixture.run(HALF);
    fixture.lostAnswer = new IllegalStateException("no answer");
    assertThrows(NotServingException.class, oracle::next);
    NTP64 unconfirmed = fixture.mark.bound();
    fixture.lostAnswer = null;
    OracleTimestamp next = OracleTimestamp.of(oracle.next());
    assertTrue(next.isAfter(before));
    assertTrue(next.toNtp64().isAfter(unconfirmed), "it may have been granted to another");
  }

  /** The bound that it finds may be another's, who has written the same. */
  @Test
  void shouldStandByAfterALostAnswerOnceTheLeaseHasEnded() {
    TimestampOracle oracle = fixture.serving();
    fixture.run(HALF);
    fixture.lostAnswer = new IllegalStateException("no answer");
    assertThrows(NotServingException.class, oracle::next);
    NTP64 unconfirmed = fixture.mark.bound();
    fixture.lostAnswer = null;
    fixture.run(LEASE);
    assertStandby(oracle);
    oracle.step();
    assertStandby(oracle);
    assertEquals(unconfirmed, fixture.mark.bound());
    oracle.step();
    fixture.run(LEASE.plus(EIGHTH));
    oracle.step();
    assertServing(oracle);
    assertEquals(unconfirmed.bits(), oracle.epoch());
  }

  @Test
  void shouldTryAgainWhenTheMarkFails() throws InterruptedException {
    TimestampOracle oracle = fixture.leased();
    fixture.failure = new IllegalStateException("cut off");
    assertTrue(oracle.step() > 0);
    assertStandby(oracle);
    fixture.await("mark failure");
    fixture.failure = null;
    oracle.step();
    fixture.run(LEASE.plus(EIGHTH));
    oracle.step();
    assertServing(oracle);
  }

  @Test
  void shouldStandByWhenCutOffAndSaySo() {
    TimestampOracle oracle = fixture.serving();
    fixture.failure = new IllegalStateException("cut off");
    fixture.run(LEASE);
    oracle.step();
    assertStandby(oracle);
    assertTrue(fixture.events.contains("standby"));
  }

  /**
   * The store works again, but the lease has ended: the guard renews it, as long as nobody took
   * over.
   */
  @Test
  void shouldRenewALeaseThatHasEndedOnAMarkThatWorks() {
    TimestampOracle oracle = fixture.serving();
    long epoch = oracle.epoch();
    fixture.run(LEASE.multipliedBy(2));
    assertEquals(TimestampOracle.State.STANDBY, oracle.state());
    oracle.step();
    assertEquals(TimestampOracle.State.SERVING, oracle.state());
    assertEquals(epoch, oracle.epoch());
  }

  /** The failure may mean that another has taken over, so the oracle watches from then on. */
  @Test
  void shouldWatchAfterAFailureOnceTheLeaseHasEnded() {
    TimestampOracle oracle = fixture.serving();
    fixture.run(HALF);
    fixture.failure = new IllegalStateException("cut off");
    oracle.step();
    assertEquals(TimestampOracle.State.SERVING, oracle.state());
    fixture.run(HALF);
    oracle.step();
    fixture.failure = null;
    oracle.step();
    assertStandby(oracle);
    fixture.run(LEASE.plus(EIGHTH));
    oracle.step();
    assertServing(oracle);
  }

  /** A late answer of the store does not begin a lease that has ended by then. */
  @Test
  void shouldCountTheLeaseFromTheStartOfAnExtension() {
    Lease lease = new Lease(LEASE.toNanos(), fixture.counter::get);
    LeasedMark mark =
        new LeasedMark(
            new OracleSettings(
                new SlowMark(), LEASE, fixture::wallClock, fixture.counter::get, null, LEASE, null),
            NTP64.ZERO,
            lease);
    mark.extend(NTP64.ZERO, NTP64.MAX);
    assertTrue(lease.isRunning());
    fixture.run(HALF);
    assertFalse(lease.isRunning());
  }

  /** The machine was suspended before the answer came, so the counter stood still. */
  @Test
  void shouldNotBeginATermThatIsOverByTheWallClock() {
    TimestampOracle oracle = fixture.serving();
    fixture.run(HALF);
    fixture.duringExtension = () -> fixture.wall.addAndGet(LEASE.toNanos() + 1_000_000);
    oracle.step();
    assertEquals(TimestampOracle.State.STANDBY, oracle.state());
    assertTrue(
        assertThrows(NotServingException.class, oracle::next).getMessage().startsWith("the lease"));
    fixture.duringExtension = () -> {};
    oracle.step();
    assertServing(oracle);
  }

  private final class SlowMark implements HighWaterMark {
    @Override
    public NTP64 bound() {
      return NTP64.ZERO;
    }

    @Override
    public void extend(NTP64 current, NTP64 bound) {
      fixture.run(HALF);
    }
  }

  /** The step of the guard is so short that the lease is renewed every third of it. */
  @Test
  void shouldPauseForASixteenthOfTheLease() {
    TimestampOracle oracle = fixture.leased();
    assertEquals(LEASE.dividedBy(16).toNanos(), oracle.step());
    fixture.run(LEASE.plus(EIGHTH).minusNanos(7));
    assertEquals(7, oracle.step());
    oracle.close();
    assertTrue(oracle.step() < 0);
  }

  @Test
  void shouldStayClosedWhenItWasAboutToTakeOver() {
    TimestampOracle oracle = fixture.leased();
    oracle.step();
    fixture.run(LEASE.plus(EIGHTH));
    fixture.duringRead = oracle::close;
    oracle.step();
    assertEquals(TimestampOracle.State.CLOSED, oracle.state());
    NotServingException refusal = assertThrows(NotServingException.class, oracle::next);
    assertEquals(TimestampOracle.State.CLOSED, refusal.state());
  }
}
