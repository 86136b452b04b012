package io.github.uhlc.examples.simulate;

import java.util.Arrays;

/** The largest values of a quantity in equal spans of time, as many as a picture has columns. */
final class Series {
  static final int COLUMNS = 360;

  /** What stands for a column without events. */
  static final double NONE = -1;

  private final double[] largest = new double[COLUMNS];
  private final long lengthNanos;

  Series(long lengthNanos) {
    this.lengthNanos = lengthNanos;
    Arrays.fill(largest, NONE);
  }

  void add(long elapsedNanos, double value) {
    int column = (int) (elapsedNanos * (double) COLUMNS / lengthNanos);
    largest[column] = Math.max(largest[column], value);
  }

  /** Returns the largest value in a column, or {@link #NONE}. */
  double largest(int column) {
    return largest[column];
  }
}
