package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.fixture.ManualClock;
import io.github.uhlc.fixture.Values;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** P1, P3, P4, P5 and P7 under random sequences of calls and steps of the physical clock. */
class HLCProperties {
  private static final BigInteger END = BigInteger.ONE.shiftLeft(64);

  enum Call {
    NEW,
    AFTER,
    UPDATE,
    TRY_UPDATE,
    BATCH,
    UPDATE_ALL
  }

  /** A step of the physical clock, then a call with a time that far from the new reading. */
  record Step(long clockStepNtp, Call call, long receivedAheadNtp, int count) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Long> clockSteps =
        Arbitraries.of(0L, 0L, 0L, 1L, 15L, 16L, -1L, -16L, 1L << 32, -1L << 32, 262L << 32);
    Arbitrary<Long> aheads =
        Arbitraries.of(
            0L,
            1L,
            -1L,
            16L,
            1L << 30,
            (1L << 31) - 16,
            (1L << 31) - 1,
            1L << 31,
            (1L << 31) + 1,
            (1L << 31) + 16,
            1L << 62,
            -1L << 40,
            Long.MAX_VALUE);
    return Combinators.combine(
            clockSteps, Arbitraries.of(Call.class), aheads, Arbitraries.integers().between(1, 40))
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }

  @Provide
  Arbitrary<Long> starts() {
    return new Values().longs();
  }

  @Provide
  Arbitrary<Duration> maxDeltas() {
    return Arbitraries.of(
        Duration.ZERO, Duration.ofNanos(4), Duration.ofMillis(500), Duration.ofSeconds(1L << 32));
  }

  @Property(tries = 3000)
  void shouldKeepThePromises(
      @ForAll("starts") long startNtp,
      @ForAll("maxDeltas") Duration maxDelta,
      @ForAll("steps") List<Step> steps) {
    Run run = new Run(startNtp, maxDelta);
    steps.forEach(run::take);
  }

  /** One HLC under test, and what is known of it. */
  private static final class Run {
    private final ManualClock clock;
    private final HLC hlc;
    private final BigInteger maxDeltaNtp;
    private BigInteger greatest = BigInteger.ZERO;
    private BigInteger greatestTick = BigInteger.ZERO;
    private long events;

    Run(long startNtp, Duration maxDelta) {
      clock = ManualClock.at(startNtp);
      hlc = HLC.builder().withClock(clock).withMaxDelta(maxDelta).build();
      maxDeltaNtp = unsigned(NtpBits.ofSaturated(maxDelta));
    }

    void take(Step step) {
      clock.set(clock.ntp64() + step.clockStepNtp());
      Timestamp received = Timestamp.of(clock.ntp64() + step.receivedAheadNtp(), ID.ofUnsigned(1));
      greatestTick = greatestTick.max(tick());
      switch (step.call()) {
        case NEW -> issue(hlc::newTime, BigInteger.ZERO, 1);
        case AFTER -> after(received);
        case UPDATE -> update(received, () -> hlc.updateWithTimestamp(received));
        case TRY_UPDATE -> assertEquals(isAcceptable(received), accepted(received));
        case BATCH -> batch(step.count());
        case UPDATE_ALL ->
            update(
                received,
                () -> hlc.updateWithTimestamps(List.of(Timestamp.of(0, hlc.id()), received)));
      }
      assertEquals(greatest, unsigned(hlc.lastTime().bits()));
    }

    private void after(Timestamp received) {
      if (isAcceptable(received)) {
        issue(() -> hlc.newTimestampAfter(received).ntp64(), unsigned(received.ntp64()), 1);
      } else {
        update(received, () -> hlc.newTimestampAfter(received));
      }
    }

    private void batch(int count) {
      issue(
          () -> {
            List<Timestamp> many = hlc.newTimestamps(count);
            assertEquals(count, many.size());
            for (int i = 0; i < count; i++) {
              assertEquals(many.get(0).ntp64() + i, many.get(i).ntp64());
            }
            return many.get(0).ntp64();
          },
          BigInteger.ZERO,
          count);
    }

    /** Issues {@code count} times and checks the first against the rule of the clock. */
    private void issue(LongSupplier call, BigInteger merged, int count) {
      BigInteger base = greatest.max(merged);
      BigInteger expected = base.add(BigInteger.ONE).max(tick());
      BigInteger newGreatest = expected.add(BigInteger.valueOf(count - 1));
      try {
        BigInteger first = unsigned(call.getAsLong());
        assertEquals(expected, first);
        assertTrue(first.compareTo(greatest) > 0, "P1");
        assertTrue(first.compareTo(merged) > 0 || merged.signum() == 0, "P3");
        assertTrue(first.compareTo(tick()) >= 0, "P4: behind");
        greatest = newGreatest;
        events += count;
        BigInteger limit = greatestTick.add(maxDeltaNtp).add(BigInteger.valueOf(events));
        assertTrue(greatest.compareTo(limit) <= 0, "P4: ahead");
      } catch (IllegalStateException e) {
        assertTrue(newGreatest.compareTo(END) >= 0, "P7");
      }
    }

    private void update(Timestamp received, Runnable call) {
      try {
        call.run();
        assertTrue(isAcceptable(received), "accepted beyond max-delta");
        greatest = greatest.max(unsigned(received.ntp64()));
      } catch (ExceedingDeltaException e) {
        assertFalse(isAcceptable(received), "refused within max-delta");
        assertTrue(e.excess().compareTo(Duration.ZERO) > 0);
      }
    }

    private boolean accepted(Timestamp received) {
      boolean accepted = hlc.tryUpdateWithTimestamp(received);
      if (accepted) {
        greatest = greatest.max(unsigned(received.ntp64()));
      }
      return accepted;
    }

    private boolean isAcceptable(Timestamp received) {
      return unsigned(received.ntp64()).subtract(tick()).compareTo(maxDeltaNtp) <= 0;
    }

    private BigInteger tick() {
      return unsigned(clock.ntp64()).clearBit(0).clearBit(1).clearBit(2).clearBit(3);
    }

    private static BigInteger unsigned(long bits) {
      return new BigInteger(Long.toUnsignedString(bits));
    }
  }
}
