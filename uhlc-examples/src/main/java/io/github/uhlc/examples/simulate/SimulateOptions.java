package io.github.uhlc.examples.simulate;

import io.github.uhlc.examples.Range;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options that say what is simulated. */
final class SimulateOptions {
  private static final double MAX_EVENTS = 5_000_000;

  @Option(
      names = "--paper",
      description = "Runs the four settings of the paper, with its nodes and skews.")
  private boolean paper;

  @Option(
      names = "--nodes",
      paramLabel = "<n>",
      converter = NodeCount.class,
      description = "How many nodes there are, 1 to 32. Default: 4.")
  private Integer nodes;

  @Option(
      names = "--epsilon",
      paramLabel = "<ms>",
      converter = Decimals.Millis.class,
      description =
          "How far the clocks of any two nodes are apart at most: the skews are spread evenly from "
              + "half of it behind to half of it ahead. Default: 5.")
  private BigDecimal epsilonMillis;

  @Option(
      names = "--skews",
      paramLabel = "<ms>",
      split = ",",
      converter = Decimals.OffsetMillis.class,
      description =
          "How far the clock of each node is ahead at the start, instead of --epsilon. Values with "
              + "commas between them, from node 1 on, over and over, as for --drifts and --rates.")
  private List<BigDecimal> skewsMillis;

  @Option(
      names = "--drifts",
      paramLabel = "<ppm>",
      split = ",",
      defaultValue = "0",
      converter = Decimals.Ppm.class,
      description =
          "How much too fast the clock of each node runs, in parts per million. "
              + "Default: ${DEFAULT-VALUE}.")
  private List<BigDecimal> driftsPpm;

  @Option(
      names = "--steps",
      paramLabel = "<step>",
      split = ",",
      converter = StepConverter.class,
      description =
          "Steps of clocks, as <node>@<seconds>:<ms>: 2@3.5:-40 sets the clock of node 2 back by "
              + "40 ms after 3.5 s.")
  private List<Step> steps;

  @Option(
      names = "--rates",
      paramLabel = "<n>",
      split = ",",
      defaultValue = "100",
      converter = Decimals.PerSecond.class,
      description =
          "How many messages each node sends a second, on average. Default: ${DEFAULT-VALUE}.")
  private List<BigDecimal> rates;

  @Option(
      names = "--delay",
      paramLabel = "<ms>",
      defaultValue = "1",
      converter = Decimals.Millis.class,
      description =
          "The mean delay of a message, the least being half of it. Default: ${DEFAULT-VALUE}.")
  private BigDecimal delayMillis;

  @Option(
      names = "--resolution",
      paramLabel = "<us>",
      defaultValue = "1",
      converter = Decimals.ResolutionMicros.class,
      description =
          "The steps in which physical clocks advance, in microseconds. "
              + "Default: ${DEFAULT-VALUE}.")
  private BigDecimal resolutionMicros;

  @Option(
      names = "--max-delta",
      paramLabel = "<ms>",
      defaultValue = "500",
      converter = Decimals.Millis.class,
      description = "The max-delta of all nodes. Default: ${DEFAULT-VALUE}.")
  private BigDecimal maxDeltaMillis;

  @Option(
      names = "--seconds",
      paramLabel = "<n>",
      defaultValue = "10",
      converter = Decimals.Seconds.class,
      description = "How long it lasts, in virtual time. Default: ${DEFAULT-VALUE}.")
  private BigDecimal seconds;

  @Option(
      names = "--seed",
      paramLabel = "<n>",
      defaultValue = "1",
      converter = Seed.class,
      description = "What all randomness comes from. Default: ${DEFAULT-VALUE}.")
  private int seed;

