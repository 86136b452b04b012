package io.github.uhlc.testkit;

import io.github.uhlc.HighWaterMark;
import io.github.uhlc.NTP64;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Owners that extend a mark from one bound at once, while another one reads it. */
final class MarkRace {
  private static final int OWNERS = 3;
  private static final int ROUNDS = 60;

  private final SharedMarkCheck.Store store;
  private final long seed;
  private final Phaser gate = new Phaser(OWNERS);
  private final List<Extension> returned = Collections.synchronizedList(new ArrayList<>());
  private final List<Extension> thrown = Collections.synchronizedList(new ArrayList<>());
  private final AtomicReference<NTP64> highest = new AtomicReference<>(NTP64.ZERO);
  private volatile boolean isOver;

  MarkRace(SharedMarkCheck.Store store, long seed) {
    this.store = store;
    this.seed = seed;
  }

  /** Runs the race; returns what the bound can be after it. */
  Expected run() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(OWNERS + 1);
    try {
      List<Future<Void>> owners = new ArrayList<>();
      for (int i = 0; i < OWNERS; i++) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed + 1 + i);
        owners.add(threads.submit(() -> own(random)));
      }
      Future<Void> reader = threads.submit(() -> runWithHandle(this::readOn));
      AssertionError wrong = null;
      for (Future<Void> owner : owners) {
        wrong = end(owner, wrong);
      }
      isOver = true;
      wrong = end(reader, wrong);
      requireOneFromEach();
      if (wrong != null) {
        throw wrong;
      }
    } finally {
      isOver = true;
      threads.shutdownNow();
    }
    requireProgress();
    Expected expected = new Expected(highest.get());
    thrown.forEach(expected::perhaps);
    return expected;
  }

  private interface Part {
    void run(HighWaterMark handle);
  }

  private Void runWithHandle(Part part) throws Exception {
    HighWaterMark handle = null;
    try {
      handle = store.open();
      part.run(handle);
    } finally {
      SharedMarkCheck.close(handle);
    }
    return null;
  }

  /** Returns what is wrong: what was found before, else what this one has found. */
  private static AssertionError end(Future<Void> thread, AssertionError earlier) throws Exception {
    try {
      thread.get();
      return earlier;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AssertionError found) {
        return earlier != null ? earlier : found;
      }
      throw e;
    }
  }

  private Void own(RandomGenerator random) throws Exception {
    try {
      return runWithHandle(handle -> extend(handle, random));
    } finally {
      // Nobody waits for one that has ended, whatever ended it.
      gate.arriveAndDeregister();
    }
  }

  private void extend(HighWaterMark handle, RandomGenerator random) {
    for (int round = 0; round < ROUNDS; round++) {
      gate.arriveAndAwaitAdvance();
      NTP64 bound = readOrNull(handle);
      gate.arriveAndAwaitAdvance();
      if (bound != null) {
        // So close that owners often want the same bound.
        tryToExtend(handle, new Extension(bound, SharedMarkCheck.plus(bound, random.nextInt(2))));
      }
    }
  }

  private void tryToExtend(HighWaterMark handle, Extension extension) {
    try {
      handle.extend(extension.from(), extension.to());
    } catch (RuntimeException e) {
      // Another owner was faster, or the mark has failed.
      thrown.add(extension);
      return;
    }
    returned.add(extension);
    note(extension.to());
  }

  private void readOn(HighWaterMark handle) {
    while (!isOver) {
      readOrNull(handle);
      Thread.onSpinWait();
    }
  }

  private NTP64 readOrNull(HighWaterMark handle) {
    // What somebody has been told by now, this read must show.
    NTP64 least = highest.get();
    NTP64 bound;
    try {
      bound = handle.bound();
    } catch (RuntimeException e) {
      return null;
    }
    if (bound.isBefore(least)) {
      throw new AssertionError(
          "a read shows a bound behind one that was acknowledged or read before it began: bound="
              + bound
              + ", before="
              + least);
    }
    note(bound);
    return bound;
  }

  private void note(NTP64 bound) {
    highest.accumulateAndGet(bound, (one, other) -> one.isAfter(other) ? one : other);
  }

  private void requireOneFromEach() {
    List<Extension> all = new ArrayList<>(returned);
    all.sort(Comparator.comparing(Extension::from));
    for (int i = 1; i < all.size(); i++) {
      if (all.get(i).from().isBefore(all.get(i - 1).to())) {
        throw new AssertionError(
            "two extensions from one bound have returned; the bound is compared and set in one"
                + " step: one="
                + all.get(i - 1)
                + ", other="
                + all.get(i));
      }
    }
  }

  private void requireProgress() {
    if (2 * returned.size() < ROUNDS) {
      throw new AssertionError(
          "owners that extend the mark at once hinder each other; one of them should succeed:"
              + " rounds="
              + ROUNDS
              + ", returned="
              + returned.size());
    }
  }
}
