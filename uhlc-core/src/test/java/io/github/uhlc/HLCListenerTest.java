package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.fixture.MemoryMark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What an HLC tells its listener, and what its statistics make of it. */
class HLCListenerTest {
  private static final ID OWN = ID.ofUnsigned(0x33);
  private static final ID PEER = ID.ofUnsigned(0x44);

  private final SettableClock clock = PhysicalClock.settable(Instant.parse("2024-07-01T12:00:00Z"));
  private final HLCStatistics statistics = new HLCStatistics();
  private final HLC hlc = builder().withListener(statistics).build();

  private HLC.Builder builder() {
    return HLC.builder().withId(OWN).withClock(clock).withMaxDelta(Duration.ofMillis(500));
  }

  private Timestamp ahead(Duration lead, ID id) {
    return Timestamp.of(NTP64.ofBits(clock.ntp64()).plus(lead), id);
  }

  @Test
  void shouldTellNothingOfAClockThatWorks() {
    for (int i = 0; i < 100; i++) {
      clock.advance(Duration.ofMillis(i));
      Timestamp own = hlc.newTimestamp();
      hlc.updateWithTimestamp(own);
      hlc.updateWithTimestamp(ahead(Duration.ofMillis(400), PEER));
      hlc.newTimestampAfter(ahead(Duration.ofMillis(-400), OWN));
    }
    assertEquals(new HLCStatistics().toString(), statistics.toString());
  }

  @Test
  void shouldTellOfEachRefusal() {
    Timestamp far = ahead(Duration.ofMillis(1500), PEER);
    assertFalse(hlc.tryUpdateWithTimestamp(far));
    assertThrows(ExceedingDeltaException.class, () -> hlc.updateWithTimestamp(far));
    assertThrows(ExceedingDeltaException.class, () -> hlc.newTimestampAfter(far));
    assertThrows(ExceedingDeltaException.class, () -> hlc.updateWithTimestamps(List.of(far)));
    assertEquals(4, statistics.refusals());
    assertEquals(Duration.ofSeconds(1), statistics.largestExcess());
    assertFalse(hlc.tryUpdateWithTimestamp(ahead(Duration.ofMillis(501), PEER)));
    assertEquals(Duration.ofSeconds(1), statistics.largestExcess());
  }

  @Test
  void shouldTellWhatWasRefused() {
    List<ExceedingDeltaException> refusals = new ArrayList<>();
    HLC told =
        builder()
            .withListener(
                new HLCListener() {
                  @Override
                  public void onRefusal(ExceedingDeltaException refusal) {
                    refusals.add(refusal);
                  }
                })
            .build();
    Timestamp far = ahead(Duration.ofMillis(1500), PEER);
    told.tryUpdateWithTimestamp(far);
    assertEquals(1, refusals.size());
    assertSame(far, refusals.get(0).timestamp());
    assertEquals(Duration.ofSeconds(1), refusals.get(0).excess());
  }

  @Test
  void shouldTellOnceWhenThePhysicalClockHasGoneBack() {
    hlc.newTime();
    clock.advance(Duration.ofSeconds(-10));
    for (int i = 0; i < 100; i++) {
      hlc.newTime();
      clock.advance(Duration.ofMillis(20));
      assertTrue(hlc.lead().compareTo(Duration.ZERO) > 0);
    }
    assertEquals(1, statistics.clockStepsBack());
    assertEquals(Duration.ofSeconds(10), statistics.largestClockStepBack());
    clock.advance(Duration.ofSeconds(-2));
    hlc.tryUpdateWithTimestamp(ahead(Duration.ZERO, PEER));
    assertEquals(2, statistics.clockStepsBack(), "another step, before it had caught up");
    assertEquals(Duration.ofSeconds(10), statistics.largestClockStepBack());
    clock.advance(Duration.ofNanos(-900_000));
    hlc.newTime();
    assertEquals(2, statistics.clockStepsBack(), "less than a millisecond is no step");
    clock.advance(Duration.ofNanos(-1_600_000));
    hlc.newTime();
    assertEquals(3, statistics.clockStepsBack(), "more than one and what may be hidden is");
  }

