package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.fixture.MemoryMark;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An HLC with a high-water mark: issues nothing above the durable bound. */
@Timeout(60)
class HLCDurableTest extends DurableFixture {
  @Test
  void shouldMakeTheFirstWindowDurableBeforeItIsBuilt() {
    HLC hlc = builder().build();
    assertEquals(1, mark.extensions());
    Duration window = now().until(mark.bound());
    assertTrue(window.compareTo(WINDOW) >= 0, window::toString);
    assertTrue(window.compareTo(WINDOW.plusNanos(250_000)) <= 0, window::toString);
    assertEquals(now().bits(), hlc.newTime());
  }

  @Test
  void shouldStartAboveTheBoundAtOnce() {
    NTP64 bound = now().plus(Duration.ofMinutes(59));
    HLC hlc = HLC.builder().withClock(clock).withHighWaterMark(new MemoryMark(bound)).build();
    assertEquals(bound, hlc.lastTime());
    assertEquals(Duration.ofMinutes(59), hlc.lead());
    assertTrue(hlc.newTimestamp().time().isAfter(bound));
  }

  @Test
  void shouldRefuseABoundThatIsTooFarAhead() {
    NTP64 bound = now().plus(Duration.ofHours(1).plusNanos(1));
    HLC.builder()
        .withClock(clock)
        .withHighWaterMark(new MemoryMark(now().plus(Duration.ofHours(1))))
        .build();
    MemoryMark far = new MemoryMark(bound);
    HLC.Builder builder = HLC.builder().withClock(clock).withHighWaterMark(far);
    HighWaterMarkException refusal = assertThrows(HighWaterMarkException.class, builder::build);
    assertEquals(
        "the bound of the high-water mark is too far ahead of the physical clock; set the wall"
            + " clock right, or raise the limit (withMaxStartLead; withMaxLead of an oracle), or"
            + " start with a new ID and a new mark: lead=PT1H0.000000001S, limit=PT1H,"
            + " bound=2024-07-01T13:00:00.000000001Z, physicalTime=2024-07-01T12:00:00.000000000Z",
        refusal.getMessage());
    assertEquals(bound, far.bound(), "unchanged");
    HLC hlc = builder.withMaxStartLead(Duration.ofHours(2)).build();
    assertTrue(hlc.newTimestamp().time().isAfter(bound));
  }

  @Test
  void shouldExtendInTheBackgroundWhenHalfTheWindowIsUsed() throws Exception {
    HLC hlc = builder().build();
    clock.advance(WINDOW.dividedBy(2));
    hlc.newTime();
    assertEquals(1, mark.extensions(), "half of it is used, but not more");
    clock.advance(Duration.ofMillis(1));
    CountDownLatch released = new CountDownLatch(1);
    mark.beforeExtending(() -> awaitUninterruptibly(released));
    for (int i = 0; i < 1000; i++) {
      hlc.newTime();
    }
    assertEquals(1, mark.extensions(), "nobody waits for the extension");
    released.countDown();
    await(2, 0);
    assertTrue(now().until(mark.bound()).compareTo(WINDOW.minusNanos(10)) >= 0, "a whole window");
  }

  @Test
  void shouldWaitForTheBoundWhenTheWindowIsUsedUp() {
    HLC hlc = builder().build();
    clock.advance(Duration.ofDays(1));
    NTP64 issued = hlc.newTimestamp().time();
    assertEquals(now(), issued);
    assertFalse(issued.isAfter(mark.bound()));
    assertEquals(2, mark.extensions());
  }

  @Test
  void shouldMergeAlsoAfterALostRace() {
    HLC hlc = builder().build();
    clock.set(mark.bound().minus(Duration.ofMillis(100)));
    // Between the reading of the last time and the attempt to change it.
    mark.beforeExtending(hlc::newTime);
    Timestamp received = ahead(Duration.ofMillis(200));
    hlc.updateWithTimestamp(received);
    assertEquals(received.time(), hlc.lastTime());
  }

  @Test
  void shouldNotWalkAheadByRestarting() {
    Duration limit = WINDOW.plusMillis(1);
    for (int start = 0; start < 3_000; start++) {
      HLC hlc = builder().build();
      hlc.newTimestamps(1000);
      Duration lead = hlc.lead();
      assertTrue(lead.compareTo(limit) < 0, lead::toString);
      // As long as a process needs at the very least.
      clock.advance(Duration.ofNanos(16_000));
    }
  }

  @Test
  void shouldNotWalkAheadByRestartingAfterMessages() {
    for (int start = 0; start < 100; start++) {
      HLC hlc = builder().build();
      hlc.updateWithTimestamp(ahead(Duration.ofMillis(500)));
      Duration lead = hlc.lead();
      assertTrue(lead.compareTo(WINDOW.plusSeconds(1)) < 0, lead::toString);
    }
  }

  @Test
  void shouldBeAcceptedByPeersAfterARestartAtOnce() {
    MemoryMark crashed = new MemoryMark();
    HLC.builder().withClock(clock).withHighWaterMark(crashed).build().newTime();
    HLC restarted = HLC.builder().withClock(clock).withHighWaterMark(crashed).build();
    HLC peer = HLC.builder().withClock(clock).build();
    assertTrue(restarted.lead().compareTo(Duration.ZERO) > 0);
    assertTrue(peer.tryUpdateWithTimestamp(restarted.newTimestamp()));
    assertTrue(restarted.lead().compareTo(Duration.ofMillis(401)) < 0);
  }

