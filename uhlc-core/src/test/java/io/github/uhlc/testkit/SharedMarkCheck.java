package io.github.uhlc.testkit;

import io.github.uhlc.HighWaterMark;
import io.github.uhlc.NTP64;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Checks a {@link HighWaterMark} against what its documentation demands of one that is shared: over
 * all handles on a store, whatever answers are lost, and over its restarts. Throws an {@link
 * AssertionError} that says what is wrong; needs no test framework.
 *
 * <p>It takes less than a second and some hundred calls of the mark. The first part draws what it
 * does from the seed and makes one call at a time, so it finds the same again with the same seed.
 * In the second part threads race, so what it finds may take several runs. A mark may throw at
 * times, as one with a bad network does, but not at half of its calls; what it was to write then
 * may be there, or not, or come later.
 *
 * <pre>{@code
 * @Test
 * void shouldBeFitToBeShared() throws Exception {
 *   SharedMarkCheck.check(() -> new RowMark(connect()), System.nanoTime());
 * }
 * }</pre>
 */
public final class SharedMarkCheck {
  /** The store of a mark, without a bound or with any that leaves room above it. */
  public interface Store {
    /**
     * Opens another handle on the bound, as another process does. It is closed at the end if it is
     * {@link AutoCloseable}, and used by one thread.
     *
     * @return a handle that shares nothing with the others but the store
     * @throws Exception if it cannot be opened, which fails the check
     */
    HighWaterMark open() throws Exception;

    /**
     * Ends the store as a crash does, and starts it again. Handles from before are not used any
     * more. By default the store goes on, and only the handles are new.
     *
     * @throws Exception if it cannot be started, which fails the check
     */
    default void crash() throws Exception {}
  }

  private static final int HANDLES = 3;
  private static final int STEPS = 120;
  private static final int TRIES = 10;
  private static final int MAX_BITS = 50;

  private final Store store;
  private final RandomGenerator random;
  private final List<HighWaterMark> handles = new ArrayList<>();
  private final List<Extension> done = new ArrayList<>();
  private Expected expected;
  private int attempts;
  private RuntimeException lastFailure;

  private SharedMarkCheck(Store store, long seed) {
    this.store = store;
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /**
   * Checks a mark.
   *
   * @param store its store, of which nobody else makes use meanwhile
   * @param seed any number; messages have it
   * @throws AssertionError if the mark is not fit to be shared
   * @throws Exception what the store throws when a handle is opened or closed, or it is started
   */
  public static void check(Store store, long seed) throws Exception {
    Objects.requireNonNull(store, "store");
    SharedMarkCheck check = new SharedMarkCheck(store, seed);
    try {
      check.takeTurns();
      check.expected = new MarkRace(store, seed).run();
      check.reachTheEnd();
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + ", seed=" + seed, e.getCause());
    } finally {
      check.closeAll();
    }
  }

  private void takeTurns() throws Exception {
    openAll();
    expected = new Expected(firstBound());
    for (int step = 0; step < STEPS; step++) {
      if (step == STEPS / 6) {
        // From there on bounds are negative as a long.
        extend(NTP64.ofBits(Long.MAX_VALUE));
      }
      switch (random.nextInt(8)) {
        case 0 -> read(any());
        case 1 -> extendFromAnother();
        case 2 -> extendAgain();
        case 3 -> reopenOne();
        case 4 -> crash();
        default -> extend(plus(expected.known(), random.nextLong(1L << random.nextInt(MAX_BITS))));
      }
    }
    if (2 * done.size() < attempts) {
      throw new AssertionError(
          "too few extensions from the bound of the mark return: attempts="
              + attempts
              + ", returned="
              + done.size(),
          lastFailure);
    }
    closeAll();
  }

  /** The last bound of the format, which leaves room for no other. */
  private void reachTheEnd() throws Exception {
    openAll();
    for (int i = 0; i < TRIES && !expected.known().equals(NTP64.MAX); i++) {
      extend(NTP64.MAX);
      handles.forEach(this::read);
    }
    crash();
    if (!expected.known().equals(NTP64.MAX)) {
      throw new AssertionError("the mark cannot be extended to the end of the format", lastFailure);
    }
  }

