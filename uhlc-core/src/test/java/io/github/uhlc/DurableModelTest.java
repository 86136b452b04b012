package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * All interleavings of issuing, receiving, extending, failing, crashing and restarting, in a small
 * model of an HLC with a mark, beside another clock that takes the mark over: from no state can a
 * time be issued that is not above all that this clock has issued, or that the other one was
 * granted. The steps are those of {@link ClaimedTimes}, {@link DurableWindow} and {@link LastTime},
 * one for each access to what lives on. None of their code is run.
 */
class DurableModelTest {
  private static final int MAX_TIME = 7;
  private static final int WINDOW = 2;
  private static final int NONE = -1;

  /** What a broken clock does otherwise. */
  private enum Twin {
    NONE,
    /** The bound is raised before the write: "written after use". */
    ANSWERS_BEFORE_THE_WRITE,
    STARTS_AT_THE_PHYSICAL_CLOCK,
    IGNORES_THE_BOUND,
    /** Takes a failed write for one that has happened. */
    TAKES_A_FAILED_WRITE_FOR_DONE,
    /** Takes the bound that it finds for its own, if it wanted to write the same. */
    TAKES_A_FOUND_BOUND_FOR_ITS_OWN,
    /** Looks at the floor when it starts only. */
    IGNORES_A_NEW_FLOOR
  }

  /**
   * What lives on.
   *
   * @param bound the bound of the mark
   * @param from what the bound has to be for the write that this clock has asked for, or NONE
   * @param to what that write makes of it
   * @param isDone whether that write has happened
   * @param granted the times that the other clock was granted, a bit each
   */
  private record Store(int bound, int from, int to, boolean isDone, int granted) {
    Store ask(int newFrom, int newTo) {
      return new Store(bound, newFrom, newTo, false, granted);
    }

    Store carryOut() {
      return bound == from
          ? new Store(to, from, to, true, granted)
          : new Store(bound, NONE, NONE, false, granted);
    }

    Store forget() {
      return new Store(bound, NONE, NONE, false, granted);
    }

    Store grantToOther(int newBound) {
      int times = (1 << (newBound + 1)) - (1 << (bound + 1));
      return new Store(newBound, from, to, isDone, granted | times);
    }
  }

  /**
   * One life of the process: what a crash loses.
   *
   * @param isWriting whether an extension is under way
   */
  private record Life(
      int floor, int bound, int mark, int unconfirmed, boolean isWriting, int last) {
    Life withLast(int newLast) {
      return new Life(floor, bound, mark, unconfirmed, isWriting, newLast);
    }

    Life writing(int target) {
      return new Life(floor, bound, mark, target, true, last);
    }

    Life notWriting() {
      return new Life(floor, bound, mark, unconfirmed, false, last);
    }

    Life found() {
      return new Life(floor, bound, unconfirmed, NONE, false, last);
    }

    Life extended(int target) {
      return new Life(mark == bound ? floor : mark, target, target, NONE, false, last);
    }
  }

  /**
   * The world at a moment.
   *
   * @param process null while it is down
   * @param greatest the greatest time ever issued, by any life of the process
   * @param isBroken whether a time was issued that must not be
   */
  private record World(Store store, int physical, Life process, int greatest, boolean isBroken) {
    World with(Store newStore, Life newProcess) {
      return new World(newStore, physical, newProcess, greatest, isBroken);
    }

    World issue(int time) {
      boolean isBad = time <= greatest || (store.granted & 1 << time) != 0;
      return new World(store, physical, process.withLast(time), Math.max(greatest, time), isBad);
    }
  }

  private static final World START =
      new World(new Store(0, NONE, NONE, false, 0), 0, null, NONE, false);

  private static List<World> successors(World world, Twin twin) {
    List<World> next = new ArrayList<>();
    Store store = world.store;
    // The physical clock steps as it likes.
    for (int physical = 0; physical <= MAX_TIME; physical++) {
      next.add(new World(store, physical, world.process, world.greatest, false));
    }
    if (store.from != NONE && !store.isDone) {
      // The store gets to it, at any time, even after a crash; or never.
      next.add(world.with(store.carryOut(), world.process));
    }
    if (store.granted == 0) {
      for (int bound = store.bound + 1; bound <= MAX_TIME; bound++) {
        next.add(world.with(store.grantToOther(bound), world.process));
      }
    }
    if (world.process == null) {
      int start = twin == Twin.STARTS_AT_THE_PHYSICAL_CLOCK ? NONE : store.bound;
      next.add(world.with(store, new Life(start, store.bound, store.bound, NONE, false, start)));
      return next;
    }
    next.add(world.with(store, null));
    addUse(world, twin, next);
    addExtension(world, twin, next);
    return next;
  }

  private static void addUse(World world, Twin twin, List<World> next) {
    Life process = world.process;
    int floor = twin == Twin.IGNORES_A_NEW_FLOOR ? NONE : process.floor;
    int time = Math.max(world.physical, Math.max(process.last, floor) + 1);
    if (time <= MAX_TIME && (time <= process.bound || twin == Twin.IGNORES_THE_BOUND)) {
      next.add(world.issue(time));
    }
    for (int received = process.last + 1; received < process.bound; received++) {
      next.add(world.with(world.store, process.withLast(received)));
    }
  }

  private static void addExtension(World world, Twin twin, List<World> next) {
    Store store = world.store;
    Life process = world.process;
    if (process.isWriting) {
      if (store.isDone || twin == Twin.TAKES_A_FAILED_WRITE_FOR_DONE) {
        next.add(world.with(store.forget(), process.extended(process.unconfirmed)));
      }
      // Fails: the store may have done it, may do it yet, or never.
      next.add(world.with(store, process.notWriting()));
      return;
    }
    if (process.unconfirmed != NONE && store.bound == process.unconfirmed) {
      next.add(
          world.with(
              store,
              twin == Twin.TAKES_A_FOUND_BOUND_FOR_ITS_OWN
                  ? process.extended(process.unconfirmed)
                  : process.found()));
      return;
    }
    int first = Math.max(world.physical, Math.max(process.last, process.mark) + 1);
    int wanted = process.unconfirmed != NONE ? process.unconfirmed : first + WINDOW;
    if (wanted <= MAX_TIME && wanted > process.mark) {
      boolean isEarly = twin == Twin.ANSWERS_BEFORE_THE_WRITE;
      next.add(
          world.with(
              store.ask(process.mark, wanted),
              isEarly ? process.extended(wanted) : process.writing(wanted)));
    }
  }

  private record Exploration(int states, boolean isBroken) {}

  private static Exploration explore(Twin twin) {
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
  void shouldNeverIssueATimeTwiceOrOutOfOrder() {
    Exploration all = explore(Twin.NONE);
    assertFalse(all.isBroken);
    assertTrue(all.states > 20_000, () -> "states: " + all.states);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void shouldRejectATwin(Twin twin) {
    assertTrue(explore(twin).isBroken);
  }
}
