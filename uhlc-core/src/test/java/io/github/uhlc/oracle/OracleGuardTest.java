package io.github.uhlc.oracle;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With a lease and the thread that makes the steps. */
@Timeout(60)
class OracleGuardTest {
  private final OracleFixture fixture = new OracleFixture();

  private TimestampOracle guarded() {
    return TimestampOracle.builder()
        .withHighWaterMark(fixture.mark)
        .withLease(Duration.ofMillis(200))
        .withListener(fixture.listener)
        .build();
  }

  @Test
  void shouldTakeOverByTheGuardAfterAClose() throws InterruptedException {
    TimestampOracle first = guarded();
    assertFalse(first.awaitServing(Duration.ZERO));
    assertTrue(first.awaitServing(Duration.ofSeconds(30)));
    try (TimestampOracle second = guarded()) {
      long last = first.next();
      first.close();
      assertTrue(second.awaitServing(Duration.ofSeconds(30)));
      assertTrue(Long.compareUnsigned(second.next(), last) > 0);
      assertNotEquals(first.epoch(), second.epoch());
      assertTrue(second.toString().startsWith("TimestampOracle[state=SERVING"));
    }
  }

  @Test
  void shouldWakeWhoWaitsWhenItIsClosedOrInterrupted() throws InterruptedException {
    fixture.failure = new IllegalStateException("cut off");
    TimestampOracle oracle = guarded();
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> oracle.awaitServing(Duration.ofHours(1)));
    fixture.await("mark failure");
    Thread closer = new Thread(oracle::close);
    closer.start();
    assertFalse(oracle.awaitServing(Duration.ofHours(1)));
    closer.join();
  }

  @Test
  void shouldEndItsThreadWhenClosedOrNotReferenced() throws InterruptedException {
    Thread dropped = Guard.start(fixture.leased());
    TimestampOracle oracle = fixture.leased();
    Thread closed = Guard.start(oracle);
    assertTrue(closed.isDaemon());
    oracle.close();
    closed.join();
    while (dropped.isAlive()) {
      System.gc();
      dropped.join(10);
    }
    assertFalse(dropped.isAlive());
  }
}
