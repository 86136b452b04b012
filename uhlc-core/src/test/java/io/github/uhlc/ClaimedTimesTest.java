package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.fixture.MemoryMark;
import io.github.uhlc.fixture.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What a mark grants to a clock: nothing twice, whatever the store loses, delays or refuses. */
class ClaimedTimesTest {
  private static final Duration WINDOW = Duration.ofMillis(10);
  private static final int ROUNDS = 300;
  private static final int STEPS = 300;

  private final MemoryMark mark = new MemoryMark(NTP64.ofBits(1000));

  private ClaimedTimes claim() {
    return new ClaimedTimes(mark, mark.bound(), WINDOW, 0);
  }

  @Test
  void shouldReachAWindowAheadOfThePhysicalClock() {
    ClaimedTimes claim = claim();
    assertEquals(1000, claim.fromNtp());
    assertEquals(1000, claim.toNtp());
    assertTrue(claim.extend(1001, 1L << 40));
    assertEquals(1000, claim.fromNtp());
    assertEquals((1L << 40) + NtpBits.ofSaturated(WINDOW), claim.toNtp());
    assertEquals(claim.toNtp(), mark.bound().bits());
    assertFalse(claim.extend(1002, 1L << 40), "far enough already");
    assertEquals(1, mark.extensions());
  }

