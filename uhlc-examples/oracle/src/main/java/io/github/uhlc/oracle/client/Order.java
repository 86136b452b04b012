package io.github.uhlc.oracle.client;

import java.util.concurrent.atomic.AtomicLong;

/** The greatest number that a client has been answered: later questions have greater answers. */
final class Order {
  // State: one number, unsigned, that only grows by compare-and-set. It is raised before anybody
  // gets a number of the answer, so a call that starts after that has a floor above it.

  private static final long NONE = 0;

  private final AtomicLong greatestPacked = new AtomicLong(NONE);

  /** What the answer to a call that starts now must be above. */
  long floor() {
    return greatestPacked.get();
  }

  /**
   * Checks an answer, and raises the floor to it.
   *
   * @param floorPacked the floor when the call started
   * @throws OutOfOrderException if the answer is not above that
   */
  void accept(long floorPacked, TimestampRange answer) {
    long firstPacked = answer.first().packed();
    if (floorPacked != NONE && Long.compareUnsigned(firstPacked, floorPacked) <= 0) {
      throw new OutOfOrderException(
          "the answer is not above an earlier one, as a timestamp oracle promises: earlier="
              + Long.toUnsignedString(floorPacked)
              + ", first="
              + Long.toUnsignedString(firstPacked)
              + ", count="
              + answer.count());
    }
    greatestPacked.accumulateAndGet(
        answer.last().packed(),
        (left, right) -> Long.compareUnsigned(left, right) >= 0 ? left : right);
  }
}
