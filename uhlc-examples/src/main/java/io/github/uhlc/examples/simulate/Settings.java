package io.github.uhlc.examples.simulate;

import io.github.uhlc.examples.simulate.NodeSettings.Step;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.stream.LongStream;

/**
 * What a simulation is made of.
 *
 * @param name what it is called in the output
 * @param nodes the nodes
 * @param lengthNanos how long it lasts, in virtual time
 * @param delayNanos the mean delay of a message; half of it is the least
 * @param resolutionNanos the step in which physical clocks advance
 * @param maxDelta the max-delta of all nodes
 * @param seed what all randomness comes from
 */
record Settings(
    String name,
    List<NodeSettings> nodes,
    long lengthNanos,
    long delayNanos,
    long resolutionNanos,
    Duration maxDelta,
    long seed) {
  /** Returns how far any two physical clocks are apart at most, which the paper calls epsilon. */
  long epsilonNanos() {
    // Offsets are linear between steps, so the extremes are next to steps and at the ends.
    LongStream steps =
        nodes.stream()
            .flatMap(node -> node.steps().stream())
            .mapToLong(Step::atNanos)
            .filter(atNanos -> atNanos <= lengthNanos)
            .flatMap(atNanos -> LongStream.of(Math.max(atNanos - 1, 0), atNanos));
    return LongStream.concat(LongStream.of(0, lengthNanos), steps)
        .map(this::spreadNanos)
        .max()
        .orElseThrow();
  }

  private long spreadNanos(long elapsedNanos) {
    LongSummaryStatistics offsets =
        nodes.stream().mapToLong(node -> node.offsetNanos(elapsedNanos)).summaryStatistics();
    return offsets.getMax() - offsets.getMin();
  }

  /** Returns about how many events there will be: a sending and a receipt for each message. */
  double expectedEvents() {
    double perSecond = nodes.stream().mapToDouble(NodeSettings::messagesPerSecond).sum();
    return 2 * perSecond * lengthNanos / 1e9;
  }

  /** Returns what all simulations of a run have in common. */
  String description() {
    return String.format(
        Locale.ROOT,
        "%s s of virtual time, seed %d; messages take %s ms on average and %s ms at least; physical"
            + " clocks advance in steps of %s us; max-delta is %s ms.",
        number(lengthNanos / 1e9),
        seed,
        number(delayNanos / 1e6),
        number(delayNanos / 2e6),
        number(resolutionNanos / 1e3),
        number(maxDelta.toNanos() / 1e6));
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, "%,.7f", number).replaceFirst("\\.?0+$", "");
  }
}
