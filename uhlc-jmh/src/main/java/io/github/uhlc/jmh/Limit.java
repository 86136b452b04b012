package io.github.uhlc.jmh;

import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * An upper limit on a measured quantity: a number, or a multiple of the same quantity of a baseline
 * in the same run. Immutable.
 *
 * @param factor the limit, or how many times the baseline
 * @param baseline the key of the baseline, empty if there is none
 */
record Limit(double factor, String baseline) {
  /** A limit that is a number. */
  static Limit of(double limit) {
    return new Limit(limit, "");
  }

  /** A limit that is a multiple of a baseline. */
  static Limit times(double factor, String baseline) {
    return new Limit(factor, baseline);
  }

  /** Whether the limit is a multiple of a baseline. */
  boolean isRatio() {
    return !baseline.isEmpty();
  }

  /** Returns what {@link #factor} is a multiple of: one, or what was measured of the baseline. */
  OptionalDouble base(Results results, ToDoubleFunction<Measurement> quantity) {
    return isRatio()
        ? results.find(baseline).stream().mapToDouble(quantity).findFirst()
        : OptionalDouble.of(1);
  }
}
