package io.github.uhlc;

import java.util.concurrent.atomic.AtomicInteger;

/** A high-water mark in memory, which fails or waits where a test makes it. Thread-safe. */
final class MemoryMark implements HighWaterMark {
  private volatile NTP64 bound;
  private final AtomicInteger extensions = new AtomicInteger();
  private volatile Runnable beforeExtending = () -> {};
  private volatile Runnable afterExtending = () -> {};

  MemoryMark() {
    this(NTP64.ZERO);
  }

  MemoryMark(NTP64 bound) {
    this.bound = bound;
  }

  @Override
  public NTP64 bound() {
    return bound;
  }

  @Override
  public void extend(NTP64 current, NTP64 newBound) {
    if (!newBound.isAfter(current)) {
      throw new IllegalArgumentException("not above the bound: " + current + ", " + newBound);
    }
    beforeExtending.run();
    synchronized (this) {
      if (!current.equals(bound)) {
        throw new IllegalStateException("the bound is another: " + bound);
      }
      bound = newBound;
    }
    extensions.incrementAndGet();
    afterExtending.run();
  }

  /** Loses the bound, as no mark should. */
  void forget() {
    bound = null;
  }

  int extensions() {
    return extensions.get();
  }

  /** Runs something before each extension, such as a throw or a wait. */
  void beforeExtending(Runnable action) {
    beforeExtending = action;
  }

  /** Runs something after each extension, such as a throw of a store that lost its answer. */
  void afterExtending(Runnable action) {
    afterExtending = action;
  }
}
