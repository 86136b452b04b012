package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An HLC with a high-water mark: issues nothing above the durable bound. */
@Timeout(60)
class HLCDurableTest {
  private static final Instant NOON = Instant.parse("2024-07-01T12:00:00Z");
  private static final ID OWN = ID.ofUnsigned(0x33);
  private static final Duration WINDOW = Duration.ofSeconds(3);
  private final RuntimeException full = new IllegalStateException("disk full");

  private final ManualClock clock = ManualClock.at(NOON);
  private final MemoryMark mark = new MemoryMark();
  private final HLCStatistics statistics = new HLCStatistics();

  private HLC.Builder builder() {
    return HLC.builder()
        .withId(OWN)
        .withClock(clock)
        .withMaxDelta(Duration.ofMillis(500))
        .withHighWaterMark(mark)
        .withListener(statistics);
  }

  private NTP64 now() {
    return NTP64.ofBits(clock.ntp64());
  }

  private Timestamp ahead(Duration lead) {
    return Timestamp.of(now().plus(lead), ID.ofUnsigned(0x44));
  }

  private void fail() {
    mark.beforeExtending(
        () -> {
          throw full;
        });
  }

  private void work() {
    mark.beforeExtending(() -> {});
  }

  /** Waits until the thread that extends has done so many extensions, or failed so often. */
  private void await(long extensions, long failures) throws InterruptedException {
    while (statistics.markExtensions() < extensions
        || statistics.failedMarkExtensions() < failures) {
      Thread.sleep(1);
    }
    assertEquals(extensions, statistics.markExtensions());
    assertEquals(failures, statistics.failedMarkExtensions());
  }

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
        "the bound of a high-water mark is ahead of the physical clock by at most the limit; set"
            + " the wall clock right, or raise the limit by withMaxStartLead, or start with a new"
            + " ID and a new mark: lead=PT1H0.000000001S, limit=PT1H,"
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
  void shouldReturnNothingAboveTheBoundFromAnyCall() {
    HLC hlc = builder().build();
    fail();
    clock.set(mark.bound().minus(Duration.ofMillis(1)));
    NTP64 bound = mark.bound();
    NTP64 before = hlc.lastTime();
    Timestamp beyond = ahead(Duration.ofMillis(20));
    for (Runnable call :
        List.<Runnable>of(
            () -> hlc.newTimestamps(1 << 24).get(0),
            () -> hlc.newTimestampAfter(beyond),
            () -> hlc.newTimestampAfter(Timestamp.of(bound, OWN)),
            () -> hlc.updateWithTimestamp(beyond),
            () -> hlc.updateWithTimestamp(Timestamp.of(bound, OWN)),
            () -> hlc.tryUpdateWithTimestamp(beyond),
            () -> hlc.updateWithTimestamps(List.of(ahead(Duration.ZERO), beyond)))) {
      HighWaterMarkException failure = assertThrows(HighWaterMarkException.class, call::run);
      assertSame(full, failure.getCause());
      assertEquals(before, hlc.lastTime(), "a call that throws changes nothing");
    }
    // Up to the bound itself it goes on.
    clock.set(bound.minus(Duration.ofNanos(1)));
    NTP64 last = NTP64.ZERO;
    while (!last.equals(bound)) {
      last = hlc.newTimestamp().time();
    }
    assertThrows(HighWaterMarkException.class, hlc::newTimestamp);
    assertEquals(bound, hlc.lastTime());
    assertFalse(hlc.tryUpdateWithTimestamp(ahead(Duration.ofSeconds(1))), "max-delta comes first");
    work();
    assertTrue(hlc.newTimestamp().time().isAfter(bound), "goes on once the store works");
    assertTrue(mark.bound().isAfter(hlc.lastTime()));
  }

  @Test
  void shouldTryAgainInTheBackgroundAfterAFailure() throws Exception {
    HLC hlc = builder().build();
    fail();
    clock.advance(Duration.ofMillis(1600));
    hlc.newTime();
    await(1, 1);
    hlc.newTime();
    assertEquals(1, statistics.failedMarkExtensions(), "not at once");
    clock.advance(Duration.ofMillis(750));
    hlc.newTime();
    await(1, 2);
    work();
    clock.advance(Duration.ofMillis(500));
    hlc.newTime();
    await(2, 2);
    assertSame(full, statistics.lastMarkFailure().orElseThrow());
  }