  @Test
  void shouldNotLetAnInterruptDisturbTheMark() {
    HLC hlc = builder().build();
    clock.advance(Duration.ofMinutes(1));
    Thread caller = Thread.currentThread();
    mark.beforeExtending(
        () -> {
          assertFalse(Thread.currentThread().isInterrupted());
          // It was interrupted where it waited, and waits again.
          while (caller.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
          }
        });
    caller.interrupt();
    assertEquals(now().bits(), hlc.newTime());
    assertTrue(Thread.interrupted(), "the interrupt stays pending");
  }

  @Test
  void shouldEndWithTheFormat() {
    MemoryMark last = new MemoryMark(NTP64.MAX.minus(Duration.ofSeconds(1)));
    clock.set(NTP64.MAX.minus(Duration.ofSeconds(1)));
    HLC hlc = HLC.builder().withClock(clock).withHighWaterMark(last).withWindow(WINDOW).build();
    assertEquals(NTP64.MAX, last.bound());
    clock.set(NTP64.MAX);
    for (int i = 0; i < 16; i++) {
      hlc.newTime();
    }
    assertThrows(IllegalStateException.class, hlc::newTime);
    assertEquals(NTP64.MAX, hlc.lastTime());
    HLC again = HLC.builder().withClock(clock).withHighWaterMark(last).build();
    assertThrows(IllegalStateException.class, again::newTime);
    assertTrue(again.tryUpdateWithTimestamp(Timestamp.of(NTP64.MAX, OWN)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.000999999S", "PT0S", "PT-1S", "PT10M0.000000001S"})
  void shouldRefuseAWindowOutsideItsRange(String window) {
    HLC.Builder builder = HLC.builder();
    assertEquals(
        "the window is out of range, it must be 1 ms to 10 minutes: window=" + window,
        assertThrows(
                IllegalArgumentException.class, () -> builder.withWindow(Duration.parse(window)))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.000999999S", "PT0S", "PT-1S", "PT10M0.000000001S"})
  void shouldRefuseAPatienceOutsideItsRange(String patience) {
    HLC.Builder builder = HLC.builder();
    assertEquals(
        "the patience is out of range, it must be 1 ms to 10 minutes: patience=" + patience,
        assertThrows(
                IllegalArgumentException.class,
                () -> builder.withPatience(Duration.parse(patience)))
            .getMessage());
  }

  @Test
  void shouldWaitAsLongAsItIsToldTo() {
    CountDownLatch released = new CountDownLatch(1);
    HLC hlc = builder().withPatience(Duration.ofSeconds(1)).build();
    mark.beforeExtending(() -> awaitUninterruptibly(released));
    clock.advance(Duration.ofMinutes(1));
    HighWaterMarkException refusal = assertThrows(HighWaterMarkException.class, hlc::newTime);
    assertEquals(
        "the high-water mark has not answered in time: patience=PT1S", refusal.getMessage());
    released.countDown();
    MemoryMark other = new MemoryMark();
    builder().withHighWaterMark(other).withPatience(Duration.ofMinutes(10)).build().newTime();
    assertEquals(1, other.extensions());
  }

  @Test
  void shouldTakeItsLimits() {
    HLC.Builder builder =
        builder().withWindow(Duration.ofMillis(1)).withWindow(Duration.ofMinutes(10));
    builder.build();
    assertTrue(now().until(mark.bound()).compareTo(Duration.ofMinutes(10)) >= 0);
    assertEquals(
        "the limit of the lead is negative, it must be zero or more: maxStartLead=PT-0.000000001S",
        assertThrows(
                IllegalArgumentException.class,
                () -> builder.withMaxStartLead(Duration.ofNanos(-1)))
            .getMessage());
    assertThrows(NullPointerException.class, () -> builder.withHighWaterMark(null));
    assertThrows(NullPointerException.class, () -> builder.withListener(null));
  }

  @Test
  void shouldTakeItsSettingsInAnyOrder() {
    List<UnaryOperator<MarkSettings>> steps =
        List.of(
            settings -> settings.withMark(mark),
            settings -> settings.withWindow(Duration.ofSeconds(1)),
            settings -> settings.withPatience(Duration.ofSeconds(2)),
            settings -> settings.withMaxStartLead(Duration.ofSeconds(3)));
    MarkSettings expected =
        new MarkSettings(mark, Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3));
    // Each step is once the last one.
    for (int first = 0; first < steps.size(); first++) {
      MarkSettings settings = MarkSettings.none();
      for (int i = 0; i < steps.size(); i++) {
        settings = steps.get((first + i) % steps.size()).apply(settings);
      }
      assertEquals(expected, settings);
    }
  }

  @Test
  void shouldShareTheMarkWithAFreshId() {
    HLC hlc = builder().build();
    hlc.updateWithTimestamp(ahead(Duration.ofMillis(500)));
    long before = hlc.newTime();
    HLC fresh = hlc.withFreshId();
    assertFalse(fresh.id().equals(hlc.id()));
    assertSame(clock, fresh.clock());
    assertEquals(hlc.maxDelta(), fresh.maxDelta());
    assertEquals(before + 1, fresh.newTime());
    fail();
    clock.advance(Duration.ofSeconds(4));
    assertThrows(HighWaterMarkException.class, hlc::newTime);
    assertThrows(HighWaterMarkException.class, fresh::newTime);
    work();
    assertEquals(now().bits(), hlc.newTime());
    assertEquals(now().bits(), fresh.newTime());
  }

  @Test
  void shouldNotHoldTheJvmUp() throws Exception {
    CompletableFuture<Boolean> daemon = new CompletableFuture<>();
    mark.beforeExtending(() -> daemon.complete(Thread.currentThread().isDaemon()));
    Thread user = new Thread(() -> builder().build());
    user.setDaemon(false);
    user.start();
    user.join();
    assertTrue(daemon.join());
  }
}