  /**
   * Returns what the options ask for.
   *
   * @throws IllegalArgumentException if they do not go together, with a message for people
   */
  List<Settings> settings() {
    if (paper && (nodes != null || epsilonMillis != null || skewsMillis != null)) {
      throw new IllegalArgumentException(
          "--paper has nodes and skews of its own: --nodes, --epsilon and --skews are of no use");
    }
    if (epsilonMillis != null && skewsMillis != null) {
      throw new IllegalArgumentException("skews come from either --epsilon or --skews, not both");
    }
    List<Settings> settings = paper ? ofPaper() : List.of(own());
    for (Settings one : settings) {
      check(one);
    }
    return settings;
  }

  /**
   * The settings are named after how many nodes there were, and how well they were synchronized.
   */
  private List<Settings> ofPaper() {
    return Stream.of(new int[] {4, 5}, new int[] {8, 9}, new int[] {8, 3}, new int[] {16, 16})
        .map(
            setting ->
                settings(
                    "paper: " + setting[0] + " nodes, " + setting[1] + " ms",
                    evenSkews(setting[0], BigDecimal.valueOf(setting[1]))))
        .toList();
  }

  private Settings own() {
    int count = nodes == null ? 4 : nodes;
    BigDecimal epsilon = epsilonMillis == null ? BigDecimal.valueOf(5) : epsilonMillis;
    List<Long> skews = evenSkews(count, epsilon);
    if (skewsMillis != null) {
      skews.replaceAll(skew -> 0L);
      for (int node = 0; node < count; node++) {
        skews.set(node, nanos(inTurn(skewsMillis, node)));
      }
    }
    return settings(count + (count == 1 ? " node" : " nodes"), skews);
  }

  private static List<Long> evenSkews(int count, BigDecimal epsilonMillis) {
    long epsilonNanos = nanos(epsilonMillis);
    List<Long> skews = new ArrayList<>();
    for (int node = 0; node < count; node++) {
      skews.add(count == 1 ? 0 : epsilonNanos * node / (count - 1) - epsilonNanos / 2);
    }
    return skews;
  }

  private Settings settings(String name, List<Long> skewsNanos) {
    List<NodeSettings> built = new ArrayList<>();
    for (int node = 0; node < skewsNanos.size(); node++) {
      int number = node + 1;
      built.add(
          new NodeSettings(
              skewsNanos.get(node),
              inTurn(driftsPpm, node).doubleValue(),
              inTurn(rates, node).doubleValue(),
              steps().stream().filter(step -> step.node() == number).toList()));
    }
    return new Settings(
        name,
        List.copyOf(built),
        seconds.movePointRight(9).longValueExact(),
        nanos(delayMillis),
        resolutionMicros.movePointRight(3).longValue(),
        Duration.ofNanos(nanos(maxDeltaMillis)),
        seed);
  }

  private void check(Settings settings) {
    int count = settings.nodes().size();
    for (Step step : steps()) {
      if (step.node() < 1 || step.node() > count) {
        throw new IllegalArgumentException(
            "a step is of node 1 to " + count + ", not of node " + step.node());
      }
    }
    checkLength("--skews", skewsMillis, count);
    checkLength("--drifts", driftsPpm, count);
    checkLength("--rates", rates, count);
    if (settings.expectedEvents() > MAX_EVENTS) {
      throw new IllegalArgumentException(
          "these nodes, rates and seconds make more than 5,000,000 events");
    }
  }

  private static void checkLength(String option, List<BigDecimal> values, int count) {
    if (values != null && values.size() > count) {
      throw new IllegalArgumentException(
          option + " has " + values.size() + " values for " + count + " nodes");
    }
  }

  private List<Step> steps() {
    return steps == null ? List.of() : steps;
  }

  private static BigDecimal inTurn(List<BigDecimal> values, int node) {
    return values.get(node % values.size());
  }

  private static long nanos(BigDecimal millis) {
    return millis.movePointRight(6).longValueExact();
  }

  private static final class NodeCount extends Range {
    NodeCount() {
      super(1, 32);
    }
  }

  private static final class Seed extends Range {
    Seed() {
      super(0, 999_999_999);
    }
  }
}