  private void extend(NTP64 next) {
    NTP64 from = expected.known();
    if (!next.isAfter(from)) {
      return;
    }
    Extension extension = new Extension(from, next);
    attempts++;
    try {
      any().extend(from, next);
    } catch (RuntimeException e) {
      lastFailure = e;
      expected.perhaps(extension);
      read(any());
      return;
    }
    expected.found(next);
    done.add(extension);
    handles.forEach(this::read);
  }

  /** As a clock whose mark was taken over does, or one that has missed an extension. */
  private void extendFromAnother() {
    NTP64 known = expected.known();
    List<NTP64> others = new ArrayList<>(done.stream().map(Extension::from).toList());
    others.add(plus(known, 0));
    NTP64 from = others.get(random.nextInt(others.size()));
    NTP64 next = random.nextBoolean() && known.isAfter(from) ? plus(known, 0) : plus(from, 0);
    requireRefused(new Extension(from, next));
  }

  /** As a clock does whose answer was lost, or another one that wants the same bound. */
  private void extendAgain() {
    if (!done.isEmpty()) {
      requireRefused(done.get(done.size() - 1));
    }
  }

  private void requireRefused(Extension extension) {
    if (expected.isPossible(extension.from()) || !extension.to().isAfter(extension.from())) {
      return;
    }
    try {
      any().extend(extension.from(), extension.to());
    } catch (RuntimeException e) {
      // It may come late, when the bound is what it starts from.
      expected.perhaps(extension);
      handles.forEach(this::read);
      return;
    }
    throw new AssertionError(
        "an extension has returned that did not change the bound; it must throw unless it starts"
            + " from the bound: current="
            + extension.from()
            + ", new="
            + extension.to()
            + ", bound="
            + expected.known());
  }

  private NTP64 firstBound() {
    for (int i = 0; i < TRIES; i++) {
      NTP64 bound = boundOrNull(any());
      if (bound != null) {
        return bound;
      }
    }
    throw new AssertionError("the mark cannot be read: tries=" + TRIES, lastFailure);
  }

  private NTP64 boundOrNull(HighWaterMark handle) {
    NTP64 bound;
    try {
      bound = handle.bound();
    } catch (RuntimeException e) {
      lastFailure = e;
      return null;
    }
    if (bound == null) {
      throw new AssertionError("the mark has returned null as its bound; without one it is ZERO");
    }
    return bound;
  }

  private void read(HighWaterMark handle) {
    NTP64 bound = boundOrNull(handle);
    if (bound == null) {
      return;
    }
    if (!expected.isPossible(bound)) {
      String wrong =
          bound.isBefore(expected.known())
              ? "the bound is behind one that was acknowledged or read before"
              : "the bound is one that nobody was to write";
      throw new AssertionError(
          wrong
              + "; each handle shows the last one: bound="
              + bound
              + ", last="
              + expected.known());
    }
    expected.found(bound);
  }

  private void reopenOne() throws Exception {
    int index = random.nextInt(handles.size());
    close(handles.get(index));
    handles.set(index, store.open());
    read(handles.get(index));
  }

  private void crash() throws Exception {
    List<HighWaterMark> before = new ArrayList<>(handles);
    handles.clear();
    store.crash();
    for (HighWaterMark handle : before) {
      close(handle);
    }
    openAll();
    handles.forEach(this::read);
  }

  private void openAll() throws Exception {
    while (handles.size() < HANDLES) {
      handles.add(Objects.requireNonNull(store.open(), "the store has returned null as a handle"));
    }
    Collections.shuffle(handles, new Random(random.nextLong()));
  }

  private void closeAll() throws Exception {
    for (HighWaterMark handle : handles) {
      close(handle);
    }
    handles.clear();
  }

  static void close(HighWaterMark handle) throws Exception {
    if (handle instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }

  private HighWaterMark any() {
    return handles.get(random.nextInt(handles.size()));
  }

  /** More by one and a difference, or the end of the format. */
  static NTP64 plus(NTP64 bound, long moreNtp) {
    long sumNtp = bound.bits() + 1 + moreNtp;
    return NTP64.ofBits(Long.compareUnsigned(sumNtp, bound.bits()) > 0 ? sumNtp : -1);
  }
}