  @Test
  void shouldStepFurtherTheMoreAClockAheadIsUsed() {
    ClaimedTimes claim = claim();
    List<Long> steps = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      long before = claim.toNtp();
      claim.extend(before + 1, 0);
      steps.add(claim.toNtp() - before - 1);
    }
    // The first are within the window; from 15 microseconds on to 8 milliseconds they grow.
    assertEquals(NtpBits.ofSaturated(WINDOW) - 1001, steps.get(0));
    assertEquals(1 << 16, steps.get(1));
    assertEquals(1 << 18, steps.get(2));
    assertEquals(1 << 24, steps.get(5));
    assertEquals(1 << 25, steps.get(6));
    assertEquals(1 << 25, steps.get(7));
    claim.extend(claim.toNtp() + 1, 1L << 40);
    long caughtUp = claim.toNtp();
    claim.extend(caughtUp + 1, 0);
    assertEquals(caughtUp + 1 + (1 << 16), claim.toNtp(), "small again once it was caught up");
  }

  @Test
  void shouldStepByAQuarterOfALongWindowAtMost() {
    ClaimedTimes claim = new ClaimedTimes(mark, mark.bound(), Duration.ofSeconds(4), 0);
    claim.extend(1001, 0);
    for (int i = 0; i < 20; i++) {
      claim.extend(claim.toNtp() + 1, 0);
    }
    long before = claim.toNtp();
    claim.extend(before + 1, 0);
    assertEquals(1L << 32, claim.toNtp() - before - 1);
  }

  @Test
  void shouldSayThatNoTimeIsLeftAboveABoundThatIsNobodys() {
    ClaimedTimes claim = claim();
    mark.afterExtending(
        () -> {
          throw new IllegalStateException("answer lost");
        });
    assertThrows(IllegalStateException.class, () -> claim.extend(1001, -5));
    mark.afterExtending(() -> {});
    assertEquals(NTP64.MAX, mark.bound());
    IllegalStateException end =
        assertThrows(IllegalStateException.class, () -> claim.extend(1001, -5));
    assertEquals(
        "no time is left above the bound, the NTP64 format ends in 2106:"
            + " bound=18446744073709551615",
        end.getMessage());
    assertEquals(1000, claim.toNtp());
  }

  @Test
  void shouldAskForNothingElseUntilAnUnconfirmedBoundIsResolved() {
    ClaimedTimes claim = claim();
    mark.beforeExtending(
        () -> {
          throw new IllegalStateException("no answer");
        });
    assertThrows(IllegalStateException.class, () -> claim.extend(1001, 1L << 40));
    assertThrows(IllegalStateException.class, () -> claim.extend(1001, 1L << 50));
    mark.beforeExtending(() -> {});
    assertTrue(claim.extend(1001, 1L << 50));
    assertEquals((1L << 40) + NtpBits.ofSaturated(WINDOW), claim.toNtp());
    assertEquals(1000, claim.fromNtp());
  }

  @Test
  void shouldWantOtherBoundsThanThoseItSharesTheMarkWith() {
    ClaimedTimes claim = new ClaimedTimes(mark, mark.bound(), WINDOW, 7);
    claim.extend(1001, 1L << 40);
    long first = claim.toNtp();
    assertEquals((1L << 40) + NtpBits.ofSaturated(WINDOW) + 7, first);
    claim.extend(first + 1, 0);
    assertEquals(first + 1 + (1 << 16) + 7, claim.toNtp(), "also where it only steps");
  }

  @Test
  void shouldReadTheMarkAfterAFailureOnly() {
    int[] readings = {0};
    HighWaterMark watched =
        new HighWaterMark() {
          @Override
          public NTP64 bound() {
            readings[0]++;
            return mark.bound();
          }

          @Override
          public void extend(NTP64 current, NTP64 bound) {
            mark.extend(current, bound);
          }
        };
    ClaimedTimes claim = new ClaimedTimes(watched, mark.bound(), WINDOW, 0);
    for (int i = 0; i < 3; i++) {
      assertTrue(claim.extend(claim.toNtp() + 1, 0));
    }
    assertEquals(0, readings[0]);
    mark.beforeExtending(
        () -> {
          throw new IllegalStateException("no answer");
        });
    assertThrows(IllegalStateException.class, () -> claim.extend(claim.toNtp() + 1, 0));
    mark.beforeExtending(() -> {});
    for (int i = 0; i < 3; i++) {
      assertTrue(claim.extend(claim.toNtp() + 1, 0));
    }
    assertEquals(1, readings[0]);
  }

  @Test
  void shouldEndWithTheFormat() {
    ClaimedTimes claim = claim();
    assertTrue(claim.extend(1001, -5));
    assertEquals(-1, claim.toNtp());
    assertFalse(claim.extend(-1, -1));
  }

  /** A claim, or a broken twin of one. */
  private interface Claim {
    boolean extend(long neededNtp, long physicalNtp);

    long fromNtp();

    long toNtp();
  }

  private static Claim claim(HighWaterMark mark, NTP64 bound) {
    ClaimedTimes claim = new ClaimedTimes(mark, bound, WINDOW, 0);
    return new Claim() {
      @Override
      public boolean extend(long neededNtp, long physicalNtp) {
        return claim.extend(neededNtp, physicalNtp);
      }

      @Override
      public long fromNtp() {
        return claim.fromNtp();
      }

      @Override
      public long toNtp() {
        return claim.toNtp();
      }
    };
  }

  /** The broken twin: takes a bound that it finds for its own, if it is what it wanted to write. */
  private static final class Credulous implements Claim {
    private final HighWaterMark mark;
    private final long fromNtp;
    private long toNtp;
    private NTP64 unconfirmed;

    Credulous(HighWaterMark mark, NTP64 bound) {
      this.mark = mark;
      this.fromNtp = bound.bits();
      this.toNtp = bound.bits();
    }

    @Override
    public boolean extend(long neededNtp, long physicalNtp) {
      boolean isRetry = unconfirmed != null;
      NTP64 target =
          isRetry
              ? unconfirmed
              : NTP64.ofBits(NtpBits.max(neededNtp + 1, physicalNtp + NtpBits.ofSaturated(WINDOW)));
      unconfirmed = target;
      if (!isRetry || !mark.bound().equals(target)) {
        mark.extend(NTP64.ofBits(toNtp), target);
      }
      unconfirmed = null;
      toNtp = target.bits();
      return true;
    }

    @Override
    public long fromNtp() {
      return fromNtp;
    }

    @Override
    public long toNtp() {
      return toNtp;
    }
  }

  /** Times granted to somebody, those above {@code from} up to {@code to}. */
  private record Grant(long fromNtp, long toNtp) {
    boolean overlaps(Grant other) {
      return NtpBits.isAfter(toNtp, other.fromNtp) && NtpBits.isAfter(other.toNtp, fromNtp);
    }
  }

  /** A store that refuses, loses answers, and carries out late what it was asked for. */
  private static final class LossyStore implements HighWaterMark {
    private final RandomGenerator random;
    private final List<Runnable> late = new ArrayList<>();
    private NTP64 bound = NTP64.ofBits(1L << 50);

    LossyStore(RandomGenerator random) {
      this.random = random;
    }

    @Override
    public NTP64 bound() {
      if (random.nextInt(8) == 0) {
        throw new IllegalStateException("unreadable");
      }
      return bound;
    }

    @Override
    public void extend(NTP64 current, NTP64 newBound) {
      int fate = random.nextInt(6);
      if (fate == 0) {
        throw new IllegalStateException("lost on the way");
      } else if (fate == 1) {
        late.add(() -> compareAndSet(current, newBound));
        throw new IllegalStateException("late");
      }
      if (!compareAndSet(current, newBound)) {
        throw new IllegalStateException("the bound is another");
      }
      if (fate == 2) {
        throw new IllegalStateException("answer lost");
      }
    }

    private boolean compareAndSet(NTP64 current, NTP64 newBound) {
      boolean isCurrent = bound.equals(current);
      bound = isCurrent ? newBound : bound;
      return isCurrent;
    }

    void carryOutLate() {
      if (!late.isEmpty() && random.nextInt(3) == 0) {
        late.remove(random.nextInt(late.size())).run();
      }
    }
  }

  /** Whether no time was ever granted twice, and grants were made. */
  private static boolean isExclusive(
      BiFunction<HighWaterMark, NTP64, Claim> kind, RandomGenerator random) {
    LossyStore store = new LossyStore(random);
    List<Grant> grants = new ArrayList<>();
    Claim[] claims = new Claim[3];
    long physicalNtp = 1L << 50;
    for (int step = 0; step < STEPS; step++) {
      store.carryOutLate();
      // Coarse, so that clocks often want the same bound.
      physicalNtp += random.nextInt(3) * NtpBits.ofSaturated(WINDOW);
      int i = random.nextInt(claims.length);
      if (claims[i] == null || random.nextInt(40) == 0) {
        claims[i] = kind.apply(store, store.bound);
      }
      Claim claim = claims[i];
      long beforeNtp = claim.toNtp();
      try {
        if (claim.extend(beforeNtp + 1, physicalNtp)) {
          Grant grant = new Grant(NtpBits.max(beforeNtp, claim.fromNtp()), claim.toNtp());
          if (grants.stream().anyMatch(grant::overlaps)) {
            return false;
          }
          grants.add(grant);
        }
      } catch (IllegalStateException e) {
        assertEquals(beforeNtp, claim.toNtp(), "a failure grants nothing");
      }
    }
    assertTrue(grants.size() > 10, () -> "grants: " + grants.size());
    return true;
  }

  @Test
  void shouldBeGrantedNothingTwice() {
    long seed = Seeds.next();
    for (int round = 0; round < ROUNDS; round++) {
      int number = round;
      assertTrue(
          isExclusive(ClaimedTimesTest::claim, Seeds.random(seed + round)),
          () -> "granted twice in round " + number + ": seed=" + seed);
    }
  }

  @Test
  void shouldRejectAClaimThatTakesWhatItFindsForItsOwn() {
    long seed = Seeds.next();
    int round = 0;
    while (round < ROUNDS && isExclusive(Credulous::new, Seeds.random(seed + round))) {
      round++;
    }
    assertTrue(round < ROUNDS, () -> "found nothing: seed=" + seed);
  }
}
