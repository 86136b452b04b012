package io.github.uhlc.jmh;

import java.util.Comparator;
import java.util.function.Supplier;

/** The assertions of set-ups: a benchmark that does not measure what it says must not run. */
final class Checks {
  private Checks() {}

  /**
   * @throws IllegalStateException if {@code claim} is false
   */
  static void that(boolean claim, String rule) {
    if (!claim) {
      throw new IllegalStateException("the benchmark does not measure what it says: " + rule);
    }
  }

  /** Checks that values increase, in the given order, from each call to the next. */
  static <T> void increasing(Supplier<T> source, Comparator<? super T> order, int count) {
    T previous = source.get();
    for (int i = 1; i < count; i++) {
      T next = source.get();
      that(order.compare(previous, next) < 0, "each value is greater than the one before");
      previous = next;
    }
  }
}