  @Test
  void shouldTellOfAStepWhateverCallSeesIt() {
    Timestamp behind = ahead(Duration.ofDays(-1), PEER);
    List<Consumer<HLC>> calls =
        List.of(
            HLC::newTimestamp,
            HLC::newTime,
            each -> each.newTimestamps(2),
            each -> each.newTimestampAfter(behind),
            each -> each.updateWithTimestamp(behind),
            each -> each.tryUpdateWithTimestamp(behind),
            each -> each.updateWithTimestamps(List.of(behind)),
            HLC::lead);
    for (int i = 0; i < calls.size(); i++) {
      HLCStatistics told = new HLCStatistics();
      HLC each = builder().withListener(told).build();
      each.newTime();
      clock.advance(Duration.ofSeconds(-1));
      calls.get(i).accept(each);
      assertEquals(1, told.clockStepsBack(), "call " + i);
    }
  }

  @Test
  void shouldTellOfAStrangerWithItsId() {
    Timestamp own = hlc.newTimestamp();
    hlc.updateWithTimestamp(own);
    clock.advance(Duration.ofMillis(-400));
    hlc.tryUpdateWithTimestamp(own);
    assertEquals(0, statistics.ownIdsFromElsewhere(), "its own, though ahead of its clock");
    hlc.updateWithTimestamp(ahead(Duration.ofSeconds(-1), OWN));
    assertEquals(0, statistics.ownIdsFromElsewhere(), "behind: may be its own");

    clock.advance(Duration.ofSeconds(2));
    Timestamp stranger = ahead(Duration.ofMillis(100), OWN);
    hlc.updateWithTimestamp(stranger);
    assertEquals(1, statistics.ownIdsFromElsewhere());
    hlc.tryUpdateWithTimestamp(stranger);
    assertEquals(1, statistics.ownIdsFromElsewhere(), "is now what it has seen");
    hlc.newTimestampAfter(ahead(Duration.ofMillis(200), OWN));
    hlc.tryUpdateWithTimestamp(ahead(Duration.ofHours(1), OWN));
    assertEquals(3, statistics.ownIdsFromElsewhere());
    assertEquals(1, statistics.refusals());
    HLC fresh = hlc.withFreshId();
    fresh.updateWithTimestamp(ahead(Duration.ofMillis(300), OWN));
    assertEquals(3, statistics.ownIdsFromElsewhere(), "no longer its ID");
  }

  @Test
  void shouldGoOnTellingUnderAFreshId() {
    HLC strict = builder().withMaxDelta(Duration.ofMillis(7)).withListener(statistics).build();
    HLC fresh = strict.withFreshId();
    assertEquals(Duration.ofMillis(7), fresh.maxDelta());
    assertFalse(fresh.tryUpdateWithTimestamp(ahead(Duration.ofMillis(8), PEER)));
    assertEquals(1, statistics.refusals());
    assertTrue(fresh.tryUpdateWithTimestamp(ahead(Duration.ofMillis(6), fresh.id())));
    assertEquals(1, statistics.ownIdsFromElsewhere());
    clock.advance(Duration.ofSeconds(-1));
    fresh.newTime();
    assertEquals(1, statistics.clockStepsBack());
  }

  @Test
  void shouldTellOfAStrangerAnywhereInABatch() {
    hlc.updateWithTimestamps(
        List.of(
            ahead(Duration.ofMillis(100), OWN),
            ahead(Duration.ofMillis(200), PEER),
            ahead(Duration.ofMillis(-100), OWN)));
    assertEquals(1, statistics.ownIdsFromElsewhere());
    hlc.updateWithTimestamps(List.of(ahead(Duration.ofMillis(300), OWN)));
    assertEquals(2, statistics.ownIdsFromElsewhere(), "once, also if it is the latest");
  }

