package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.fixture.Seeds;
import io.github.uhlc.testkit.SharedMarkCheck;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kit for authors of a mark: accepts those that keep the rule, and none that breaks it. */
@Timeout(120)
class SharedMarkCheckTest {
  private static final int SEEDS = 5;

  /** The rule, or how a mark breaks it. */
  private enum Kind {
    GOOD(""),
    LOSES_ANSWERS(""),
    WRITES_LATE(""),
    READS_A_STALE_REPLICA("the bound is behind one that was acknowledged or read before"),
    WRITES_BLINDLY("an extension has returned that did not change the bound"),
    COMPARES_LOOSELY("an extension has returned that did not change the bound"),
    REFUSES_SILENTLY("an extension has returned that did not change the bound"),
    TAKES_A_REPETITION_FOR_DONE("an extension has returned that did not change the bound"),
    COMPARES_AND_WRITES_IN_TWO_STEPS("two extensions from one bound have returned"),
    COMPARES_WITH_ITS_OWN_COPY("the bound is behind one that was acknowledged or read before"),
    FORGETS_AT_A_CRASH("the bound is behind one that was acknowledged or read before"),
    FORGETS_THE_LAST_AT_A_CRASH("the bound is behind one that was acknowledged or read before"),
    SHOWS_WHAT_IT_TAKES_BACK("a read shows a bound behind one that was acknowledged or read"),
    ROUNDS_TO_MICROSECONDS("the bound is "),
    HAS_63_BITS("too few extensions from the bound of the mark return"),
    HAS_NO_BOUND_AT_FIRST("the mark has returned null");

    private final String finding;

    Kind(String finding) {
      this.finding = finding;
    }
  }

  /** A store in memory. */
  private static final class MemoryStore implements SharedMarkCheck.Store {
    private final Kind kind;
    private final RandomGenerator random;
    private NTP64 bound = NTP64.ZERO;
    private NTP64 before = NTP64.ZERO;
    private NTP64 atStart = NTP64.ZERO;
    private Runnable late = () -> {};

    MemoryStore(Kind kind, long seed) {
      this.kind = kind;
      this.random = Seeds.random(seed);
    }

    @Override
    public HighWaterMark open() {
      return new MemoryHandle(this);
    }

    @Override
    public synchronized void crash() {
      bound =
          switch (kind) {
            case FORGETS_AT_A_CRASH -> atStart;
            case FORGETS_THE_LAST_AT_A_CRASH -> before;
            default -> bound;
          };
      before = bound;
    }

    private synchronized NTP64 read() {
      if (kind == Kind.LOSES_ANSWERS && random.nextInt(10) == 0) {
        throw new IllegalStateException("no answer");
      }
      return kind == Kind.HAS_NO_BOUND_AT_FIRST && bound.equals(NTP64.ZERO) ? null : bound;
    }

    private synchronized boolean isCurrent(NTP64 current) {
      return switch (kind) {
        case WRITES_BLINDLY -> true;
        case COMPARES_LOOSELY -> !current.isAfter(bound);
        default -> current.equals(bound);
      };
    }

    private synchronized void write(NTP64 newBound) {
      before = bound;
      bound =
          kind == Kind.ROUNDS_TO_MICROSECONDS
              ? NTP64.ofBits(newBound.bits() & -(1L << 12))
              : newBound;
    }

    private void compareAndSet(NTP64 current, NTP64 newBound) {
      if (kind == Kind.COMPARES_AND_WRITES_IN_TWO_STEPS) {
        requireCurrent(current);
        LockSupport.parkNanos(100_000);
        write(newBound);
        return;
      }
      synchronized (this) {
        requireCurrent(current);
        write(newBound);
      }
    }

    private void requireCurrent(NTP64 current) {
      if (!isCurrent(current)) {
        throw new IllegalStateException("the bound is another");
      }
    }

    private void extend(NTP64 current, NTP64 newBound) {
      switch (kind) {
        case REFUSES_SILENTLY -> {
          synchronized (this) {
            bound = current.equals(bound) ? newBound : bound;
          }
        }
        case TAKES_A_REPETITION_FOR_DONE -> {
          synchronized (this) {
            if (!newBound.equals(bound)) {
              compareAndSet(current, newBound);
            }
          }
        }
        case SHOWS_WHAT_IT_TAKES_BACK -> takeBackAtTimes(current, newBound);
        case HAS_63_BITS -> {
          if (Long.numberOfLeadingZeros(newBound.bits()) == 0) {
            throw new IllegalStateException("out of the range of the column");
          }
          compareAndSet(current, newBound);
        }
        case LOSES_ANSWERS -> loseAtTimes(current, newBound);
        case WRITES_LATE -> writeLateAtTimes(current, newBound);
        default -> compareAndSet(current, newBound);
      }
    }

