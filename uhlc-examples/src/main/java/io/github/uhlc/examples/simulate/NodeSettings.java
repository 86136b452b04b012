package io.github.uhlc.examples.simulate;

import io.github.uhlc.examples.BadOptionException;
import io.github.uhlc.examples.Numbers;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a simulated node is made of.
 *
 * @param skewNanos how far its physical clock is ahead at the start
 * @param driftPpm how much faster than true time its physical clock runs, in parts per million
 * @param messagesPerSecond how many messages it sends, on average
 * @param steps the steps of its physical clock
 */
record NodeSettings(long skewNanos, double driftPpm, double messagesPerSecond, List<Step> steps) {
  /**
   * A step of a node's physical clock.
   *
   * @param node the number of the node, from 1
   * @param atNanos the true time since the start
   * @param byNanos how far the clock jumps, negative if back
   */
  record Step(int node, long atNanos, long byNanos) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,2})@([^:]*):(.*)");

    /** Parses a step such as {@code 2@3.5:-40}: node 2, after 3.5 s, back by 40 ms. */
    static Step parse(String text) {
      Matcher step = FORM.matcher(text);
      if (!step.matches()) {
        throw new BadOptionException(
            "--steps holds no step of the form <node>@<seconds>:<ms>: value=" + text);
      }
      return new Step(
          Integer.parseInt(step.group(1)),
          Numbers.decimal("the time of a step", step.group(2), "0.001", "100000")
              .movePointRight(9)
              .longValueExact(),
          Numbers.decimal("the size of a step", step.group(3), "-1000000", "1000000")
              .movePointRight(6)
              .longValueExact());
    }
  }

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
