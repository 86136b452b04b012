package io.github.uhlc.oracle;

import static io.github.uhlc.oracle.OracleFixture.LEASE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.HighWaterMark;
import io.github.uhlc.HighWaterMarkException;
import io.github.uhlc.NTP64;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stores, clocks and callers that do what they should not. */
@Timeout(60)
class OracleTroubleTest {
  private final OracleFixture fixture = new OracleFixture();

  private void takeOver(TimestampOracle oracle) {
    oracle.step();
    fixture.run(LEASE.plus(LEASE.dividedBy(8)));
    oracle.step();
    assertEquals(TimestampOracle.State.SERVING, oracle.state());
  }

  @Test
  void shouldTryAgainAfterAnErrorOfTheMark() {
    TimestampOracle oracle = fixture.leased();
    fixture.duringRead =
        () -> {
          throw new NoClassDefFoundError("of the driver");
        };
    assertTrue(oracle.step() > 0);
    assertTrue(fixture.events.contains("mark failure"));
    fixture.duringRead = () -> {};
    takeOver(oracle);
  }

  @Test
  void shouldSayWhyItIsOnStandby() {
    TimestampOracle oracle = fixture.leased();
    fixture.failure = new IllegalStateException("the mark is damaged");
    oracle.step();
    NotServingException refusal = assertThrows(NotServingException.class, oracle::next);
    assertSame(fixture.failure, refusal.getCause());
    assertEquals("the oracle is on standby: the mark is damaged", refusal.getMessage());
    fixture.failure = null;
    oracle.step();
    assertEquals(
        "the oracle is on standby",
        assertThrows(NotServingException.class, oracle::next).getMessage());
  }

  /** Its time is ahead, so that it does not move beyond the bound by itself. */
  @Test
  void shouldRenewAtOnceWhenTheClockStepsForwardBelowItsTime() {
    TimestampOracle oracle = fixture.serving();
    assertNotEquals(0, oracle.next());
    fixture.wall.addAndGet(-Duration.ofMinutes(30).toNanos());
    for (int i = 0; i < 37; i++) {
      fixture.run(LEASE.dividedBy(16));
      oracle.step();
      assertEquals(TimestampOracle.State.SERVING, oracle.state());
    }
    fixture.wall.addAndGet(LEASE.toNanos() + 1_000_000);
    oracle.step();
    assertEquals(TimestampOracle.State.SERVING, oracle.state());
    assertNotEquals(0, oracle.next());
  }

  /** It takes over again and again, but does not call what has not returned. */
  @Test
  void shouldCallAMarkThatDoesNotAnswerOnce() throws InterruptedException {
    CountDownLatch answer = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    HighWaterMark hung =
        new HighWaterMark() {
          @Override
          public NTP64 bound() {
            return NTP64.ZERO;
          }

          @Override
          public void extend(NTP64 current, NTP64 bound) {
            calls.incrementAndGet();
            try {
              answer.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          }
        };
    AtomicInteger failures = new AtomicInteger();
    OracleListener counting =
        new OracleListener() {
          @Override
          public void onMarkFailure(Throwable failure) {
            failures.incrementAndGet();
          }
        };
    try (TimestampOracle oracle =
        TimestampOracle.builder()
            .withHighWaterMark(hung)
            .withLease(Duration.ofMillis(10))
            .withListener(counting)
            .build()) {
      while (failures.get() < 10) {
        Thread.sleep(1);
      }
      assertEquals(TimestampOracle.State.STANDBY, oracle.state());
      assertEquals(1, calls.get());
    } finally {
      answer.countDown();
    }
  }

  @Test
  void shouldRefuseCallsAtOnceOfOneMark() {
    OneCallAtATime[] mark = new OneCallAtATime[1];
    mark[0] = new OneCallAtATime(fixture.mark);
    fixture.duringRead =
        () -> {
          assertThrows(
              HighWaterMarkException.class, () -> mark[0].extend(NTP64.ZERO, NTP64.ofBits(5)));
          assertThrows(HighWaterMarkException.class, () -> mark[0].bound());
        };
    assertEquals(NTP64.ZERO, mark[0].bound());
    fixture.duringRead = () -> {};
    mark[0].extend(NTP64.ZERO, NTP64.ofBits(5));
    assertEquals(NTP64.ofBits(5), mark[0].bound());
  }

  @Test
  void shouldRefuseAClockThatCountsMilliseconds() {
    TimestampOracle.Builder builder =
        TimestampOracle.builder()
            .withHighWaterMark(fixture.mark)
            .withClock(System::currentTimeMillis);
    assertThrows(IllegalArgumentException.class, builder::build);
    assertEquals(NTP64.ZERO, fixture.mark.bound());
  }

  @Test
  void shouldTellNobodyWhenItsStateIsLookedAt() {
    TimestampOracle oracle = new TimestampOracle(fixture.settings(null, Duration.ofMinutes(1)));
    assertNotEquals(0, oracle.next());
    fixture.wall.addAndGet(-120_000_000_000L);
    assertEquals(TimestampOracle.State.STANDBY, oracle.state());
    assertFalse(fixture.events.contains("too far ahead"));
  }

  @Test
  void shouldSayThatItWasClosedToWhoWaits() {
    TimestampOracle oracle = fixture.serving();
    fixture.run(LEASE.dividedBy(2));
    fixture.lostAnswer =
        new IllegalStateException() {
          private static final long serialVersionUID = 1L;

          @Override
          public String getMessage() {
            oracle.close();
            return "down";
          }
        };
    NotServingException refusal = assertThrows(NotServingException.class, oracle::next);
    assertEquals(TimestampOracle.State.CLOSED, refusal.state());
  }
}
