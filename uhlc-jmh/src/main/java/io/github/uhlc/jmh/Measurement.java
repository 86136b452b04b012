package io.github.uhlc.jmh;

/**
 * What was measured of one benchmark: the median over the forks of each fork's median iteration,
 * which a fork or an iteration that was disturbed does not move.
 *
 * @param group the simple name of its class
 * @param name the name of its method, with the values of its parameters in brackets
 * @param threads on how many threads it ran
 * @param nanos nanoseconds per operation, of each thread
 * @param lowNanos the least median of a fork
 * @param highNanos the greatest median of a fork
 * @param bytes bytes allocated per operation, NaN if that was not measured
 */
record Measurement(
    String group,
    String name,
    int threads,
    double nanos,
    double lowNanos,
    double highNanos,
    double bytes) {
  private static final double MAX_STEADY_SPREAD = 1.15;

  /** The name by which targets and charts refer to it. */
  String key() {
    return group + '.' + name;
  }

  /** How many millions of operations all threads together did in a second. */
  double millionsPerSecond() {
    return threads * 1e3 / nanos;
  }

  /** Whether the forks agree, so that a ratio to this means something. */
  boolean isSteady() {
    return highNanos <= MAX_STEADY_SPREAD * lowNanos;
  }
}
