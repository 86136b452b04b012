package io.github.uhlc.examples.simulate;

import java.math.BigDecimal;

/**
 * An axis from zero to a round number.
 *
 * @param end the round number
 * @param step the distance of marks on it
 */
record Axis(BigDecimal end, BigDecimal step) {
  /** Returns the axis for values up to a number, with at most so many steps. */
  static Axis of(double largest, int maxSteps) {
    for (BigDecimal unit = new BigDecimal("0.001"); ; unit = unit.multiply(BigDecimal.TEN)) {
      for (int digit : new int[] {1, 2, 5}) {
        BigDecimal step = unit.multiply(BigDecimal.valueOf(digit));
        int steps = (int) Math.max(1, Math.ceil(Math.min(largest / step.doubleValue(), 1e6)));
        if (steps <= maxSteps) {
          return new Axis(step.multiply(BigDecimal.valueOf(steps)), step);
        }
      }
    }
  }

  /** Returns where a value is, 0..1. */
  double position(double value) {
    return Math.max(0, value) / end.doubleValue();
  }

  static String label(BigDecimal mark) {
    return mark.signum() == 0 ? "0" : mark.stripTrailingZeros().toPlainString();
  }
}