  @Test
  void shouldUseABoundWhoseAnswerWasLost() {
    HLC hlc = builder().build();
    mark.afterExtending(
        () -> {
          throw full;
        });
    clock.advance(Duration.ofMinutes(1));
    assertThrows(HighWaterMarkException.class, hlc::newTime);
    assertEquals(2, mark.extensions());
    mark.afterExtending(() -> {});
    fail();
    clock.advance(Duration.ofSeconds(1));
    assertEquals(now().bits(), hlc.newTime(), "needs no further write");
  }

  @Test
  void shouldFailClosedWhenAnotherClockHasTakenTheMark() {
    HLC hlc = builder().build();
    NTP64 bound = mark.bound();
    HLC other = builder().build();
    assertTrue(other.newTimestamp().time().isAfter(bound), "above all that the first may issue");
    clock.advance(Duration.ofSeconds(4));
    for (int i = 0; i < 3; i++) {
      assertThrows(HighWaterMarkException.class, hlc::newTime);
    }
    assertEquals(now().bits(), other.newTime());
  }

  @Test
  void shouldNotTakeAnothersBoundForItsOwn() {
    HLC first = builder().build();
    clock.advance(Duration.ofMinutes(1));
    HLC second = builder().build();
    // As the second took over at this very reading, both want the same window.
    assertThrows(HighWaterMarkException.class, first::newTime);
    assertThrows(HighWaterMarkException.class, first::newTime);
    assertEquals(now().bits(), second.newTime());
  }

  @Test
  void shouldNotWalkAheadByRestarting() {
    for (int start = 0; start < 100; start++) {
      HLC hlc = builder().build();
      hlc.newTimestamps(1000);
      hlc.updateWithTimestamp(ahead(Duration.ofMillis(500)));
      Duration lead = hlc.lead();
      assertTrue(lead.compareTo(WINDOW.plusSeconds(1)) < 0, lead::toString);
    }
  }

  @Test
  void shouldNotTakeTheBoundBack() throws Exception {
    HLC hlc = builder().withMaxDelta(Duration.ofHours(1)).build();
    fail();
    assertThrows(
        HighWaterMarkException.class, () -> hlc.newTimestampAfter(ahead(Duration.ofSeconds(10))));
    work();
    clock.advance(Duration.ofMillis(1600));
    hlc.newTime();
    await(2, 1);
    NTP64 bound = mark.bound();
    assertTrue(now().until(bound).compareTo(Duration.ofSeconds(8)) > 0, "that of the failure");
    clock.advance(Duration.ofMillis(4600));
    hlc.newTime();
    assertEquals(bound, mark.bound(), "a window ahead already");
    clock.advance(Duration.ofSeconds(1));
    hlc.newTime();
    clock.advance(Duration.ofSeconds(1));
    hlc.newTime();
    await(3, 1);
    assertTrue(mark.bound().isAfter(bound));
  }

