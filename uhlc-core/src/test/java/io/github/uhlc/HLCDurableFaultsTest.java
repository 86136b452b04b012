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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An HLC whose high-water mark fails, hangs, or was taken over. */
@Timeout(60)
class HLCDurableFaultsTest extends DurableFixture {
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
  void shouldGoOnAboveABoundWhoseAnswerWasLost() {
    HLC hlc = builder().build();
    NTP64 before = mark.bound();
    mark.afterExtending(
        () -> {
          throw full;
        });
    clock.advance(Duration.ofMinutes(1));
    assertThrows(HighWaterMarkException.class, hlc::newTime);
    NTP64 lost = mark.bound();
    assertTrue(lost.isAfter(before), "written all the same");
    mark.afterExtending(() -> {});
    fail();
    assertThrows(HighWaterMarkException.class, hlc::newTime, "another clock may have written it");
    work();
    NTP64 first = hlc.newTimestamp().time();
    assertTrue(first.isAfter(lost));
    assertFalse(first.isAfter(lost.plus(Duration.ofNanos(1))), "above it at once");
    List<Timestamp> batch = hlc.newTimestamps(1 << 24);
    assertTrue(batch.get(0).time().isAfter(first));
    assertFalse(hlc.lastTime().isAfter(mark.bound()));
  }

  @Test
  void shouldEndWhenTheLastBoundOfTheFormatMayBeAnothers() {
    clock.set(NTP64.MAX.minus(Duration.ofSeconds(10)));
    HLC hlc = builder().build();
    mark.afterExtending(
        () -> {
          throw full;
        });
    clock.set(NTP64.MAX.minus(Duration.ofSeconds(2)));
    assertThrows(HighWaterMarkException.class, hlc::newTime);
    assertEquals(NTP64.MAX, mark.bound());
    mark.afterExtending(() -> {});
    HighWaterMarkException end = assertThrows(HighWaterMarkException.class, hlc::newTime);
    assertSame(IllegalStateException.class, end.getCause().getClass());
  }

  @Test
  void shouldIssueNothingOfABoundThatMayBeAnothers() {
    HLC hlc = builder().build();
    NTP64 before = mark.bound();
    // What it is told to write, it writes, but as if another clock had: the answer is a refusal.
    mark.afterExtending(
        () -> {
          throw new IllegalStateException("the bound is another");
        });
    clock.set(before.plus(Duration.ofMillis(10)));
    assertThrows(HighWaterMarkException.class, hlc::newTime);
    NTP64 found = mark.bound();
    mark.afterExtending(() -> {});
    fail();
    clock.set(before.minus(Duration.ofSeconds(1)));
    assertTrue(hlc.newTimestamp().time().isBefore(before), "up to its own bound it goes on");
    work();
    // In the range that may be another's, whatever call brings it there.
    clock.set(before.plus(Duration.ofMillis(1)));
    for (NTP64 time :
        List.of(
            hlc.newTimestamp().time(),
            hlc.newTimestampAfter(ahead(Duration.ofMillis(2))).time(),
            hlc.newTimestamps(3).get(0).time(),
            hlc.withFreshId().newTimestamp().time())) {
      assertTrue(time.isAfter(found), () -> time + " is not above " + found);
    }
  }

  @Test
  void shouldReserveNoBatchThatBeginsInWhatMayBeAnothers() {
    HLC hlc = builder().build();
    mark.afterExtending(
        () -> {
          throw full;
        });
    clock.advance(Duration.ofMinutes(1));
    assertThrows(HighWaterMarkException.class, hlc::newTime);
    NTP64 found = mark.bound();
    mark.afterExtending(() -> {});
    clock.set(found.minus(Duration.ofNanos(100)));
    List<Timestamp> batch = hlc.newTimestamps(1 << 20);
    assertTrue(batch.get(0).time().isAfter(found), () -> batch.get(0) + ", found=" + found);
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
    clock.advance(Duration.ofSeconds(2));
    while (statistics.markExtensions() < 3) {
      hlc.newTime();
    }
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
          throw new Mute();
        });
    failure = assertThrows(HighWaterMarkException.class, hlc::newTime);
    assertEquals(
        "the high-water mark could not be extended: "
            + failure.getCause().getClass().getSimpleName(),
        failure.getMessage());
    work();
    assertEquals(now().bits(), hlc.newTime());
  }

  private static final class Mute extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new UnsupportedOperationException();
    }
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
  void shouldExtendForWhoWaitsWhileAListenerIsAtWork() {
    HLC[] own = new HLC[1];
    CompletableFuture<Long> other = new CompletableFuture<>();
    own[0] =
        builder()
            .withListener(
                new HLCListener() {
                  @Override
                  public void onMarkExtended(NTP64 bound) {
                    if (own[0] != null && !other.isDone()) {
                      clock.advance(Duration.ofMinutes(1));
                      other.completeAsync(own[0]::newTime).exceptionally(failure -> 0L).join();
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
        new DurableWindow(
            MarkSettings.none()
                .withMark(mark)
                .withWindow(WINDOW)
                .withPatience(Duration.ofMillis(20)),
            NTP64.ZERO,
            statistics);
    mark.beforeExtending(() -> awaitUninterruptibly(released));
    HighWaterMarkException refusal =
        assertThrows(HighWaterMarkException.class, () -> window.admit(1, 0));
    assertEquals(
        "the high-water mark has not answered in time: patience=PT0.02S", refusal.getMessage());
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
  void shouldRefuseAMarkWithoutABound() {
    MemoryMark empty = new MemoryMark(null);
    HLC.Builder builder = builder().withHighWaterMark(empty);
    HighWaterMarkException failure = assertThrows(HighWaterMarkException.class, builder::build);
    assertEquals(
        "the high-water mark could not be read: the mark has returned null as its bound",
        failure.getMessage());
  }

  @Test
  void shouldTakeABoundThatIsMissingLaterForAFailure() {
    HLC hlc = builder().build();
    NTP64 before = hlc.lastTime();
    clock.advance(Duration.ofMinutes(1));
    fail();
    assertThrows(HighWaterMarkException.class, hlc::newTime);
    work();
    mark.forget();
    assertThrows(HighWaterMarkException.class, hlc::newTime);
    assertEquals(before, hlc.lastTime());
  }

  @Test
  void shouldTellWhyItCannotStart() {
    fail();
    HighWaterMarkException failure =
        assertThrows(HighWaterMarkException.class, () -> builder().build());
    assertEquals("the high-water mark could not be extended: disk full", failure.getMessage());
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
    assertEquals("the high-water mark could not be read: disk full", failure.getMessage());
  }
}
