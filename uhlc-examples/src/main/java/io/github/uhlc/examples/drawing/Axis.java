package io.github.uhlc.examples.drawing;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/**
 * An axis from zero to a round number.
 *
 * @param end the round number
 * @param step the distance of marks on it
 */
public record Axis(BigDecimal end, BigDecimal step) {
  /**
   * Returns the shortest axis for values up to a number, whose steps are 1, 2 or 5 times a power of
   * ten, 0.001 at least.
   *
   * @param largest the number, at least zero
   * @param maxSteps how many steps it may have, one or more
   * @return the axis
   */
  public static Axis of(double largest, int maxSteps) {
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

  /**
   * Returns where a value is.
   *
   * @param value the value; a negative one counts as zero
   * @return 0..1 for values on the axis
   */
  public double position(double value) {
    return Math.max(0, value) / end.doubleValue();
  }

  /**
   * Returns the marks from zero to the end.
   *
   * @return the marks, one step apart
   */
  public List<BigDecimal> marks() {
    return Stream.iterate(BigDecimal.ZERO, mark -> mark.compareTo(end) <= 0, step::add).toList();
  }

  /**
   * Returns the text of a mark.
   *
   * @param mark a number
   * @return its shortest decimal form
   */
  public static String label(BigDecimal mark) {
    return mark.signum() == 0 ? "0" : mark.stripTrailingZeros().toPlainString();
  }
}
