package io.github.uhlc.stress;

import io.github.uhlc.HLC;
import io.github.uhlc.ID;
import io.github.uhlc.Timestamp;
import java.time.Duration;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.LongGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * Explores the interleavings of the atomic steps of up to three concurrent calls of the real clock,
 * each with a reading of the physical clock of its own: they must be linearizable, and none may
 * wait for another.
 */
public final class Interleavings {
  private static final int SCENARIOS = 12;
  private static final int INTERLEAVINGS_EACH = 500;

  private Interleavings() {}

  /** The reading that the call under way on this thread will get. */
  private static final ThreadLocal<Long> READING = ThreadLocal.withInitial(() -> 0L);

  /** The real clock. */
  @Param(name = "reading", gen = LongGen.class, conf = "0:64")
  @Param(name = "received", gen = LongGen.class, conf = "1:64")
  public static final class Clock {
    private final HLC hlc =
        HLC.builder()
            .withId(ID.ofUnsigned(0x33))
            .withClock(READING::get)
            .withMaxDelta(Duration.ofNanos(8))
            .build();

    @Operation
    public long newTime(@Param(name = "reading") long reading) {
      READING.set(reading);
      return hlc.newTime();
    }

    @Operation
    public long newTimes(@Param(name = "reading") long reading) {
      READING.set(reading);
      return hlc.newTimestamps(3).get(0).ntp64();
    }

    @Operation
    public boolean update(
        @Param(name = "reading") long reading, @Param(name = "received") long received) {
      READING.set(reading);
      return hlc.tryUpdateWithTimestamp(Timestamp.of(received, ID.ofUnsigned(0x44)));
    }

    /** -1 for a refusal. */
    @Operation
    public long after(
        @Param(name = "reading") long reading, @Param(name = "received") long received) {
      READING.set(reading);
      try {
        return hlc.newTimestampAfter(Timestamp.of(received, ID.ofUnsigned(0x44))).ntp64();
      } catch (RuntimeException e) {
        return -1;
      }
    }

    @Operation
    public long lastTime() {
      return hlc.lastTime().bits();
    }
  }

  /** The broken twin of P1: reads and writes its state in two steps. */
  @Param(name = "reading", gen = LongGen.class, conf = "0:64")
  public static final class RacyClock {
    private volatile long last;

    @Operation
    public long newTime(@Param(name = "reading") long reading) {
      long next = Math.max(last + 1, reading & ~0xFL);
      last = next;
      return next;
    }

    @Operation
    public long lastTime() {
      return last;
    }
  }

  /** The broken twin of P6: takes a lock for as long as it changes its state. */
  @Param(name = "reading", gen = LongGen.class, conf = "0:64")
  public static final class LockingClock {
    private long last;

    @Operation
    public synchronized long newTime(@Param(name = "reading") long reading) {
      last = Math.max(last + 1, reading & ~0xFL);
      return last;
    }
  }

  private static void explore(Class<?> subject, int threads, int callsPerThread) {
    new ModelCheckingOptions()
        .iterations(SCENARIOS)
        .invocationsPerIteration(INTERLEAVINGS_EACH)
        .threads(threads)
        .actorsBefore(1)
        .actorsPerThread(callsPerThread)
        .actorsAfter(1)
        .checkObstructionFreedom(true)
        .check(subject);
  }

  /**
   * Runs all.
   *
   * @param args none
   */
  public static void main(String[] args) {
    explore(Clock.class, 2, 2);
    explore(Clock.class, 3, 1);
    System.out.println(
        "interleavings: scenarios=" + 2 * SCENARIOS + ", at most each=" + INTERLEAVINGS_EACH);
    reject(RacyClock.class, "Invalid execution results");
    reject(LockingClock.class, "should be non-blocking");
  }

  private static void reject(Class<?> twin, String finding) {
    String found = "nothing";
    try {
      explore(twin, 2, 1);
    } catch (LincheckAssertionError e) {
      found = String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("");
    }
    System.out.println(twin.getSimpleName() + " was rejected for: " + found);
    if (!found.contains(finding)) {
      System.exit(1);
    }
  }
}
