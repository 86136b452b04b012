package io.github.uhlc.examples.simulate;

import java.util.List;

/**
 * What a simulated node is made of.
 *
 * @param skewNanos how far its physical clock is ahead at the start
 * @param driftPpm how much faster than true time its physical clock runs, in parts per million
 * @param messagesPerSecond how many messages it sends, on average
 * @param steps the steps of its physical clock
 */
record NodeSettings(long skewNanos, double driftPpm, double messagesPerSecond, List<Step> steps) {
  /** Returns how far the physical clock is ahead after so much true time, negative if behind. */
  long offsetNanos(long elapsedNanos) {
    long offset = skewNanos + (long) (elapsedNanos * (driftPpm / 1e6));
    for (Step step : steps) {
      if (step.atNanos() <= elapsedNanos) {
        offset += step.byNanos();
      }
    }
    return offset;
  }
}
