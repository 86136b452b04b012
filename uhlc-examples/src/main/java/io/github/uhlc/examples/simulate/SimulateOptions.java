package io.github.uhlc.examples.simulate;

import io.github.uhlc.examples.BadOptionException;
import io.github.uhlc.examples.Numbers;
import io.github.uhlc.examples.simulate.NodeSettings.Step;
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
      description = "How many nodes there are, 1 to 32. Default: 4.")
  private String nodes;

  @Option(
      names = "--epsilon",
      paramLabel = "<ms>",
      description =
          "How far the clocks of any two nodes are apart at most: the skews are spread evenly from "
              + "half of it behind to half of it ahead. Default: 5.")
  private String epsilonMillis;

  @Option(
      names = "--skews",
      paramLabel = "<ms>",
      split = ",",
      description =
          "How far the clock of each node is ahead at the start, instead of --epsilon. Values with "
              + "commas between them, from node 1 on, over and over, as for --drifts and --rates.")
  private List<String> skewsMillis;

  @Option(
      names = "--drifts",
      paramLabel = "<ppm>",
      split = ",",
      defaultValue = "0",
      description =
          "How much too fast the clock of each node runs, in parts per million. "
              + "Default: ${DEFAULT-VALUE}.")
  private List<String> driftsPpm;

  @Option(
      names = "--steps",
      paramLabel = "<step>",
      split = ",",
      description =
          "Steps of clocks, as <node>@<seconds>:<ms>: 2@3.5:-40 sets the clock of node 2 back by "
              + "40 ms after 3.5 s.")
  private List<String> steps;

  @Option(
      names = "--rates",
      paramLabel = "<n>",
      split = ",",
      defaultValue = "100",
      description =
          "How many messages each node sends a second, on average. Default: ${DEFAULT-VALUE}.")
  private List<String> rates;

  @Option(
      names = "--delay",
      paramLabel = "<ms>",
      defaultValue = "1",
      description =
          "The mean delay of a message, the least being half of it. Default: ${DEFAULT-VALUE}.")
  private String delayMillis;

  @Option(
      names = "--resolution",
      paramLabel = "<us>",
      defaultValue = "1",
      description =
          "The steps in which physical clocks advance, in microseconds. "
              + "Default: ${DEFAULT-VALUE}.")
  private String resolutionMicros;

  @Option(
      names = "--max-delta",
      paramLabel = "<ms>",
      defaultValue = "500",
      description = "The max-delta of all nodes. Default: ${DEFAULT-VALUE}.")
  private String maxDeltaMillis;

  @Option(
      names = "--seconds",
      paramLabel = "<n>",
      defaultValue = "10",
      description = "How long it lasts, in virtual time. Default: ${DEFAULT-VALUE}.")
  private String seconds;

  @Option(
      names = "--seed",
      paramLabel = "<n>",
      defaultValue = "1",
      description = "What all randomness comes from. Default: ${DEFAULT-VALUE}.")
  private String seed;

  /**
   * Returns what the options ask for.
   *
   * @throws BadOptionException if they do not go together, with a message for people
   */
  List<Settings> settings() {
    if (paper && (nodes != null || epsilonMillis != null || skewsMillis != null)) {
      throw new BadOptionException(
          "--nodes, --epsilon and --skews do not go with --paper, which has nodes and skews of its own");
    }
    if (epsilonMillis != null && skewsMillis != null) {
      throw new BadOptionException(
          "--epsilon and --skews do not go together, as both say how far clocks are off");
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
    int count = nodes == null ? 4 : Numbers.whole("--nodes", nodes, 1, 32);
    BigDecimal epsilon =
        epsilonMillis == null ? BigDecimal.valueOf(5) : millis("--epsilon", epsilonMillis);
    List<Long> skews = evenSkews(count, epsilon);
    if (skewsMillis != null) {
      List<BigDecimal> given = decimals("--skews", skewsMillis, "-1000000", "1000000");
      for (int node = 0; node < count; node++) {
        skews.set(node, nanos(inTurn(given, node)));
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
    List<BigDecimal> drifts = decimals("--drifts", driftsPpm, "-100000", "100000");
    List<BigDecimal> perSecond = decimals("--rates", rates, "0.001", "1000000");
    List<Step> allSteps = steps();
    for (int node = 0; node < skewsNanos.size(); node++) {
      int number = node + 1;
      built.add(
          new NodeSettings(
              skewsNanos.get(node),
              inTurn(drifts, node).doubleValue(),
              inTurn(perSecond, node).doubleValue(),
              allSteps.stream().filter(step -> step.node() == number).toList()));
    }
    return new Settings(
        name,
        List.copyOf(built),
        Numbers.decimal("--seconds", seconds, "0.001", "100000").movePointRight(9).longValueExact(),
        nanos(millis("--delay", delayMillis)),
        Numbers.decimal("--resolution", resolutionMicros, "0.001", "1000000")
            .movePointRight(3)
            .longValue(),
        Duration.ofNanos(nanos(millis("--max-delta", maxDeltaMillis))),
        Numbers.whole("--seed", seed, 0, 999_999_999));
  }

  private void check(Settings settings) {
    int count = settings.nodes().size();
    for (Step step : steps()) {
      if (step.node() < 1 || step.node() > count) {
        throw new BadOptionException(
            "--steps names a node that is not one of 1 to " + count + ": node=" + step.node());
      }
    }
    checkLength("--skews", skewsMillis, count);
    checkLength("--drifts", driftsPpm, count);
    checkLength("--rates", rates, count);
    if (settings.expectedEvents() > MAX_EVENTS) {
      throw new BadOptionException(
          "these nodes, rates and seconds make more than 5,000,000 events: events="
              + (long) settings.expectedEvents());
    }
  }

  private static void checkLength(String option, List<String> values, int count) {
    if (values != null && values.size() > count) {
      throw new BadOptionException(
          option
              + " has more values than there are nodes: values="
              + values.size()
              + ", nodes="
              + count);
    }
  }

  private List<Step> steps() {
    return steps == null ? List.of() : steps.stream().map(Step::parse).toList();
  }

  private static List<BigDecimal> decimals(
      String option, List<String> texts, String min, String max) {
    return texts.stream().map(text -> Numbers.decimal(option, text, min, max)).toList();
  }

  private static BigDecimal millis(String option, String text) {
    return Numbers.decimal(option, text, "0", "1000000");
  }

  private static BigDecimal inTurn(List<BigDecimal> values, int node) {
    return values.get(node % values.size());
  }

  private static long nanos(BigDecimal millis) {
    return millis.movePointRight(6).longValueExact();
  }
}