    private synchronized int draw() {
      return random.nextInt(16);
    }

    private void takeBackAtTimes(NTP64 current, NTP64 newBound) {
      if (draw() > 2) {
        compareAndSet(current, newBound);
        return;
      }
      synchronized (this) {
        requireCurrent(current);
        bound = newBound;
      }
      LockSupport.parkNanos(1_000_000);
      synchronized (this) {
        bound = bound.equals(newBound) ? current : bound;
      }
      throw new IllegalStateException("rolled back");
    }

    private void loseAtTimes(NTP64 current, NTP64 newBound) {
      int fate = draw();
      if (fate > 0) {
        compareAndSet(current, newBound);
      }
      if (fate < 2) {
        throw new IllegalStateException("no answer");
      }
    }

    private synchronized void writeLateAtTimes(NTP64 current, NTP64 newBound) {
      if (draw() < 2) {
        late.run();
        late = () -> bound = bound.equals(current) ? newBound : bound;
        throw new IllegalStateException("no answer yet");
      }
      compareAndSet(current, newBound);
    }
  }

  private static final class MemoryHandle implements HighWaterMark {
    private final MemoryStore store;
    private NTP64 copy;

    MemoryHandle(MemoryStore store) {
      this.store = store;
      this.copy = store.bound;
    }

    @Override
    public NTP64 bound() {
      boolean isOwn =
          store.kind == Kind.READS_A_STALE_REPLICA || store.kind == Kind.COMPARES_WITH_ITS_OWN_COPY;
      NTP64 shown = isOwn ? copy : store.read();
      // The replica is one reading behind.
      copy = store.kind == Kind.READS_A_STALE_REPLICA ? store.read() : copy;
      return shown;
    }

    @Override
    public void extend(NTP64 current, NTP64 bound) {
      if (store.kind == Kind.COMPARES_WITH_ITS_OWN_COPY) {
        if (!current.equals(copy)) {
          throw new IllegalStateException("the bound is another");
        }
        store.write(bound);
      } else {
        store.extend(current, bound);
      }
      copy = bound;
    }
  }

  private static void check(Kind kind, long seed) throws Exception {
    SharedMarkCheck.check(new MemoryStore(kind, seed), seed);
  }

  @ParameterizedTest
  @EnumSource(names = {"GOOD", "LOSES_ANSWERS", "WRITES_LATE"})
  void shouldAcceptAMarkThatKeepsTheRule(Kind kind) throws Exception {
    long seed = Seeds.next();
    for (int i = 0; i < SEEDS; i++) {
      check(kind, seed + i);
    }
  }

  /** With every seed, and for the reason that is wrong with it. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"GOOD", "LOSES_ANSWERS", "WRITES_LATE"})
  void shouldRejectAMarkThatBreaksTheRule(Kind kind) {
    long seed = Seeds.next();
    for (int i = 0; i < SEEDS; i++) {
      long next = seed + i;
      AssertionError found =
          assertThrows(AssertionError.class, () -> check(kind, next), () -> "seed=" + next);
      assertTrue(found.getMessage().startsWith(kind.finding), found::getMessage);
      assertTrue(found.getMessage().endsWith(", seed=" + next), found::getMessage);
    }
  }

  @Test
  void shouldFindTheSameAgainWithOneSeed() {
    long seed = Seeds.next();
    String[] found = new String[2];
    for (int i = 0; i < 2; i++) {
      found[i] =
          assertThrows(AssertionError.class, () -> check(Kind.FORGETS_THE_LAST_AT_A_CRASH, seed))
              .getMessage();
    }
    assertEquals(found[0], found[1]);
  }

  @Test
  void shouldAcceptASharedFile(@TempDir Path folder) throws Exception {
    long seed = Seeds.next();
    Path path = folder.resolve("mark");
    SharedMarkCheck.check(() -> FileHighWaterMark.openShared(path), seed);
    try (FileHighWaterMark mark = FileHighWaterMark.openShared(path)) {
      assertEquals(NTP64.MAX, mark.bound(), "all of the format was tried");
    }
  }

  @Test
  void shouldPassOnThatAStoreCannotBeOpened(@TempDir Path folder) {
    Path path = folder.resolve("mark");
    HighWaterMarkException refused =
        assertThrows(
            HighWaterMarkException.class,
            () -> SharedMarkCheck.check(() -> FileHighWaterMark.open(path), 1));
    assertTrue(refused.getMessage().startsWith("the mark is in use"), refused::getMessage);
    assertThrows(NullPointerException.class, () -> SharedMarkCheck.check(null, 1));
    assertThrows(NullPointerException.class, () -> SharedMarkCheck.check(() -> null, 1));
  }
}