  @Test
  void shouldDropWhatAnyCallbackThrows() {
    SafeListener safe = SafeListener.of(new ThrowingListener());
    Timestamp far = ahead(Duration.ofHours(1), PEER);
    for (Runnable call :
        List.<Runnable>of(
            () -> safe.onRefusal(new ExceedingDeltaException(far, NTP64.ZERO, Duration.ZERO)),
            () -> safe.onClockWentBack(Duration.ZERO),
            () -> safe.onOwnIdFromElsewhere(far),
            () -> safe.onMarkExtended(NTP64.ZERO),
            () -> safe.onMarkExtensionFailed(new IllegalStateException()))) {
      assertDoesNotThrow(call::run);
    }
  }

  @Test
  void shouldDropWhatAListenerThrows() {
    MemoryMark mark = new MemoryMark();
    HLC angry = builder().withHighWaterMark(mark).withListener(new ThrowingListener()).build();
    angry.newTime();
    assertFalse(angry.tryUpdateWithTimestamp(ahead(Duration.ofHours(1), OWN)));
    clock.advance(Duration.ofSeconds(-1));
    angry.newTime();
    clock.advance(Duration.ofSeconds(10));
    mark.beforeExtending(
        () -> {
          throw new IllegalStateException("disk full");
        });
    assertThrows(HighWaterMarkException.class, angry::newTime);
    mark.beforeExtending(() -> {});
    assertEquals(clock.ntp64(), angry.newTime());
  }

  /** Throws an error of a kind that few expect, whatever it is told. */
  private static final class ThrowingListener implements HLCListener {
    private static void fail() {
      throw new StackOverflowError();
    }

    @Override
    public void onRefusal(ExceedingDeltaException refusal) {
      fail();
    }

    @Override
    public void onClockWentBack(Duration distance) {
      fail();
    }

    @Override
    public void onOwnIdFromElsewhere(Timestamp received) {
      fail();
    }

    @Override
    public void onMarkExtended(NTP64 bound) {
      fail();
    }

    @Override
    public void onMarkExtensionFailed(Throwable failure) {
      fail();
    }
  }

  @Test
  void shouldLetAListenerUseTheClock() {
    List<Timestamp> issued = new ArrayList<>();
    HLC[] own = new HLC[1];
    own[0] =
        builder()
            .withListener(
                new HLCListener() {
                  @Override
                  public void onClockWentBack(Duration distance) {
                    issued.add(own[0].newTimestamp());
                  }
                })
            .build();
    Timestamp before = own[0].newTimestamp();
    clock.advance(Duration.ofSeconds(-1));
    Timestamp after = own[0].newTimestamp();
    assertEquals(1, issued.size());
    assertTrue(issued.get(0).isAfter(before));
    assertTrue(after.isAfter(issued.get(0)));
  }

  @Test
  void shouldPrintAllFigures() {
    assertEquals(Optional.empty(), statistics.lastMarkFailure());
    hlc.newTime();
    hlc.tryUpdateWithTimestamp(ahead(Duration.ofMillis(1500), OWN));
    clock.advance(Duration.ofSeconds(-3));
    hlc.newTime();
    statistics.onMarkExtended(NTP64.ZERO);
    statistics.onMarkExtensionFailed(new IllegalStateException("disk full"));
    statistics.onMarkExtensionFailed(new IllegalStateException("gone"));
    assertEquals("gone", statistics.lastMarkFailure().orElseThrow().getMessage());
    assertEquals(
        "HLCStatistics[refusals=1, largestExcess=PT1S, clockStepsBack=1,"
            + " largestClockStepBack=PT3S, ownIdsFromElsewhere=1, markExtensions=1,"
            + " failedMarkExtensions=2]",
        statistics.toString());
  }
}
