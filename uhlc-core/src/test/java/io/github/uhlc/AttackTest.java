package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.fixture.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What hostile or broken peers and clocks can do, which is little. */
class AttackTest {
  private static final long NOON_NTP = NtpBits.of(Instant.parse("2024-07-01T12:00:00Z"));
  private static final Duration MAX_DELTA = Duration.ofMillis(500);
  private static final long MAX_DELTA_NTP = 1L << 31;
  private static final ID ROGUE = ID.parse("bad");

  private final ManualClock clock = ManualClock.at(NOON_NTP);
  private final HLC hlc = hlc(clock);

  private static HLC hlc(PhysicalClock clock) {
    return HLC.builder().withClock(clock).withMaxDelta(MAX_DELTA).build();
  }

  /** What the walking attack needs of a clock. */
  private interface Victim {
    boolean receive(long ntp);

    long newTime();
  }

  private record Real(HLC hlc) implements Victim {
    @Override
    public boolean receive(long ntp) {
      return hlc.tryUpdateWithTimestamp(Timestamp.of(ntp, ROGUE));
    }

    @Override
    public long newTime() {
      return hlc.newTime();
    }
  }

  /** The broken twin: measures max-delta from its last time, not from its physical clock. */
  private static final class Walking implements Victim {
    private long last = NOON_NTP;

    @Override
    public boolean receive(long ntp) {
      boolean accepted = !NtpBits.isAfter(ntp - last, MAX_DELTA_NTP);
      last = accepted ? NtpBits.max(last, ntp) : last;
      return accepted;
    }

    @Override
    public long newTime() {
      return ++last;
    }
  }

  /** Peers send the furthest time that is taken, and one unit more than was issued. */
  private static void walk(Victim victim, int messages) {
    long limit = NOON_NTP + MAX_DELTA_NTP;
    long last = NOON_NTP;
    for (int event = 1; event <= messages; event++) {
      victim.receive(limit);
      victim.receive(last + MAX_DELTA_NTP);
      victim.receive(last + 1);
      last = victim.newTime();
      assertTrue(last - limit <= event, "one unit an event at the most");
    }
  }

  @Test
  void shouldNotBeWalkedAheadByAMillionMessagesAtTheLimit() {
    walk(new Real(hlc), 1_000_000);
    assertEquals(NOON_NTP + MAX_DELTA_NTP + 1_000_000, hlc.lastTime().bits());
  }

  @Test
  void shouldRejectTheTwinThatIsWalkedAhead() {
    AssertionError found = assertThrows(AssertionError.class, () -> walk(new Walking(), 10));
    assertTrue(found.getMessage().startsWith("one unit an event"), found::getMessage);
  }

  @Test
  void shouldNotPassOnAClockAtTheEndOfTime() {
    HLC broken = hlc(ManualClock.at(-1));
    for (int i = 0; i < 16; i++) {
      Timestamp late = broken.newTimestamp();
      assertFalse(hlc.tryUpdateWithTimestamp(late));
    }
    assertThrows(IllegalStateException.class, broken::newTimestamp);
    assertEquals(NTP64.ZERO, hlc.lastTime());
    assertEquals(NOON_NTP, hlc.newTime());
  }

  @Test
  void shouldStandAClockThatAlternatesAround2038() {
    long signChange = 1L << 63;
    long last = 0;
    for (int i = 0; i < 10_000; i++) {
      clock.set(i % 2 == 0 ? signChange - 16L * i : signChange + 16L * i);
      long received = signChange + (i % 3 - 1) * 8L * i;
      assertTrue(hlc.tryUpdateWithTimestamp(Timestamp.of(received, ROGUE)));
      long time = hlc.newTime();
      assertTrue(NtpBits.isAfter(time, last) && NtpBits.isAfter(time, received));
      assertFalse(NtpBits.isAfter(NtpBits.tick(clock.ntp64()), time));
      last = time;
    }
    assertEquals(signChange, last & signChange);
  }

  @Test
  void shouldNotRepeatATimestampWhenARogueEchoesItsId() {
    Set<Timestamp> seen = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      Timestamp own = hlc.newTimestamp();
      assertTrue(seen.add(own));
      assertTrue(hlc.tryUpdateWithTimestamp(own), "its own timestamp, late");
      Timestamp forged = Timestamp.of(own.ntp64() + i % 5, hlc.id());
      seen.add(forged);
      assertTrue(hlc.tryUpdateWithTimestamp(forged));
    }
  }

  @Test
  void shouldAcceptANodeAgainOnceItsClockIsCorrected() {
    ManualClock wrong = ManualClock.at(NtpBits.plus(NOON_NTP, Duration.ofSeconds(10)));
    HLC peer = hlc(wrong);
    assertFalse(hlc.tryUpdateWithTimestamp(peer.newTimestamp()));
    wrong.set(NOON_NTP);
    assertEquals(Duration.ofSeconds(10), peer.lead());
    assertFalse(hlc.tryUpdateWithTimestamp(peer.newTimestamp()), "still ahead by what it issued");
    clock.advance(Duration.ofMillis(9_501));
    wrong.set(clock.ntp64());
    assertTrue(hlc.tryUpdateWithTimestamp(peer.newTimestamp()), "physical time caught up");
    assertTrue(peer.tryUpdateWithTimestamp(hlc.newTimestamp()));
  }
}
