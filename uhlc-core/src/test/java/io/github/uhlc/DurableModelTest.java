package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * All interleavings of issuing, receiving, extending, failing, crashing and restarting, in a small
 * model of an HLC with a mark: from no state can a time be issued that is not above all before. Its
 * steps are those of {@link DurableWindow} and {@link LastTime}, one for each access to what lives
 * on.
 */
class DurableModelTest {
  private static final int MAX_TIME = 7;
  private static final int WINDOW = 2;
  private static final int NONE = -1;

  /** What a broken clock does otherwise. */
  private enum Twin {
    /** The bound is raised before the write: "written after use". */
    ANSWERS_BEFORE_THE_WRITE,
    STARTS_AT_THE_PHYSICAL_CLOCK,
    IGNORES_THE_BOUND,
    /** Takes a failed write for one that has happened. */
    TAKES_A_FAILED_WRITE_FOR_DONE
  }

  /**
   * The world at a moment.
   *
   * @param durable the bound in the store
   * @param written a target that a write under way or failed may yet put there, or NONE
   * @param physical the physical clock
   * @param isUp whether the process runs; if not, bound, target and last mean nothing
   * @param bound what the process holds to be durable
   * @param target of the extension under way, or NONE
   * @param last the last time
   * @param greatest the greatest time ever issued, by any life of the process
   * @param isBroken whether a time was issued that was not above all before
   */
  private record World(
      int durable,
      int written,
      int physical,
      boolean isUp,
      int bound,
      int target,
      int last,
      int greatest,
      boolean isBroken) {
    World withStore(int newDurable, int newWritten) {
      return new World(
          newDurable, newWritten, physical, isUp, bound, target, last, greatest, isBroken);
    }

    World withPhysical(int newPhysical) {
      return new World(
          durable, written, newPhysical, isUp, bound, target, last, greatest, isBroken);
    }

    World withProcess(boolean isNowUp, int newBound, int newTarget, int newLast) {
      return new World(
          durable, written, physical, isNowUp, newBound, newTarget, newLast, greatest, isBroken);
    }

    World issue(int time) {
      return new World(
          durable,
          written,
          physical,
          isUp,
          bound,
          target,
          time,
          Math.max(greatest, time),
          isBroken || time <= greatest);
    }
  }

  private static final World START = new World(0, NONE, 0, false, NONE, NONE, NONE, NONE, false);

  private static List<World> successors(World world, Optional<Twin> twin) {
    List<World> next = new ArrayList<>();
    // The physical clock steps as it likes.
    for (int physical = 0; physical <= MAX_TIME; physical++) {
      next.add(world.withPhysical(physical));
    }
    if (world.written != NONE) {
      // The disk gets to it, now or after a crash.
      next.add(world.withStore(world.written, NONE));
    }
    if (!world.isUp) {
      int start =
          twin.equals(Optional.of(Twin.STARTS_AT_THE_PHYSICAL_CLOCK)) ? NONE : world.durable;
      // Opening replaces what a write before may have left: only what is durable counts.
      next.add(world.withStore(world.durable, NONE).withProcess(true, world.durable, NONE, start));
      return next;
    }
    next.add(world.withProcess(false, NONE, NONE, NONE));
    addIssue(world, twin, next);
    for (int received = world.last + 1; received < world.bound; received++) {
      next.add(world.withProcess(true, world.bound, world.target, received));
    }
    addExtension(world, twin, next);
    return next;
  }

  private static void addIssue(World world, Optional<Twin> twin, List<World> next) {
    int time = Math.max(world.physical, world.last + 1);
    if (time <= MAX_TIME
        && (time <= world.bound || twin.equals(Optional.of(Twin.IGNORES_THE_BOUND)))) {
      next.add(world.issue(time));
    }
  }

  private static void addExtension(World world, Optional<Twin> twin, List<World> next) {
    int wanted = Math.min(MAX_TIME, Math.max(world.physical, world.last + 1) + WINDOW);
    if (world.target == NONE) {
      if (wanted > world.bound) {
        // Begins: the write is handed to the disk. A retry after a failure is the same step.
        boolean early = twin.equals(Optional.of(Twin.ANSWERS_BEFORE_THE_WRITE));
        int bound = early ? wanted : world.bound;
        int target = early ? NONE : wanted;
        next.add(
            world.withStore(world.durable, wanted).withProcess(true, bound, target, world.last));
      }
      return;
    }
    if (world.durable == world.target && world.written == NONE) {
      // Forced, so it is answered.
      next.add(world.withProcess(true, world.target, NONE, world.last));
    }
    // Fails: the disk may get to it all the same, or never.
    boolean isTakenForDone = twin.equals(Optional.of(Twin.TAKES_A_FAILED_WRITE_FOR_DONE));
    int bound = isTakenForDone ? world.target : world.bound;
    World failed = world.withProcess(true, bound, NONE, world.last);
    next.add(failed);
    next.add(failed.withStore(failed.durable, NONE));
  }

  private record Exploration(int states, boolean isBroken) {}

  private static Exploration explore(Optional<Twin> twin) {
    Set<World> seen = new HashSet<>(Set.of(START));
    Queue<World> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      for (World next : successors(open.remove(), twin)) {
        if (next.isBroken) {
          return new Exploration(seen.size(), true);
        }
        if (seen.add(next)) {
          open.add(next);
        }
      }
    }
    return new Exploration(seen.size(), false);
  }

  @Test
  void shouldNeverIssueATimeThatIsNotAboveAllBefore() {
    Exploration all = explore(Optional.empty());
    assertFalse(all.isBroken);
    assertTrue(all.states > 5_000, () -> "states: " + all.states);
  }

  @ParameterizedTest
  @EnumSource
  void shouldRejectATwin(Twin twin) {
    assertTrue(explore(Optional.of(twin)).isBroken);
  }
}