  @Test
  void shouldGoOnAfterAnErrorOfTheStore() {
    HLC hlc = builder().build();
    clock.advance(Duration.ofMinutes(1));
    mark.beforeExtending(
        () -> {
          throw new StackOverflowError();
        });
    assertThrows(HighWaterMarkException.class, hlc::newTime);
    mark.beforeExtending(
        () -> {
          throw new IllegalStateException("x".repeat(100_000));
        });
    HighWaterMarkException failure = assertThrows(HighWaterMarkException.class, hlc::newTime);
    assertTrue(failure.getMessage().length() < 400);
    mark.beforeExtending(
        () -> {
          throw new IllegalStateException() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
              throw new UnsupportedOperationException();
            }
          };
        });
    failure = assertThrows(HighWaterMarkException.class, hlc::newTime);
    assertTrue(failure.getMessage().contains(HLCDurableTest.class.getName()));
    work();
    assertEquals(now().bits(), hlc.newTime());
  }

  @Test
  void shouldServeOthersWhileAListenerIsAtWork() {
    HLC[] own = new HLC[1];
    CompletableFuture<Long> other = new CompletableFuture<>();
    own[0] =
        builder()
            .withListener(
                new HLCListener() {
                  @Override
                  public void onMarkExtended(NTP64 bound) {
                    if (own[0] != null) {
                      CompletableFuture.runAsync(() -> other.complete(own[0].newTime())).join();
                    }
                  }
                })
            .build();
    clock.advance(Duration.ofMinutes(1));
    own[0].newTime();
    assertTrue(other.join() > 0);
  }

  @Test
  void shouldNotWaitForEverForAStoreThatHangs() {
    CountDownLatch released = new CountDownLatch(1);
    DurableWindow window =
        new DurableWindow(mark, NTP64.ZERO, WINDOW, Duration.ofMillis(20), statistics);
    mark.beforeExtending(() -> awaitUninterruptibly(released));
    HighWaterMarkException refusal =
        assertThrows(HighWaterMarkException.class, () -> window.admit(1, 0));
    assertEquals("the high-water mark has not answered: waited=PT0.02S", refusal.getMessage());
    assertEquals(1, statistics.failedMarkExtensions());
    assertSame(HighWaterMarkException.class, statistics.lastMarkFailure().orElseThrow().getClass());
    released.countDown();
    while (mark.extensions() == 0) {
      Thread.onSpinWait();
    }
    window.admit(1, 0);
    assertEquals(1, mark.extensions(), "one attempt at a time");
  }

  @Test
  void shouldNotLetAnInterruptDisturbTheMark() {
    HLC hlc = builder().build();
    clock.advance(Duration.ofMinutes(1));
    mark.beforeExtending(() -> assertFalse(Thread.currentThread().isInterrupted()));
    Thread.currentThread().interrupt();
    assertEquals(now().bits(), hlc.newTime());
    assertTrue(Thread.interrupted(), "the interrupt stays pending");
  }

  @Test
  void shouldTellWhyItCannotStart() {
    fail();
    HighWaterMarkException failure =
        assertThrows(HighWaterMarkException.class, () -> builder().build());
    assertEquals(
        "the high-water mark could not be extended: java.lang.IllegalStateException: disk full",
        failure.getMessage());
    HighWaterMark unreadable =
        new HighWaterMark() {
          @Override
          public NTP64 bound() {
            throw full;
          }

          @Override
          public void extend(NTP64 current, NTP64 bound) {}
        };
    failure =
        assertThrows(
            HighWaterMarkException.class,
            () -> HLC.builder().withHighWaterMark(unreadable).build());
    assertEquals(
        "the high-water mark could not be read: java.lang.IllegalStateException: disk full",
        failure.getMessage());
  }

  @Test
  void shouldEndWithTheFormat() {
    MemoryMark last = new MemoryMark(NTP64.MAX.minus(Duration.ofSeconds(1)));
    clock.set(NTP64.MAX.minus(Duration.ofSeconds(1)));
    HLC hlc = HLC.builder().withClock(clock).withHighWaterMark(last).build();
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
        "a window is 1 ms to 10 minutes: window=" + window,
        assertThrows(
                IllegalArgumentException.class, () -> builder.withWindow(Duration.parse(window)))
            .getMessage());
  }

  @Test
  void shouldTakeItsLimits() {
    HLC.Builder builder =
        builder().withWindow(Duration.ofMillis(1)).withWindow(Duration.ofMinutes(10));
    builder.build();
    assertTrue(now().until(mark.bound()).compareTo(Duration.ofMinutes(10)) >= 0);
    assertEquals(
        "the limit of a lead is zero or more: maxStartLead=PT-0.000000001S",
        assertThrows(
                IllegalArgumentException.class,
                () -> builder.withMaxStartLead(Duration.ofNanos(-1)))
            .getMessage());
    assertThrows(NullPointerException.class, () -> builder.withHighWaterMark(null));
    assertThrows(NullPointerException.class, () -> builder.withListener(null));
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

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
