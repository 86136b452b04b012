package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.fixture.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.RandomAccess;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HLCTest {
  private static final Instant NOON = Instant.parse("2024-07-01T12:00:00Z");
  private static final long NOON_NTP = NtpBits.of(NOON);
  private static final ID OWN = ID.ofUnsigned(0x33);
  private static final ID PEER = ID.ofUnsigned(0x44);

  private final ManualClock clock = ManualClock.at(NOON);
  private final HLC hlc = hlc(Duration.ofMillis(500));

  private HLC hlc(Duration maxDelta) {
    return HLC.builder().withId(OWN).withClock(clock).withMaxDelta(maxDelta).build();
  }

  private static Timestamp received(long ntp) {
    return Timestamp.of(ntp, PEER);
  }

  private static Timestamp ahead(Duration lead) {
    return received(NtpBits.plus(NOON_NTP, lead));
  }

  @Test
  void shouldCreateWithDefaults() {
    HLC first = HLC.create();
    HLC second = HLC.create();
    assertNotEquals(first.id(), second.id());
    assertEquals(NTP64.ZERO, first.lastTime());
    assertTrue(first.newTimestamp().isAfter(received(NOON_NTP)));
  }

  @Test
  void shouldTakeThePhysicalTimeWithoutItsCounter() {
    clock.set(NOON_NTP + 0x1F);
    assertEquals(Timestamp.of(NOON_NTP + 0x10, OWN), hlc.newTimestamp());
  }

  @Test
  void shouldCountWithinATickAndCarryIntoTheTime() {
    for (int i = 0; i < 40; i++) {
      assertEquals(NOON_NTP + i, hlc.newTime());
    }
    clock.set(NOON_NTP + 0x20);
    assertEquals(NOON_NTP + 40, hlc.newTime(), "not beyond the last time's tick");
    clock.set(NOON_NTP + 0x30);
    assertEquals(NOON_NTP + 0x30, hlc.newTime());
  }

  @Test
  void shouldGoOnWhenThePhysicalClockGoesBackOrStands() {
    hlc.newTime();
    clock.advance(Duration.ofHours(-1));
    assertEquals(NOON_NTP + 1, hlc.newTime());
    clock.set(0);
    assertEquals(NOON_NTP + 2, hlc.newTime());
  }

  @Test
  void shouldCompareUnsignedAfter2038() {
    clock.set(Long.MAX_VALUE);
    assertEquals(Long.MAX_VALUE & ~0xFL, hlc.newTime());
    clock.set(Long.MIN_VALUE);
    assertEquals(Long.MIN_VALUE, hlc.newTime());
    clock.set(Long.MAX_VALUE);
    assertEquals(Long.MIN_VALUE + 1, hlc.newTime());
    assertTrue(hlc.tryUpdateWithTimestamp(received(Long.MIN_VALUE + 100)));
    assertEquals(Long.MIN_VALUE + 101, hlc.newTime());
  }

  @Test
  void shouldStampAfterWhatItAccepted() {
    Timestamp ahead = ahead(Duration.ofMillis(500));
    hlc.updateWithTimestamp(ahead);
    assertEquals(ahead.time(), hlc.lastTime());
    assertEquals(ahead.ntp64() + 1, hlc.newTime());
    assertEquals(Duration.ofMillis(500).plusNanos(1), hlc.lead());
  }

  @Test
  void shouldLeaveTheTimeOnAnUpdateThatIsNotAhead() {
    hlc.newTime();
    hlc.updateWithTimestamp(received(NOON_NTP));
    hlc.updateWithTimestamp(received(0));
    assertTrue(hlc.tryUpdateWithTimestamp(received(NOON_NTP - 1)));
    assertEquals(NOON_NTP, hlc.lastTime().bits());
  }

  @Test
  void shouldRefuseWhatIsBeyondMaxDeltaAndChangeNothing() {
    hlc.newTime();
    Timestamp beyond = ahead(Duration.ofMillis(1900));
    ExceedingDeltaException refusal =
        assertThrows(ExceedingDeltaException.class, () -> hlc.updateWithTimestamp(beyond));
    assertThrows(ExceedingDeltaException.class, () -> hlc.newTimestampAfter(beyond));
    assertThrows(
        ExceedingDeltaException.class,
        () -> hlc.updateWithTimestamps(List.of(received(NOON_NTP + 5), beyond, received(1))));
    assertFalse(hlc.tryUpdateWithTimestamp(beyond));
    assertEquals(NOON_NTP, hlc.lastTime().bits());

    assertEquals(beyond, refusal.timestamp());
    assertEquals(NTP64.ofBits(NOON_NTP), refusal.physicalTime());
    assertEquals(Duration.ofMillis(500), refusal.maxDelta());
    assertEquals(Duration.ofMillis(1400), refusal.excess());
    assertEquals(0, refusal.getStackTrace().length);
    assertEquals(
        "the received timestamp is too far ahead of the physical clock, it may be ahead by at most"
            + " max-delta:"
            + " sender=44, ahead=PT1.9S, maxDelta=PT0.5S, time=2024-07-01T12:00:01.900000000Z",
        refusal.getMessage());
  }

  @Test
  void shouldMeasureMaxDeltaAgainstThePhysicalTickOnly() {
    long limit = NOON_NTP + (1L << 31);
    assertTrue(hlc.tryUpdateWithTimestamp(received(limit)));
    assertFalse(hlc.tryUpdateWithTimestamp(received(limit + 1)), "not walked ahead by the last");
    clock.set(NOON_NTP + 0xF);
    assertFalse(hlc.tryUpdateWithTimestamp(received(limit + 1)), "the same tick");
    clock.set(NOON_NTP + 0x10);
    assertTrue(hlc.tryUpdateWithTimestamp(received(limit + 1)));
  }

  @Test
  void shouldTellOfAnExcessBelowANanosecond() {
    HLC strict = hlc(Duration.ZERO);
    assertTrue(strict.tryUpdateWithTimestamp(received(NOON_NTP)));
    ExceedingDeltaException refusal =
        assertThrows(
            ExceedingDeltaException.class,
            () -> strict.updateWithTimestamp(received(NOON_NTP + 1)));
    assertEquals(Duration.ofNanos(1), refusal.excess());
    clock.set(48);
    refusal =
        assertThrows(ExceedingDeltaException.class, () -> strict.updateWithTimestamp(received(49)));
    assertEquals(Duration.ofNanos(1), refusal.excess());
  }

  @Test
  void shouldTellOfAnExcessThatTheRoundingToNanosecondsHides() {
    clock.set(7301444407112502512L);
    HLC strict = hlc(Duration.ofNanos(89_049_521));
    ExceedingDeltaException refusal =
        assertThrows(
            ExceedingDeltaException.class,
            () -> strict.updateWithTimestamp(received(7301444407494967295L)));
    assertEquals(Duration.ofNanos(1), refusal.excess());
    assertTrue(refusal.getMessage().contains("ahead=PT0.089049522S, maxDelta=PT0.089049521S"));
    assertEquals(0, refusal.getSuppressed().length);
  }

  @Test
  void shouldKnowNoLimitFrom2To32Seconds() {
    HLC open = hlc(Duration.ofSeconds(1L << 32));
    clock.set(0);
    assertTrue(open.tryUpdateWithTimestamp(received(-1)));
    assertEquals(NTP64.MAX, open.lastTime());
    HLC limited = hlc(Duration.ofSeconds((1L << 32) - 1));
    assertFalse(limited.tryUpdateWithTimestamp(received(-1)));
    assertTrue(limited.tryUpdateWithTimestamp(received(-1L << 32)));
  }

  @Test
  void shouldMergeAndStampInOneStep() {
    Timestamp ahead = ahead(Duration.ofMillis(400));
    assertEquals(Timestamp.of(ahead.ntp64() + 1, OWN), hlc.newTimestampAfter(ahead));
    assertEquals(ahead.ntp64() + 2, hlc.newTimestampAfter(received(NOON_NTP)).ntp64(), "not ahead");
    clock.advance(Duration.ofSeconds(1));
    assertEquals(
        clock.ntp64(), hlc.newTimestampAfter(received(NOON_NTP)).ntp64(), "physical time leads");
  }

  @Test
  void shouldReserveManyInOneStep() {
    List<Timestamp> many = hlc.newTimestamps(20);
    assertEquals(
        IntStream.range(0, 20).mapToObj(i -> Timestamp.of(NOON_NTP + i, OWN)).toList(), many);
    assertInstanceOf(RandomAccess.class, many);
    assertEquals(NOON_NTP + 20, hlc.newTime());
    assertEquals(1, hlc.newTimestamps(1).size());
    assertEquals(1 << 24, hlc.newTimestamps(1 << 24).size());
    assertThrows(UnsupportedOperationException.class, () -> many.set(0, many.get(1)));
    assertThrows(UnsupportedOperationException.class, () -> many.remove(0));
    assertThrows(IndexOutOfBoundsException.class, () -> many.get(20));
    assertThrows(IndexOutOfBoundsException.class, () -> many.get(-1));
  }

  @Test
  void shouldTakeManyUpdatesOrNone() {
    hlc.updateWithTimestamps(List.of());
    assertEquals(NTP64.ZERO, hlc.lastTime());
    hlc.updateWithTimestamps(List.of(received(7), received(NOON_NTP + 9), received(NOON_NTP + 8)));
    assertEquals(NOON_NTP + 9, hlc.lastTime().bits());
  }

  @Test
  void shouldEndWithTheFormatAndNeverWrap() {
    clock.set(-1);
    for (long ntp = -16; ntp != 0; ntp++) {
      assertEquals(ntp, hlc.newTime());
    }
    IllegalStateException end = assertThrows(IllegalStateException.class, hlc::newTimestamp);
    assertEquals(
        "no time is left, the NTP64 format ends in 2106: after=18446744073709551615, count=1",
        end.getMessage());
    clock.set(0);
    assertThrows(IllegalStateException.class, hlc::newTime);
    assertThrows(IllegalStateException.class, () -> hlc.newTimestampAfter(received(0)));
    assertThrows(IllegalStateException.class, () -> hlc.newTimestamps(1));
    hlc.updateWithTimestamp(received(0));
    assertEquals(NTP64.MAX, hlc.lastTime());
  }

  @Test
  void shouldRefuseABatchThatPassesTheEndAndReserveNothing() {
    clock.set(-1);
    assertThrows(IllegalStateException.class, () -> hlc.newTimestamps(17));
    assertThrows(IllegalStateException.class, () -> hlc.newTimestamps(1 << 24));
    assertEquals(NTP64.ZERO, hlc.lastTime());
    assertEquals(-1, hlc.newTimestamps(16).get(15).ntp64());
  }

  @Test
  void shouldRefuseToStampAfterTheEndAndMergeNothing() {
    clock.set(-1);
    assertThrows(IllegalStateException.class, () -> hlc.newTimestampAfter(received(-1)));
    assertEquals(NTP64.ZERO, hlc.lastTime());
  }

  @Test
  void shouldPassOnWhatTheClockThrows() {
    hlc.newTime();
    RuntimeException failure = new ArrayIndexOutOfBoundsException("broken clock");
    clock.failWith(failure);
    assertSame(failure, assertThrows(RuntimeException.class, hlc::newTime));
    assertSame(failure, assertThrows(RuntimeException.class, hlc::newTimestamp));
    assertSame(failure, assertThrows(RuntimeException.class, hlc::lead));
    assertSame(failure, assertThrows(RuntimeException.class, () -> hlc.newTimestamps(2)));
    Timestamp ahead = received(NOON_NTP + 1);
    assertSame(failure, assertThrows(RuntimeException.class, () -> hlc.updateWithTimestamp(ahead)));
    assertSame(
        failure, assertThrows(RuntimeException.class, () -> hlc.tryUpdateWithTimestamp(ahead)));
    assertSame(failure, assertThrows(RuntimeException.class, () -> hlc.newTimestampAfter(ahead)));
    assertSame(
        failure,
        assertThrows(RuntimeException.class, () -> hlc.updateWithTimestamps(List.of(ahead))));
    assertEquals(NOON_NTP, hlc.lastTime().bits());
  }

  @Test
  void shouldStandAClockThatCallsBack() {
    ManualClock outer = ManualClock.at(NOON);
    HLC reentered = HLC.builder().withClock(outer).build();
    outer.beforeReading(
        () -> {
          outer.beforeReading(() -> {});
          assertEquals(NOON_NTP, reentered.newTime());
        });
    assertEquals(NOON_NTP + 1, reentered.newTime());
  }

  @Test
  void shouldReadTheClockOnceACall() {
    List<Runnable> calls =
        List.of(
            hlc::newTime,
            hlc::newTimestamp,
            () -> hlc.newTimestamps(3),
            () -> hlc.updateWithTimestamp(received(NOON_NTP)),
            () -> hlc.tryUpdateWithTimestamp(received(NOON_NTP)),
            () -> hlc.updateWithTimestamps(List.of(received(NOON_NTP), received(NOON_NTP + 1))),
            () -> hlc.newTimestampAfter(received(NOON_NTP)),
            hlc::lead);
    AtomicLong readings = new AtomicLong();
    clock.beforeReading(readings::incrementAndGet);
    for (int i = 0; i < calls.size(); i++) {
      calls.get(i).run();
      assertEquals(i + 1, readings.get(), "after call " + i);
    }
  }

  @Test
  void shouldHaveNoLeadBeforeItsFirstTime() {
    assertEquals(Duration.ZERO, hlc.lead());
    clock.advance(Duration.ofSeconds(-5));
    assertEquals(Duration.ZERO, hlc.lead());
    clock.advance(Duration.ofSeconds(5));
    hlc.updateWithTimestamp(received(NOON_NTP - (1L << 33)));
    assertEquals(Duration.ofSeconds(-2), hlc.lead(), "what it has accepted counts");
  }

  @Test
  void shouldShowItsLead() {
    hlc.newTime();
    assertEquals(Duration.ZERO, hlc.lead());
    clock.advance(Duration.ofSeconds(-5));
    assertEquals(Duration.ofSeconds(5), hlc.lead());
    clock.advance(Duration.ofSeconds(6));
    assertEquals(Duration.ofSeconds(-1), hlc.lead());
    clock.set(NOON_NTP + 0xF);
    assertEquals(Duration.ofNanos(-4), hlc.lead(), "from the reading, not from its tick");
  }

  @Test
  void shouldShowWhatItIsMadeOf() {
    assertEquals(OWN, hlc.id());
    assertEquals(Duration.ofMillis(500), hlc.maxDelta());
    assertSame(clock, hlc.clock());
    assertEquals(4, HLC.COUNTER_BITS);
    assertEquals(
        "HLC[id=33, lastTime=1970-01-01T00:00:00.000000000Z, maxDelta=PT0.5S]", hlc.toString());
  }
}
