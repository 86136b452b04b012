package io.github.uhlc.examples;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Measures time by a counter of nanoseconds, which may overflow meanwhile. Immutable. */
public final class Stopwatch {
  private final LongSupplier counterNanos;
  private final long startNanos;

  /**
   * Starts to measure by the counter of the system.
   *
   * @return the stopwatch
   */
  public static Stopwatch start() {
    return start(System::nanoTime);
  }

  /**
   * Starts to measure.
   *
   * @param counterNanos the counter; what it starts from means nothing, and it may overflow
   * @return the stopwatch
   */
  public static Stopwatch start(LongSupplier counterNanos) {
    return new Stopwatch(counterNanos);
  }

  private Stopwatch(LongSupplier counterNanos) {
    this.counterNanos = counterNanos;
    this.startNanos = counterNanos.getAsLong();
  }

  /**
   * Returns the time since the start.
   *
   * @return the time, exact for 292 years
   */
  public Duration elapsed() {
    // A difference is right whether or not the counter has overflowed; a comparison would not be.
    return Duration.ofNanos(counterNanos.getAsLong() - startNanos);
  }

  /**
   * Returns how much of a limit is left.
   *
   * @param limit the limit, from the start on
   * @return the rest of it, zero if it is over
   */
  public Duration left(Duration limit) {
    Duration left = limit.minus(elapsed());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /**
   * Tells whether a limit is over.
   *
   * @param limit the limit, from the start on
   * @return whether nothing of it is left
   */
  public boolean isOver(Duration limit) {
    return left(limit).isZero();
  }
}
